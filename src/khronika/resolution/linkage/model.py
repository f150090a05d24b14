"""The nouns of linkage that leave the room; all can be written as JSON by msgspec."""

import msgspec

from khronika.resolution.explain import StepExplanation


class LevelWeights(msgspec.Struct, frozen=True):
    """How often a level is met among pairs of one and the same (`m`) and among others (`u`); shares, 0 to 1."""

    level: str
    m: float
    u: float


class ComparisonWeights(msgspec.Struct, frozen=True):
    """A comparison's levels in their order, the last is `else`. `agreeing`: share of all pairs that are equal."""

    name: str
    levels: list[LevelWeights]
    agreeing: float


class LinkWeights(msgspec.Struct, frozen=True):
    """What was estimated: `prior`, the share of all pairs that are one and the same, and m and u of each level.

    `slips`: for 0, 1, … unequal values, by how much such matches are more frequent than if errors were independent; empty
    where that was not estimated.
    """

    prior: float
    comparisons: list[ComparisonWeights]
    slips: list[float] = []


class LinkedPair(msgspec.Struct, frozen=True):
    """Two rows that are one and the same, by row number from 0; of two tables `second` is a row of the other.

    `weight` in bits, prior included; `probability` is what follows from it: 2^weight / (1 + 2^weight).
    """

    first: int
    second: int
    weight: float
    probability: float


class LinkedGroup(msgspec.Struct, frozen=True):
    """All rows of one and the same; `there` is empty where one table was linked with itself."""

    here: list[int]
    there: list[int]


class LinkExplanation(msgspec.Struct, frozen=True):
    """The waterfall of one pair: `steps` add up to `total`, in bits. `linked`: it reaches the threshold by itself;

    `together`: both rows are in one group. The two differ where others of the group, or one-to-one, decided.
    """

    rows: tuple[int, int]
    steps: list[StepExplanation]
    total: float
    probability: float
    threshold: float
    linked: bool
    together: bool

    def __str__(self) -> str:
        lines = [f"{step.weight:+8.2f}  {step.level}: {step.sentence}" for step in self.steps]
        verdict = "one and the same" if self.together else "kept apart"
        end = (
            f"{self.total:+8.2f}  bits; probability {self.probability:.4f}, threshold {self.threshold:+.2f}: {verdict}"
        )
        return "\n".join([*lines, end])
