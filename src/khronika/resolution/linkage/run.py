"""Link a table with itself or with another: read, block, compare, estimate, weigh, group. The room's one verb."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from khronika.errors import UsageError
from khronika.model import Problem
from khronika.resolution.linkage.blocking import Blocking, read_rules
from khronika.resolution.linkage.comparisons import Given, read_comparisons
from khronika.resolution.linkage.estimate import Estimation
from khronika.resolution.linkage.explain import bits, probability, tell_steps
from khronika.resolution.linkage.groups import Link, join_by_average, match_one_to_one
from khronika.resolution.linkage.model import LinkedGroup, LinkedPair, LinkExplanation, LinkWeights
from khronika.resolution.linkage.nodes import Nodes
from khronika.resolution.linkage.patterns import Pattern, Patterns
from khronika.resolution.linkage.rows import check_columns, read_rows
from khronika.resolution.linkage.weigh import PairWeigher

MISSING = ("", "NA")


class Linkage:
    """What was linked. Rows are told by their number in the table, from 0.

    pairs: rows that are one and the same, all pairs of each group, by row number.
    groups: the same as groups of two and more rows; only_here, only_there: rows that found no other.
    weights: what was estimated, or given; msgspec writes it as JSON, and `weights=` takes it back.
    compared: rule of blocking (names of comparisons) -> pairs that it made.
    problems: values that could not be read, and comparisons whose m could not be estimated.
    """

    def __init__(
        self, nodes: Nodes, blocking: Blocking, weigher: PairWeigher, groups: list[list[int]], threshold: float
    ) -> None:
        self._nodes, self._weigher, self._threshold = nodes, weigher, threshold
        self._homes = {node: number for number, group in enumerate(groups) for node in group}
        names = [column.comparison.name for column in nodes.columns]
        rules = zip(blocking.rules, blocking.costs, strict=True)
        self.compared = {tuple(names[c] for c in rule): cost for rule, cost in rules}
        self.weights: LinkWeights = weigher.weights
        self.problems: list[Problem] = list(nodes.problems)
        self.groups = sorted((self._group(group) for group in groups), key=lambda group: (group.here, group.there))
        self.pairs = sorted(self._pairs(groups), key=lambda pair: (pair.first, pair.second))
        alone = [node for node in range(len(nodes)) if node not in self._homes]
        self.only_here = sorted(nodes.number(node) for node in alone if not nodes.side(node))
        self.only_there = sorted(nodes.number(node) for node in alone if nodes.side(node))

    def explain(self, first: int, second: int) -> LinkExplanation:
        """The waterfall of two rows, linked or not; of two tables `second` is a row of the other.

        Raises UsageError where there is no such pair of rows.
        """
        i, j = self._nodes.find(first, second)
        steps = tell_steps(self._nodes, self._weigher, min(i, j), max(i, j))
        total = sum(step.weight for step in steps)
        together = i in self._homes and self._homes[i] == self._homes.get(j)
        linked = total >= self._threshold
        return LinkExplanation((first, second), steps, total, probability(total), self._threshold, linked, together)

    def __repr__(self) -> str:
        return f"Linkage({len(self.pairs)} pairs, {len(self.groups)} groups, {len(self._nodes)} rows)"

    def _group(self, nodes: list[int]) -> LinkedGroup:
        sides = [sorted(self._nodes.number(n) for n in nodes if self._nodes.side(n) == side) for side in (0, 1)]
        return LinkedGroup(*sides)

    def _pairs(self, groups: list[list[int]]) -> Iterator[LinkedPair]:
        for i, j in (pair for group in groups for pair in combinations(group, 2)):
            if self._nodes.may_pair(i, j):
                weight = self._weigher.total(i, j)
                numbers = self._nodes.number(i), self._nodes.number(j)
                first, second = numbers if self._nodes.is_cross else sorted(numbers)
                yield LinkedPair(first, second, weight, probability(weight))


def link_tables(
    table: Any,
    comparisons: Given,
    other: Any = None,
    *,
    blocking: Sequence[Sequence[str] | str] | None = None,
    threshold: float = 0.5,
    one_to_one: bool = False,
    weights: LinkWeights | None = None,
    missing: Sequence[str] = MISSING,
) -> Linkage:
    """Rows of the table that are one and the same; with `other`, rows of both tables that are.

    table, other: rows as dictionaries or structs, an Arrow table, a polars or pandas frame, or the path of a CSV file.
    comparisons: column -> name, exact, date, day, number, point; or a list with levels (see `comparisons`).
    blocking: rules, each the names of comparisons in which a pair must be equal; without it they are found.
    threshold: probability from which a pair is linked, above 0 and below 1.
    one_to_one: each row has at most one partner; without it groups may be larger.
    weights: those of an earlier linkage; nothing is estimated then.
    missing: texts that stand for no value.

    Raises UsageError where the call does not fit the tables, CannotError where a file cannot be read.
    Sources: Fellegi and Sunter (1969), doi:10.1080/01621459.1969.10501049; see `estimate` and `weigh` for the rest.
    """
    if not 0 < threshold < 1:
        raise UsageError(f"threshold {threshold}: a probability above 0 and below 1")
    nodes = _read(table, other, comparisons, missing)
    patterns = Patterns(nodes.columns)
    blocks = Blocking(nodes.columns, read_rules(blocking, nodes.columns) if blocking is not None else None)
    found = blocks.compare(patterns)
    problems: list[Problem] = []
    if weights is None:
        counted = {patterns.levels(pattern): len(pairs) for pattern, pairs in found.items()}
        estimation = Estimation(nodes.columns, blocks.rules, counted, nodes.pairs)
        weights, problems = estimation.weights, estimation.problems
    weigher = PairWeigher(patterns, weights)
    groups = _group(
        nodes, weigher, list(_links(found, weigher, len(nodes), bits(threshold))), bits(threshold), one_to_one
    )
    linkage = Linkage(nodes, blocks, weigher, groups, bits(threshold))
    linkage.problems += problems
    return linkage


def _read(table: Any, other: Any, comparisons: Given, missing: Sequence[str]) -> Nodes:
    wanted = read_comparisons(comparisons)
    tables = [read_rows(table)] + ([] if other is None else [read_rows(other)])
    for side, rows in enumerate(tables):
        check_columns(rows, wanted, bool(side))
    return Nodes(tables, wanted, missing)


def _links(found: Mapping[Pattern, Sequence[int]], weigher: PairWeigher, rows: int, threshold: float) -> Iterator[Link]:
    """Pairs that reach the threshold by themselves."""
    for pattern, pairs in found.items():
        if weigher.most(pattern) >= threshold:
            for packed in pairs:
                i, j = divmod(packed, rows)
                weight = weigher.total(i, j, pattern)
                if weight >= threshold:
                    yield weight, i, j


def _group(
    nodes: Nodes, weigher: PairWeigher, links: list[Link], threshold: float, one_to_one: bool
) -> list[list[int]]:
    if one_to_one:
        return match_one_to_one(links)
    return join_by_average(links, weigher.total, threshold, nodes.may_pair)
