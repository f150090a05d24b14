"""Readings of days and feasts of other calendars. Knows no language; the days are reckoned in `other_calendars`."""

from khronika.extraction.dates.fields import year_of
from khronika.extraction.dates.groups import Groups
from khronika.extraction.dates.other_calendars import OtherCalendar
from khronika.extraction.dates.readings import Foreign, Offset, Range, Reading

_OTHER_YEARS: dict[OtherCalendar, range] = {
    "hijri": range(1000, 1600),
    "persian": range(1200, 1500),
    "lunar": range(1900, 2051),
}


def foreign(g: Groups) -> Reading | None:
    """A day or month of another calendar, of a year of that calendar or of the latest; a feast that is such a day."""
    if g.one("lunar_feast"):
        return _lunar_feast(g)
    calendar: OtherCalendar = g.fixed.get("calendar", "hijri")
    year, number = g.one("number", "year"), g.one("day", "day_word")
    if year is not None and year not in _OTHER_YEARS[calendar]:
        return None
    month = g.one(f"{calendar}_month", "persian_sure", "month_number", "month_spelt")
    return (
        Foreign(calendar, year, month, number)
        if year or number or g.fixed.get("whole_month") or calendar == "lunar"
        else None
    )


def _lunar_feast(g: Groups) -> Reading:
    """A feast of the lunar calendar; `around`: with so many days before and after it."""
    year, base, around = year_of(g), g.one("shift"), g.fixed.get("around")
    years = base[1] if base and base[0] == "year" else None
    month, day = g.one("lunar_feast")
    feast = Foreign("lunar", year, month, day, years)
    return Range(*(Offset(around, around, "day", sign, feast) for sign in (-1, 1))) if around else feast
