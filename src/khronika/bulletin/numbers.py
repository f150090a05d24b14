"""Every number of a bulletin, each with a key and the events that it counts.

`render` shows them and `check` derives them again: this is the one place where a number comes from.
"""

from collections.abc import Callable, Sequence

import msgspec

from khronika.bulletin.period import Period
from khronika.model import Event

NO_PLACE = "none"
SUMMED = ("killed", "injured", "detained", "abducted", "displaced", "participants")
Count = float | int | None


class Number(msgspec.Struct, frozen=True):
    """A count or a sum with its bounds (None: open) and the ids of the events it is made of. `of`: events that could give one."""

    key: str
    low: Count
    high: Count
    events: list[str]
    of: int | None = None


class Row(msgspec.Struct, frozen=True):
    """One line of a comparison: what is counted (`name`), in the period and in the one before."""

    name: str
    now: Number
    before: Number

    @property
    def change(self) -> int | None:
        """How many more; None where a bound is open or wide, or nothing is known."""
        now, before = self.now.low, self.before.low
        if now is None or before is None or now != self.now.high or before != self.before.high:
            return None
        return int(now) - int(before)


class Numbers(msgspec.Struct, frozen=True):
    """All of them: events and counted totals, events by kind and by country, sums of people, and what is not counted."""

    events: Row
    figures: Row
    kinds: list[Row]
    countries: list[Row]
    people: list[Row]
    touching: Number
    undated: Number

    def all(self) -> dict[str, Number]:
        """Key -> number."""
        rows = [self.events, self.figures, *self.kinds, *self.countries, *self.people]
        found = [n for row in rows for n in (row.now, row.before)] + [self.touching, self.undated]
        return {number.key: number for number in found}


def numbers(events: Sequence[Event], period: Period) -> Numbers:
    """The numbers of a period, from the events and figures of the published view in their order."""
    happenings = [e for e in events if e.record == "event"]
    now = [e for e in happenings if period.holds(e)]
    before = [e for e in happenings if period.before().holds(e)]
    totals = [e for e in events if e.record == "figure"]
    figures = ([e for e in totals if period.holds(e)], [e for e in totals if period.before().holds(e)])
    people = [(name, _with(now, name), _with(before, name)) for name in SUMMED]
    return Numbers(
        _row("events", "", now, before), _row("figures", "", *figures),
        _rows("kind", lambda e: e.kind or NO_PLACE, now, before), _rows("country", _country, now, before),
        [Row(name, _sum(name, "now", a, now), _sum(name, "before", b, before)) for name, a, b in people if a or b],
        _count("touching", [e for e in happenings if period.touches(e)]),
        _count("undated", [e for e in happenings if not e.date_start]),
    )  # fmt: skip


def _country(event: Event) -> str:
    return (event.place.country_iso3 if event.place else None) or NO_PLACE


def _count(key: str, events: Sequence[Event]) -> Number:
    return Number(key, len(events), len(events), [e.event_id for e in events])


def _row(key: str, name: str, now: Sequence[Event], before: Sequence[Event]) -> Row:
    return Row(name, _count(f"{key}.now", now), _count(f"{key}.before", before))


def _rows(key: str, named: Callable[[Event], str], now: Sequence[Event], before: Sequence[Event]) -> list[Row]:
    names = {named(e) for e in (*now, *before)}
    rows = [
        _row(f"{key}.{n}", n, [e for e in now if named(e) == n], [e for e in before if named(e) == n]) for n in names
    ]
    return sorted(rows, key=lambda row: (-int(row.now.low or 0), -int(row.before.low or 0), row.name))


def _bounds(event: Event, quantity: str) -> tuple[Count, Count]:
    """Its bounds; where only groups of them are counted (killed_armed) their sum, open above; None, None where nothing is."""
    whole = event.summary.get(quantity)
    if whole is not None:
        return whole.low, whole.high
    parts = [s.low for name, s in event.summary.items() if name.startswith(f"{quantity}_") and s.low is not None]
    return (sum(parts), None) if parts else (None, None)


def _with(events: Sequence[Event], quantity: str) -> list[Event]:
    """Events that give a number of it."""
    return [e for e in events if _bounds(e, quantity) != (None, None)]


def _sum(quantity: str, when: str, giving: Sequence[Event], of: Sequence[Event]) -> Number:
    """Low bounds and high bounds added; where one is open the sum is open on that side."""
    bounds = [_bounds(e, quantity) for e in giving]
    low = sum(v for v, _ in bounds if v is not None) if giving else None
    is_open = not giving or any(high is None for _, high in bounds)
    high = None if is_open else sum(v for _, v in bounds if v is not None)
    return Number(f"people.{quantity}.{when}", low, high, [e.event_id for e in giving], len(of))
