"""Tiny gold, made by hand: two towns 150 km apart, one march, one clash. Builders for gold and for what is told."""

from typing import Any

from khronika.evaluation.gold import Gold, GoldDocument, Number, Spot, Told
from khronika.evaluation.intervals import Measure, score
from khronika.evaluation.measures import Outcome, score_document
from khronika.model import Document

LVIV = Spot("Lviv", "UKR", "Lviv", 49.84, 24.03, "town")
RIVNE = Spot("Rivne", "UKR", "Rivne", 50.62, 26.25, "town")
HUNDRED = Number("participants", 100, 100)
MARCH: dict[str, Any] = {
    "kind": "protest_peaceful", "date_start": "2024-05-12", "date_end": "2024-05-12", "place": LVIV,
    "claims": (HUNDRED,), "attributed_to": "the police", "trigger": "marched",
}  # fmt: skip
CLASH: dict[str, Any] = {
    "kind": "clash", "date_start": "2024-05-01", "date_end": "2024-05-01", "place": RIVNE, "trigger": "a firefight",
}  # fmt: skip
TOLL: dict[str, Any] = {
    "record": "figure", "kind": "clash", "group": "soldiers from Rivne", "claims": (Number("killed", 301, None),),
    "place": RIVNE, "date_start": "2024-01-01", "date_end": "2024-05-01",
}  # fmt: skip


def gold(base: dict[str, Any] = MARCH, **changes: Any) -> Gold:
    return Gold(**{**base, **changes})


def told(base: dict[str, Any] = MARCH, **changes: Any) -> Told:
    return Told(**{"document": "d-1", **base, **changes})


def document(*records: Gold, name: str = "d-1", text: str = "Some text.", **about: Any) -> GoldDocument:
    made = Document(id=name, text=text, language=about.pop("language", "en"), source=about.pop("source", None))
    return GoldDocument(document=made, gold=records, **about)


def outcome(records: list[Gold], said: list[Told]) -> Outcome:
    return score_document(document(*records), said)


def measure(name: str, records: list[Gold], said: list[Told]) -> Measure:
    return score([outcome(records, said).tally]).measures[name]


def counts(name: str, records: list[Gold], said: list[Told]) -> tuple[int, int, int]:
    found = measure(name, records, said)
    return found.right, found.wanted, found.given
