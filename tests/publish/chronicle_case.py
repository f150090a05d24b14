"""An invented chronicle for the tests of this room: spans are drawn in the text, events are put together from mentions.

Outlets, happenings and bodies are made up; places are real so that the map has something to show.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from khronika.codebook import codebook
from khronika.model import Actor, Claim, Conflict, Document, Event, EventClaim, Mention, Place, Span, Summary

_TOKEN = re.compile(r"\[\[([a-z_]+(?:\[\d+\])?)\||\]\]")
HOSTILE = '</script><script>window.hurt=1</script><img src=x onerror="window.hurt=1">\'"<!--'


def drawn(text: str) -> tuple[str, dict[str, list[Span]]]:
    """`We [[trigger|marched]]` -> the bare text and its spans; spans may be nested."""
    bare, spans, open_marks, at = "", {}, [], 0
    for token in _TOKEN.finditer(text):
        bare, at = bare + text[at : token.start()], token.end()
        if token[1]:
            open_marks.append((token[1], len(bare)))
        else:
            key, start = open_marks.pop()
            spans.setdefault(key, []).append(Span(start, len(bare), bare[start:]))
    assert not open_marks, f"unclosed mark in {text!r}"
    return bare + text[at:], spans


def town(name: str, iso3: str, admin1: str | None, lat: float, lon: float, **more: Any) -> Place:
    return Place(
        **{
            "name": name,
            "country_iso3": iso3,
            "admin1": admin1,
            "lat": lat,
            "lon": lon,
            "level": "town",
            "uncertainty_m": 5000,
            **more,
        }
    )


def claim(quantity: str, low: int | None, high: int | None, kind: Any, text: str, speaker: str | None = None) -> Claim:
    return Claim(quantity, low, high, kind, text, speaker)


@dataclass
class Case:
    """All that `write_chronicle` takes."""

    documents: list[Document] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    reports: list[dict[str, Any]] = field(default_factory=list)
    title: str = "A sample chronicle"

    def tell(
        self,
        document: str,
        text: str,
        language: str,
        source: str,
        published: str,
        *,
        url: str | None = None,
        title: str | None = None,
        **more: Any,
    ) -> Mention:
        """Add a document with one mention."""
        bare, spans = drawn(text)
        self.documents.append(Document(document, bare, language, published, source, url, title))
        self.reports.append({"document": document, "outcome": "coded", "reason": None, "mentions": 1})
        values: dict[str, Any] = {
            "record": "event",
            "status": "occurred",
            "confidence": 0.87,
            "kind": "protest_peaceful",
            **more,
        }
        values.setdefault("date_end", values.get("date_start"))
        mention = Mention(id=f"{document}#1", document=document, language=language, source=source, published=published, spans=spans,
                          rules={"kind": f"{language}.trigger.sample", "date": f"{language}.date.day_month"}, **values)  # fmt: skip
        self.mentions.append(mention)
        return mention

    def join(self, *told: Mention, **more: Any) -> Event:
        """Add the event that these mentions tell."""
        first = told[0]
        kind = codebook().kinds.get(first.kind or "")
        claims = [
            EventClaim(c.quantity, c.low, c.high, c.kind, c.text, c.speaker, m.id) for m in told for c in m.claims
        ]
        values: dict[str, Any] = {
            "event_id": f"khr-{len(self.events) + 1:0>26}", "record": first.record, "kind": first.kind, "status": "occurred",
            "event_type": kind and kind.event_type, "sub_event_type": kind and kind.sub_event_type, "date_start": first.date_start,
            "date_end": first.date_end, "date_level": first.date_level, "throughout": False, "episode": None, "place": first.place,
            "actors": list(dict.fromkeys(a for m in told for a in m.actors)), "claims": claims, "summary": summaries(claims),
            "group": first.group if isinstance(first.group, str) else None, "comparison": first.comparison or None,
            "topics": first.topics, "mentions": [m.id for m in told], "n_independent": len({m.source for m in told}),
            "sources": sorted({m.source or "" for m in told}), "languages": sorted({m.language or "" for m in told}),
            "confidence": 0.93 if len(told) > 1 else first.confidence, "conflicts": [],
            "rules": {"kind": "resolve.kind.highest_rank", "date": "resolve.date.narrowest", "place": "resolve.place.finest"},
        }  # fmt: skip
        self.events.append(Event(**(values | more)))
        return self.events[-1]

    def arguments(self) -> dict[str, Any]:
        return {
            "documents": self.documents,
            "mentions": self.mentions,
            "events": self.events,
            "reports": self.reports,
            "title": self.title,
        }


def summaries(claims: list[EventClaim]) -> dict[str, Summary]:
    found: dict[str, Summary] = {}
    for quantity in dict.fromkeys(c.quantity for c in claims):
        same = [c for c in claims if c.quantity == quantity]
        low = min((c.low for c in same if c.low is not None), default=None)
        high = None if any(c.high is None for c in same) else max(c.high for c in same if c.high is not None)
        found[quantity] = Summary(
            low, low if high is None else ((low or 0) + high) // 2, high, "median-of-independent", len(same)
        )
    return found


DAGESTAN = Place("Dagestan", 567293, "RUS", "Dagestan", None, 42.75535, 47.04845, "adm1", 152600)
INCHEON = town("Incheon", "KOR", "Incheon", 37.456, 126.705, geonameid=1843564, uncertainty_m=12000)
MAKHACHKALA = town("Makhachkala", "RUS", "Dagestan", 42.977, 47.502, geonameid=532096, uncertainty_m=7000)
KHASAVYURT = town("Khasavyurt", "RUS", "Dagestan", 43.25, 46.588, uncertainty_m=4000)
MISRATA = town("Misrata", "LBY", "Misrata", 32.375, 15.09, uncertainty_m=6000)


def small_case() -> Case:
    """Six events in four scripts, one figure, hostile text, all outcomes."""
    case = Case()
    english = case.tell(
        "d1", "A storm is on its way. 🌧️ On [[date|25 September]] [[claims[0]|several [[claims[1]|hundred]]]] [[actors[0]|residents]] of [[place|Khasavyurt]] "
        "[[trigger|blocked a road]], [[attributed_to|the Harbour Post]] said, and [[actors[1]|police]] held at least [[claims[2]|12 people]]. Shops stayed open.\n\nUnrelated paragraph.",
        "en", "Harbour Post", "2022-09-26", url="https://harbour-post.example/roads?a=1&b=2", title="Road blocked over call-up",
        kind="protest_intervened", date_start="2022-09-25", date_level="day", place=KHASAVYURT, attributed_to="the Harbour Post", topics=["conscription"],
        actors=[Actor("residents of Khasavyurt", "side_a", "protesters"), Actor("police", "side_b", "state_forces")],
        claims=[claim("participants", 200, 999, "word", "several hundred"), claim("participants", 200, 999, "word", "hundred"), claim("detained", 12, None, "min", "at least 12 people", "a lawyer")],
    )  # fmt: skip
    russian = case.tell(
        "d2", "[[date|25 сентября]] в [[place|Хасавюрте]] [[actors[0]|жители]] [[trigger|перекрыли трассу]]: вышли [[claims[0]|около 350 человек]]. Задержаны [[claims[1]|четырнадцать]].",
        "ru", "Листок порта", "2022-09-26T09:00:00+03:00", url="https://listok.example/1", title="Трасса перекрыта",
        kind="protest_intervened", date_start="2022-09-25", date_level="day", place=KHASAVYURT, actors=[Actor("жители", "side_a", "protesters")],
        claims=[claim("participants", 350, 350, "about", "около 350 человек"), claim("detained", 14, 14, "exact", "четырнадцать")],
    )  # fmt: skip
    case.join(
        english,
        russian,
        conflicts=[Conflict("detained", [{"low": 12, "mentions": ["d1#1"]}, {"low": 14, "mentions": ["d2#1"]}])],
    )
    korean = case.tell(
        "d3", "[[date|3일부터 7일까지]] [[place|인천]]에서 [[actors[0]|항만 노동자]] [[claims[0]|수백 명]]이 [[trigger|파업]]을 벌였다.", "ko", "바닷가신문", "2022-10-08",
        url="http://badatga.example/3", title="항만 파업", kind="strike", date_start="2022-10-03", date_end="2022-10-07", date_level="days", place=INCHEON,
        actors=[Actor("항만 노동자", "side_a", "protesters")], claims=[claim("participants", 200, 999, "word", "수백 명")],
    )  # fmt: skip
    case.join(korean, throughout=True, episode="khr-episode-1")
    arabic = case.tell(
        "d4", "قالت [[attributed_to|لجنة محلية]] إن [[claims[0]|جنديين]] قُتلا في [[trigger|اشتباك]] قرب [[place|مصراتة]] [[date|مساء الثلاثاء]].", "ar", "صحيفة الميناء", "2022-10-12",
        url="javascript:alert(1)", title="اشتباك قرب مصراتة", kind="clash", date_start="2022-10-11", date_level="day", attributed_to="لجنة محلية",
        place=town("Misrata", "LBY", "Misrata", 32.375, 15.09, level="near", uncertainty_m=25000), claims=[claim("killed", 2, 2, "exact", "جنديين")],
    )  # fmt: skip
    case.join(arabic)
    region = case.tell("d5", "[[trigger|Call-up papers]] were handed out [[date|last week]] across [[place|Dagestan]].", "en", "Harbour Post", "2022-10-10",
                       kind="conscription", date_start="2022-10-03", date_end="2022-10-09", date_level="week", place=DAGESTAN)  # fmt: skip
    case.join(region)
    country = case.tell("d6", "Somewhere in [[place|Kazakhstan]] people [[trigger|rallied]] in [[date|October]].", "en", "Harbour Post", "2022-11-01",
                        date_start="2022-10-01", date_end="2022-10-31", date_level="month",
                        place=Place("Kazakhstan", 1522867, "KAZ", None, None, 48.0, 68.0, "country", 1200000))  # fmt: skip
    case.join(country)
    add_hostile(case)
    add_figure(case)
    case.reports += [
        {"document": "d20", "outcome": "irrelevant", "reason": "no trigger", "mentions": 0},
        {"document": "d21.bin", "outcome": "failed", "reason": "binary, not text", "mentions": 0},
    ]
    return case


def add_hostile(case: Case) -> None:
    """An event every field of which tries to break out of its place."""
    bad = case.tell(
        "d9", f"{HOSTILE} [[trigger|{HOSTILE}]] &amp; \x07 \u202e [[place|{HOSTILE}]].", "en", f"=HYPERLINK(1) {HOSTILE}", "2022-10-20", url="javascript:window.hurt=1", title=HOSTILE,
        kind="protest_peaceful", place=town(f"=1+1 {HOSTILE}", "RUS", HOSTILE, 43.3, 45.7), attributed_to=HOSTILE,
        actors=[Actor(f"@SUM(A1) {HOSTILE}", "side_a", None)], claims=[claim("participants", None, 50, "max", HOSTILE, HOSTILE)],
    )  # fmt: skip
    case.join(bad, conflicts=[Conflict("place", [HOSTILE, None])], topics=[HOSTILE])


def add_figure(case: Case) -> None:
    figure = case.tell("d10", "[[claims[0]|At least 301]] [[group|soldiers from Dagestan]] have [[trigger|died]], by [[date|end of October]].", "en", "Harbour Post", "2022-11-02",
                       record="figure", kind="clash", group="soldiers from Dagestan", date_start="2022-02-24", date_end="2022-10-31", date_level="year", place=DAGESTAN,
                       claims=[claim("killed", 301, None, "min", "At least 301")])  # fmt: skip
    case.join(figure)


def large_case(more: int = 14) -> Case:
    """The small case and further events in one region, some at one place."""
    case = small_case()
    spots = [
        MAKHACHKALA,
        MISRATA,
        INCHEON,
        KHASAVYURT,
        town("Derbent", "RUS", "Dagestan", 42.068, 48.29),
        town("Nalchik", "RUS", "Kabardino-Balkaria", 43.485, 43.607),
    ]
    kinds = ["protest_peaceful", "arrest", "shelling", "picket_single", "flight", "agreement", "territory_transfer"]
    for n in range(more):
        place, day = spots[n % len(spots)], f"2022-{9 + n % 2:02}-{1 + (n * 5) % 28:02}"
        told = case.tell(f"m{n}", f"On [[date|that day]] [[trigger|something happened]] in [[place|{place.name}]], and [[claims[0]|{n + 3} people]] were seen.", "en",
                         f"Paper {n % 4}", day, kind=kinds[n % len(kinds)], date_start=day, date_level="day", place=place,
                         claims=[claim("participants", n + 3, n + 3, "exact", f"{n + 3} people")])  # fmt: skip
        case.join(told)
    return case
