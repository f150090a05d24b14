"""Estimate m, u, the prior and usual rates from mentions, without examples: an explicit step whose result is kept.

u comes from pairs of one country within a month, drawn at random, that another comparison proves to be different happenings;
of what is told beside kind, day and place from those of like kinds, whose reports are alike. m and the prior come from expectation
and maximisation over the pairs that resolving compares. Each share starts from the reasoned one, which counts as so many
pairs: with little data little moves. Does not move the threshold, the families of kinds, and what never joins.
Sources: Fellegi and Sunter (1969), doi:10.1080/01621459.1969.10501049; Winkler (1988), EM for Fellegi-Sunter;
frequencies after Winkler (1989): the usual rate is the mean over what is told, to which each place's own is set.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from math import log2

import msgspec

from khronika.model import Mention
from khronika.resolution.block import Blocks
from khronika.resolution.cases import Batch, build_batch
from khronika.resolution.identity import in_order
from khronika.resolution.link import compared_pairs
from khronika.resolution.neighbourhood import is_told
from khronika.resolution.taken import no_collection, take_in
from khronika.resolution.universe import Universe
from khronika.resolution.weigh import Weigher
from khronika.resolution.weights import EstimatedWeights, LevelEstimate, shipped_weights

AS_MATCHES, AS_PAIRS, AS_COMPARED, AS_TOLD = 100, 1_000, 10_000, 100  # what the reasoned m, u, prior and rate count for
MOST_PAIRS = 400_000  # beyond, an even part of the compared pairs
ROUNDS, CLOSE = 50, 0.005  # bits
BESIDE = ("claims", "actors", "topics", "group", "comparison")
MAIN = ("kind", "date", "place")
SILENT = frozenset(("kind.unknown", "date.missing", "place.one_missing", "place.both_missing"))  # nothing was compared
# By definition gatherings of two days are two and what lasts is one: a burst of marches must not teach otherwise.
DEFINED = frozenset(("date.next_day", "date.adjacent", "date.continues"))
LEAST = 50  # matches and other pairs together; a level that fewer met keeps its reasoned weight
APART = frozenset(("kind.other", "date.apart", "place.other"))
Pattern = tuple[str, tuple[str, ...], tuple[str, ...], float]  # prior, claims, other levels, bits of frequency
Counts = dict[str, float]


def estimate_weights(mentions: Iterable[Mention]) -> EstimatedWeights:
    """Weights of these mentions; the same in whatever order they come. `EstimatedWeights.table()` is for `resolve`."""
    with no_collection():
        ordered, _, _ = in_order(m for m in take_in(mentions) if is_told(m))
        return Estimation(build_batch(ordered, shipped_weights().radius_km)).result()


class Estimation:
    """One run over a batch. `levels` are the present shares, name -> estimate, at first the reasoned ones."""

    def __init__(self, batch: Batch) -> None:
        self.batch, self.shipped = batch, shipped_weights()
        self.rates = self._usual_rates(Weigher(batch, self.shipped))
        self.weigher = Weigher(batch, msgspec.structs.replace(self.shipped, rates=self.rates))
        self.levels = {n: LevelEstimate(v.weight, v.m, v.u) for n, v in self.shipped.levels.items()}
        self.universe = Universe(batch)
        self.chance = self._count_chance()
        self.patterns, self.thinned = self._count_patterns()

    def result(self) -> EstimatedWeights:
        """Rounds until no weight moves by more than a two-hundredth of a bit."""
        for _ in range(ROUNDS):
            before = {name: level.weight for name, level in self.levels.items()}
            self._round()
            if max(abs(level.weight - before[name]) for name, level in self.levels.items()) < CLOSE:
                break
        found = {name: level for name, level in sorted(self.levels.items()) if level.matches or level.pairs}
        return EstimatedWeights(self.shipped.version, len(self.batch.mentions), found, self.rates)

    def _usual_rates(self, weigher: Weigher) -> dict[str, float]:
        """Level of place -> happenings of one kind a day at the place that the mean mention names."""
        told: Counter[str] = Counter()
        mass: dict[str, float] = defaultdict(float)
        for spot, days, rate in weigher.rates.told_rates():
            level = self.batch.spots[spot].level
            told[level] += days
            mass[level] += days * rate
        rates = self.shipped.rates
        return {name: (mass[name] + AS_TOLD * rate) / (told[name] + AS_TOLD) for name, rate in rates.items()}

    def _count_patterns(self) -> tuple[Counter[Pattern], float]:
        """How often each row of levels is met among the compared pairs, and how many pairs each counted one stands for."""
        pairs = list(compared_pairs(self.batch, Blocks(self.batch, self.shipped), self.weigher))
        every = -(-len(pairs) // MOST_PAIRS) or 1
        counted: Counter[Pattern] = Counter()
        for i, j in pairs[::every]:
            steps = self.weigher.steps(i, j)
            if any(step.never or step.level.never for step in steps):
                continue
            names = [step.level.id.removeprefix("resolve.") for step in steps]
            claims = tuple(n for n in names if n.startswith("claims."))
            others = tuple(n for n in names[1:] if not n.startswith(("claims.", "frequency.")))
            bits = sum(s.weight for s, n in zip(steps, names, strict=True) if n.startswith("frequency."))
            counted[names[0], claims, others, round(bits * 4) / 4] += 1
        return counted, float(every)

    def total(self, pattern: Pattern) -> float:
        """Log odds of a pattern by the present weights, in bits."""
        prior, claims, others, bits = pattern
        low, high = self.shipped.bounds["claims"]
        told = min(max(sum(self.levels[n].weight for n in claims), low), high)
        return self.levels[prior].weight + told + sum(self.levels[n].weight for n in others) + bits

    def _round(self) -> None:
        """One expectation and maximisation."""
        matches: Counts = defaultdict(float)
        for pattern, times in self.patterns.items():
            sure = times * self.thinned / (1.0 + 2.0 ** -self.total(pattern))
            for name in (pattern[0], *pattern[1], *pattern[2]):
                matches[name] += sure
        self.levels |= dict(self._shares(matches))
        self.levels["prior.country"] = self._prior(matches["prior.country"])

    def _count_chance(self) -> Counts:
        """Level -> how many drawn pairs of different happenings meet it."""
        found: Counts = defaultdict(float)
        for i, j in self.universe.drawn:
            names = [step.level.id.removeprefix("resolve.") for step in self.weigher.steps(i, j)[1:]]
            for name in names:
                if _is_apart(names, name.partition(".")[0]):
                    found[name] += 1
        return found

    def _shares(self, matches: Counts) -> Iterator[tuple[str, LevelEstimate]]:
        """m and u of each comparison's levels."""
        for field in (*MAIN, *BESIDE):
            kept = SILENT | DEFINED
            of = [name for name in self.shipped.levels if name.startswith(f"{field}.") and name not in kept]
            known = [name for name in of if self.shipped.levels[name].m]
            whole = sum(self.shipped.levels[name].m or 0.0 for name in known)
            met, seen = sum(matches[name] for name in known), sum(self.chance[name] for name in of)
            for name in known:
                level = self.shipped.levels[name]
                share = (level.m or 0.0) / whole
                m = (matches[name] + AS_MATCHES * share) / (met + AS_MATCHES)
                u = (self.chance[name] + AS_PAIRS * share * 2.0**-level.weight) / (seen + AS_PAIRS)
                if matches[name] + self.chance[name] >= LEAST:
                    yield name, LevelEstimate(log2(m / u), m, u, round(met, 1), round(seen))

    def _prior(self, matches: float) -> LevelEstimate:
        reasoned = 1.0 / (1.0 + 2.0 ** -self.shipped.levels["prior.country"].weight)
        pairs = max(self.universe.pairs, matches)
        chance = (matches + AS_COMPARED * reasoned) / (pairs + AS_COMPARED)
        return LevelEstimate(log2(chance / (1 - chance)), chance, None, round(matches, 1), round(pairs))


def _is_apart(names: Iterable[str], field: str) -> bool:
    """Whether another comparison than this one says that the two are different happenings.

    What is told beside is counted for pairs of kinds that may be one: other kinds of happenings differ in all they tell.
    """
    apart = {name for name in names if name in APART and not name.startswith(f"{field}.")}
    return bool(apart) and field in (*MAIN, *BESIDE) and (field in MAIN or "kind.other" not in apart)
