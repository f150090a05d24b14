"""A row of a UCDP GED-style table as a mention. Losses by side are not told apart, only those of civilians."""

from datetime import date

from khronika.codebook import codebook
from khronika.model import Actor, Claim, Mention, Place
from khronika.model.mention import DateLevel
from khronika.sources.event_cells import CellError, Cells
from khronika.sources.layout import Layout, countries

_RADIUS = {"town": 5000, "near": 25_000}


def ged_mention(cells: Cells, layout: Layout) -> Mention:
    """The row's mention, still without ids. Raises CellError for an unknown class, a day or a number that is none."""
    kind = layout.kinds.get(cells["type_of_violence"])
    if kind is None:
        what = f"type_of_violence is {cells['type_of_violence'][:40]!r}, which the layout does not know"
        raise CellError(cells.name("type_of_violence"), what, "write 1, 2 or 3, or leave the row out")
    start, end, level = _days(cells, layout)
    claims, columns = _claims(cells)
    actors = [Actor(cells[c], "side_a" if c == "side_a" else "side_b") for c in ("side_a", "side_b") if cells[c]]
    spans = {"trigger": cells.spans("type_of_violence"), "date": cells.spans("date_start", "date_end", "date_prec")}
    spans |= {"place": cells.spans("where_coordinates", "latitude", "longitude", "where_prec")}
    spans |= {f"actors[{n}]": cells.spans(actor.role) for n, actor in enumerate(actors)}
    spans |= {f"claims[{n}]": cells.spans(column) for n, column in enumerate(columns)}
    if cells["source_original"]:
        spans["attributed_to"] = cells.spans("source_original")
    rules = {"kind": "ged.type_of_violence", "date": f"ged.date_prec.{cells['date_prec']}"}
    rules["place"] = f"ged.where_prec.{cells['where_prec']}"
    return Mention(
        id="", document="", record="event", kind=kind, event_type=codebook().kinds[kind].event_type, sub_event_type=None,
        status="occurred", date_start=start.isoformat(), date_end=end.isoformat(), date_level=level,
        place=_place(cells, layout), actors=actors, claims=claims, attributed_to=cells["source_original"] or None,
        confidence=1.0, language=None, source=cells["source_office"] or None, spans=spans, rules=rules,
        notes=["coded_elsewhere", "wide_class"],
    )  # fmt: skip


def _days(cells: Cells, layout: Layout) -> tuple[date, date, DateLevel]:
    """First and last day as the table has them; the level by their number, as the codebook counts."""
    start, end = _day(cells, "date_start"), _day(cells, "date_end")
    if end < start:
        raise CellError(
            cells.name("date_end"), "date_end lies before date_start", "mend the cells or leave the row out"
        )
    days = (end - start).days + 1
    level: DateLevel = (
        "day" if days == 1 else "days" if days < 7 else "week" if days == 7 else "month" if days <= 31 else "year"
    )
    if (layout.dates.get(cells["date_prec"]) == "day") != (days == 1):
        what = f"date_prec {cells['date_prec'] or 'is empty'}, but the dates span {days} days; the dates are taken"
        cells.doubt("date_prec", what, "check the row")
    return start, end, level


def _day(cells: Cells, column: str) -> date:
    try:
        return date.fromisoformat(cells[column][:10])
    except ValueError:
        what = f"{column} is {cells[column][:40]!r}, no date"
        raise CellError(cells.name(column), what, "write it as 2031-05-03, or leave the row out") from None


def _claims(cells: Cells) -> tuple[list[Claim], list[str]]:
    """The best estimate as a number, low and high as bounds, civilians on their own; and the column of each."""
    claims, columns = list[Claim](), list[str]()
    main = cells.first("best", "best_est")
    best, low = cells.count(main), cells.count(cells.first("low", "low_est"))
    high, civilians = cells.count(cells.first("high", "high_est")), cells.count("deaths_civilians")
    if best is not None:
        claims.append(Claim("killed", best, best, "exact" if best else "none", cells[main]))
        columns.append(main)
    if low is not None and low != best:
        columns.append(cells.first("low", "low_est"))
        claims.append(Claim("killed", low, None, "min", cells[columns[-1]]))
    if high is not None and high != best:
        columns.append(cells.first("high", "high_est"))
        claims.append(Claim("killed", None, high, "max", cells[columns[-1]]))
    if civilians:
        columns.append("deaths_civilians")
        claims.append(Claim("killed_civilians", civilians, civilians, "exact", cells["deaths_civilians"]))
    return claims, columns


def _place(cells: Cells, layout: Layout) -> Place | None:
    level, point = layout.places.get(cells["where_prec"]), cells.degrees()
    if level is None:
        cells.doubt("where_prec", "where_prec is none of 1 to 7, so the level of the place stays open", "mend the cell")
    name = cells["where_coordinates"] or (cells["country"] if level == "country" else "")
    if not name and point is None:
        return None
    return Place(
        name=name or None, admin1=cells["adm_1"] or None, admin2=cells["adm_2"] or None,
        country_iso3=countries()["gw"].get(cells["country_id"]), lat=point[0] if point else None,
        lon=point[1] if point else None, level=level, uncertainty_m=_RADIUS.get(level or ""),
    )  # fmt: skip
