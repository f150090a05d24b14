"""What a user may set for reading, and the limits within which reading stays safe."""

import codecs

import msgspec

from khronika.errors import UsageError
from khronika.model import read_day

_MB = 1_000_000


class ReadOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Options of `read_paths`; `published`, `source`, `language` fill in where a document does not say them itself.

    `encoding`: codec of all text, Markdown and HTML files instead of judging. `max_bytes`: largest file that holds one
    document. `max_line_bytes`: longest JSON line. `max_depth`: tags, quotes or lists open inside one another.
    Raises UsageError: `published` is no ISO date, or `encoding` is no codec.
    """

    published: str | None = None
    source: str | None = None
    language: str | None = None
    encoding: str | None = None
    max_bytes: int = 64 * _MB
    max_line_bytes: int = 64 * _MB
    max_depth: int = 256

    def __post_init__(self) -> None:
        if self.published is not None and read_day(self.published) is None:
            raise UsageError(f"published: {self.published!r} is no date; give it as 2031-05-03")
        if self.encoding is not None:
            _check_codec(self.encoding)


def _check_codec(name: str) -> None:
    try:
        "".encode(codecs.lookup(name).name)
    except LookupError:
        raise UsageError(f"encoding: {name!r} is not known; examples: utf-8, cp1251, koi8-r, euc-kr") from None
