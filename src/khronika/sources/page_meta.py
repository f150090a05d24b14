"""Read what a page says of itself: title, day of publication, outlet, language, address; each as the page gives it."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from resiliparse.parse.html import ElementNode

from khronika.model import read_day
from khronika.sources.dom import select

_DAYS = (
    "meta[property='article:published_time']", "meta[property='og:published_time']", "meta[itemprop=datePublished]",
    "meta[name='article:published_time']", "meta[name=pubdate]", "meta[name=publishdate]", "meta[name=date]",
    "meta[name='DC.date.issued']", "meta[name='dc.date']", "meta[name='parsely-pub-date']", "[itemprop=datePublished]",
    "article time[datetime]", "time[pubdate]", "main time[datetime]", "time[datetime]",
)  # fmt: skip
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")
_DEEPEST = 6


class PageMeta(msgspec.Struct, frozen=True):
    """What a page says of itself; None where it does not."""

    title: str | None = None
    published: str | None = None
    source: str | None = None
    language: str | None = None
    url: str | None = None


class PageStory(msgspec.Struct, frozen=True):
    """A page's report: its text, what the page says of itself, and its author as the page names one."""

    text: str
    meta: PageMeta
    author: str | None = None


def read_meta(page: ElementNode) -> PageMeta:
    """Origin of a page, from its root element. A date that stands there in words only is not read.

    `published` is an ISO day or time with its own offset. Order: article:published_time, JSON-LD datePublished,
    other meta fields, the report's first <time>.
    """
    linked = list(_linked_data(page))
    return PageMeta(
        title=_first(page, ("meta[property='og:title']",)) or _text(page, "h1") or _text(page, "title"),
        published=_published(page, linked),
        source=_first(page, ("meta[property='og:site_name']", "meta[name='application-name']")) or _publisher(linked),
        language=_language(page),
        url=_address(_first(page, ("link[rel=canonical]", "meta[property='og:url']"))),
    )


def _published(page: ElementNode, linked: list[dict[str, Any]]) -> str | None:
    given = [_first(page, _DAYS[:1]), *(item.get("datePublished") for item in linked)]
    given += [_first(page, (selector,)) for selector in _DAYS[1:]]
    return next((day for value in given if isinstance(value, str) and (day := _day(value))), None)


def _day(value: str) -> str | None:
    """The value where it is an ISO day or time; its first ten characters where only they are."""
    value = value.strip()
    return next((v for v in (value, value[:10]) if len(v) >= 10 and read_day(v)), None)


def _first(page: ElementNode, selectors: tuple[str, ...]) -> str | None:
    """The first non-empty value among the elements: content, datetime, href or their text."""
    for selector in selectors:
        for element in select(page, selector):
            values = [element.getattr(name) for name in ("content", "datetime", "href")]
            value = next((v for v in values if v), None) or element.text
            if value and value.strip():
                return str(value).strip()
    return None


def _text(page: ElementNode, selector: str) -> str | None:
    element = page.query_selector(selector)
    return (" ".join((element.text or "").split()) or None) if element else None


def _language(page: ElementNode) -> str | None:
    """The page's own word, without region: "en" of "en-GB"."""
    found = _LANGUAGE.match((page.getattr("lang") or page.getattr("xml:lang") or "").strip())
    return found[0].lower() if found else None


def _address(value: str | None) -> str | None:
    return value if value and re.match(r"https?://", value) else None


def _linked_data(page: ElementNode) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD, also those in lists and under @graph; broken blocks say nothing."""
    for script in select(page, "script[type='application/ld+json']"):
        try:
            yield from _objects(msgspec.json.decode(script.text or ""))
        except (msgspec.DecodeError, RecursionError, UnicodeError):
            continue


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        value = value.get("@graph")
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)


def _publisher(linked: list[dict[str, Any]]) -> str | None:
    names = (item["publisher"].get("name") for item in linked if isinstance(item.get("publisher"), dict))
    return next((name for name in names if isinstance(name, str) and name), None)
