"""Make foreign text harmless for the places it is shown in: cells, terminals, script blocks, links.

Escaping in HTML is jinja2's and markupsafe's work; here is what escaping alone does not cover.
"""

import json
import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

_GAP = r"\s\x1c-\x1f\x85\u2028\u2029"
_BREAK = re.compile(rf"[{_GAP}]*[\n\r\t\v\f\x1c-\x1f\x85\u2028\u2029][{_GAP}]*")
_UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_IN_SCRIPT = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def flat_text(value: str) -> str:
    """One line in NFC: breaks are one blank, control characters are gone, lone surrogates are U+FFFD."""
    if value.isprintable():  # no break, control character or surrogate: nearly every cell of a table
        return unicodedata.normalize("NFC", value)
    flat = (char for char in _BREAK.sub(" ", value) if unicodedata.category(char) != "Cc")
    return unicodedata.normalize("NFC", "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in flat))


def shown(text: str) -> str:
    """The text for a page, one code point to one: what HTML cannot hold is U+FFFD, so that offsets stay true."""
    return _UNSHOWN.sub("\ufffd", text)


def safe_link(url: str | None) -> str | None:
    """The address if it leads to a web page, else None: `javascript:` and its like are no links."""
    if not url or url != url.strip() or _UNSHOWN.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def script_json(value: Any) -> str:
    """JSON that may stand inside `<script type="application/json">`: it cannot end the block or open a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return shown(text.translate(_IN_SCRIPT))
