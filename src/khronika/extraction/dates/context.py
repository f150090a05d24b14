"""Where an expression stands in time: the day of publication, the date read before it, a cue of the future nearby."""

from datetime import date
from typing import NamedTuple

from khronika.extraction.dates.calendar import Days


class Context(NamedTuple):
    """`before`: days of the last date read in the paragraph; `month`: year and month of the last that named one.

    `ended`: "the same day" is the last of `before`, not its first: after a night. `today`: a bare weekday may be the
    day of publication. `beside`: the day beside an expression in its sentence.
    """

    published: date | None = None
    before: Days | None = None
    month: tuple[int, int] | None = None
    future: bool = False
    ended: bool = False
    today: bool = False
    beside: date | None = None

    def unmoored(self, anaphoric: bool, sign: int) -> bool:
        """Whether "three days later" has no date before it to count from: it is not counted from publication on."""
        return anaphoric and sign > 0 and self.before is None and not self.future

    def anchor(self, anaphoric: bool = False) -> Days | None:
        """Days from which the expression counts."""
        if anaphoric and self.before:
            return self.before
        return (self.published, self.published) if self.published else None
