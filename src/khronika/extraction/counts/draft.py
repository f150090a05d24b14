"""A count while it is being read: the reader's steps fill it in, `finish` makes it a FoundCount."""

import re
from dataclasses import dataclass

from khronika.extraction.counts.schema import Noun
from khronika.model import FoundCount
from khronika.model.mention import ClaimKind

_WHOLE = frozenset(
    {"people", "civilians", "police", "soldiers", "armed", "protesters", "detainees", "casualties", "places"}
)
_LONE_GROUP = re.compile(r"(?<![\d.,])(\d{1,3})[.,](\d{3})(?![\d.,]\d|\d)")


@dataclass(slots=True)
class Draft:
    """Offsets are the paragraph's. `noun` is the rule of the counted noun, None where the unit was guessed or measured.

    `provisional`: only stands if it is part of a list.

    `stop` ends the quote, `end` ends quote and unit together: what follows is looked for there.
    """

    start: int
    stop: int
    low: int | float | None
    high: int | float | None
    kind: ClaimKind
    rule: str
    unit: tuple[int, int] | None = None
    type: str | None = None
    noun: Noun | None = None
    counter: bool = False
    hedged: bool = False
    provisional: bool = False

    @property
    def first(self) -> int:
        """Where quote or unit begins."""
        return min(self.start, self.unit[0]) if self.unit else self.start

    @property
    def end(self) -> int:
        """Where quote and unit are over."""
        return max(self.stop, self.unit[1]) if self.unit else self.stop

    def hedge(self, kind: ClaimKind, rule: str) -> None:
        """Bound the number: the first min or max holds, then about; words and ranges keep the other bound."""
        if kind == "exact" or self.kind in ("min", "max"):
            return
        if kind == "min":
            self.low, self.high = self.low, None
        elif kind == "max":
            self.low, self.high = None, self.high
        elif self.kind != "exact":
            return
        self.kind, self.rule, self.hedged = kind, rule, True

    def count(self, unit: tuple[int, int], noun: Noun, type_: str) -> None:
        """Say what is counted."""
        self.unit, self.noun = unit, noun
        self.type = self.type or type_


def _as_thousands(draft: Draft, text: str) -> None:
    """There are no 2.3 persons: a lone mark before three digits parts thousands here, whatever the custom of the language."""
    for first, rest in _LONE_GROUP.findall(text[draft.start : draft.stop]):
        read, meant = float(f"{first}.{rest}"), int(first + rest)
        draft.low = meant if draft.low == read else draft.low
        draft.high = meant if draft.high == read else draft.high


def finish(draft: Draft, text: str) -> FoundCount:
    """The draft with its quotes from the text as it is written."""
    unit = draft.unit
    if draft.type in _WHOLE:
        _as_thousands(draft, text)
    return FoundCount(
        start=draft.start, stop=draft.stop, quote=text[draft.start : draft.stop], low=draft.low, high=draft.high,
        kind=draft.kind, rule=draft.rule, unit=text[unit[0] : unit[1]] if unit else None, unit_type=draft.type,
        unit_start=unit[0] if unit else None, unit_stop=unit[1] if unit else None,
    )  # fmt: skip
