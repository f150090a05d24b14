"""Write a paragraph as clusters of nodes: known words, numbers, blanks and signs that stand together.

A word that the grammar does not know ends a cluster; clusters without a number or a word of time are dropped at once.
At the edges: `#` an unknown word (behind the others the character of `{name}`, if it begins with a capital), `^` letters
that may not be glued to a node, `+` an ending or prefix that may (a
particle after a Korean day, a case after a Turkish month, an Arabic "and"), BEGIN and END where the text begins and ends.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from khronika.extraction.dates.lexicon import Node
from khronika.extraction.dates.template import BEGIN, END

UNKNOWN, BAD_GLUE, ENDING = "#", "^", "+"
_WORD = re.compile(r"[^\W\d_]|[\ue000-\uf8ff]")
_LETTERS = re.compile(r"[^\W\d_]+")
_LAST_LETTERS = re.compile(r"[^\W\d_]*\Z")
_SIGNS = re.compile(r"\s+|\S")
_EMPTY: dict[str, object] = {}
_RESERVED = dict.fromkeys((UNKNOWN, BAD_GLUE, ENDING, BEGIN, END), "$")

Glue = Callable[[str], bool]


class _Group(NamedTuple):
    """Nodes without unknown words between them, and how far the text around them reaches to its neighbours."""

    nodes: list[Node]
    start: int
    stop: int


def clusters(
    text: str, folded: str, nodes: Iterable[Node], core: frozenset[str], name: str, is_ending: Glue, is_prefix: Glue
) -> list[list[Node]]:
    """Runs of nodes that hold a core character, each with what stands at its sides; `name`: an unknown word with a capital."""
    groups = (group for group in _groups(folded, nodes) if any(node.char in core for node in group.nodes))
    runs = [_written(folded, group, is_ending, is_prefix) for group in groups]
    for run in runs:
        last = run[-1]
        if last.char == UNKNOWN and text[last.start].isupper():
            run[-1] = last._replace(char=name)
    return runs


def _groups(folded: str, nodes: Iterable[Node]) -> Iterator[_Group]:
    group: list[Node] = []
    before = position = 0
    for node in nodes:
        if (
            group
            and not (node.start - position == 1 and folded[position] == " ")
            and _WORD.search(folded, position, node.start)
        ):
            yield _Group(group, before, node.start)
            group, before = [], position
        group.append(node)
        position = node.stop
    if group:
        yield _Group(group, before, len(folded))


def _written(folded: str, group: _Group, is_ending: Glue, is_prefix: Glue) -> list[Node]:
    """The run of one group with blanks and signs as nodes and its edges."""
    first, last = group.nodes[0], group.nodes[-1]
    run = _left(folded, group.start, first.start, is_prefix)
    position = first.start
    for node in group.nodes:
        if node.start > position:
            _signs(run, folded, position, node.start)
        run.append(node)
        position = node.stop
    _right(run, folded, last.stop, group.stop, is_ending)
    return run


def _left(folded: str, start: int, stop: int, is_prefix: Glue) -> list[Node]:
    """What stands before a group: the unknown word, letters glued on, signs."""
    cut = stop
    while cut > start and not _WORD.match(folded, cut - 1):
        cut -= 1
    run: list[Node] = []
    if cut > start:
        run.append(Node(UNKNOWN, cut, cut, _EMPTY))
        if cut == stop:
            letters = _LAST_LETTERS.search(folded[max(start, stop - 20) : stop])
            run.append(Node(ENDING if letters and is_prefix(letters[0]) else BAD_GLUE, stop, stop, _EMPTY))
    elif not start:
        run.append(Node(BEGIN, 0, 0, _EMPTY))
    _signs(run, folded, cut, stop)
    return run


def _right(run: list[Node], folded: str, start: int, stop: int, is_ending: Glue) -> None:
    """What stands after a group: an ending or other letters glued on, signs, the unknown word."""
    glued = _LETTERS.match(folded, start, stop)
    if glued:
        run.append(Node(ENDING if is_ending(glued[0]) else BAD_GLUE, start, glued.end(), _EMPTY))
        return
    word = _WORD.search(folded, start, stop)
    _signs(run, folded, start, word.start() if word else stop)
    if word:
        run.append(Node(UNKNOWN, word.start(), word.end(), _EMPTY))
    elif stop == len(folded):
        run.append(Node(END, stop, stop, _EMPTY))


def _signs(run: list[Node], folded: str, start: int, stop: int) -> None:
    """Blanks as one node, every other sign as its own."""
    if stop - start == 1 and folded[start] == " ":
        run.append(Node(" ", start, stop, _EMPTY))
        return
    for sign in _SIGNS.finditer(folded, start, stop):
        char = sign[0][0]
        run.append(Node(" " if char.isspace() else _RESERVED.get(char, char), sign.start(), sign.end(), _EMPTY))
