"""Tallies that grow for days after the event: every state of each source's count is kept, the latest is marked.

Tallies of different sources stand side by side and are never added. A series is what was counted, not a trend.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Literal

import msgspec

from khronika.errors import RefusedError
from khronika.measure.read import Given
from khronika.measure.result import Method, Result, how_read, named, snapshot_id
from khronika.measure.rows import Kind, Tally
from khronika.measure.told_rows import Choice, read_rows
from khronika.measure.words import listed, whole
from khronika.table import Table

_WEAKEST = ("about", "range", "min", "exact")
State = Literal["still rising", "settled", "too early to say"]
METHOD = Method(
    measure="tallies",
    version=1,
    says="each source's count of a day as it stood on each day of tally; still rising if the last revision was upward and"
    " nothing later confirmed it; settled if two tallies in a row, at least a day apart, agree; else too early to say",
    references=(),
    assumes=("a later tally of a source replaces its earlier one", "a source counts the same thing each time"),
    not_when=(
        "a trend is wanted: what is counted grows with attention, and recent days are not finished",
        "a total over sources is wanted: they count the same people; link persons first",
    ),
    cannot_tell=("how many were never counted", "whether a settled tally is complete"),
)


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One state of one tally. `revision` 0 is the first; `change` against the state before; the last is `latest`."""

    date: str
    source: str
    place: str | None
    event: str | None
    tally_as_of: str
    count: int
    kind: Kind
    revision: int
    change: int | None
    latest: bool
    state: State | None


class DayOfPlaces(msgspec.Struct, frozen=True):
    """How many distinct places a source named for a day."""

    date: str
    source: str
    places: int


class Tallies(Result, frozen=True, kw_only=True):
    """All states, by day, source and place; and places with events by day, where places are given."""

    rows: list[Standing]
    places: list[DayOfPlaces]

    def table(self) -> Table[Standing]:
        """A row a state of a tally."""
        return Table(Standing, self.rows)

    def tables(self) -> dict[str, Table[Any]]:
        """States, and places by day."""
        return {"rows": self.table(), "places": Table(DayOfPlaces, self.places)}


def tallies(
    given: Given, *, counts: Kind = "min", what: str = "cases", columns: Mapping[str, str] | None = None,
    quantity: str | None = None, mentions: Given | None = None,
) -> Tallies:  # fmt: skip
    """States of tallies from a table with `date, source, tally_as_of, count` (and `place, event`), or from an archive.

    Of an archive each source's number of `quantity` is taken for each event of one day, as of the day of publication.
    """
    rows, problems = read_rows(given, Tally, columns, {"kind": counts}, Choice(quantity=quantity), mentions)
    if not rows:
        raise RefusedError(
            "no tally can be read" + "".join(f"; {p}" for p in problems), "give date, source, tally_as_of, count"
        )
    rows = _distinct(rows)
    made = [state for _, of in groupby(sorted(rows, key=_order), key=_series) for state in _states(list(of))]
    settings = {"what": quantity if quantity and what == "cases" else what}
    found = Tallies(
        method=METHOD, sentence="", n=len({_series(row) for row in rows}), n_of="tallies",
        sources=named(row.source for row in rows), warnings=_warnings(made), settings=settings,
        snapshot=snapshot_id(METHOD, rows, settings), problems=problems,
        reading=how_read(counts=counts, columns=dict(columns or {}), quantity=quantity), rows=made,
        places=_places(rows),
    )  # fmt: skip
    return msgspec.structs.replace(found, sentence=_sentence(found))


def _series(row: Tally | Standing) -> tuple[str, str, str, str]:
    return row.date, row.source, row.place or "", row.event or ""


def _order(row: Tally) -> tuple[Any, ...]:
    return *_series(row), row.tally_as_of


