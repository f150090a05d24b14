"""Where a careful statistician gives no number: rules on the table and on what is known of the lists, before any fit."""

from collections.abc import Callable, Iterator
from itertools import combinations

from khronika.undercount.about import About
from khronika.undercount.arrays import np
from khronika.undercount.closed import refused
from khronika.undercount.histories import memberships
from khronika.undercount.table import InclusionTable

FEWEST_LISTS = 3
NEARLY = 0.95
ODDS = (0.5, 1.0, 2.0, 4.0)


def refusals(table: InclusionTable, about: About, linked: bool = True) -> list[str]:
    """All reasons to give no estimate for this table; empty where there is none.

    `linked` says that the input holds people matched by somebody already; records and archives are not.
    """
    rules: tuple[Callable[[InclusionTable], Iterator[str]], ...] = (_too_few, _empty, _nested, _apart, _unlike)
    found = [reason for rule in rules for reason in rule(table)]
    found += list(_copied(table, about)) + list(_open_population(table, about))
    if not linked and about.linkage is None:
        found.append(
            "precision and recall of the linkage are not measured: a false match lowers the estimate, a missed one raises it"
        )
    return found


def nearly_nested(table: InclusionTable) -> list[str]:
    """Warnings of lists that lie almost wholly within another."""
    sizes = table.sizes()
    return [
        f"{part} lies almost wholly within {whole} ({shared / sizes[part]:.0%}): was it built from it?"
        for part, whole, shared in _overlaps(table)
        if sizes[part] and NEARLY <= shared / sizes[part] < 1
    ]


def two_list_range(table: InclusionTable) -> dict[float, float]:
    """For two lists: the size under each assumed odds ratio of dependence (Lum and Ball 2015). No estimate, a sensitivity.

    An odds ratio of 1 is the Lincoln-Petersen estimate. Empty where nobody is on both lists.
    """
    only_one, only_other, both = (float(c) for c in table.counts[1:])
    if both == 0:
        return {}
    return {odds: table.listed + odds * only_one * only_other / both for odds in ODDS}


def _too_few(table: InclusionTable) -> Iterator[str]:
    if len(table.lists) >= FEWEST_LISTS:
        return
    reason = f"{len(table.lists)} lists cannot show whether they depend on each other; at least three are needed"
    if len(table.lists) == 2 and (sizes := two_list_range(table)):
        told = ", ".join(f"{size:,.0f} if the odds ratio were {odds:g}" for odds, size in sizes.items())
        reason += f" (as a labelled sensitivity only, nothing in the data chooses among these: {told})"
    yield reason


def _empty(table: InclusionTable) -> Iterator[str]:
    for name, size in table.sizes().items():
        if not size:
            yield f"the list {name} is empty" + (f" in stratum {table.stratum}" if table.stratum else "")


def _nested(table: InclusionTable) -> Iterator[str]:
    sizes, told = table.sizes(), set[frozenset[str]]()
    for part, whole, shared in _overlaps(table):
        pair = frozenset((part, whole))
        if not sizes[part] or shared < sizes[part] or pair in told:
            continue
        told.add(pair)
        same = sizes[part] == sizes[whole]
        how = f"{part} and {whole} hold the same people" if same else f"everybody on {part} is on {whole} as well"
        yield f"{how}: one was copied from the other, or contains it"


def _apart(table: InclusionTable) -> Iterator[str]:
    if table.listed and not any(shared for _, _, shared in _overlaps(table)):
        yield "nobody is on two lists, so nothing tells how many are on none"


def _unlike(table: InclusionTable) -> Iterator[str]:
    return refused(table.seen)


def _overlaps(table: InclusionTable) -> Iterator[tuple[str, str, float]]:
    marks = memberships(len(table.lists)).astype(np.float64)
    shared = (marks.T * table.counts) @ marks
    for a, b in combinations(range(len(table.lists)), 2):
        yield table.lists[a], table.lists[b], float(shared[a, b])
        yield table.lists[b], table.lists[a], float(shared[a, b])


def _copied(table: InclusionTable, about: About) -> Iterator[str]:
    origins: dict[str, str] = {}
    for name in table.lists:
        for origin in about.lists[name].made_from if name in about.lists else ():
            if origin in table.lists:
                yield f"{name} was built from {origin}: they are one list"
            elif origin in origins:
                yield f"{name} and {origins[origin]} were both built from {origin}"
            origins.setdefault(origin, name)


def _open_population(table: InclusionTable, about: About) -> Iterator[str]:
    for field, what in (("period", "periods"), ("place", "places"), ("counts", "definitions")):
        told = {n: getattr(about.lists[n], field) for n in table.lists if n in about.lists}
        values = {value for value in told.values() if value is not None}
        if len(values) > 1:
            each = ", ".join(f"{name}: {value}" for name, value in told.items() if value is not None)
            yield f"the lists cover different {what} ({each}), so they do not sample one closed population"
