"""Which mentions can touch which: marks, such that mentions that share none never bear on each other's events.

An archive keeps mentions in blocks joined by these marks and resolves one block at a time, with the same answer as the
whole. Wider than `block`, which chooses pairs: a mark leaves out days, so that rates and episodes lie within a block.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from khronika.codebook import codebook
from khronika.model import Mention
from khronika.resolution.cases import Cell, build_batch
from khronika.resolution.compare import is_telling
from khronika.resolution.identity import text_name
from khronika.resolution.rates import counts_for_rates
from khronika.resolution.spots import SOFT, Spot, squares
from khronika.resolution.weights import shipped_weights


class Marks(msgspec.Struct, frozen=True):
    """One mention's: `shared` join it with all that have one of them; of `numbers`, with those of the other side.

    `numbers` are pairs of a name and whether the mention's place is wide. `day` counts for the span of the whole.
    """

    mention: str
    shared: list[str]
    numbers: list[tuple[str, bool]]
    day: int | None


def is_told(mention: Mention) -> bool:
    """Whether a mention is resolved at all."""
    return mention.record == "figure" or mention.status == "occurred"


def neighbourhood(mentions: Sequence[Mention], with_text: bool = False) -> list[Marks]:
    """Marks of one document's mentions that are told. `with_text`: another document has the same text."""
    told = [m for m in mentions if is_told(m)]
    batch = build_batch(told, shipped_weights().radius_km)
    cells = [batch.cells[case.cell] for case in batch.cases]
    spots = [batch.spots[cell.spot] if cell.spot >= 0 else None for cell in cells]
    loose = with_text or any(not c.is_complete or (s and s.is_wide) for c, s in zip(cells, spots, strict=True))
    found = []
    for mention, cell, spot in zip(told, cells, spots, strict=True):
        ends = [f"{cell.record}|{group}" for group in _pairs(cell.kind)]
        shared = [f"{mark}|{end}" for mark in _marks_of_place(cell, spot) for end in ends]
        shared += [f"text|{text_name(mention)}|{end}" for end in ends] if loose else []
        day = cell.start if counts_for_rates(cell.start, cell.end) and cell.is_complete else None
        found.append(Marks(mention.id, shared, _numbers(mention, cell, spot), day if cell.record == "event" else None))
    return found


def _marks_of_place(cell: Cell, spot: Spot | None) -> Iterator[str]:
    """The place itself; and where there is a day, its region, and the squares that a vague place may reach."""
    if spot is None:
        return
    if spot.level == "country" and spot.country:
        yield f"country|{spot.country}"
        return
    yield f"place|{spot.place.geonameid or '/'.join((spot.level, spot.name, spot.country, spot.admin1))}"
    if not cell.is_complete:
        return
    if spot.admin1:
        yield f"region|{spot.country}|{spot.admin1}"
    if spot.level in SOFT:
        yield from (f"square|{row}|{column}" for row, column in squares(spot, 25.0))
    if spot.is_fine and spot.at:
        yield f"square|{int(spot.at[0] // 0.25)}|{int(spot.at[1] // 0.25)}"


def _numbers(mention: Mention, cell: Cell, spot: Spot | None) -> list[tuple[str, bool]]:
    """Numbers by which a country's toll and a town's are set side by side."""
    if not cell.is_complete or spot is None:
        return []
    found = []
    for claim in mention.claims:
        number = claim.low if claim.low is not None else claim.high
        if claim.kind != "word" and is_telling(number) and number is not None:
            found.append((f"{spot.country}|{claim.quantity}|{float(number)}", spot.is_wide))
    return found


def _pairs(kind: str | None) -> list[str]:
    """Names of the pairs of kinds that can be one happening or one episode, of those that the kind is in."""
    return _all_pairs().get(codebook().shipped(kind), [f"{kind}"])


@lru_cache(maxsize=1)
def _all_pairs() -> dict[str | None, list[str]]:
    """kind -> its pairs; a mention without a kind may be any."""
    table = shipped_weights()
    found: dict[str | None, list[str]] = {}
    for kind, family in table.families.items():
        near = table.alike.get(kind, frozenset()) | {k for k, other in table.families.items() if other == family}
        found[kind] = sorted({"+".join(sorted((kind, other))) for other in near | {kind}} | {f"any+{kind}"})
    found[None] = sorted({"any"} | {f"any+{kind}" for kind in table.families})
    return found
