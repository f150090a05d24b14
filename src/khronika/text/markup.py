"""Leftovers of pages and printed columns inside a text: tags, entities, words cut at a line end.

Part of cleaning (`clean`), which keeps the map from what is read here to the source that is quoted. Whole pages are read by
`khronika.sources.html`; this is for what such reading leaves.
"""

import re
from collections.abc import Iterator
from html import unescape

_BLOCK_TAGS = (
    "p|br|div|li|ul|ol|dl|dt|dd|tr|td|th|table|thead|tbody|hr|h[1-6]|blockquote|section|article|header|footer|pre"
    "|figure|figcaption"
)
_INLINE_TAGS = "a|b|i|u|s|em|strong|span|font|img|small|big|sup|sub|strike|del|ins|code|q|abbr|cite|mark|time|wbr|label"
_LEFT = re.compile(
    rf"</?(?:(?P<block>{_BLOCK_TAGS})|{_INLINE_TAGS})(?:\s[^<>]{{0,400}})?/?>"
    r"|&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,6});"
    r"|(?<=[^\W\d_]{2})[-\u2010]\r?\n[ \t]*(?=[^\W\d_]{2})",
    re.IGNORECASE,
)


def leftovers(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, stop, what is read instead) of each leftover: a line end for the tag of a block, nothing for other tags and for
    a word's hyphen at a line end, the character for an entity. Unknown tags and entities stay as they are.

    >>> list(leftovers("mar<b>ch</b> &amp; rally"))
    [(3, 6, ''), (8, 12, ''), (13, 18, '&')]
    """
    for found in _LEFT.finditer(text):
        words = found.group()
        if words[0] == "<":
            yield found.start(), found.end(), "\n" if found["block"] else ""
        elif words[0] == "&":
            if (char := unescape(words)) != words:
                yield found.start(), found.end(), char
        elif not text[found.end()].isupper() or text[found.start() - 1].isupper():
            yield found.start(), found.end(), ""
