"""Join linked nodes: strongest pair first, ties by the order of content; by average linkage, or one to one."""

from collections.abc import Callable, Iterable
from itertools import product

Link = tuple[float, int, int]  # weight, nodes
SAMPLE = 12  # of a large group, so many nodes stand for all when the average is taken


def match_one_to_one(links: Iterable[Link]) -> list[list[int]]:
    """Groups of two: each node takes part in the strongest link that is still free on both sides."""
    taken: set[int] = set()
    groups: list[list[int]] = []
    for _, i, j in sorted(links, key=_strongest):
        if i not in taken and j not in taken:
            taken.update((i, j))
            groups.append([i, j])
    return groups


def join_by_average(
    links: Iterable[Link], weigh: Callable[[int, int], float], threshold: float, may_pair: Callable[[int, int], bool]
) -> list[list[int]]:
    """Groups of two and more. Two groups join when the mean weight of the pairs between them reaches the threshold.

    `links` are those that reach it by themselves. Pairs that are never weighed (two rows of one of two tables) are left out of the mean.
    """
    groups: dict[int, list[int]] = {}
    for _, i, j in sorted(links, key=_strongest):
        one, other = groups.get(i, [i]), groups.get(j, [j])
        if one is other or (len(one) + len(other) > 2 and _mean(one, other, weigh, may_pair) < threshold):
            continue
        joined = sorted(one + other)
        groups.update(dict.fromkeys(joined, joined))
    return sorted({id(group): group for group in groups.values()}.values())


def _strongest(link: Link) -> tuple[float, int, int]:
    return -link[0], link[1], link[2]


def _mean(
    one: list[int], other: list[int], weigh: Callable[[int, int], float], may_pair: Callable[[int, int], bool]
) -> float:
    weights = [weigh(i, j) for i, j in product(_sample(one), _sample(other)) if may_pair(i, j)]
    return sum(weights) / len(weights) if weights else float("-inf")


def _sample(members: list[int]) -> list[int]:
    if len(members) <= SAMPLE:
        return members
    return [members[k * len(members) // SAMPLE] for k in range(SAMPLE)]
