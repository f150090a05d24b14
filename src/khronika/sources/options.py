"""What a user may set for reading, and the limits within which reading stays safe."""

import codecs
from typing import Literal

import msgspec

from khronika.capture import FetchOptions
from khronika.errors import UsageError
from khronika.model import read_day
from khronika.sources.columns import Columns

_MB = 1_000_000


class ReadOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Options of `read_paths`; `published`, `source`, `language` fill in where a document does not say them itself.

    `encoding`: codec of all text, Markdown, HTML and CSV files instead of judging. `pages`: how web pages are read, fast
    or careful (slower, with author; extra `html`). `columns`: which column of a table is what. `fetch`: limits for
    addresses on the web.
    Limits: `max_bytes` of a file that holds one document or one workbook; `max_table_bytes` of a CSV table; `max_rows` of
    a table; `max_line_bytes` of a JSON line; `max_depth` of tags, quotes or lists open inside one another; `max_pages` of
    a PDF; `max_seconds` and `max_memory` (bytes) for readers that work in a process of their own.
    Raises UsageError: `published` is no ISO date, or `encoding` is no codec.
    """

    published: str | None = None
    source: str | None = None
    language: str | None = None
    encoding: str | None = None
    pages: Literal["fast", "careful"] = "fast"
    columns: Columns = Columns()
    fetch: FetchOptions = FetchOptions()
    max_bytes: int = 64 * _MB
    max_table_bytes: int = 4000 * _MB
    max_rows: int = 5_000_000
    max_line_bytes: int = 64 * _MB
    max_depth: int = 256
    max_pages: int = 5000
    max_seconds: float = 60.0
    max_memory: int = 1000 * _MB

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