def _distinct(rows: Sequence[Tally]) -> list[Tally]:
    """One count for a tally and day of tally; two different ones are refused, a count before its day too."""
    seen: dict[tuple[Any, ...], Tally] = {}
    for row in rows:
        if row.tally_as_of < row.date:
            raise RefusedError(
                f"{row.where}: a tally of {row.date} as of {row.tally_as_of}, before that day", "correct the table"
            )
        other = seen.setdefault(_order(row), row)
        if other.count != row.count:
            raise RefusedError(
                f"{row.source} has {other.count} and {row.count} for {row.date}{f', {row.place}' if row.place else ''}"
                f" as of {row.tally_as_of} ({other.where}, {row.where})",
                "keep one; two sources have two names, two states two days",
            )
        seen[_order(row)] = min(other, row, key=lambda one: _WEAKEST.index(one.kind))
    return list(seen.values())


def _states(rows: Sequence[Tally]) -> list[Standing]:
    """The states of one series, from the first to the latest."""
    made = []
    for at, row in enumerate(rows):
        last = at == len(rows) - 1
        made.append(
            Standing(
                date=row.date, source=row.source, place=row.place, event=row.event, tally_as_of=row.tally_as_of,
                count=row.count, kind=row.kind, revision=at, change=row.count - rows[at - 1].count if at else None,
                latest=last, state=_state(rows) if last else None,
            )
        )  # fmt: skip
    return made


def _state(rows: Sequence[Tally]) -> State:
    if len(rows) < 2:
        return "too early to say"
    return "still rising" if rows[-1].count > rows[-2].count else "settled" if _confirmed(rows) else "too early to say"


def _confirmed(rows: Sequence[Tally]) -> bool:
    last, before = rows[-1], rows[-2]
    apart = date.fromisoformat(last.tally_as_of) - date.fromisoformat(before.tally_as_of)
    return last.count == before.count and apart.days >= 1


def _places(rows: Sequence[Tally]) -> list[DayOfPlaces]:
    """Places with at least one case, by day and source, from the latest states."""
    latest = {_series(row): row for row in sorted(rows, key=_order)}
    days: dict[tuple[str, str], set[str]] = {}
    for (day, source, place, _), row in latest.items():
        if place:
            days.setdefault((day, source), set()).update([place] if row.count else [])
    return [DayOfPlaces(day, source, len(of)) for (day, source), of in sorted(days.items())]


def _warnings(rows: Sequence[Standing]) -> list[str]:
    down = [f"{r.source} {r.date} ({r.change})" for r in rows if r.change is not None and r.change < 0]
    rising = [f"{r.source} {r.date}" for r in rows if r.state == "still rising"]
    early = sum(r.state == "too early to say" for r in rows)
    latest = [r for r in rows if r.latest]
    many = len({r.source for r in latest}) > 1
    made = [
        f"revised downward, ask the source why: {listed(down)}" if down else "",
        f"still rising: {listed(rising)}" if rising else "",
        f"{whole(early)} tallies were not confirmed by a later one" if early else "",
        "sources stand side by side and are not added: they count the same people" if many else "",
        "these are counts of what was found; days with more attention count more" if rows else "",
    ]
    return [warning for warning in made if warning]


def _sentence(found: Tallies) -> str:
    latest = [row for row in found.rows if row.latest]
    newest = max(latest, key=lambda row: (row.date, row.tally_as_of, row.count))
    grown = [row for row in latest if row.revision and row.count > _first(found, row)]
    rising = sum(row.state == "still rising" for row in latest)
    place = f" in {newest.place}" if newest.place else ""
    least = {"min": "at least ", "range": "at least ", "about": "about "}.get(newest.kind, "")
    return (
        f"{newest.source} counted {least}{whole(newest.count)} {found.settings['what']} for {newest.date}{place}, as of"
        f" {newest.tally_as_of}{f' ({newest.state})' if newest.state else ''}. Revised upward: {whole(len(grown))} of"
        f" {whole(len(latest))} tallies; still rising: {whole(rising)}. These counts are no trend."
    )


def _first(found: Tallies, row: Standing) -> int:
    return next(r.count for r in found.rows if _series(r) == _series(row))
