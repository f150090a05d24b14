"""A document: one stored text with what is known of its origin. First noun of the walk."""

from datetime import date, datetime

import msgspec


class Part(msgspec.Struct, frozen=True, array_like=True):
    """Where a stretch of a document's text stands in its source, written as `[start, stop, kind, label]`.

    `start`, `stop`: half-open, in code points of `text`. `kind`: page (label: its number from 1), heading (its level),
    table, footnote (its number), cell (its name: B12, Sheet1!B12), entry (its number). Parts of one kind do not overlap.
    """

    start: int
    stop: int
    kind: str
    label: int | str | None = None


class Document(msgspec.Struct, frozen=True, omit_defaults=True):
    """One text as it came in. Offsets everywhere count code points of `text` exactly as given.

    `published` anchors relative dates; a time with offset is read as the source's local day. `parts` lead from offsets to
    pages, cells or headings of the source; they are in the order of the text and need not cover it. `masked`: the text is that
    of a published view: U+2588 stands for each character of a name, U+2591 for what is not published.
    """

    id: str
    text: str
    language: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None
    title: str | None = None
    spans: list[tuple[int, int]] | None = None
    author: str | None = None
    parts: list[Part] = []
    masked: bool = False

    def published_day(self) -> date | None:
        """The local day of publication, or None where it is missing or no date."""
        return read_day(self.published)

    def part_at(self, offset: int, kind: str) -> Part | None:
        """The part of this kind that holds the character at `offset`; None where none does."""
        return next((p for p in self.parts if p.kind == kind and p.start <= offset < p.stop), None)


def read_day(value: str | None) -> date | None:
    """The day that an ISO date or time begins with, as its writer's clock showed it; None where it is neither."""
    if not value:
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(value.strip()).date()
    except ValueError:
        return None
