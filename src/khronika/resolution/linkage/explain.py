"""Show why two rows are one and the same or not: each summand by name, in a sentence. Twin of `weigh`."""

from collections.abc import Sequence
from math import log2

from khronika.resolution.explain import StepExplanation
from khronika.resolution.linkage.columns import Column
from khronika.resolution.linkage.model import ComparisonWeights
from khronika.resolution.linkage.nodes import Nodes
from khronika.resolution.linkage.weigh import FREQUENCY, PRIOR, SLIPS, PairWeigher, Step


def tell_steps(nodes: Nodes, weigher: PairWeigher, i: int, j: int) -> list[StepExplanation]:
    """The waterfall of two nodes; its weights add up to the pair's total."""
    return [_tell(nodes, weigher, step, i, j) for step in weigher.steps(i, j)]


def probability(weight: float) -> float:
    """Of log odds in bits.

    >>> probability(0.0), probability(-2000.0)
    (0.5, 0.0)
    """
    return 1 / (1 + 2.0**-weight) if weight > -1000 else 0.0


def bits(chance: float) -> float:
    """Log odds in bits of a probability between 0 and 1."""
    return log2(chance / (1 - chance))


def _tell(nodes: Nodes, weigher: PairWeigher, step: Step, i: int, j: int) -> StepExplanation:
    if step.level == PRIOR:
        one_in = round(1 / weigher.weights.prior)
        return StepExplanation("prior", f"of all pairs one in {one_in} is one and the same", step.weight)
    if step.column == SLIPS:
        ratio = weigher.weights.slips[step.level]
        told = (
            f"unequal values: {step.level}; among matches {ratio:.2g} times as frequent as if errors were independent"
        )
        return StepExplanation("slips", told, step.weight)
    column, weights = nodes.columns[step.column], weigher.weights.comparisons[step.column]
    if step.level == FREQUENCY:
        return StepExplanation(f"{weights.name}.frequency", _tell_frequency(column, i, step.weight), step.weight)
    sides = (_shown(nodes, column, node) for node in (i, j))
    told, name = _tell_level(column, weights, step.level)
    return StepExplanation(f"{weights.name}.{name}", f"{' and '.join(sides)}: {told}", step.weight)


def _tell_level(column: Column, weights: ComparisonWeights, level: int) -> tuple[str, str]:
    if level == column.absent:
        return "a value is missing, so nothing is said", "missing"
    met = weights.levels[level]
    levels = column.comparison.met_levels
    says = "no level is met"
    if level < len(levels):
        says = levels[level][0].says + (", one of them stands nowhere else" if levels[level][1] else "")
    return f"{says} (m {met.m:.3g}, u {met.u:.3g})", met.level


def _tell_frequency(column: Column, node: int, weight: float) -> str:
    count, rows = column.count(column.codes[node])
    rarer = "rarer" if weight > 0 else "commoner"
    return f"{column.values[column.codes[node]]} stands in {count} of {rows} rows, {rarer} than agreeing values are"


def _shown(nodes: Nodes, column: Column, node: int) -> str:
    comparison, row = column.comparison, nodes.row(node)
    names: Sequence[str] = (comparison.there if nodes.side(node) else ()) or comparison.columns
    return ", ".join("nothing" if row.get(name) is None else str(row[name]) for name in names)
