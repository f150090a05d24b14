"""Write a paragraph as clusters of nodes: known words, numbers, blanks and signs that stand together.

A word that the grammar does not know ends a cluster. Between: `#` an unknown word, `^` letters that may not be glued to a
node, `+` an ending that may (a particle after a Korean day, a case after a Turkish month).
"""

import re
from collections.abc import Callable, Iterable

from khronika.extract.dates.lexicon import Node

UNKNOWN, BAD_GLUE, ENDING = "#", "^", "+"
_WORD = re.compile(r"[^\W\d_]|[\ue000-\uf8ff]")
_LETTERS = re.compile(r"[^\W\d_]+")
_BLANKS = re.compile(r"\s+")
_EMPTY: dict[str, object] = {}
_RESERVED = str.maketrans({UNKNOWN: "$", BAD_GLUE: "$", ENDING: "$"})

Glue = Callable[[str], bool]


def clusters(folded: str, nodes: Iterable[Node], is_ending: Glue, is_prefix: Glue) -> list[list[Node]]:
    """Runs of nodes between unknown words; each begins and ends with what stands at its sides."""
    runs: list[list[Node]] = [[]]
    position = 0
    for node in nodes:
        if node.start > position or not runs[-1]:
            _fill(runs, folded, position, node.start, is_ending, is_prefix)
        runs[-1].append(node)
        position = node.stop
    _fill(runs, folded, position, len(folded), is_ending, is_prefix)
    return runs


def _fill(runs: list[list[Node]], folded: str, start: int, stop: int, is_ending: Glue, is_prefix: Glue) -> None:
    """Write what stands between two nodes; where it holds an unknown word a new run begins."""
    gap = folded[start:stop]
    if gap == " ":
        runs[-1].append(Node(" ", start, stop, _EMPTY))
    elif not _WORD.search(gap):
        _signs(runs[-1], gap, start)
    else:
        _broken(runs, gap, start, is_ending, is_prefix)


def _broken(runs: list[list[Node]], gap: str, start: int, is_ending: Glue, is_prefix: Glue) -> None:
    """A gap with letters: they may be glued to the node before or after as endings or prefixes."""
    head = _LETTERS.match(gap) if runs[-1] else None
    if head:
        runs[-1].append(Node(ENDING if is_ending(head[0]) else BAD_GLUE, start, start + head.end(), _EMPTY))
        if not _WORD.search(gap, head.end()) and runs[-1][-1].char == ENDING:
            _signs(runs[-1], gap[head.end() :], start + head.end())
            return
    first = _WORD.search(gap, head.end() if head else 0)
    last = len(gap)
    while last and not _WORD.match(gap[last - 1]):
        last -= 1
    before = first.start() if first else last
    _signs(runs[-1], gap[head.end() if head else 0 : before], start + (head.end() if head else 0))
    runs[-1].append(Node(UNKNOWN, start + before, start + last, _EMPTY))
    runs.append([Node(UNKNOWN, start + before, start + last, _EMPTY)])
    if last == len(gap):
        tail = re.search(r"[^\W\d_]*\Z", gap)
        runs[-1].append(Node(ENDING if tail and is_prefix(tail[0]) else BAD_GLUE, start + last, start + last, _EMPTY))
    _signs(runs[-1], gap[last:], start + last)


def _signs(run: list[Node], gap: str, start: int) -> None:
    """Blanks as one node, every other sign as its own."""
    position = 0
    for blank in _BLANKS.finditer(gap):
        run.extend(Node(c, start + position + i, start + position + i + 1, _EMPTY)
                   for i, c in enumerate(gap[position : blank.start()].translate(_RESERVED)))
        run.append(Node(" ", start + blank.start(), start + blank.end(), _EMPTY))
        position = blank.end()
    run.extend(Node(c, start + position + i, start + position + i + 1, _EMPTY)
               for i, c in enumerate(gap[position:].translate(_RESERVED)))
