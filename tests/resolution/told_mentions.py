"""Mentions for the tests of resolving, written short. All happenings and outlets are invented."""

from itertools import count
from typing import Any

from khronika.model import Actor, Claim, Mention, Place, Span

OSH = Place("Osh", 1527534, "KGZ", "Osh City", None, 40.53, 72.80, "town", 5000)
NARYN = Place("Naryn", 1527590, "KGZ", "Naryn", None, 41.43, 75.99, "town", 5000)
KOCHKOR = Place("Kochkor", 1527717, "KGZ", "Naryn", None, 42.22, 75.76, "town", 3000)
NARYN_REGION = Place("Naryn", 1527588, "KGZ", "Naryn", None, 41.5, 75.5, "adm1", 100000)
KYRGYZSTAN = Place("Kyrgyzstan", 1527747, "KGZ", None, None, 41.0, 75.0, "country", None)
TRIPOLI_LIBYA = Place("Tripoli", 2210247, "LBY", "Tripoli", None, 32.89, 13.19, "town", 10000)
TRIPOLI_LEBANON = Place("Tripoli", 266826, "LBN", "North", None, 34.44, 35.85, "town", 5000)
NEAR_NARYN = Place("Naryn", 1527590, "KGZ", "Naryn", None, 41.43, 75.99, "near", 15000)

_trigger = count(10, 50)


def say(
    document: str = "a",
    kind: str | None = "protest_peaceful",
    place: Place | None = NARYN,
    day: str | None = "2031-03-04",
    to: str | None = None,
    **more: Any,
) -> Mention:
    """One mention; `language` en, `confidence` 0.8, a trigger of its own where none is given."""
    start = more.pop("start", None)
    start = next(_trigger) if start is None else start
    values: dict[str, Any] = {"record": "event", "status": "occurred", "confidence": 0.8, "language": "en"} | more
    values.setdefault("id", f"{document}#{start}")
    values.setdefault("spans", {"trigger": [Span(start, start + 8, "marched.")]})
    days = {"date_start": day, "date_end": to or day}
    return Mention(document=document, kind=kind, place=place, **days, **values)


def people(number: int, quantity: str = "participants") -> Claim:
    """An exact number."""
    return Claim(quantity, number, number, "exact", str(number))


def at_least(number: int, quantity: str = "participants") -> Claim:
    """An open number."""
    return Claim(quantity, number, None, "min", f"at least {number}")


def hundreds() -> Claim:
    """A word."""
    return Claim("participants", 200, 999, "word", "hundreds")


def police() -> Actor:
    """Somebody whom every report names."""
    return Actor("police", "side_b", "state_forces")
