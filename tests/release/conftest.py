"""One invented archive's view for the tests of this room: five scripts, shown and protected kinds, masked names, a figure."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "publish"))
from chronicle_case import small_case

from khronika.disclosure import View, default_policy, published_view
from khronika.model import Actor, Claim, Document, Event, EventClaim, Mention, Place, Span, Summary

AT = "2031-06-30T00:00:00Z"
MAKHACHKALA = Place("Makhachkala", 532096, "RUS", "Dagestan", None, 42.977, 47.502, "town", 7000)
SENTENCES = {
    "ar": ("تجمع 300 شخص في الساحة.", "300 شخص"), "he": ("300 בני אדם התאספו בכיכר.", "300 בני אדם"),
    "ka": ("მოედანზე სამი ადამიანი დადგა.", "სამი ადამიანი"), "hi": ("चौक में तीन लोग जमा हुए।", "तीन लोग"),
    "zh": ("广场上聚集了三百人。", "三百人"), "en": ("👩‍👩‍👧 Three people 🙂 met café owners.", "Three people"),
}  # fmt: skip


def scripts() -> tuple[list[Document], list[Mention], list[Event]]:
    documents, mentions, events = [], [], []
    for number, (language, (text, words)) in enumerate(SENTENCES.items()):
        name, start = f"s{number}", text.index(words)
        documents.append(
            Document(name, text, language, "2031-05-02", f"Sample {number}", f"https://example.org/{number}")
        )
        claim = Claim("participants", 3, 3, "exact", words)
        mentions.append(
            Mention(id=f"{name}#1", document=name, record="event", kind="protest_peaceful", status="occurred", date_start="2031-05-01",
                    date_end="2031-05-01", date_level="day", place=MAKHACHKALA, claims=[claim], confidence=0.9, language=language,
                    source=f"Sample {number}", published="2031-05-02", document_hash=f"{number:032x}",
                    spans={"claims[0]": [Span(start, start + len(words), words)]})
        )  # fmt: skip
        events.append(event(100 + number, "protest_peaceful", claims=[claim], mentions=[f"{name}#1"]))
    return documents, mentions, events


def event(number: int, kind: str, place: Place | None = MAKHACHKALA, claims: list[Claim] | None = None, day: str = "2031-05-01",
          actors: list[Actor] | None = None, mentions: list[str] | None = None, **more: Any) -> Event:  # fmt: skip
    from khronika.codebook import codebook

    found = codebook().kinds[kind]
    claims = claims or []
    values: dict[str, Any] = {
        "event_id": f"khr-{number:0>26}", "record": "event", "kind": kind, "event_type": found.event_type,
        "sub_event_type": found.sub_event_type, "status": "occurred", "date_start": day, "date_end": day, "date_level": "day",
        "throughout": False, "episode": None, "place": place, "actors": actors or [],
        "claims": [EventClaim(c.quantity, c.low, c.high, c.kind, c.text, c.speaker, (mentions or [""])[0]) for c in claims],
        "summary": {c.quantity: Summary(c.low, c.low, c.high, "only", 1) for c in claims}, "group": None, "comparison": None,
        "topics": ["election"], "mentions": mentions or [], "n_independent": 1, "sources": ["Tide Wire"], "languages": ["en"],
        "confidence": 0.9, "conflicts": [], "rules": {},
    }  # fmt: skip
    return Event(**(values | more))


def violent() -> list[Event]:
    state, rebels = Actor("army", "side_a", "state_forces"), Actor("Red Front", "side_b", "rebels")
    crowd = Actor("villagers", "side_b", "civilians")
    killed = [Claim("killed", 3, 5, "range", "three to five")]
    return [
        event(201, "clash", claims=killed, actors=[state, rebels]),
        event(202, "attack_civilians", claims=killed, actors=[state, crowd]),
        event(203, "shelling", claims=killed, actors=[state, crowd]),
        event(204, "desertion", claims=[Claim("participants", 4, 4, "exact", "four")], actors=[state]),
        event(205, "protest_intervened", actors=[Actor("=cmd|' /C calc'!A0", "side_a", "protesters"), state]),
        event(206, "clash", claims=[Claim("killed", 7, 7, "exact", "7")], actors=[state, rebels], date_end="2031-05-03", date_level="days", throughout=True),
        event(207, "strike", place=Place("Russia", 2017370, "RUS", None, None, 60.0, 100.0, "country", 4_000_000)),
    ]  # fmt: skip


def make_view(today: date = date(2031, 6, 30), without: int | None = None) -> View:
    case = small_case()
    documents, mentions, events = scripts()
    every = [*case.events, *events, *violent()]
    kept = [e for e in every if without is None or not e.event_id.endswith(str(without))]
    return published_view(
        [*case.documents, *documents], [*case.mentions, *mentions], kept, case.reports, default_policy(), today
    )


@pytest.fixture(scope="session")
def view() -> View:
    return make_view()


@pytest.fixture(scope="session")
def files(view: View) -> dict[str, bytes]:
    from khronika.release import release_files

    return release_files(view, "sample", AT)


@pytest.fixture(scope="session")
def release(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    from khronika.release import write_release

    out = tmp_path_factory.mktemp("release") / "out"
    write_release(out, files)
    return out
