"""A stretch of text that may name a place, with all that has been learnt about it so far. Working value of this room."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from khronika.geography.measured import Measure
from khronika.model import Passage


@dataclass(slots=True, eq=False)
class Span:
    """Offsets are the passage's; `rows` carry the flags of `layout`; `worth` adds up what speaks for a place at all;
    `said` is the rule that gave the hint, `heard` that hint before a neighbour changed it; `forms`: the word in other cases;
    `vague`: it lies in a unit that nothing is known of; `measure`: how far from it and which way."""

    passage: Passage
    start: int
    stop: int
    key: str
    rows: Sequence[int]
    rule: str
    worth: float = 0.0
    hint: str | None = None
    said: str | None = None
    heard: str | None = None
    forms: tuple[str, ...] = ()
    level: int | None = None
    fuzzy: float = 0.0
    given: bool = False
    vague: bool = False
    measure: Measure | None = None
    outers: Sequence[int] = ()
    holds: AbstractSet[int] = frozenset()
    cues: list[tuple[str, float]] = field(default_factory=list)
    scores: Sequence[tuple[float, int]] = ()

    def hear(self, hint: str | None, rule: str) -> None:
        """Take the hint of a word beside it, if there is none yet."""
        if hint and not self.hint:
            self.hint, self.said, self.heard = hint, rule, hint

    @property
    def quote(self) -> str:
        """The words as the text has them."""
        return self.passage.text[self.start : self.stop]

    def add(self, worth: float, cue: str) -> None:
        """Note a reason for or against its being a place."""
        self.worth += worth
        self.cues.append((cue, worth))
