"""The fields of a calendar date as a matched pattern says them: year, base, feast, period, turn. Knows no language."""

from khronika.extraction.dates.calendar import FEASTS
from khronika.extraction.dates.groups import Groups
from khronika.extraction.dates.lexicon import YEARS
from khronika.extraction.dates.readings import Calendar, Turn

_TURNS: dict[int, Turn] = {-1: "last", 0: "this", 1: "next"}
_PIVOT = 50
_FIRST_CENTURY = 1000


def fields(g: Groups, day: int | None, month: int | None, year: int | None) -> Calendar:
    """A calendar date with these fields and all others that the words or the pattern name."""
    which = g.one("which")
    unit = g.one("unit", "units")
    base = next(iter(g.all("shift")), None) or (None if year else shift(g))
    if not base and unit and which is not None:
        base = (unit, which)
    feast, number = g.one("holiday", "holiday_sure") or (None, 0)
    if isinstance(feast, int):
        month, day = feast, number
    if base is None and year is None and g.fixed.get("period") == "Q" and g.one("nth") == -1:
        return Calendar(base=("quarter", -1), anaphoric=bool(g.fixed.get("anaphoric")))  # the last one, not the fourth
    turn = g.fixed.get("turn") or (_TURNS[which] if which is not None and not base else None)
    return Calendar(
        year,
        month,
        day,
        g.one("weekday", "weekday_sure", "weekday_of"),
        base,
        FEASTS[feast].format(number) if isinstance(feast, str) else _period(g),
        g.one("week"),
        turn,
        bool(g.fixed.get("anaphoric")),
    )


def shift(g: Groups) -> tuple[str, int] | None:
    """What the pattern fixes as `shift: day -1`."""
    fixed = g.fixed.get("shift")
    return (fixed.split()[0], int(fixed.split()[1])) if fixed else None


def _period(g: Groups) -> str | None:
    season, n = g.one("season"), g.one("nth", "number", "count")
    kind = g.fixed.get("period")
    most = 4 if kind == "Q" else 2
    n = most if n == -1 else n
    return season or (f"{kind}{n}" if kind and n and 1 <= n <= most else None)


def year_of(g: Groups) -> int | None:
    """The year as digits, two digits or words say it."""
    digits = g.one("year", "year_sure", "year_in_words", "old_year")
    two = g.one("two")
    words = g.all("year_head", "year_part")
    if words:  # nineteen is 1900, but behind two thousand it is 19
        said = words[0] + sum(n // 100 if n >= _FIRST_CENTURY else n for n in words[1:])
        return said if said in YEARS else None
    return digits or (None if two is None else two + (2000 if two < _PIVOT else 1900))
