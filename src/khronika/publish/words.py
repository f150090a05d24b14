"""Say values in English, for page and terminal: kinds, days, numbers, places. Never rounds and never fills a gap.

Labels are data (`words.yaml`). The words of the sources themselves are not here; they stay in their script.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from khronika.codebook import codebook
from khronika.errors import CannotError
from khronika.geography.current import gazetteer
from khronika.languages.pack import get_pack
from khronika.model import Comparison, Conflict, Event, Place

Number = float | int | None
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip


class Group(msgspec.Struct, frozen=True):
    """A family of kinds as readers know it, with the label of each kind."""

    label: str
    kinds: dict[str, str]


class Words(msgspec.Struct, frozen=True):
    """The whole of words.yaml."""

    groups: dict[str, Group]
    quantities: dict[str, str]
    fields: dict[str, str]
    roles: dict[str, str]
    levels: dict[str, str]
    languages: dict[str, str]


@lru_cache(maxsize=1)
def words() -> Words:
    """The labels that ship with this version (msgspec checks keys and types)."""
    return msgspec.yaml.decode(Path(__file__).with_name("words.yaml").read_bytes(), type=Words)


def kind_label(kind: str | None) -> str:
    """`protest_intervened` -> `Protest with intervention`; kinds of a user's own codebook are read as written."""
    if kind is None:
        return "Kind not given"
    labels = (group.kinds[kind] for group in words().groups.values() if kind in group.kinds)
    return next(labels, kind.replace("_", " ").capitalize())


def group_of(kind: str | None) -> str:
    """Key of the group a kind, or the kind above one of the user's own, belongs to; `other` where there is none."""
    kind = codebook().shipped(kind)
    return next((name for name, group in words().groups.items() if kind in group.kinds), "other")


def quantity_label(quantity: str) -> str:
    """`killed_civilians` -> `killed (civilians)`."""
    head, _, group = quantity.partition("_")
    label = words().quantities.get(head, head)
    return f"{label} ({group.replace('_', ' ')})" if group else label


def quantity_rank(quantity: str) -> tuple[int, str]:
    """Sorts quantities as the contract lists them, unknown ones last."""
    order = list(words().quantities)
    head = quantity.partition("_")[0]
    return order.index(head) if head in order else len(order), quantity


def field_label(key: str) -> str:
    """The name of a marked field: `claims[0]` -> `number`."""
    head = key.partition("[")[0]
    return words().fields.get(head, head.replace("_", " "))


def language_label(code: str) -> str:
    """English name of a language, its code where we have none."""
    pack = get_pack(code)
    return pack.name if pack else words().languages.get(code, code)


@lru_cache(maxsize=512)
def country_label(iso3: str) -> str:
    """English name of a country as the gazetteer has it, else its code."""
    try:
        place = gazetteer().country(iso3)
    except CannotError:
        return iso3
    return (place.name if place else None) or iso3


def number_words(value: float | int) -> str:
    """A number with thin groups of thousands from 10,000 on; whole numbers without a point."""
    whole = int(value) if float(value).is_integer() else None
    if whole is None:
        return f"{value:g}"
    return f"{whole:,}".replace(",", "\u202f") if abs(whole) >= 10_000 else str(whole)


def bounds_words(low: Number, high: Number) -> str:
    """Bounds as people say them; empty where both are open.

    >>> bounds_words(200, 999), bounds_words(301, None), bounds_words(None, 50), bounds_words(3, 3)
    ('200–999', 'at least 301', 'up to 50', '3')
    """
    if low is None and high is None:
        return ""
    if high is None:
        return f"at least {number_words(low or 0)}"
    if low is None:
        return f"up to {number_words(high)}"
    return number_words(low) if low == high else f"{number_words(low)}–{number_words(high)}"


def numbers_of(event: Event) -> list[str]:
    """The event's summaries, one phrase each, in the order of the contract."""
    found = sorted(event.summary, key=quantity_rank)
    phrases = ((bounds_words(event.summary[name].low, event.summary[name].high), name) for name in found)
    return [f"{bounds} {quantity_label(name)}" for bounds, name in phrases if bounds]


def comparison_words(comparison: Comparison) -> str:
    """`at least 10 times that of Moscow`."""
    return f"{bounds_words(comparison.ratio_low, comparison.ratio_high) or 'some'} times that of {comparison.to}"


def days_words(start: str | None, end: str | None) -> str:
    """An inclusive interval of ISO days.

    >>> days_words("2022-09-25", "2022-09-25"), days_words("2022-09-10", "2022-09-11")
    ('25 September 2022', '10–11 September 2022')
    >>> days_words("2022-09-01", "2022-09-30"), days_words("2022-01-01", "2022-12-31"), days_words(None, None)
    ('September 2022', '2022', '')
    """
    first, last = start or end, end or start
    if not first or not last:
        return ""
    a, b = _split(first), _split(last)
    if not a or not b:
        return first if first == last else f"{first} – {last}"
    return _two_days(a, b)


def _two_days(a: tuple[int, int, int], b: tuple[int, int, int]) -> str:
    if a == b:
        return f"{a[2]} {MONTHS[a[1] - 1]} {a[0]}"
    if a[0] == b[0] and a[1:] == (1, 1) and b[1:] == (12, 31):
        return str(a[0])
    if a[:2] == b[:2]:
        month = f"{MONTHS[a[1] - 1]} {a[0]}"
        return month if a[2] == 1 and b[2] == _month_days(a[0], a[1]) else f"{a[2]}–{b[2]} {month}"
    head = f"{a[2]} {MONTHS[a[1] - 1]}" + (f" {a[0]}" if a[0] != b[0] else "")
    return f"{head} – {b[2]} {MONTHS[b[1] - 1]} {b[0]}"


def _month_days(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _split(day: str) -> tuple[int, int, int] | None:
    parts = day[:10].split("-")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts) or not 1 <= int(parts[1]) <= 12:
        return None
    return int(parts[0]), int(parts[1]), int(parts[2])


def within_words(place: Place | None) -> str:
    """What holds the place: `Dagestan, Russia`; empty for countries and seas."""
    if place is None:
        return ""
    country = country_label(place.country_iso3) if place.country_iso3 else None
    outer = [place.admin2, place.admin1, country]
    return ", ".join(dict.fromkeys(name for name in outer if name and name != place.name))


def place_words(place: Place | None) -> str:
    """`Endirey, Dagestan, Russia`; `near Endirey, …`; empty where nothing is known."""
    if place is None:
        return ""
    name = place.name or ""
    if place.level == "near" and name:
        name = f"near {name}"
    return ", ".join(part for part in (name, within_words(place)) if part)


def conflict_words(conflict: Conflict) -> str:
    """A conflict in one line: `date_start: 2022-09-25 / 2022-09-26`."""
    return f"{conflict.field}: " + " / ".join(value_words(value) for value in conflict.values)


def value_words(value: Any) -> str:
    """Any JSON value for people: mappings as `name value`, lists with commas, null as a dash."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {value_words(part)}" for name, part in value.items() if part not in (None, [], {}))
    if isinstance(value, list | tuple):
        return ", ".join(value_words(part) for part in value)
    return "–" if value is None else str(value)
