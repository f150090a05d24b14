"""Turn bytes into text: byte order mark, strict UTF-8, what the page declares, and only then a judgement.

First step of every reader but JSON lines. The judgement weighs what the decoded text looks like (`plausibility`) and
lets two libraries vote, since each is wrong alone: resiliparse takes EUC-KR for UTF-8, charset-normalizer takes short
Turkish, Russian and Chinese for something else. The text is kept as decoded: no newline is translated, only the mark
is dropped.
"""

import codecs
import re
from functools import lru_cache

import charset_normalizer
import msgspec
from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

from khronika.sources.binary import binary_kind
from khronika.sources.plausibility import alphabets, is_common, score

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_DECLARED = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,200}?encoding=[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_HIGH = re.compile(rb"[\x80-\xff]")
_SAMPLE = 24_000
_FLOOR = 0.25
_AS_BROWSERS_DO = {
    "windows-1252": "cp1252", "windows-1254": "cp1254", "gbk": "gb18030", "euc-kr": "cp949",
    "shift_jis": "cp932", "big5": "big5hkscs",
}  # fmt: skip


class Decoded(msgspec.Struct, frozen=True):
    """A text with the codec it was read in, how that was known, and how many broken bytes now read as U+FFFD."""

    text: str
    codec: str
    how: str
    broken: int = 0


def decode(
    content: bytes, *, declared: str | None = None, html: bool = False, named: str | None = None
) -> Decoded | None:
    """The text of a file's bytes; None where they are no text or no known encoding fits.

    `declared` is the user's word and is tried before anything else; `named` is the server's and only weighs in. Limits: a
    few lines are enough to tell encodings of one script apart, a few letters are not.
    """
    if declared is not None:
        return _strict(content, declared, "told")
    for mark, codec in _MARKS:
        if content.startswith(mark):
            return _strict(content[len(mark) :], codec, "mark")
    if binary_kind(content) is not None:  # UTF-16 looks binary, byte by byte
        return _wide(content)
    page = (_codec(named.lower()) if named else None) or (_declared_in(content) if html else None)
    return _escaped(content) or _utf8(content) or _judged(content, page) or _wide(content)


def _strict(content: bytes, codec: str, how: str) -> Decoded | None:
    try:
        return Decoded(content.decode(codec), codecs.lookup(codec).name, how)
    except (UnicodeError, LookupError, ValueError):
        return None


def _wide(content: bytes) -> Decoded | None:
    """UTF-16 and UTF-32 without a mark: NUL bytes are fine there as long as no NUL character comes out."""
    for codec in _WIDE:
        found = _strict(content, codec, "judged")
        if found and "\0" not in found.text and _is_wide_text(found.text[:4000]):
            return found
    return None


def _is_wide_text(sample: str) -> bool:
    """Whether nearly all characters are ASCII or common in some script; random bytes give rare and unassigned ones."""
    usual = sum((c.isascii() and (c.isprintable() or c.isspace())) or c in _usual_letters() for c in sample)
    common = sum(c > "\u3040" and c not in _usual_letters() and is_common(c) for c in sample)
    return usual > 0.15 * len(sample) and usual + common >= 0.8 * len(sample)


@lru_cache(maxsize=1)
def _usual_letters() -> frozenset[str]:
    return frozenset("".join(a.letters + a.letters.upper() for a in alphabets()))


def _escaped(content: bytes) -> Decoded | None:
    """The seven-bit encodings of old mail, which would pass as ASCII."""
    if b"\x1b$" not in content[:_SAMPLE]:
        return None
    return _strict(content, "iso2022_kr" if b"\x1b$)C" in content[:_SAMPLE] else "iso2022_jp", "escapes")


def _utf8(content: bytes) -> Decoded | None:
    """UTF-8, strict; or with few broken bytes among many good ones, as a cut-off download has them."""
    found = _strict(content, "utf-8", "utf-8")
    if found:
        return found
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd") - content.count(b"\xef\xbf\xbd")
    good = sum(1 for char in text[:2_000_000] if char > "\x7f") - broken
    return Decoded(text, "utf-8", "utf-8 with damage", broken) if good > 4 * broken else None


def _declared_in(content: bytes) -> str | None:
    """The codec that a page names in its first 4 kB, as browsers understand the name."""
    found = _DECLARED.search(content[:4096])
    if not found:
        return None
    name = (found[1] or found[2]).decode("ascii")
    label = str(map_encoding_to_html5(name, False) or name).lower()
    return _codec(label)


def _codec(label: str) -> str | None:
    """Python's name for a label, the larger set where browsers take the larger one."""
    try:
        return _AS_BROWSERS_DO.get(label) or codecs.lookup(label).name
    except LookupError:
        return None


def _judged(content: bytes, declared: str | None) -> Decoded | None:
    """The best of all readings that decode without error and look like text."""
    for value, codec in sorted(_readings(_sample(content), declared), key=lambda r: -r[0]):
        if value < _FLOOR:
            return None
        found = _strict(content, codec, "declared" if codec == declared else "judged")
        if found:
            return found
    return None


def _sample(content: bytes) -> bytes:
    """A stretch around the first byte outside ASCII; all before it is ASCII, so no character is cut at its start."""
    first = _HIGH.search(content)
    start = max(0, first.start() - 400) if first else 0
    return content[start : start + _SAMPLE]


def _readings(sample: bytes, declared: str | None) -> list[tuple[float, str]]:
    """Score and codec of every reading of the sample; votes and the page's own word weigh in, but do not decide."""
    votes = {_codec(label) for label in _opinions(sample)}
    found = []
    for codec in dict.fromkeys([c for a in alphabets() for c in a.codecs] + ([declared] if declared else [])):
        try:
            text = codecs.getincrementaldecoder(codec)().decode(sample)  # a character cut at the end is no error
        except (UnicodeError, LookupError, ValueError):
            continue
        value = score(text, codec)
        bonus = 0.08 * (codec in votes) + 0.3 * (codec == declared) + 0.06 * (codec == "cp1252")
        found.append((value + bonus, codec))
    return found


def _opinions(sample: bytes) -> list[str]:
    """What the two libraries say; nothing where they say nothing."""
    best = charset_normalizer.from_bytes(sample[:8000]).best()
    opinions = [best.encoding if best else None, detect_encoding(sample)]
    return [name.lower().replace("_", "-") for name in opinions if name]
