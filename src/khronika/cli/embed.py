"""`khronika embed map|timeline|multiples FILE`: one figure of the published view as SVG, HTML or PNG."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from khronika.cli.bulletin import published, read_day
from khronika.cli.common import Archive, Quiet, exits, tell
from khronika.errors import UsageError

if TYPE_CHECKING:
    from khronika.model import Event
    from khronika.wording import Wording

FORMS = (".svg", ".html", ".png")


class Figure(StrEnum):
    """What to draw."""

    map = "map"
    timeline = "timeline"
    multiples = "multiples"


class By(StrEnum):
    """What small multiples are apart by."""

    country = "country"
    kind = "kind"


def embed(
    figure: Annotated[Figure, typer.Argument(help="What to draw.")],
    out: Annotated[Path, typer.Argument(metavar="FILE", help="Ends in .svg, .html or .png, which says the form.")],
    since: Annotated[str | None, typer.Option(help="Only events from this day (2031-05-05).")] = None,
    until: Annotated[str | None, typer.Option(help="Only events to this day.")] = None,
    by: Annotated[By, typer.Option(help="What small multiples are apart by.")] = By.country,
    title: Annotated[str | None, typer.Option(help="Its title.")] = None,
    language: Annotated[str, typer.Option(help="Language of its words: ar, en, es, ko, ru, uk.")] = "en",
    as_of: Annotated[str | None, typer.Option(help="Day of the published view; default: today.")] = None,
    width: Annotated[int, typer.Option(min=100, max=8000, help="Width of a PNG in pixels.")] = 1600,
    archive: Archive = None,
    quiet: Quiet = False,
) -> int:
    """Draw a map, a timeline or small multiples that others can put into their pages. Made of the published view."""
    from khronika.figures import embed_page, png
    from khronika.publish.files import write_whole
    from khronika.wording import wording

    form, words = out.suffix.lower(), wording(language)
    if form not in FORMS:
        raise UsageError(f"{out} must end in .svg, .html or .png")
    events = [e for e in published(archive, read_day(as_of)).events if e.record == "event" and _inside(e, since, until)]
    label = title or words("map" if figure is Figure.map else "timeline")
    svg = _drawn(figure, events, by, label, words)
    page = embed_page(svg, label, words("credits"), words.code, words.dir)
    content = png(svg, width) if form == ".png" else (svg if form == ".svg" else page).encode("utf-8")
    write_whole(out, [content])
    tell(f"{len(events)} events in {out}; beside it must stand: {words('credits')}", quiet)
    return 0


def _inside(event: "Event", since: str | None, until: str | None) -> bool:
    """Whether all days on which it may have happened lie between the two days; all do where none is given."""
    if since is None and until is None:
        return True
    first, last = event.date_start, event.date_end or event.date_start
    return bool(first and last) and (since or "") <= str(first) and str(last) <= (until or "9999")


def _drawn(figure: Figure, events: "list[Event]", by: By, title: str, words: "Wording") -> str:
    from khronika.figures import bars, bars_svg, map_svg, multiples_svg
    from khronika.publish.order import events_in_order
    from khronika.publish.words import country_label

    events = events_in_order(events)
    if figure is Figure.map:
        return map_svg(events, title)
    if figure is Figure.timeline:
        return bars_svg(bars(events), title)
    parts: dict[str, list[Event]] = {}
    for event in events:
        country = event.place.country_iso3 if event.place else None
        name = words.kind(event.kind) if by is By.kind else country_label(country) if country else words("not_given")
        parts.setdefault(name, []).append(event)
    span = bars(events)
    rows = {name: bars(found, [b.at for b in span]) for name, found in sorted(parts.items())}
    return multiples_svg(rows, title)


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command()(exits(embed))
