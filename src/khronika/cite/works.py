"""Read the works that a note names: author, title, publisher, date, address, pages.

Notes are written in many ways and no format is asked for: what a part is, is told by its place (a name before a colon, a
day at the end), by quotation marks and by addresses. What is not told stays None; nothing is looked up.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from khronika.cite.lexicon import opens_with, pattern
from khronika.extraction.dates import read_dates
from khronika.languages import Pack
from khronika.text.fold import fold

_URL = re.compile(r"https?://[^\s<>\"\u2060]{1,2000}")
_URL_TAIL = ".,;:!?)]}'”»"
_PARTED = re.compile(r"\s*;\s+")
_QUOTED = re.compile(r"[“„«「『\"‘](?P<words>[^”“»」』\"]{3,400})[”“»」』\"’]")
_PAGES = re.compile(
    r"(?<!\w)(?:pp?|s|с|стор|стр|pág|págs|ص)\.?\s?(?P<pages>\d{1,4}(?:\s?[-–]\s?\d{1,4})?)\.?(?=\W*\Z)|(?P<ko>\d{1,4}(?:\s?[-–]\s?\d{1,4})?)\s?쪽"
)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20|21)\d\d(?!\d)")
_AUTHOR_END = re.compile(r"[:：]\s+")
_AUTHOR_YEAR = re.compile(r"\s*(?P<name>[^():\d]{2,90}?)\s\(?(?P<year>(?:1[5-9]|20|21)\d\d)[a-z]?\)[.,:]?\s")
_LONGEST_AUTHOR, _LONGEST_PUBLISHER = 90, 45
_EDGE = " \t\n\r,;:.،؛–—-\xa0\u2060"


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """One work as a note names it. `start`, `stop`: where, in offsets of the note's words. `again`: it names the work before."""

    start: int
    stop: int
    author: str | None = None
    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    url: str | None = None
    pages: str | None = None
    again: bool = False


def read_works(words: str, pack: Pack) -> list[Work]:
    """The works of one note, in its order; at least one."""
    works: list[Work] = []
    for start, stop in _parts(words):
        found = _work(words, start, stop, pack)
        if found.author is None and works and _same_author(words[start:stop], pack):
            found = msgspec.structs.replace(found, author=works[-1].author)
        works.append(found)
    return works or [Work(start=0, stop=len(words))]


def _parts(words: str) -> Iterator[tuple[int, int]]:
    """Stretches between semicolons, outside of brackets, that hold enough to be a work."""
    start = 0
    for found in [*_PARTED.finditer(words), None]:
        stop = found.start() if found else len(words)
        part = words[start:stop]
        if found and part.count("(") > part.count(")"):
            continue
        if sum(map(str.isalpha, part)) > 2 or _URL.search(part):
            yield start, stop
        start = found.end() if found else stop


def _work(words: str, start: int, stop: int, pack: Pack) -> Work:
    part = words[start:stop]
    url = _address(part)
    plain = _URL.sub(lambda found: " " * len(found.group()), part)
    plain = _without_signal(plain, pack)
    if opens_with("same_work", fold(plain), pack):
        return Work(start=start, stop=stop, again=True, url=url, pages=_pages(plain))
    dated = _AUTHOR_YEAR.match(plain)
    if dated:
        title, publisher = _title_and_house(plain[dated.end() :])
        return Work(
            start=start, stop=stop, author=dated["name"].strip(_EDGE), title=title, publisher=publisher,
            date=dated["year"], url=url, pages=_pages(plain),
        )  # fmt: skip
    date, at = _date(plain, pack)
    head = plain[:at] if at is not None else plain
    author, rest = _author(head, pack)
    title, publisher = _title(rest, at)
    return Work(
        start=start, stop=stop, author=author, title=title, publisher=publisher, date=date, url=url, pages=_pages(plain)
    )


def _address(part: str) -> str | None:
    found = _URL.search(part)
    if found is None:
        return None
    url = found.group()
    while url and url[-1] in _URL_TAIL and not (url[-1] == ")" and url.count("(") >= url.count(")")):
        url = url[:-1]
    return url


def _without_signal(part: str, pack: Pack) -> str:
    """The part with what only opens it ("see also") blank, so that offsets stay."""
    for name in ("signals", "same_author", "signals"):
        found = opens_with(name, fold(part.lstrip()), pack)
        if found and not (name == "same_author" and ":" not in part[: found.end() + 40]):
            gap = len(part) - len(part.lstrip())
            end = gap + found.end("word")
            end += len(part[end:]) - len(part[end:].lstrip(_EDGE))
            part = " " * end + part[end:]
    return part


def _same_author(part: str, pack: Pack) -> bool:
    return pattern("same_author", pack).search(fold(part)) is not None


def _date(part: str, pack: Pack) -> tuple[str | None, int | None]:
    """The last day, month or year of a part, and where it begins."""
    found = [d for d in read_dates(part, fold(part), pack, None) if d.type == "DATE" and d.value and _iso(d.value)]
    dated = [d for d in found if len(d.value or "") > 4]
    if dated:
        return dated[-1].value, dated[-1].start
    years = list(_YEAR.finditer(part))
    return (years[-1].group(), years[-1].start()) if years else (None, None)


@lru_cache(maxsize=1024)
def _iso(value: str) -> bool:
    return re.fullmatch(r"\d{4}(?:-\d\d){0,2}", value) is not None


def _author(head: str, pack: Pack) -> tuple[str | None, str]:
    """The name before the first colon, and what follows it."""
    found = _AUTHOR_END.search(head)
    name = head[: found.start()].strip(_EDGE) if found else ""
    if not found or not name or len(name) > _LONGEST_AUTHOR or name[0] in '“„«"‘「『' or _QUOTED.search(name):
        return None, head
    if fold(name) in {"url", "http", "https"}:
        return None, head
    return name, head[found.end() :]


def _title_and_house(rest: str) -> tuple[str | None, str | None]:
    """What follows an author and a year: the title, and behind its point the publisher."""
    rest = _PAGES.sub("", rest.strip(_EDGE)).strip(_EDGE)
    title, point, house = rest.rpartition(". ")
    if point and title and _publisher(house):
        return title.strip(_EDGE), _publisher(house)
    return _title(rest, None)


def _title(rest: str, dated: int | None) -> tuple[str | None, str | None]:
    """The quoted words or all before the last short part, which is the publisher where a title stands before it."""
    rest = rest.strip(_EDGE + "(")
    quoted = _QUOTED.search(rest)
    if quoted and quoted.start() < 3:
        after = rest[quoted.end() :].strip(_EDGE + "(")
        return quoted["words"].strip(), _publisher(after.split(",")[0])
    before, comma, last = rest.rpartition(",")
    if comma and dated is not None and before.strip(_EDGE) and _publisher(last):
        return before.strip(_EDGE), _publisher(last)
    return rest or None, None


def _publisher(words: str) -> str | None:
    """The words where they can be a name: short, with letters, beginning with no small letter."""
    name = words.strip(_EDGE + "()")
    fits = 1 < len(name) <= _LONGEST_PUBLISHER and any(map(str.isalpha, name)) and not name[:1].islower()
    return name if fits else None


def _pages(part: str) -> str | None:
    found = _PAGES.search(part.rstrip(_EDGE))
    return (found["pages"] or found["ko"]).replace("–", "-").replace(" ", "") if found else None
