"""Whether what is listed comes from one closed population, as far as its own dates, places and kinds tell.

Lists of different periods, places or definitions do not sample one population, whoever says they do. So for every group of
cases (before a list's first case, after its last, a quarter of the time, a place, a kind) a list's share there is compared
with its share elsewhere: next to nothing refuses the estimate, much less is a warning. Shares are of the cases that some
list holds, so this is a sign and no proof; of cases without date or place it says nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

import msgspec

from khronika.undercount.arrays import scipy
from khronika.undercount.cases import KIND, PLACE, Case

PERIOD = "period"
QUARTERS = 4
LONG = 366
"""Days: lists seldom keep one way of listing for longer than a year."""
FEWEST = 20
CHANCE = 1e-4
NOTHING, LESS = 0.05, 0.5
"""Shares of a list's share elsewhere at which a group counts as left out, and as listed much less."""


class Gap(msgspec.Struct, frozen=True):
    """A group of `cases` of which `name` holds `held`; `ratio` is its share there over its share elsewhere."""

    name: str
    field: str
    group: str
    cases: int
    held: int
    ratio: float

    @property
    def left_out(self) -> bool:
        """Whether the list covers next to nothing of the group."""
        return self.ratio <= NOTHING


class Seen(msgspec.Struct, frozen=True):
    """What the cases of a table tell of themselves: first and last day, and groups that a list leaves out or lists less."""

    first: str | None = None
    last: str | None = None
    gaps: list[Gap] = []

    @property
    def days(self) -> int:
        """Days from first to last; 0 where nothing is dated."""
        if self.first is None or self.last is None:
            return 0
        return (date.fromisoformat(self.last) - date.fromisoformat(self.first)).days + 1


def seen(cases: Sequence[Case], lists: Sequence[str]) -> Seen:
    """Gaps of each list among `cases`, the widest of each list and field first."""
    cases = [case for case in cases if case.many and case.on.intersection(lists)]
    spans = [case.when for case in cases if case.when is not None]
    found = [gap for name in lists for gap in _of_list(name, cases)]
    if not spans:
        return Seen(gaps=found)
    return Seen(min(first for first, _ in spans).isoformat(), max(last for _, last in spans).isoformat(), found)


def _of_list(name: str, cases: Sequence[Case]) -> Iterator[Gap]:
    dated = [case for case in cases if case.when is not None]
    yield from _worst(name, PERIOD, dated, [*_outside(name, dated), *_quarters(dated)])
    for what in (PLACE, KIND):
        known = [case for case in cases if what in case.groups]
        values = sorted({case.groups[what] for case in known})
        groups = [(value, [case for case in known if case.groups[what] == value]) for value in values]
        yield from _worst(name, what, known, groups)


def _worst(name: str, what: str, cases: Sequence[Case], groups: Sequence[tuple[str, list[Case]]]) -> Iterator[Gap]:
    """At most one gap of a list and field: that with the most cases, of those left out if there are any."""
    found = [gap for label, group in groups if (gap := _gap(name, what, label, group, cases)) is not None]
    if found:
        yield max(found, key=lambda gap: (gap.left_out, gap.cases, gap.group))


def _gap(name: str, what: str, label: str, group: Sequence[Case], cases: Sequence[Case]) -> Gap | None:
    """A group of which the list holds half as much as elsewhere or less, by more than chance (binomial); else None."""
    many, all_many = _many(group), _many(cases)
    held = _many(case for case in group if name in case.on)
    elsewhere = _many(case for case in cases if name in case.on) - held
    if many < FEWEST or all_many <= many or elsewhere <= 0:
        return None
    share = elsewhere / (all_many - many)
    ratio = held / many / share
    if ratio > LESS or scipy.stats.binom.cdf(held, many, share) > CHANCE:
        return None
    return Gap(name, what, label, round(many), round(held), ratio)


def _many(cases: Iterable[Case]) -> float:
    return sum(case.many for case in cases)


def _outside(name: str, dated: Sequence[Case]) -> list[tuple[str, list[Case]]]:
    """Cases before the first of the list and after its last."""
    own = [case.when for case in dated if name in case.on and case.when is not None]
    if not own:
        return []
    first, last = min(start for start, _ in own), max(end for _, end in own)
    before = [case for case in dated if case.when is not None and case.when[1] < first]
    after = [case for case in dated if case.when is not None and case.when[0] > last]
    return [(f"before {first}", before), (f"after {last}", after)]


def _quarters(dated: Sequence[Case]) -> list[tuple[str, list[Case]]]:
    """Four periods of equal length from the first day to the last; a case belongs where its first day is."""
    starts = [case.when[0] for case in dated if case.when is not None]
    if not starts or max(starts) == min(starts):
        return []
    first, days = min(starts), (max(starts) - min(starts)).days + 1
    groups: dict[int, list[Case]] = {}
    for case, start in zip(dated, starts, strict=True):
        groups.setdefault((start - first).days * QUARTERS // days, []).append(case)
    ends = [first + timedelta(days=-(-days * i // QUARTERS)) for i in range(QUARTERS + 1)]
    return [(f"{ends[i]} to {ends[i + 1] - timedelta(days=1)}", group) for i, group in sorted(groups.items())]


def refused(found: Seen) -> Iterator[str]:
    """Why the population is not closed: groups of which a list covers next to nothing."""
    for gap in found.gaps:
        if gap.left_out:
            yield (
                f"{gap.name} has {gap.held:,} of {gap.cases:,} cases {_where(gap)}: the lists do not cover the same "
                f"{_PLURAL[gap.field]}; leave {gap.name} out (--lists), or measure what all lists cover"
            )


def doubted(found: Seen) -> Iterator[str]:
    """Groups that a list covers much less, and a span of time that is long for one way of listing."""
    for gap in found.gaps:
        if not gap.left_out:
            yield (
                f"{gap.name} has {gap.held:,} of {gap.cases:,} cases {_where(gap)}, {gap.ratio:.0%} of its share elsewhere: "
                f"measure {_PLURAL[gap.field]} as strata (--by)"
            )
    if found.days > LONG:
        yield (
            f"cases are dated {found.first} to {found.last}: over more than a year lists come and go and list in other ways "
            "(an open population); measure shorter periods as strata (--by year)"
        )


_PLURAL = {PERIOD: "periods", PLACE: "places", KIND: "definitions"}


def _where(gap: Gap) -> str:
    if gap.field == PERIOD:
        return gap.group if gap.group.startswith(("before ", "after ")) else f"from {gap.group}"
    return f"in {gap.group}" if gap.field == PLACE else f"of kind {gap.group}"
