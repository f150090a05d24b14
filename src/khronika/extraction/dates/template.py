"""Templates of a pack's patterns, made into regular expressions over classes.

A text is written as one character a node; a class is the set of characters of the nodes that belong to it. In a
template

    {day}        a node of that class            word         this word of the language
    [a|b]        a or b or nothing               (a|b)        a or b
    <a>          must stand there, is no part    <!a>         must not stand there (left: one fixed length)
    <=a>         must stand behind, is no part, but its values are read: the month of "3" in "3, 9 and 12 May"
    #            a word unknown to the grammar   {name}       one behind the others, with a capital
    \\x           the sign x itself; a blank is a blank
    \\A \\Z        where the text begins, where it ends
"""

import re
from collections.abc import Callable

_PIECE = re.compile(r"\{(\w+)\}|\\(.)|(<!|[<>()\[\]|])|([^\W\d_]+)|(.)", re.DOTALL)
_BRACKETS = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|"}
LITERAL = "="
BEGIN, END = "\x02", "\x03"
_EDGES = {"A": BEGIN, "Z": END}


def with_parts(template: str, parts: dict[str, str]) -> str:
    """The template with the pack's named parts written out; parts may use parts."""
    for _ in range(5):
        fresh = re.sub(r"\{(\w+)\}", lambda m: parts.get(m[1], m[0]), template)
        if fresh == template:
            break
        template = fresh
    return template


def literals(template: str) -> set[str]:
    """Words of the language that the template itself names."""
    return {m[4] for m in _PIECE.finditer(template) if m[4]}


def classes(template: str) -> set[str]:
    """Names of the classes that the template uses."""
    return {m[1] for m in _PIECE.finditer(template) if m[1]}


def required(template: str) -> set[str]:
    """Classes and words without which the template cannot match: those outside brackets and contexts."""
    needed: set[str] = set()
    depth = 0
    for m in _PIECE.finditer(template):
        if m[3]:
            depth += {"[": 1, "(": 1, "<": 1, "<!": 1, "]": -1, ")": -1, ">": -1}.get(m[3], 0)
        elif not depth and (m[1] or m[4]):
            needed.add(m[1] or LITERAL + m[4])
    return needed


def to_regex(template: str, chars: Callable[[str], str], guard: tuple[str, str]) -> str:
    """Regular expression with the group `it` for the expression and one group for each class node.

    `chars`: class name, or LITERAL + word, to its characters; `guard`: what goes before and after `it` everywhere.
    """
    before, inside, after = _contexts(template)
    seen: dict[str, int] = {}
    parts = [_lookbehind(c, chars, seen) for c in before]
    parts.append(guard[0] + "(?P<it>" + _piecewise(inside, chars, seen) + ")" + guard[1])
    parts += [_lookahead(c, chars, seen) for c in after]
    return "".join(parts)


def _contexts(template: str) -> tuple[list[str], str, list[str]]:
    """Contexts before, the expression, contexts after."""
    pieces = re.split(r"<([^>]*)>", template)
    inner = next((i for i in range(0, len(pieces), 2) if pieces[i]), 0)
    return pieces[1:inner:2], pieces[inner], pieces[inner + 1 :: 2]


def _lookbehind(context: str, chars: Callable[[str], str], seen: dict[str, int]) -> str:
    if context.startswith("!"):
        return "(?<!" + _piecewise(context[1:], chars, seen, named=False) + ")"
    return "(?:" + _piecewise(context, chars, seen, named=False) + ")"


def _lookahead(context: str, chars: Callable[[str], str], seen: dict[str, int]) -> str:
    sign, body = ("!", context[1:]) if context.startswith("!") else ("=", context.removeprefix("="))
    return f"(?{sign}" + _piecewise(body, chars, seen, named=context.startswith("=")) + ")"


def _piecewise(text: str, chars: Callable[[str], str], seen: dict[str, int], named: bool = True) -> str:
    out = []
    for m in _PIECE.finditer(text):
        if m[1] and named:
            seen[m[1]] = seen.get(m[1], 0) + 1
            out.append(f"(?P<{m[1]}{'' if seen[m[1]] == 1 else f'__{seen[m[1]]}'}>{_one_of(chars(m[1]))})")
        elif m[1] or m[4]:
            out.append(_one_of(chars(m[1] or LITERAL + m[4])))
        elif m[5] == "#":
            out.append(f"[#{chars('name')}]")
        else:
            out.append(_BRACKETS[m[3]] if m[3] else re.escape(_EDGES.get(m[2], m[2]) or m[5]))
    return "".join(out)


def _one_of(chars: str) -> str:
    if not chars:
        return "(?!)"
    return chars if len(chars) == 1 else f"[{as_ranges(chars)}]"


def as_ranges(chars: str) -> str:
    """Characters as the inside of a regular expression's class, neighbours written as a range."""
    runs: list[list[str]] = []
    for char in sorted(chars):
        if runs and ord(char) == ord(runs[-1][-1]) + 1:
            runs[-1].append(char)
        else:
            runs.append([char])
    return "".join(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
