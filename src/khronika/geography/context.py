"""What a document speaks of beside one name: countries and units that its other names vote for, and where these lie.

Filled and asked by `rank`, round by round; a name never votes for itself. Knows no words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp

from khronika.geography.geo import kilometres
from khronika.geography.layout import COUNTRY, NONE
from khronika.geography.prior import CELL, CELLS, SPREAD, Reading, cell

W_COUNTRY, W_UNIT, W_NEAR = 2.5, 2.5, 1.5  # half or double of one: see docs/decisions/0004-gazetteer.md
WIDE = 1.5  # what a region over several countries, or a sea, gets instead of its country's votes
NOWHERE = -0.5
_ALL = -1  # where a table of votes keeps their sum

Votes = dict[int, float]


@dataclass(slots=True)
class Context:
    """Votes for countries and units, those of each name apart, places that are settled (lat, lon, weight, name),
    and the fields of the globe (`prior.cell`) around these."""

    countries: Votes = field(default_factory=dict)
    units: Votes = field(default_factory=dict)
    own: dict[str, tuple[Votes, Votes]] = field(default_factory=dict)
    settled: list[tuple[float, float, float, str]] = field(default_factory=list)
    near: set[int] = field(default_factory=set)

    def vote(self, key: str, country: int, for_country: float, unit: int, for_unit: float) -> None:
        """Add one name's votes for a country and a unit."""
        own = self.own.get(key)
        if own is None:
            own = self.own[key] = ({}, {})
        for votes, mine, row, weight in (
            (self.countries, own[0], country, for_country),
            (self.units, own[1], unit, for_unit),
        ):
            if row != NONE:
                votes[row] = votes.get(row, 0.0) + weight
                votes[_ALL] = votes.get(_ALL, 0.0) + weight
                mine[row] = mine.get(row, 0.0) + weight
                mine[_ALL] = mine.get(_ALL, 0.0) + weight

    def agree(self, key: str, units: Sequence[int], weight: float) -> None:
        """Add one name's vote for each of several units."""
        own = self.own.get(key) or self.own.setdefault(key, ({}, {}))
        for votes in (self.units, own[1]):
            for unit in units:
                votes[unit] = votes.get(unit, 0.0) + weight
            votes[_ALL] = votes.get(_ALL, 0.0) + weight * len(units)

    def settle(self, lat: float, lon: float, weight: float, key: str) -> None:
        """Note where a name lies, with the share of the belief that it is there."""
        self.settled.append((lat, lon, weight, key))
        here = cell(lat, lon)
        self.near.update(here + up + side for up in (-CELLS, 0, CELLS) for side in (-1, 0, 1))


def _share(votes: Votes, own: Votes, row: int) -> float:
    mine = votes.get(row, 0.0) - own.get(row, 0.0)
    if mine <= 0.01:
        return 0.0
    return float((mine / (votes[_ALL] - own.get(_ALL, 0.0))) ** 0.5)


def alone(reading: Reading) -> float:
    """What a document adds that speaks of nothing else."""
    if reading.level in SPREAD:
        return WIDE
    return NOWHERE if reading.point is None and reading.level != COUNTRY else 0.0


class View:
    """The context as one name sees it: without its own votes."""

    __slots__ = ("_cells", "_homes", "_known", "_near", "_own", "_votes")

    def __init__(self, context: Context, key: str, homes: Mapping[int, float]) -> None:
        self._votes, self._homes = (context.countries, context.units), homes
        self._own = context.own.get(key) or ({}, {})
        self._near = [at for at in context.settled if at[3] != key]
        self._cells = context.near
        self._known: dict[int, float] = {}

    def country(self, row: int) -> float:
        """Share of a country, 0 to 1, in what the other names point to; softened, so that one mention among many counts."""
        return _share(self._votes[0], self._own[0], row)

    def unit(self, row: int) -> float:
        """The same for a unit of level 1."""
        return _share(self._votes[1], self._own[1], row)

    def adds(self, reading: Reading) -> float:
        """What the rest of the document adds to a reading."""
        _, _, level, country, unit, point, field, _ = reading
        if level in SPREAD:
            return WIDE
        known = self._known
        if country not in known:
            known[country] = W_COUNTRY * self.country(country) + self._homes.get(country, 0.0)
        score = known[country]
        if level == COUNTRY:
            return score
        if unit != NONE:
            if unit not in known:
                known[unit] = W_UNIT * self.unit(unit)
            score += known[unit]
        if point is None:
            return score + NOWHERE
        return score + W_NEAR * self._nearness(*point) if field in self._cells else score

    def _nearness(self, lat: float, lon: float) -> float:
        """How near the closest likely place lies, 0 to its share."""
        near = 0.0
        for at_lat, at_lon, weight, _ in self._near:
            if -CELL[0] < at_lat - lat < CELL[0] and -CELL[1] < at_lon - lon < CELL[1]:
                near = max(near, weight * exp(-kilometres((lat, lon), (at_lat, at_lon)) / 120))
        return near
