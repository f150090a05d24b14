"""What ends a measurement of the under-count: bad input, or reasons why no careful statistician would answer."""

from collections.abc import Sequence

from khronika import errors
from khronika.errors import UsageError


class TableError(UsageError):
    """The table cannot be read as lists; names file and line and says what to do next."""

    def __init__(self, where: str, why: str, then: str) -> None:
        super().__init__(f"{where}: {why}; {then}")


class RefusedError(errors.RefusedError):
    """No estimate is given (exit 3). `reasons` holds each ground as a sentence."""

    exit_code = 3

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = list(reasons)
        super().__init__("; ".join(self.reasons), "")
        self.args = ("no estimate: " + "; ".join(self.reasons),)  # each ground says itself what would help
