"""All pages of a site, each with a fingerprint of what it is made of, so that only those that changed are made again.

Takes the published view and the files of its release; the same input gives the same bytes.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Any

import msgspec
from markupsafe import Markup

from khronika.bulletin.story import Story, Teller, days, place_line
from khronika.disclosure import View
from khronika.figures import bars, bars_svg, extent, map_svg, marks
from khronika.figures.map import Mark, is_drawn
from khronika.model import Event
from khronika.publish.order import events_in_order
from khronika.publish.words import country_label
from khronika.site import collections, feeds
from khronika.site.pages import Setting, asset, code_version, rendered
from khronika.site.search import Entry, search_files

NEWEST = 12
Make = Callable[[], bytes]


class Edition(msgspec.Struct, frozen=True):
    """What the site is called, its languages (the first lies at the top), its time in UTC, and its address if known."""

    title: str
    languages: tuple[str, ...] = ("en",)
    at: str = ""
    address: str | None = None


class Page(msgspec.Struct, frozen=True):
    """One file: what it depends on as a hash, and how it is made."""

    fingerprint: str
    make: Make


def site_pages(
    view: View, edition: Edition, release: Mapping[str, bytes], merged: Mapping[str, str] | None = None
) -> dict[str, Page]:
    """Path -> page, of the whole site. `release`: files of the release, offered under `data/`; `merged`: old id -> id."""
    events, version = events_in_order(view.events), code_version()
    found: dict[str, Page] = {f"data/{path}": _bytes(content) for path, content in release.items()}
    found["style.css"] = _bytes(asset("style.css").encode())
    for number, code in enumerate(edition.languages):
        setting = Setting(edition.title, code, f"{code}/" if number else "", edition.languages)
        maker = _Maker(view, events, setting, release, edition, version)
        found |= {setting.path(path): page for path, page in maker.pages(merged or {})}
    return found


def _bytes(content: bytes) -> Page:
    return Page(sha256(content).hexdigest(), lambda: content)


class _Maker:
    def __init__(
        self, view: View, events: list[Event], setting: Setting, release: Mapping[str, bytes], edition: Edition, version: str
    ) -> None:  # fmt: skip
        self.view, self.events, self.setting, self.edition = view, events, setting, edition
        self.teller, self.release = Teller(view, setting.words), release
        self.by_id = {e.event_id: e for e in events}
        self.history = _by_event(_table(release, "corrections.csv"))
        self.updated = {row["event_id"]: row["updated_at"] for row in _table(release, "events.csv")}
        self.base = [version, msgspec.to_builtins(setting)]

    def page(self, of: Any, path: str, template: str, script: str | None = None, **values: Any) -> Page:
        """A page whose values are all made of `of`."""
        seen = sha256(msgspec.json.encode([self.base, path, of], order="deterministic"))
        return Page(seen.hexdigest(), lambda: rendered(self.setting, path, template, script, **_called(values)))

    def pages(self, merged: Mapping[str, str]) -> Iterator[tuple[str, Page]]:
        """Every page of the language."""
        months = _months(self.events)
        box = extent([e for e in self.events if e.record == "event"])
        spots = marks([e for e in self.events if e.record == "event"], box)
        yield "index.html", self._overview(months, spots)
        yield (
            "map-data.js",
            self.page_of_bytes([[m.events for m in spots], self._days()], partial(self._map_data, spots)),
        )
        for name, found in months.items():
            yield self._list(f"events/{name}.html", name, found, list(months))
        for event in self.events:
            yield f"events/{event.event_id}.html", self._event(event)
        for old, new in sorted(merged.items()):
            if new in self.by_id and old not in self.by_id:
                yield f"events/{old}.html", self.page([old, new], f"events/{old}.html", "moved.html", old=old, new=new)
        for number, mark in enumerate(spots):
            if len(mark.events) > 1:
                yield self._list(f"here/{number}.html", mark.place, [self.by_id[name] for name in mark.events], [])
        yield "downloads.html", self._downloads()
        yield from self._feeds()
        yield from self._search()
        yield from self._collections()

    def _list(self, path: str, heading: str, events: list[Event], months: list[str]) -> tuple[str, Page]:
        """A page with a line an event."""
        rows = partial(self._rows, events)
        return path, self.page([events, heading, months], path, "list.html", heading=heading, rows=rows, months=months)

    def page_of_bytes(self, of: Any, make: Make) -> Page:
        """A file that is no page."""
        return Page(sha256(msgspec.json.encode([self.base, of], order="deterministic")).hexdigest(), make)

    def _overview(self, months: Mapping[str, list[Event]], spots: Sequence[Mark]) -> Page:
        happenings = [e for e in self.events if e.record == "event"]
        beside: dict[str, int] = {}
        for event in happenings:
            if not is_drawn(event):
                name = country_label(event.place.country_iso3) if event.place and event.place.country_iso3 else ""
                beside[name] = beside.get(name, 0) + 1
        t = self.setting.words
        newest = list(reversed([e for e in happenings if e.date_start]))[:NEWEST]
        n_figures = len(self.events) - len(happenings)
        counts = [(t("events"), len(happenings)), (t("figures"), n_figures), (t("documents"), len(self.view.documents))]
        return self.page(
            [self.events, self.edition.at, counts], "index.html", "index.html", "map.js", counts=counts, at=self.edition.at[:10],
            map=lambda: Markup(map_svg(happenings, t("map"), link=partial(_spot, spots))), beside=sorted(beside.items()),
            bars=lambda: Markup(bars_svg(bars(happenings), t("timeline"))), newest=partial(self._rows, newest),
            months=list(months), name=self.setting.title,
        )  # fmt: skip

    def _days(self) -> list[str]:
        return sorted({e.date_start for e in self.events if e.date_start and e.record == "event"})

    def _map_data(self, spots: Sequence[Mark]) -> bytes:
        """Days, and for each mark the places of its events' days among them; -1 where a day is not known."""
        at = {day: number for number, day in enumerate(self._days())}
        found = [sorted(at.get(self.by_id[n].date_start or "", -1) for n in mark.events) for mark in spots]
        return b"khronikaMap(" + msgspec.json.encode({"days": list(at), "marks": found}) + b")\n"

    def _event(self, event: Event) -> Page:
        members = [self.teller.mentions[n] for n in event.mentions if n in self.teller.mentions]
        documents = [self.teller.documents.get(m.document) for m in members]
        history = self.history.get(event.event_id, [])
        month = (event.date_start or "undated")[:7]
        of = [event, members, documents, history, self.updated.get(event.event_id)]
        return self.page(
            of, f"events/{event.event_id}.html", "event.html", story=partial(self.teller.story, event), history=history,
            month=month, updated=self.updated.get(event.event_id, "")[:10], note=bool(event.throughout),
        )  # fmt: skip

    def _rows(self, events: Sequence[Event]) -> list[dict[str, Any]]:
        """Lines of a list: where it leads, what it says."""
        t = self.setting.words
        found = []
        for e in events:
            numbers = [f"{t.quantity(q)}: {b}" for q, s in sorted(e.summary.items()) if (b := t.bounds(s.low, s.high))]
            found.append({"id": e.event_id, "when": days(e), "kind": e.group or t.kind(e.kind), "where": place_line(e.place, t),
                          "numbers": ", ".join(numbers), "n": e.n_independent})  # fmt: skip
        return found

    def _downloads(self) -> Page:
        files = [(path, len(content)) for path, content in sorted(self.release.items())]
        return self.page(files, "downloads.html", "downloads.html", files=files)

    def _feeds(self) -> Iterator[tuple[str, Page]]:
        latest = sorted(self.events, key=lambda e: (self.updated.get(e.event_id, ""), e.date_start or "", e.event_id))[
            -50:
        ][::-1]
        stamps = {e.event_id: self.updated.get(e.event_id, "") for e in latest}
        feed = partial(feeds.events_feed, self.setting, self.edition.address, self.edition.at)
        make = partial(_made, feed, partial(self.teller.told, latest), stamps)
        yield "feeds/events.xml", self.page_of_bytes([latest, stamps, self.edition], make)
        rows = [row for name in sorted(self.history) for row in self.history[name]]
        of_rows = partial(feeds.corrections_feed, self.setting, self.edition.address, self.edition.at, rows)
        yield "feeds/corrections.xml", self.page_of_bytes([rows, self.edition], of_rows)

    def _search(self) -> Iterator[tuple[str, Page]]:
        def entry(event: Event) -> Entry:
            story = self.teller.story(event)
            texts = [story.headline, *story.sources, *(q.text for q in story.quotes)]
            return Entry(f"events/{event.event_id}.html", story.headline, " ".join(texts))

        yield "search.html", self.page([], "search.html", "search.html", "search.js")
        for path, content in search_files(entry(e) for e in self.events).items():
            yield path, _bytes(content)

    def _collections(self) -> Iterator[tuple[str, Page]]:
        found = collections.collections(self.view, self.events)
        index, names = "collections/index.html", [(c.name, len(c.items)) for c in found]
        yield index, self.page(names, index, "collections.html", found=names)
        for one in found:
            path = f"collections/{one.name}"
            feed = partial(feeds.collection_feed, self.setting, self.edition.address, self.edition.at, one)
            yield f"{path}.html", self.page(one, f"{path}.html", "collection.html", one=one)
            yield f"{path}.xml", self.page_of_bytes([one, self.edition], feed)


def _made(feed: Callable[..., bytes], stories: Callable[[], list[Story]], stamps: Mapping[str, str]) -> bytes:
    return feed(stories(), stamps)


def _spot(spots: Sequence[Mark], mark: Mark) -> str:
    """Where a mark leads: to its event, or to the list of those there."""
    return f"events/{mark.events[0]}.html" if len(mark.events) == 1 else f"here/{spots.index(mark)}.html"


def _called(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values that are made only when the page is."""
    return {name: value() if callable(value) else value for name, value in values.items()}


def _months(events: Sequence[Event]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in events:
        found.setdefault((event.date_start or "undated")[:7], []).append(event)
    return dict(sorted(found.items(), reverse=True))


def _table(release: Mapping[str, bytes], path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(release.get(path, b"").decode("utf-8"), newline="")))


def _by_event(rows: Sequence[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        found.setdefault(row["event_id"], []).append(row)
    return found


__all__ = ["Edition", "Page", "Story", "site_pages"]
