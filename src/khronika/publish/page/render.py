"""Put the page together: views into templates, style, scripts and map data into one file that asks for nothing.

The page forbids itself every request and every script but its own (Content-Security-Policy with hashes), so that even a
fault in escaping could not make foreign text run.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from khronika.model import Document, Event, Mention
from khronika.publish.outcomes import outcome_counts
from khronika.publish.page.atlas import atlas
from khronika.publish.page.story import Library, document_view, event_view
from khronika.publish.page.views import EventView
from khronika.publish.safety import script_json, shown
from khronika.publish.words import country_label, days_words, language_label, words

HERE = Path(__file__).parent
SCRIPTS = ("vendor/d3-khronika.min.js", "page/assets/list.js", "page/assets/map.js", "page/assets/timeline.js")
MOST_DOCUMENTS = 2_000


def render_page(
    *, documents: Sequence[Document], mentions: Sequence[Mention], events: Sequence[Event],
    reports: Sequence[Mapping[str, Any]], title: str,
) -> str:  # fmt: skip
    """The whole page as text. `events` and `reports` are in the order in which they are to be shown."""
    library = Library(documents, mentions)
    views = [event_view(event, library) for event in events]
    told = [document_view(report, library.documents) for report in reports]
    style, scripts = _asset("page/assets/page.css"), [_asset(name) for name in SCRIPTS]
    points = [_point(event, view) for event, view in zip(events, views, strict=True)]
    html = _templates().get_template("chronicle.html").render(
        title=title, period=_period(events), counts=outcome_counts(reports), words=words(),
        happenings=[view for view in views if view.record == "event"],
        figures=[view for view in views if view.record == "figure"], choices=_choices(views),
        documents=told[:MOST_DOCUMENTS], documents_left_out=max(0, len(told) - MOST_DOCUMENTS),
        unplaced=sum(_unplaced(event) for event in events), undated=sum(_undated(event) for event in events),
        policy=_policy(style, scripts), style=Markup(style), scripts=[Markup(script) for script in scripts],
        data=Markup(script_json({**atlas(events), "events": points})),
    )  # fmt: skip
    return shown(html)


def _point(event: Event, view: EventView) -> dict[str, Any]:
    """What map and timeline need of an event."""
    return {
        "id": event.event_id, "record": event.record, "group": view.group, "headline": view.headline, "kind": view.kind,
        "when": view.when, "start": event.date_start, "end": event.date_end, "exact": event.date_level == "day",
        "throughout": event.throughout,
    }  # fmt: skip


def _unplaced(event: Event) -> bool:
    return event.record == "event" and (event.place is None or event.place.lat is None or event.place.lon is None)


def _undated(event: Event) -> bool:
    return event.record == "event" and event.date_start is None


def _choices(views: Iterable[EventView]) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer: only what occurs, as (value, label)."""
    seen = list(views)
    groups = {view.group: view.group_label for view in seen}
    countries = {view.country: country_label(view.country) for view in seen if view.country}
    languages = {code: language_label(code) for view in seen for code, _ in view.languages}
    ordered = [(name, groups[name]) for name in (*words().groups, "other") if name in groups]
    by_label = [sorted(found.items(), key=lambda item: item[1]) for found in (countries, languages)]
    return {"groups": ordered, "countries": by_label[0], "languages": by_label[1]}


def _period(events: Iterable[Event]) -> str:
    days = [day for e in events if e.record == "event" for day in (e.date_start, e.date_end) if day]
    return days_words(min(days), max(days)) if days else ""


@lru_cache(maxsize=1)
def _templates() -> Environment:
    loader = FileSystemLoader(HERE / "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@lru_cache(maxsize=8)
def _asset(name: str) -> str:
    """A file of ours as it goes into the page."""
    return (HERE.parent / name).read_text(encoding="utf-8").strip()


def _policy(style: str, scripts: Iterable[str]) -> str:
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode('utf-8')).digest()).decode('ascii')}'"
