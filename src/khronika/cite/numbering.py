"""Number the references as the text leads to them, and see which are one work: the same address, or title and author."""

from collections.abc import Sequence

import msgspec
from rapidfuzz import fuzz

from khronika.cite.model import Reference
from khronika.cite.works import Work
from khronika.model import Span
from khronika.text.fold import fold

_ALIKE = 92
_SHORTEST = 12


class Numbering:
    """References in the order of their numbers. `notes`: where a note begins to the numbers of its works."""

    def __init__(self) -> None:
        self.notes: dict[int, list[int]] = {}
        self._found: list[Reference] = []
        self._addresses: dict[str, int] = {}

    def add(self, note: int, works: Sequence[tuple[Work, Span]], urls: Sequence[str]) -> None:
        """The works of a note; addresses that its markup gives go to the works that write none, in order."""
        left = [url for url in urls if url not in {work.url for work, _ in works}]
        numbers = []
        for work, span in works:
            url = work.url or (left.pop(0) if left else None)
            numbers.append(self._one(work, span, url))
        self.notes[note] = numbers

    def address(self, url: str, title: str | None, span: Span | None) -> int:
        """The reference that a link leads to; the same address is the same reference."""
        if url not in self._addresses:
            self._put(Reference(number=len(self._found) + 1, title=title or None, url=url, span=span))
        return self._addresses[url]

    def references(self) -> list[Reference]:
        """All of them."""
        return list(self._found)

    def _one(self, work: Work, span: Span, url: str | None) -> int:
        before = self._found[-1] if work.again and self._found else self._same(work, url)
        made = Reference(
            number=len(self._found) + 1, author=work.author, title=work.title, publisher=work.publisher, date=work.date,
            url=url, pages=work.pages, span=span,
        )  # fmt: skip
        if before is not None:
            first = before.same_as or before.number
            made = msgspec.structs.replace(
                made, same_as=first, author=made.author or before.author, title=before.title or made.title,
                publisher=made.publisher or before.publisher, date=made.date or before.date, url=made.url or before.url,
            )  # fmt: skip
        self._put(made)
        return made.number

    def _put(self, made: Reference) -> None:
        self._found.append(made)
        if made.url:
            self._addresses.setdefault(made.url, made.number)

    def _same(self, work: Work, url: str | None) -> Reference | None:
        if url and url in self._addresses:
            return self._found[self._addresses[url] - 1]
        title = fold(work.title or "")
        if len(title) < _SHORTEST:
            return None
        return next((one for one in self._found if _alike(one, work, title)), None)


def _alike(one: Reference, work: Work, title: str) -> bool:
    """Whether the titles are one, or one begins the other, and neither author nor day says otherwise."""
    other = fold(one.title or "")
    if len(other) < _SHORTEST or (one.date and work.date and not _agree(one.date, work.date)):
        return False
    if one.author and work.author and fuzz.partial_ratio(fold(one.author), fold(work.author)) < _ALIKE:
        return False
    short, long = sorted((title, other), key=len)
    return long.startswith(short) or fuzz.ratio(title, other) >= _ALIKE


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
