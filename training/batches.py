"""Marked texts as tensors: pieces, and for each piece what the heads should say of it."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from corpus import Marked
from plain import EXAMPLE
from torch import Tensor

from khronika.judge.labels import GROUPS, KINDS, LINKS, QUANTITIES, ROLE_OF_MARK, STATUSES
from khronika.judge.pieces import PAD, Pieces

IGNORE = -100


@dataclass
class Example:
    """One document in pieces. `tellings`: piece numbers and event of each marked telling; `links`: pieces by event and role."""

    id: str
    ids: list[int]
    spans: list[tuple[int, int]]
    kind: list[int]
    status: list[int]
    quantity: list[int]
    group: list[int]
    tellings: list[tuple[list[int], int]]
    links: dict[tuple[int, int], set[int]]


def example(document: Marked, pieces: Pieces, limit: int = 512) -> Example:
    """Labels of one document; pieces overlap marks by at least one character."""
    ids, spans = pieces.encode(shown(document.text), limit)
    made = Example(document.id, ids, spans, *([IGNORE] * len(ids) for _ in range(4)), [], {})
    told = {n for m in document.marks if m.role == "t" for n in m.events}
    for mark in document.marks:
        inside = [i for i, (a, b) in enumerate(spans) if a < mark.stop and mark.start < b]
        if not inside:
            continue
        for event in mark.events:
            lone_group = mark.role == "g" and event not in told
            if mark.role == "t" or lone_group:
                _tell(made, inside, document.events[event], event)
            if not lone_group or mark.role != "t":
                made.links.setdefault((event, LINKS.index(ROLE_OF_MARK[mark.role])), set()).update(inside)
            if lone_group:
                made.links.setdefault((event, 0), set()).update(inside)
        if mark.role == "c" and mark.quantity:
            base = mark.quantity.split("_")[0]
            for i in inside:
                made.quantity[i] = QUANTITIES.index(base)
                made.group[i] = GROUPS.index(mark.quantity[len(base) :])
    if document.genre == EXAMPLE:  # of its telling only the kind is known
        made.status, made.tellings = [IGNORE] * len(ids), []
    return made


def _tell(made: Example, inside: list[int], event: tuple[str, str, bool], number: int) -> None:
    kind, status, figure = event
    for i in inside:
        if made.kind[i] == IGNORE:
            made.kind[i] = KINDS.index(kind)
            made.status[i] = STATUSES.index("figure" if figure else status)
    made.tellings.append((inside, number))


def shown(text: str) -> str:
    """The text as the encoder sees it: words all in capitals are hard to know, so a shouted text is lowered."""
    from khronika.judge.passages import calm

    return calm(text)


@dataclass
class Batch:
    """Padded tensors of some examples. `owner`: the example of each telling; `means` averages its pieces."""

    ids: Tensor
    mask: Tensor
    told: Tensor
    kind: Tensor
    status: Tensor
    quantity: Tensor
    group: Tensor
    owner: Tensor
    means: Tensor
    links: Tensor


def collate(examples: Sequence[Example]) -> Batch:
    """One batch; lengths as of the longest."""
    width = max(len(e.ids) for e in examples)

    def padded(rows: list[list[int]], fill: int) -> Tensor:
        return torch.tensor([row + [fill] * (width - len(row)) for row in rows])

    ids = padded([e.ids for e in examples], PAD)
    kind = padded([e.kind for e in examples], IGNORE)
    tellings = [(n, inside, event) for n, e in enumerate(examples) for inside, event in e.tellings]
    means = torch.zeros(len(tellings), width)
    links = torch.zeros(len(tellings), len(LINKS), width)
    for row, (n, inside, event) in enumerate(tellings):
        means[row, inside] = 1 / len(inside)
        for role in range(len(LINKS)):
            for i in examples[n].links.get((event, role), ()):
                links[row, role, i] = 1
    return Batch(
        ids, (ids != PAD).long(), (kind != IGNORE).float(), kind, padded([e.status for e in examples], IGNORE),
        padded([e.quantity for e in examples], IGNORE), padded([e.group for e in examples], IGNORE),
        torch.tensor([n for n, _, _ in tellings], dtype=torch.long), means, links,
    )  # fmt: skip


def batches(examples: Sequence[Example], pieces: int, draw: random.Random | None = None) -> Iterator[Batch]:
    """Batches of about `pieces` pieces, alike in length; in random order where `draw` is given."""
    order = sorted(examples, key=lambda e: len(e.ids) + (draw.random() * 20 if draw else 0))
    groups: list[list[Example]] = [[]]
    for one in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(one.ids) > pieces:
            groups.append([])
        groups[-1].append(one)
    if draw:
        draw.shuffle(groups)
    yield from map(collate, filter(None, groups))
