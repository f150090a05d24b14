"""How often two rows meet each level by chance: over all pairs of different values, or over random pairs of rows.

Random pairs are drawn by a fixed seed from nodes in the order of their content, so no clock and no row order enters.
"""

from random import Random

from khronika.resolution.linkage.columns import Column

EVERY = 300_000  # up to so many pairs of different values all are compared
DRAWS = 200_000  # beyond, so many pairs of rows
SEED = 1969


def chance_levels(column: Column) -> list[float]:
    """Share of each level among pairs of rows that both have a value; sums to 1, no share is 0.

    Equality is counted, never drawn. A level that no pair meets gets the share of half a pair.
    """
    size = len(column.values)
    counts = _of_all(column) if size * (size - 1) // 2 <= EVERY else _of_draws(column)
    other = sum(counts)
    agreeing = column.agreeing
    shares = [agreeing] + [(1 - agreeing) * n / other if other else 0.0 for n in counts]
    least = 0.5 / max(column.present, 1)
    raised = [max(share, least) for share in shares]
    return [share / sum(raised) for share in raised]


def _of_all(column: Column) -> list[int]:
    """Pairs at each level below equality, all pairs of rows counted."""
    counts = [0] * (column.levels - 1)
    codes = range(len(column.values))
    here, there = ([counter[code] for code in codes] for counter in (column.here, column.there))
    for a in codes:
        one, other = here[a], there[a] if column.is_cross else 0
        for b in codes[a + 1 :]:
            pairs = one * there[b] + here[b] * other
            if pairs:
                counts[column.level(a, b) - 1] += pairs
    return counts


def _of_draws(column: Column) -> list[int]:
    """Pairs at each level below equality among random pairs of rows."""
    draw = Random(SEED)
    here = [code for code in sorted(column.here) for _ in range(column.here[code])]
    there = [code for code in sorted(column.there) for _ in range(column.there[code])]
    counts = [0] * (column.levels - 1)
    for _ in range(DRAWS):
        level = column.level(here[int(draw.random() * len(here))], there[int(draw.random() * len(there))])
        if level:
            counts[level - 1] += 1
    return counts
