"""Invented archives for the tests of this room: shown and protected happenings in one text, under names nobody else bears."""

from datetime import date, timedelta

from hypothesis import strategies as st

from khronika.model import Actor, Claim, Conflict, Document, Event, EventClaim, Mention, Place, Span, Summary

SECRET_TOWN = "Qzorvillage"
SECRET_DISTRICT = "Wexqudistrict"
SECRET_PERSON = "Ivoxqa Brenduzk"
OPEN_TOWN = Place("Makhachkala", 532096, "RUS", "Dagestan", None, 42.977, 47.502, "town", 7000)
HIDDEN_TOWN = Place(SECRET_TOWN, None, "RUS", "Dagestan", SECRET_DISTRICT, 42.13577, 46.98642, "town", 900)
TODAY = date(2031, 6, 30)
OPEN_DAY = "2031-06-29"
PROTECTED = [
    "desertion",
    "flight",
    "sexual_violence",
    "shelling",
    "deployment",
    "base_established",
    "air_strike",
    "drone_strike",
]
OPEN = ["protest_peaceful", "arrest", "strike", "clash", "restriction"]


def spans(text: str, **words: str) -> dict[str, list[Span]]:
    found = {}
    for key, word in words.items():
        at = text.index(word)
        found[key.replace("_0", "[0]")] = [Span(at, at + len(word), word)]
    return found


def told(
    name: str,
    document: str,
    kind: str,
    day: str,
    where: Place,
    text: str,
    record: str = "event",
    published: str | None = None,
    **words: str,
) -> Mention:
    return Mention(
        id=name, document=document, record=record, kind=kind, status="occurred", date_start=day, date_end=day, date_level="day",
        place=where, actors=[Actor(f"people of {where.name}", "side_a", "civilians")], group=f"people of {where.name}",
        claims=[Claim("participants", 7, 7, "exact", f"seven from {where.name}", f"{SECRET_PERSON} of {where.name}")],
        attributed_to=f"Mr {SECRET_PERSON}", confidence=0.9, language="en", source=f"{where.name} Herald", published=published or day,
        document_hash=document, spans=spans(text, **words), rules={"kind": "en.trigger.sample"},
    )  # fmt: skip


def event_of(number: int, *mentions: Mention) -> Event:
    first = mentions[0]
    place = first.place.name if first.place else ""
    return Event(
        event_id=f"khr-{number:0>26}", record=first.record, kind=first.kind, event_type=None, sub_event_type=None, status="occurred",
        date_start=first.date_start, date_end=first.date_end, date_level="day", throughout=False, episode=f"{place} {first.date_start}",
        place=first.place, actors=first.actors, claims=[EventClaim(c.quantity, c.low, c.high, c.kind, c.text, c.speaker, m.id) for m in mentions for c in m.claims],
        summary={"participants": Summary(7, 7, 7, "only", 1)}, group=first.group if isinstance(first.group, str) else None,
        comparison=None, topics=[], mentions=[m.id for m in mentions], n_independent=len(mentions),
        sources=sorted({m.source or "" for m in mentions}), languages=["en"], confidence=0.9,
        conflicts=[Conflict("date_start", [first.date_start, place])], rules={"date": f"{first.date_start}"},
    )  # fmt: skip


@st.composite
def archives(draw: st.DrawFn) -> tuple[list[Document], list[Mention], list[Event], str]:
    """Documents that tell of one protected happening, and of open ones in the same text or others; and its secret day."""
    kind = draw(st.sampled_from(PROTECTED))
    day = (date(2031, 3, 2) + timedelta(draw(st.integers(0, 25)))).isoformat()
    record = draw(st.sampled_from(["event", "figure"]))
    documents, mentions, events, protected = [], [], [], []
    for number in range(draw(st.integers(1, 4))):
        name = f"{day}-{SECRET_TOWN}-{number}" if draw(st.booleans()) else f"d{number}"
        parts = [f"Marchers filled a square in Makhachkala, said {SECRET_PERSON}."]
        tells = draw(st.booleans()) or number == 0
        secret = f"On {day} shells hit {SECRET_TOWN} in {SECRET_DISTRICT}."
        if tells:
            parts.insert(draw(st.integers(0, 1)), secret)
        text = draw(st.sampled_from([" ", "\n\n", "\n"])).join(parts)
        documents.append(
            Document(name, text, "en", day if tells else OPEN_DAY, f"{SECRET_TOWN} Herald" if tells else "Tide Wire",
                     f"https://tide.example/{day}/ivoxqa-brenduzk" if tells else "https://tide.example/1", f"{SECRET_TOWN} hit" if tells else None,
                     author=SECRET_PERSON)
        )  # fmt: skip
        if tells:
            protected.append(
                told(
                    f"{name}#1", name, kind, day, HIDDEN_TOWN, text, record, trigger="hit", place=SECRET_TOWN, date=day
                )
            )
        if draw(st.booleans()):
            open_kind = draw(st.sampled_from(OPEN))
            one = told(f"{name}#2", name, open_kind, OPEN_DAY, OPEN_TOWN, text, "event", documents[-1].published, trigger="filled", place="Makhachkala", claims_0="square")  # fmt: skip
            mentions.append(one)
            events.append(event_of(number + 10, one))
    events.append(event_of(1, *protected))
    return documents, [*mentions, *protected], events, day
