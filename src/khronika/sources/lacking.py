"""A reader's library is not installed."""

from collections.abc import Iterator
from contextlib import contextmanager


class LacksError(Exception):
    """Raised inside a reader's own process; `guard` makes a MissingExtraError of it."""

    def __init__(self, what: str, extra: str) -> None:
        self.what, self.extra = what, extra
        super().__init__(what)


@contextmanager
def needs(what: str, extra: str) -> Iterator[None]:
    """Around the import of a library: its absence becomes a LacksError."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise LacksError(what, extra) from error
