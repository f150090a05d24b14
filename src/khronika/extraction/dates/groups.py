"""What a matched pattern hands to its interpreter: values by class, and what the pattern itself fixes."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

DATES = ("date", "weekdate", "day_of_month", "year_date", "other_date", "timed")


class Groups(NamedTuple):
    """Values of a match by class, in the order of the text, and what the pattern itself fixes (`with:`)."""

    found: Sequence[tuple[str, Any]]
    fixed: Mapping[str, Any]

    def all(self, *names: str) -> list[Any]:
        """All values of these classes, in order."""
        return [value for name, value in self.found if name in names]

    def one(self, *names: str) -> Any:
        """The first value of these classes, else what the pattern fixes under the first of the names, else None."""
        return next(iter(self.all(*names)), self.fixed.get(names[0]))
