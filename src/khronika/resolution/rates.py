"""How often a kind of happening is told of a place: agreeing on a capital says little, on a village much.

Counted from the batch as different days, so that many reports of one day do not make a village look busy; where a
place's population is known, the usual rate starts from that. A day on which far more is told of a place than on others
has one great happening rather than many small ones, and gives back what the place's frequency took.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from math import log2

from khronika.resolution.cases import Batch, Cell
from khronika.resolution.weights import Weights

USUAL_DAYS = 180  # weight of the usual rate against what the batch tells: a batch of one week proves no habit
SHORT = 2  # days of an interval that still tells on which day something happened

STEPS_A_DOUBLING = 8  # the length of a batch is known to a sixteenth of a bit: one more day moves no other weight

Key = tuple[int, str | None]


def exposure(span_days: int) -> float:
    """Days that rates are counted over: the span and the usual days, rounded to a step of an eighth of a doubling.

    >>> exposure(0) == exposure(7), round(exposure(366)), exposure(366) == exposure(370)
    (True, 546, True)
    """
    steps = round(log2((span_days + USUAL_DAYS) / USUAL_DAYS) * STEPS_A_DOUBLING)
    return float(USUAL_DAYS * 2 ** (steps / STEPS_A_DOUBLING))


def counts_for_rates(start: int, end: int) -> bool:
    """Whether an interval of ordinal days tells a day on which something happened."""
    return start >= 0 and end - start < SHORT


class Rates:
    """`shift` gives the bits that frequency adds to agreement on a place, `burst` those that a great day gives back."""

    def __init__(
        self, batch: Batch, weights: Weights, population: Mapping[int, int], span_days: int | None = None
    ) -> None:
        self.batch, self.weights, self.population = batch, weights, population
        self._told: dict[Key, Counter[int]] = defaultdict(Counter)
        self._shifts: dict[Key, float] = {}
        self._means: dict[Key, float] = {}
        for cell in batch.cells:
            if cell.is_complete and cell.record == "event" and cell.days <= SHORT:
                self._told[cell.spot, cell.kind][cell.start] += len(cell.members)
        self._means = {key: told.total() / len(told) for key, told in self._told.items()}
        days = {day for told in self._told.values() for day in told}
        span = max(days) - min(days) if days else 0
        self._exposure = exposure(span if span_days is None else span_days)

    def shift(self, cell: Cell) -> float:
        """Bits: above 0 where such happenings are rarer than usual at such a place, below 0 where more common."""
        key = cell.spot, cell.kind
        if key not in self._shifts:
            typical = self.weights.rates[self.batch.spots[cell.spot].level]
            others = max(0, len(self._told.get(key, ())) - 1)  # the day in question is no evidence of its own rarity
            rate = (others + self._usual(cell.spot, typical) * USUAL_DAYS) / self._exposure
            low, high = self.weights.bounds["frequency"]
            self._shifts[key] = min(max(log2(typical / rate), low), high)
        return self._shifts[key]

    def burst(self, cell: Cell) -> float:
        """Bits that a day with more reports than the place's mean day gives back, at most what `shift` took."""
        told = self._told.get((cell.spot, cell.kind))
        if not told or not told[cell.start] or cell.days > SHORT or self.shift(cell) >= 0:
            return 0.0  # of a day that no whole telling names nothing is known
        gain = log2(told[cell.start] / self._means[cell.spot, cell.kind])
        return min(max(0.0, gain), -self.shift(cell))

    def told_rates(self) -> Iterator[tuple[int, int, float]]:
        """Place, different days told of a kind there, and the rate a day that follows."""
        for (spot, _), told in self._told.items():
            typical = self.weights.rates[self.batch.spots[spot].level]
            yield spot, len(told), (len(told) + self._usual(spot, typical) * USUAL_DAYS) / self._exposure

    def _usual(self, spot: int, typical: float) -> float:
        """Happenings of one kind a day that a place of this level, or of this population, has in any batch."""
        people = self.population.get(self.batch.spots[spot].place.geonameid or -1)
        if people is None or not self.batch.spots[spot].is_fine:
            return typical
        return min(max(self.weights.rate_per_million * people / 1e6, typical / 8), typical * 32)
