"""Events of a view over time: bars of days, months or years, by group of kinds."""

from datetime import date, timedelta
from typing import Any

from fastapi import FastAPI, Request

from khronika.publish.words import group_of
from khronika.review import selection
from khronika.review.choices import choices
from khronika.review.desk import Desk
from khronika.review.paper import Model, twin
from khronika.review.queue import Text, chosen

LENGTHS = {"day": 10, "month": 7, "year": 4}
MOST = 400


def add_to(app: FastAPI, desk: Desk) -> None:
    """Registers the page."""

    def timeline(
        request: Request, unit: Text = "", state: Text = "", kind: Text = "", language: Text = "", source: Text = "",
        status: Text = "", country: Text = "", since: Text = "", until: Text = "", box: Text = "", q: Text = "", only: Text = "",
    ) -> Model:  # fmt: skip
        """Counts of events by their first day; an event without a day is in none."""
        view = chosen(request)
        where, values = view.where()
        with desk.reading() as (session, index):
            selection.prepare(index, session.derived.connection, view)
            first, last = index.execute(f"SELECT min(day), max(day) FROM event WHERE {where}", values).fetchone()
            chosen_unit = unit if unit in LENGTHS else _unit(first, last)
            length = LENGTHS[chosen_unit]
            query = (
                f"SELECT substr(day, 1, {length}) AS at, kind, count(*) AS n FROM event WHERE {where} AND day IS NOT NULL"
                " GROUP BY at, kind ORDER BY at"
            )
            bars: dict[str, dict[str, int]] = {}
            for at, kind_, n in index.execute(query, values):
                groups = bars.setdefault(at, {})
                groups[group_of(kind_)] = groups.get(group_of(kind_), 0) + n
            steps = _steps(bars, chosen_unit)
            undated = index.execute(f"SELECT count(*) FROM event WHERE {where} AND day IS NULL", values).fetchone()[0]
            return {"view": view, "unit": chosen_unit, "units": list(LENGTHS), "bars": steps, "undated": undated,
                    "most": max((s["n"] for s in steps), default=0), "counts": selection.count(index, view),
                    "choices": choices(index, str(desk.index.path))}  # fmt: skip

    twin(app, desk, "/timeline", "timeline", timeline)


def _unit(first: str | None, last: str | None) -> str:
    """The finest unit whose bars can be told apart."""
    if not first or not last:
        return "day"
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    return "day" if days <= 200 else "month" if days <= 4000 else "year"


def _steps(bars: dict[str, dict[str, int]], unit: str) -> list[dict[str, Any]]:
    """A bar a unit, empty ones too, so that silence is seen."""
    if not bars:
        return []
    names = list(_between(min(bars), max(bars), unit))
    if len(names) > MOST:
        names = sorted(bars)
    found = []
    for name in names:
        groups = bars.get(name, {})
        since, until = _ends(name, unit)
        found.append({"at": name, "n": sum(groups.values()), "groups": groups, "since": since, "until": until})
    return found


def _between(first: str, last: str, unit: str) -> Any:
    at, end = date.fromisoformat(_ends(first, unit)[0]), date.fromisoformat(_ends(last, unit)[0])
    while at <= end:
        yield at.isoformat()[: LENGTHS[unit]]
        at = date.fromisoformat(_ends(at.isoformat()[: LENGTHS[unit]], unit)[1]) + timedelta(days=1)


def _ends(name: str, unit: str) -> tuple[str, str]:
    """First and last day of a unit."""
    if unit == "day":
        return name, name
    if unit == "year":
        return f"{name}-01-01", f"{name}-12-31"
    year, month = int(name[:4]), int(name[5:7])
    after = date(year + month // 12, month % 12 + 1, 1)
    return f"{name}-01", (after - timedelta(days=1)).isoformat()
