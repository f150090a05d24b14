"""Count how deep the tags of a page are nested, before a parser sees it.

The parser's time grows with size times depth, so that a small file could hold it for hours. Counts too much rather than
too little: a tag that is never closed stays open until the block around it ends.
"""

import re

_TAGS = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<(script|style|textarea|title)\b.*?(?:</\1|\Z)|<(/?)([a-z][a-z0-9-]*)",
    re.IGNORECASE | re.DOTALL,
)
_NEVER_OPEN = re.compile(
    "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|dd|dt|option|optgroup|tr|td|th|thead|tbody"
    "|tfoot|colgroup|caption|html|head|body|rp|rt"
)
_REOPENED = frozenset({"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"})
_INLINE = frozenset({"span", "abbr", "cite", "label", "q", "sub", "sup", "time", "data", "dfn", "mark", "ins", "del"})


def is_deeper(html: str, limit: int) -> bool:
    """Whether more than `limit` elements are open at once somewhere; elements that close by themselves do not count."""
    opened: list[str] = []
    for found in _TAGS.finditer(html):
        name = (found[3] or "").lower()
        if not name or _NEVER_OPEN.fullmatch(name):
            continue
        if not found[2]:
            opened.append(name)
            if len(opened) > limit:
                return True
        elif name in opened:
            _close(opened, name)
    return False


def _close(opened: list[str], name: str) -> None:
    """Close the last of that name; a block also ends the plain inline tags in it, but browsers reopen <b> and so on."""
    at = len(opened) - 1 - opened[::-1].index(name)
    inner = opened[at + 1 :]
    if name not in _REOPENED and name not in _INLINE:
        inner = [tag for tag in inner if tag not in _INLINE]
    opened[at:] = inner
