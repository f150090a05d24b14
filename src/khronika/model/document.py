"""A document: one stored text with what is known of its origin. First noun of the walk."""

from datetime import date, datetime

import msgspec


class Document(msgspec.Struct, frozen=True, omit_defaults=True):
    """One text as it came in. Offsets everywhere count code points of `text` exactly as given.

    `published` anchors relative dates; a time with offset is read as the source's local day.
    """

    id: str
    text: str
    language: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None
    title: str | None = None
    spans: list[tuple[int, int]] | None = None

    def published_day(self) -> date | None:
        """The local day of publication, or None where it is missing or no date."""
        return read_day(self.published)


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
