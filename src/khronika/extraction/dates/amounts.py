"""Readings of so many units: lengths, spans, points away, windows, days of what lasts. Knows no language."""

from khronika.extraction.dates import calendar
from khronika.extraction.dates.groups import DATES, Groups
from khronika.extraction.dates.readings import Ahead, Calendar, Holding, Length, Offset, Reading, Running, Span, Window

_VAGUE = (3, 9)
_MOST = 4000
_HOURS = 24
_ORDER = (
    "second",
    "minute",
    "hour",
    "day",
    "workday",
    "weekend",
    "week",
    "month",
    "quarter",
    "year",
    "decade",
    "century",
)
_SMALLER = {"decade": ("year", 10), "year": ("month", 12), "month": ("day", 30), "week": ("day", 7), "day": ("day", 1)}


def span(g: Groups) -> Reading | None:
    """So many units from a day on."""
    n, unit = amount(g)
    start = _start(g) or (Calendar(base=g.one("shift")) if g.one("shift") else None)
    return Span(n, unit, start) if n and unit and start else None


def holding(g: Groups) -> Reading | None:
    """The unit that holds a day."""
    return Holding(g.one("unit") or "week", g.one(*DATES))


def ahead(g: Groups) -> Reading | None:
    """In so many units."""
    n, unit = amount(g)
    return Ahead(n, unit, bool(g.fixed.get("narrative"))) if n and unit else None


def offset(g: Groups) -> Reading | None:
    """So many units before or after the anchor or another day; a few where no number is said."""
    n, unit = amount(g)
    if unit is None:
        return None
    low, high = (n, n) if n is not None else _VAGUE
    sign = int(g.fixed.get("sign", -1))
    rest = next((d.rest for d in g.all("duration") if isinstance(d, Length) and d.rest), None)
    if rest:
        return _compound(g, (low, unit), rest, sign)
    return Offset(low, high, unit, sign, _start(g), bool(g.fixed.get("anaphoric")))


def _compound(g: Groups, first: tuple[int, str], rest: Length, sign: int) -> Reading | None:
    """Two years and three months ago: that month; two weeks and two days before a day: that day."""
    anaphoric = bool(g.fixed.get("anaphoric"))
    if (anaphoric and sign > 0) or not rest.n or not calendar.is_day_unit(rest.unit):
        return None
    named = _start(g)
    start = Offset(first[0], first[0], first[1], sign, named or Calendar(base=("day", 0), anaphoric=anaphoric))
    found = Offset(int(rest.n), int(rest.n), rest.unit, sign, start)
    return found if named or rest.unit == "day" else Holding(rest.unit, found)


def more(g: Groups) -> Reading | None:
    """A length beside a point away: two years and three months ago, whichever of both the "ago" stands at."""
    said = [value for _, value in g.found if isinstance(value, Length | Offset)]
    length, point = g.one("duration"), g.one("other_date")
    if len(said) != 2 or not isinstance(length, Length) or not isinstance(point, Offset):
        return None
    n = length.n or 0
    if point.low != point.high or length.rest or n < 1 or n != int(n) or (point.anaphoric and point.sign > 0):
        return None
    sizes = [_ORDER.index(s.unit) for s in said]
    if sizes[0] <= sizes[1] or not calendar.is_day_unit(said[1].unit):
        return None
    (far, far_unit), (near, near_unit) = ((n, length.unit), (point.low, point.unit))[:: 1 if said[0] is length else -1]
    start = point.start or Calendar(base=("day", 0), anaphoric=point.anaphoric)
    found = Offset(int(near), int(near), near_unit, point.sign, Offset(int(far), int(far), far_unit, point.sign, start))
    return found if point.start or near_unit == "day" else Holding(near_unit, found)


def _start(g: Groups) -> Reading | None:
    """The day that the text or the pattern names to count from."""
    return g.one(*DATES) or _named(g) or _shifted(g)


def _named(g: Groups) -> Reading | None:
    """The day and month that the pattern itself names as the start: the day after 24 August."""
    month, day = g.one("month"), g.one("day")
    return Calendar(g.one("year"), month, day) if month and day else None


def _shifted(g: Groups) -> Reading | None:
    """The day that the pattern fixes as the start: two weeks from tomorrow."""
    shift = g.fixed.get("shift")
    return Calendar(base=(shift.split()[0], int(shift.split()[1]))) if shift else None


def amount(g: Groups) -> tuple[int | None, str | None]:
    """Number and unit of a length of time, in smaller units where it is one and a half; no number: a few."""
    n, unit = _said(g)
    if n is None or n == int(n):
        return (None if n is None else int(n)), unit
    smaller, size = _SMALLER.get(unit or "", (unit, 1))
    return int(n * size), smaller


def _said(g: Groups) -> tuple[float | None, str | None]:
    """Number and unit as the text has them."""
    named = g.one("length")
    if named:
        return named[1], g.fixed.get("counted", named[0])
    found = g.one("duration")
    if isinstance(found, Length):
        return found.n, found.unit
    n, unit = g.one("number", "one", "n"), g.one("unit", "units", "unit_one", "counter", "clock", "some_unit")
    if n is not None and g.fixed.get("and_half"):
        n += 0.5
    return (n if n is None or 0 <= n <= _MOST else _MOST), unit


def length(g: Groups) -> Reading | None:
    """A length of time that lies nowhere."""
    n, unit = _said(g)
    return Length(n, unit) if unit else None


def lengths(g: Groups) -> Reading | None:
    """Two lengths of which the second is of a smaller unit: two years and three months."""
    found = [d for d in g.all("duration") if isinstance(d, Length) and d.n]
    if len(found) != 2:
        return None
    first, second = found
    if first.rest or second.rest or _ORDER.index(first.unit) <= _ORDER.index(second.unit):
        return None
    return first._replace(rest=second)


def window(g: Groups) -> Reading | None:
    """The units up to the anchor or after it. Packs write "the third day" as `n` or `one` 2: what runs since then."""
    n, unit = amount(g)
    if unit is None:
        return None
    n, unit = (-(-n // _HOURS), "day") if n and unit == "hour" else (n, unit)
    which = g.one("which")
    sign = g.fixed.get("sign") or (1 if which == 1 else -1)
    if n and sign < 0 and which is None and g.all("n", "one"):
        return Running(n, unit, g.one(*DATES))
    return Window(n, unit, sign, bool(g.fixed.get("today")))


def running(g: Groups) -> Reading | None:
    """The n-th day of what goes on, n as the text says it: "its 45th day", or `n`, which is one less already."""
    said = g.one("nth", "count", "number", "day")
    before = said - 1 if said is not None else g.one("n", "one")
    unit = g.one("unit", "units", "counter") or "day"
    return Running(before, unit, g.one(*DATES)) if before is not None and 0 <= before < _MOST else None
