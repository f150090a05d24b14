"""Find the links of a batch: walk the blocks, weigh each pair, keep those that reach the threshold.

Large cells (a capital on the day of a great march) are not compared all with all: sorted by what they claim, each
mention is compared with its neighbours, which keeps time and memory in proportion to the mentions.
"""

from collections.abc import Iterator

from khronika.resolution.block import Blocks
from khronika.resolution.cases import Batch, Cell
from khronika.resolution.cluster import pack_link
from khronika.resolution.weigh import Weigher

NEIGHBOURS = 24


def compared_pairs(batch: Batch, blocks: Blocks, weigher: Weigher) -> Iterator[tuple[int, int]]:
    """All pairs of mentions that `find_links` weighs, in an order that follows from the keys."""
    cells = batch.cells
    for cell in cells:
        if cell.is_complete and len(cell.members) > 1:
            yield from _pairs_within(batch, cell)
    for a, b in _near_cells(batch, blocks, weigher):
        yield from _pairs_between(batch, cells[a], cells[b])
    yield from blocks.loose_pairs()


def _near_cells(batch: Batch, blocks: Blocks, weigher: Weigher) -> list[tuple[int, int]]:
    """Pairs of cells that touch; the weigher is told what vague ones could choose from."""
    near, cells = list(blocks.cell_pairs()), batch.cells
    for a, b in near:
        if cells[a].spot != cells[b].spot or cells[a].days != cells[b].days:
            weigher.note_choice(cells[a], cells[b])
    return near


def find_links(batch: Batch, blocks: Blocks, weigher: Weigher) -> list[int]:
    """All links at or above the threshold, packed, in no particular order."""
    near, cells = _near_cells(batch, blocks, weigher), batch.cells
    links: list[int] = []
    for cell in cells:
        if cell.is_complete and len(cell.members) > 1:
            _weigh_cells(batch, weigher, cell, cell, links)
    for a, b in near:
        _weigh_cells(batch, weigher, cells[a], cells[b], links)
    for i, j in blocks.loose_pairs():
        _weigh_pair(weigher, i, j, None, links)
    return links


def _weigh_cells(batch: Batch, weigher: Weigher, a: Cell, b: Cell, links: list[int]) -> None:
    between = weigher.cell_total(a, b)
    if between is None:
        return
    for i, j in _pairs_within(batch, a) if a is b else _pairs_between(batch, a, b):
        _weigh_pair(weigher, i, j, between, links)


def _weigh_pair(weigher: Weigher, i: int, j: int, between: float | None, links: list[int]) -> None:
    weight = weigher.total(i, j, between)
    if weight is not None and weight >= weigher.weights.threshold:
        links.append(pack_link(weight, i, j))


def _pairs_within(batch: Batch, cell: Cell) -> Iterator[tuple[int, int]]:
    members = cell.members if len(cell.members) <= NEIGHBOURS else _by_claims(batch, cell)
    for at, first in enumerate(members):
        for second in members[at + 1 : at + 1 + NEIGHBOURS]:
            yield first, second


def _pairs_between(batch: Batch, a: Cell, b: Cell) -> Iterator[tuple[int, int]]:
    """All pairs of two cells, or of evenly spaced members where that would be too many."""
    few, many = (_spaced(batch, c) for c in (a, b))
    for first in few:
        for second in many:
            yield first, second


def _spaced(batch: Batch, cell: Cell) -> list[int]:
    if len(cell.members) <= NEIGHBOURS:
        return cell.members
    ordered = _by_claims(batch, cell)
    return [ordered[k * len(ordered) // NEIGHBOURS] for k in range(NEIGHBOURS)]


def _by_claims(batch: Batch, cell: Cell) -> list[int]:
    """Members of a cell so that those with like claims, topics and actors stand together."""

    def order(index: int) -> tuple[object, ...]:
        case = batch.cases[index]
        claims = sorted((c.quantity, c.low or 0, c.high or 0) for c in case.claims)
        return claims, sorted(case.topics), sorted(case.names), sorted(case.sorts), index

    return sorted(cell.members, key=order)
