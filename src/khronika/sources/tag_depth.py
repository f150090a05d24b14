"""Count how many tags a page has and how deep they are nested, before a parser sees it.

The parser's time grows with size times depth, its memory by a kilobyte a tag, so that one file could stop a run.
Counts too much rather than too little: a tag that is never closed stays open until the block around it ends.
"""

import re

_TAGS = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<(script|style|textarea|title)\b.*?(?:</\1|\Z)|<(/?)([a-z][a-z0-9-]*)",
    re.IGNORECASE | re.DOTALL,
)
MOST_TAGS = 300_000
_NEVER_OPEN = re.compile(
    "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|dd|dt|option|optgroup|tr|td|th|thead|tbody"
    "|tfoot|colgroup|caption|html|head|body|rp|rt"
)
_REOPENED = frozenset({"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"})
_INLINE = frozenset({"span", "abbr", "cite", "label", "q", "sub", "sup", "time", "data", "dfn", "mark", "ins", "del"})


def tag_problem(html: str, max_depth: int, max_tags: int = MOST_TAGS) -> str | None:
    """Why a page is too much for the parser: tags open at once, or tags at all; None where it is not."""
    opened: list[str] = []
    for number, found in enumerate(_TAGS.finditer(html)):
        if number > max_tags:
            return f"the page has more than {max_tags:,} tags"
        name = (found[3] or "").lower()
        if not name or _NEVER_OPEN.fullmatch(name):
            continue
        if not found[2]:
            opened.append(name)
            if len(opened) > max_depth:
                return f"more than {max_depth} tags are open at once"
        elif name in opened:
            _close(opened, name)
    return None


def _close(opened: list[str], name: str) -> None:
    """Close the last of that name; a block also ends the plain inline tags in it, but browsers reopen <b> and so on."""
    at = len(opened) - 1 - opened[::-1].index(name)
    inner = opened[at + 1 :]
    if name not in _REOPENED and name not in _INLINE:
        inner = [tag for tag in inner if tag not in _INLINE]
    opened[at:] = inner
