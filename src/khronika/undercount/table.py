"""The inclusion table: how many people stand on exactly these lists and no others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from khronika.undercount.arrays import Floats, np
from khronika.undercount.cases import Case
from khronika.undercount.closed import Seen, seen
from khronika.undercount.histories import memberships


@dataclass(frozen=True)
class InclusionTable:
    """Counts of people by inclusion history.

    `counts` has shape (2^lists,); index h counts people on the lists whose bits are set in h; index 0, the unseen, is 0.
    `of` is the word for what is counted, `seen` what the cases told of their dates, places and kinds, where they had any.
    """

    lists: tuple[str, ...]
    counts: Floats = field(repr=False)
    stratum: str = ""
    of: str = "people"
    seen: Seen = field(default=Seen(), repr=False)

    def __post_init__(self) -> None:
        if self.counts.shape != (1 << len(self.lists),):
            raise ValueError(f"{len(self.lists)} lists have {1 << len(self.lists)} histories, not {self.counts.shape}")
        if self.counts[0] or (self.counts < 0).any():
            raise ValueError("counts are of listed people and not below 0")

    @property
    def listed(self) -> int:
        """People on at least one list."""
        return round(float(self.counts.sum()))

    def sizes(self) -> dict[str, int]:
        """People on each list."""
        totals = self.counts @ memberships(len(self.lists))
        return {name: round(float(size)) for name, size in zip(self.lists, totals, strict=True)}

    def with_counts(self, counts: Floats) -> "InclusionTable":
        """The same lists with other counts."""
        return InclusionTable(self.lists, counts, self.stratum, self.of, self.seen)

    def held(self, index: int) -> "InclusionTable":
        """The people of one list by the other lists. Those on no other list are the unseen of this table: left out."""
        others = [j for j in range(len(self.lists)) if j != index]
        counts = np.zeros(1 << len(others))
        for history in range(len(self.counts)):
            if history >> index & 1:
                rest = sum((history >> j & 1) << i for i, j in enumerate(others))
                counts[rest] += self.counts[history]
        counts[0] = 0.0
        return InclusionTable(tuple(self.lists[j] for j in others), counts, self.lists[index])


def from_histories(
    lists: Sequence[str], rows: Iterable[tuple[Sequence[int], float]], stratum: str = ""
) -> InclusionTable:
    """A table from pairs of a history (0 or 1 for each list) and a count; equal histories add up.

    >>> from_histories(["police", "press"], [((1, 0), 5), ((0, 1), 7), ((1, 1), 2)]).listed
    14
    """
    counts = np.zeros(1 << len(lists))
    for marks, count in rows:
        counts[sum(int(bool(mark)) << j for j, mark in enumerate(marks))] += count
    counts[0] = 0.0
    return InclusionTable(tuple(lists), counts, stratum)


def from_people(people: Mapping[str, Iterable[str]], lists: Sequence[str] = (), stratum: str = "") -> InclusionTable:
    """A table from the names of the lists that hold each person."""
    held = {person: set(on) for person, on in people.items()}
    names = list(lists) or sorted(set().union(*held.values()))
    return from_histories(names, (([int(n in on) for n in names], 1.0) for on in held.values()), stratum)


def from_cases(cases: Sequence[Case], lists: Sequence[str], stratum: str = "", of: str = "people") -> InclusionTable:
    """A table from cases, which also says whether they look like one closed population."""
    held = from_histories(lists, (([int(n in case.on) for n in lists], case.many) for case in cases), stratum)
    return InclusionTable(held.lists, held.counts, stratum, of, seen(cases, lists))


def total(tables: Sequence[InclusionTable]) -> InclusionTable:
    """All strata in one table."""
    first = tables[0]
    return InclusionTable(first.lists, np.sum([t.counts for t in tables], axis=0))
