"""A row of an ACLED-style table as a mention. Its crowd sizes stand in words among the tags and are not read."""

import re
from calendar import monthrange
from datetime import date, timedelta

from khronika.model import Actor, Claim, Mention, Place
from khronika.model.mention import DateLevel, Role
from khronika.sources.event_cells import CellError, Cells
from khronika.sources.layout import Layout, countries

_RADIUS = {"town": 5000, "near": 25_000}
_DAY_FIRST = re.compile(r"(\d{1,2})[-/ ](\d{1,2}|[^\W\d]+)[-/ ](\d{4})")
_ISO3 = re.compile(r"[A-Z]{3}")


def acled_mention(cells: Cells, layout: Layout) -> Mention:
    """The row's mention, still without ids. Raises CellError for an unknown class or a day that is none."""
    class_, kind = _kind(cells, layout)
    start, end, level = _days(cells, layout)
    actors, places = _actors(cells, layout)
    deaths = cells.count("fatalities")
    claims = [Claim("killed", deaths, deaths, "exact", cells["fatalities"])] if deaths else []  # 0 also means: not told
    spans = {
        "trigger": cells.spans("sub_event_type"),
        "date": cells.spans("event_date", "time_precision") if start else [],
    }
    spans |= {"place": cells.spans("location", "latitude", "longitude", "geo_precision")}
    spans |= {f"actors[{n}]": cells.spans(column) for n, column in enumerate(places)}
    spans |= {"claims[0]": cells.spans("fatalities")} if claims else {}
    rules = {"kind": "acled.sub_event_type", "place": f"acled.geo_precision.{cells['geo_precision'] or 'none'}"}
    rules |= {"date": f"acled.time_precision.{cells['time_precision']}"} if start else {}
    return Mention(
        id="", document="", record="event", kind=kind, event_type=cells["event_type"] or None,
        sub_event_type=cells["sub_event_type"] or None, status="occurred",
        date_start=start, date_end=end, date_level=level, place=_place(cells, layout), actors=actors, claims=claims,
        confidence=1.0, language=None, source=cells["source"] or None, spans=spans, rules=rules,
        notes=["coded_elsewhere", *(["wide_class"] if class_ in layout.wide else [])],
    )  # fmt: skip


def _kind(cells: Cells, layout: Layout) -> tuple[str, str | None]:
    class_ = cells["sub_event_type"].lower()
    if class_ not in layout.kinds:
        what = f"sub_event_type is {cells['sub_event_type'][:60]!r}, which the layout does not know"
        raise CellError(cells.name("sub_event_type"), what, "write one of the layout's 25, or leave the row out")
    return class_, layout.kinds[class_]


def _days(cells: Cells, layout: Layout) -> tuple[str | None, str | None, DateLevel | None]:
    """The interval that surely holds the day: the date stands for the middle of a week, or for its month."""
    day = _day(cells["event_date"], layout.months)
    if day is None:
        what = f"event_date is {cells['event_date'][:40]!r}, no date"
        raise CellError(cells.name("event_date"), what, "write it as 2031-05-03, or leave the row out")
    level = layout.dates.get(cells["time_precision"])
    if level is None:
        cells.doubt("time_precision", "time_precision is not 1, 2 or 3, so the date stays open", "mend the cell")
        return None, None, None
    if level == "week":
        first, last = day - timedelta(days=3), day + timedelta(days=3)
    elif level == "month":
        first, last = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    else:
        first = last = day
    return first.isoformat(), last.isoformat(), level


def _day(value: str, months: tuple[str, ...]) -> date | None:
    """2024-11-01, and of older downloads 01-11-2024 and 01 November 2024."""
    try:
        found = _DAY_FIRST.fullmatch(value)
        if not found:
            return date.fromisoformat(value[:10])
        name = found[2].lower()
        month = int(name) if name.isdigit() else months.index(name) + 1
        return date(int(found[3]), month, int(found[1]))
    except (ValueError, OverflowError):
        return None


def _place(cells: Cells, layout: Layout) -> Place | None:
    level, point = layout.places.get(cells["geo_precision"]), cells.degrees()
    if level is None:
        cells.doubt(
            "geo_precision", "geo_precision is not 1, 2 or 3, so the level of the place stays open", "mend the cell"
        )
    if not cells["location"] and point is None:
        return None
    legacy = cells["iso3"].upper()
    return Place(
        name=cells["location"] or None, admin1=cells["admin1"] or None, admin2=cells["admin2"] or None,
        country_iso3=countries()["numeric"].get(cells["iso"]) or (legacy if _ISO3.fullmatch(legacy) else None),
        lat=point[0] if point else None, lon=point[1] if point else None, level=level, uncertainty_m=_RADIUS.get(level or ""),
    )  # fmt: skip


def _actors(cells: Cells, layout: Layout) -> tuple[list[Actor], list[str]]:
    """Actors in the order of the columns, and the column of each."""
    actors, columns = list[Actor](), list[str]()
    sides: tuple[tuple[str, Role, str], ...] = (("1", "side_a", "inter1"), ("2", "side_b", "inter2"))
    for number, role, inter in sides:
        if name := cells[f"actor{number}"]:
            actors.append(Actor(name, role, layout.inter.get(cells[inter].lower())))
            columns.append(f"actor{number}")
        for other in cells[f"assoc_actor_{number}"].split(";"):
            if other.strip():
                actors.append(Actor(other.strip(), "assoc", None))
                columns.append(f"assoc_actor_{number}")
    return actors, columns
