"""Write a bulletin: the numbers and stories of a period, through a template, as Markdown, HTML or PDF.

Templates run in a sandbox, the shipped ones too; a user's own may extend them. The same view and order give the same text.
"""

import json
import re
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Literal

import msgspec
from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from khronika.bulletin.numbers import Number, Numbers, Row, numbers
from khronika.bulletin.period import Period
from khronika.bulletin.shapes import (
    html_link,
    html_number,
    html_text,
    markdown_link,
    markdown_number,
    markdown_picture,
    markdown_text,
)
from khronika.bulletin.story import Story, Teller, main_events
from khronika.bulletin.tallies import RECENT_DAYS, Tally, rising
from khronika.disclosure import View
from khronika.errors import CannotError, UsageError
from khronika.figures import bars, bars_svg, map_svg
from khronika.figures.map import is_drawn
from khronika.model import Event
from khronika.publish.order import events_in_order
from khronika.publish.words import country_label
from khronika.wording import Wording, wording

HERE = Path(__file__).parent / "templates"
Format = Literal["md", "html"]
MARK = "khronika-bulletin"
_MARKED = re.compile(rf"<!-- {MARK} (\{{.*?\}}) -->")


class Order(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a bulletin is to be: its days, the day it is made, language, title (None: the word for it), form."""

    period: Period
    as_of: date
    language: str = "en"
    title: str | None = None
    form: Format = "html"


def render(view: View, order: Order, template: Path | None = None, picture: str | None = None) -> str:
    """The bulletin as text. `picture`: address of the map for Markdown. Raises UsageError: an unknown language, a template
    that does not run; CannotError."""
    values = content(view, order)
    values["picture"] = markdown_picture(picture, values["t"]("map")) if picture else ""
    try:
        found = _environment(order.form).from_string(_source(order, template))
        text = found.render(**values)
    except TemplateError as error:
        number = getattr(error, "lineno", None)
        line = f":{number}" if number else ""
        raise UsageError(
            f"{template or 'the template'}{line}: {error}; docs/how-to/write-a-bulletin.md says what it may use"
        ) from error
    mark = f"<!-- {MARK} {order_mark(order)} -->\n"
    return f"{text.rstrip()}\n\n{mark}" if order.form == "md" else f"{text.rstrip()}\n{mark}"


def order_of(text: str) -> Order | None:
    """The order that a bulletin was made by, from its mark; None where it has none. Raises UsageError for a damaged one."""
    found = _MARKED.search(text)
    if found is None:
        return None
    try:
        return msgspec.json.decode(found[1], type=Order)
    except msgspec.DecodeError as error:
        raise UsageError(f"the mark of the bulletin is damaged ({error}); make the bulletin again") from error


def content(view: View, order: Order) -> dict[str, Any]:
    """What templates may use: see docs/how-to/write-a-bulletin.md."""
    words = wording(order.language)
    events, teller = events_in_order(view.events), Teller(view, words)
    found, by_id = numbers(events, order.period), {e.event_id: e for e in events}
    inside = [e for e in events if order.period.holds(e)]
    happenings = [e for e in inside if e.record == "event"]
    stories = {name: teller.story(by_id[name]) for name in _counted(found)}
    tallies = rising(inside, teller.mentions, order.as_of)
    return {
        "t": words, "order": order, "title": order.title or words("bulletin"), "period": order.period,
        "before": order.period.before(), "numbers": found, "stories": stories,
        "main": [stories[e.event_id] for e in main_events(happenings)],
        "differing": [stories[e.event_id] for e in inside if e.conflicts],
        "rising": [(stories[t.event], words.quantity(t.quantity), _steps(t, words)) for t in tallies],
        "recent_days": RECENT_DAYS, "figures": [stories[e.event_id] for e in inside if e.record == "figure"],
        "beside": _beside(happenings), "map": Markup(map_svg(happenings, words("map"), link=lambda m: f"#{m.events[0]}")),
        "timeline": Markup(bars_svg(bars(happenings), words("timeline"))),
        "n": partial(html_number if order.form == "html" else markdown_number, words=words),
        "link": html_link if order.form == "html" else markdown_link,
        "change": partial(change_words, words), "row_name": partial(_row_name, words),
    }  # fmt: skip


def drawing(view: View, order: Order) -> str:
    """The map of the period alone, for a Markdown bulletin to stand beside."""
    events = [e for e in events_in_order(view.events) if e.record == "event" and order.period.holds(e)]
    return map_svg(events, wording(order.language)("map"))


def change_words(words: Wording, row: Row) -> str:
    """`3 more`; a dash where a bound is open."""
    change = row.change
    if change is None:
        return "–"
    return words("same") if change == 0 else words("more" if change > 0 else "fewer", n=abs(change))


def _row_name(words: Wording, sort: str, row: Row) -> str:
    if row.name == "none":
        return words("not_given")
    names: dict[str, Callable[[str], str]] = {"kind": words.kind, "country": country_label, "people": words.quantity}
    return names[sort](row.name)


def _counted(found: Numbers) -> list[str]:
    """Ids of all events that some number counts, each once."""
    return list(dict.fromkeys(name for number in found.all().values() for name in number.events))


def _steps(tally: Tally, words: Wording) -> list[tuple[str, str]]:
    return [(step.day, words.bounds(step.low, step.low)) for step in tally.steps]


def _beside(events: list[Event]) -> list[tuple[str, Number]]:
    """Country (empty: none) -> events that the map cannot show."""
    found: dict[str, list[str]] = {}
    for event in events:
        if not is_drawn(event):
            country = event.place.country_iso3 if event.place else None
            found.setdefault(country_label(country) if country else "", []).append(event.event_id)
    return [
        (name, Number(f"beside.{at}", len(ids), len(ids), ids)) for at, (name, ids) in enumerate(sorted(found.items()))
    ]


def _source(order: Order, template: Path | None) -> str:
    path = template or HERE / f"bulletin.{order.form}"
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotError(path, f"cannot be read: {error}", "give a template in UTF-8 with --template") from error


def _environment(form: Format) -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(HERE), autoescape=form == "html", undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, finalize=html_text if form == "html" else markdown_text,
    )  # fmt: skip
    made.globals["style"] = Markup((HERE / "bulletin.css").read_text(encoding="utf-8"))
    return made


def order_mark(order: Order) -> str:
    """The order as JSON that cannot end a comment."""
    text = json.dumps(msgspec.to_builtins(order), separators=(",", ":"))
    return re.sub(r"(?<=[^0-9])-|-(?=[^0-9])|>", lambda m: f"\\u{ord(m[0]):04x}", text)


__all__ = ["MARK", "Order", "Story", "content", "drawing", "order_of", "render"]
