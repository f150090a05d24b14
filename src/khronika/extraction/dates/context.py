"""Where an expression stands in time: the day of publication, the date read before it, a cue of the future nearby."""

from datetime import date
from typing import NamedTuple

from khronika.extraction.dates.calendar import Days


class Context(NamedTuple):
    """`before`: days of the last date read in the paragraph; `month`: year and month of the last that named one."""

    published: date | None = None
    before: Days | None = None
    month: tuple[int, int] | None = None
    future: bool = False

    def anchor(self, anaphoric: bool = False) -> Days | None:
        """Days from which the expression counts."""
        if anaphoric and self.before:
            return self.before
        return (self.published, self.published) if self.published else None
