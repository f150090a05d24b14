"""Weigh pairs of mentions: the sum of the levels at which they agree or differ, in bits, as log odds of one happening.

`steps` names each level; `total` adds the same levels up, faster. The prior comes from where the pair was found.
Source: Fellegi and Sunter (1969), doi:10.1080/01621459.1969.10501049; frequency adjustment after Winkler (1989).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import msgspec

from khronika.resolution import compare
from khronika.resolution.cases import Batch, Case, Cell
from khronika.resolution.rates import Rates
from khronika.resolution.spots import FINENESS
from khronika.resolution.weights import Level, Weights

REMEMBERED = 1_000_000  # sums of pairs of profiles, about 150 MB
_BY_FREQUENCY = frozenset(f"place.same_{s}" for s in ("settlement", "district", "region", "area", "country"))


class Step(msgspec.Struct, frozen=True):
    """One level that was reached: `subject` names the quantity of a claim; `weight` is in bits."""

    level: Level
    weight: float
    subject: str = ""
    never: bool = False


class Weigher:
    """Weights of all pairs of a batch. `choices` says for a vague cell how many sharper happenings it fits."""

    def __init__(
        self,
        batch: Batch,
        weights: Weights,
        population: Mapping[int, int] | None = None,
        span_days: int | None = None,
    ) -> None:
        self.batch = batch
        self.weights = weights
        self.rates = Rates(batch, weights, population or {}, span_days)
        self._fixed = {name: Step(level, level.weight, never=level.never) for name, level in weights.levels.items()}
        self._fits: dict[int, set[tuple[int, int]]] = defaultdict(set)
        self._sides: dict[tuple[int, int], float | None] = {}

    def note_choice(self, first: Cell, second: Cell) -> None:
        """Remember that a vague cell fits a sharper one, for `choice`."""
        for vague, sharp in ((first, second), (second, first)):
            if vague.start <= sharp.start == sharp.end <= vague.end and self._is_vaguer(vague, sharp):
                self._fits[vague.index].add((sharp.spot, sharp.start))

    def _is_vaguer(self, vague: Cell, sharp: Cell) -> bool:
        """Longer without being finer, or a place of a coarser level."""
        levels = [FINENESS[self.batch.spots[c.spot].level] if c.spot >= 0 else 9 for c in (vague, sharp)]
        return levels[0] > levels[1] or (levels[0] == levels[1] and vague.days > sharp.days)

    def cell_total(self, a: Cell, b: Cell) -> float | None:
        """What record, kind, dates and place say together; None for never. Without prior."""
        total = 0.0
        for step in self._cell_steps(a, b):
            if step.never:
                return None
            total += step.weight
        return total

    def total(self, i: int, j: int, cells: float | None = None) -> float | None:
        """Log odds, base 2, that two mentions tell of one happening; None for never. `cells` is their `cell_total`."""
        a, b = self.batch.cases[i], self.batch.cases[j]
        prior = self._prior(a, b)
        if prior.never:
            return None
        if cells is None:
            cells = self.cell_total(self.batch.cells[a.cell], self.batch.cells[b.cell])
            if cells is None:
                return None
        side = self._side_total(a, b)
        claims = self._claims_total(a, b) if a.claims and b.claims else 0.0
        return None if side is None or claims is None else prior.weight + cells + claims + side

    def steps(self, i: int, j: int) -> list[Step]:
        """All steps between two mentions, the prior first; after a `never` the rest is still named."""
        a, b = self.batch.cases[i], self.batch.cases[j]
        prior = self._prior(a, b)
        cells = self.batch.cells[a.cell], self.batch.cells[b.cell]
        return [prior, *self._cell_steps(*cells), *self._case_steps(a, b)]

    def _prior(self, a: Case, b: Case) -> Step:
        if a.edition == b.edition:
            return self._fixed["prior.restated" if a.telling == b.telling else "prior.told_apart"]
        if a.document == b.document:
            return self._fixed["prior.edition"]
        return self._fixed["prior.reprint" if a.unit == b.unit else "prior.country"]

    def _cell_steps(self, a: Cell, b: Cell) -> list[Step]:
        fixed = self._fixed
        place = self.batch.spots.level(a.spot, b.spot)
        steps = [
            fixed[compare.compare_kinds(a.kind, b.kind, self.weights.alike)],
            fixed[self._dates(a, b)],
            fixed[place],
        ]
        if a.record != b.record or a.status != b.status:
            steps.append(fixed["record.other"])
        elif place in _BY_FREQUENCY and a.record == "event":
            steps += self._frequency(a, b)
        if self._fits:
            steps += self._choice(a, b)
        return steps

    def _dates(self, a: Cell, b: Cell) -> str:
        """Level of the days; figures of two days are two counts, as tolls grow from day to day."""
        lasts = a.kind in self.weights.lasting and b.kind in self.weights.lasting and a.record == "event"
        level = compare.compare_dates(a, b, lasts)
        return "date.apart" if level == "date.next_day" and a.record == "figure" else level

    def _frequency(self, a: Cell, b: Cell) -> Iterator[Step]:
        shift = min(self.rates.shift(a), self.rates.shift(b))
        if shift:
            yield Step(self.weights.levels["frequency.rare" if shift > 0 else "frequency.common"], shift)
        burst = min(self.rates.burst(a), self.rates.burst(b)) if shift < 0 and a.start == b.start else 0.0
        if burst:
            yield Step(self.weights.levels["frequency.burst"], burst)

    def _choice(self, a: Cell, b: Cell) -> Iterator[Step]:
        for vague, sharp in ((a, b), (b, a)):
            fits = len(self._fits.get(vague.index, ()))
            if fits > 1 and sharp.start == sharp.end and self._is_vaguer(vague, sharp):
                yield self._fixed["choice.two" if fits == 2 else "choice.several"]

    def _case_steps(self, a: Case, b: Case) -> list[Step]:
        """Steps of what belongs to single mentions; a comparison that one side can't make gives none."""
        return (self._claim_steps(a, b) if a.claims and b.claims else []) + self._side_steps(a, b)

    def _side_steps(self, a: Case, b: Case) -> list[Step]:
        """Steps of all but the claims."""
        names = (
            compare.compare_actors(a, b) if a.names or a.sorts else None,
            compare.compare_topics(a, b) if a.topics and b.topics else None,
            compare.compare_attribution(a, b) if a.attributed else None,
            compare.compare_groups(a, b) if a.group else None,
            compare.compare_comparisons(a.comparison, b.comparison) if a.comparison else None,
        )
        return [self._fixed[name] for name in names if name is not None]

    def _side_total(self, a: Case, b: Case) -> float | None:
        """Sum of `_side_steps`, remembered for each pair of profiles: of many mentions few differ in these."""
        if a.profile == b.profile == 0:
            return 0.0  # neither says anything beside place, day and numbers
        pair = (a.profile, b.profile) if a.profile <= b.profile else (b.profile, a.profile)
        if pair not in self._sides:
            if len(self._sides) >= REMEMBERED:
                self._sides.clear()
            steps = self._side_steps(a, b)
            self._sides[pair] = None if any(s.never for s in steps) else sum(s.weight for s in steps)
        return self._sides[pair]

    def _claims_total(self, a: Case, b: Case) -> float | None:
        """Sum of `_claim_steps`."""
        if len(a.claims) == 1 == len(b.claims) and a.claims[0].quantity == b.claims[0].quantity:
            low, high = self.weights.bounds["claims"]
            return min(max(self._fixed[compare.compare_claims(a.claims[0], b.claims[0])].weight, low), high)
        steps = self._claim_steps(a, b)
        return None if any(s.never or s.level.never for s in steps) else sum(s.weight for s in steps)

    def _claim_steps(self, a: Case, b: Case) -> list[Step]:
        """The best agreement for each quantity that both give, scaled down where together they'd say too much."""
        best: dict[str, Level] = {}
        for one in a.claims:
            for other in b.claims:
                if one.quantity == other.quantity:
                    level = self.weights.levels[compare.compare_claims(one, other)]
                    if one.quantity not in best or level.weight > best[one.quantity].weight:
                        best[one.quantity] = level
        if not best:
            return self._other_quantity(a, b) if a.group or b.group else []
        whole = sum(level.weight for level in best.values())
        low, high = self.weights.bounds["claims"]
        scale = min(max(whole, low), high) / whole if whole else 1.0
        return [Step(level, level.weight * scale, quantity) for quantity, level in sorted(best.items())]

    def _other_quantity(self, a: Case, b: Case) -> list[Step]:
        bases = [{compare.base_quantity(c.quantity) for c in case.claims} for case in (a, b)]
        return [] if bases[0] & bases[1] else [self._fixed["claims.other_quantity"]]
