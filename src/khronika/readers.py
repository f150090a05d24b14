"""The three lesser commands as functions: places, dates and counts of documents, without events.

Each goes over whole documents, paragraph by paragraph in its own language, and gives rows in the order of the text.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from khronika.extraction.counts import read_counts
from khronika.extraction.counts.why import evidence as count_evidence
from khronika.extraction.dates import read_dates
from khronika.geography import locate, publisher, resolve_spans
from khronika.languages import Pack, get_pack
from khronika.model import Document, FoundCount, Passage
from khronika.model.evidence import CountEvidence, DateEvidence, PlaceEvidence
from khronika.model.found import Alternative, FoundPlace, Offset
from khronika.text.clean import Clean
from khronika.text.detect import detect, detect_all
from khronika.text.fold import fold
from khronika.text.sentences import paragraphs

_NO_COUNTS = frozenset({"money", "distance", "time"})
_SURE = 0.6
_LIKELY = 0.05
_FEW = 32


class PlaceRow(msgspec.Struct, frozen=True, kw_only=True):
    """One toponym (contract, 4.2). Offsets count code points of the document's text.

    Of what is near a place: `uncertainty_m`, the radius in metres that holds it; `offset`, the point that a distance and a
    bearing lead to. Elsewhere both are left out.
    """

    document: str
    start: int
    stop: int
    quote: str
    name: str | None
    geonameid: int | None
    country_iso3: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    level: str | None
    margin: float
    alternatives: list[Alternative]
    rule: str
    uncertainty_m: int | msgspec.UnsetType = msgspec.UNSET
    offset: Offset | msgspec.UnsetType = msgspec.UNSET


class DateRow(msgspec.Struct, frozen=True, kw_only=True):
    """One time expression (contract, 4.2)."""

    document: str
    start: int
    stop: int
    quote: str
    type: str
    value: str | None
    date_start: str | None
    date_end: str | None
    date_level: str | None
    rule: str


class CountRow(msgspec.Struct, frozen=True, kw_only=True):
    """One quantity (contract, 4.2)."""

    document: str
    start: int
    stop: int
    quote: str
    low: float | int | None
    high: float | int | None
    kind: str
    unit: str | None
    rule: str


def read_place_rows(document: Document, evidence: list[PlaceEvidence | None] | None = None) -> Iterator[PlaceRow]:
    """Toponyms of a document; where it gives `spans`, exactly these are resolved. `evidence`: a list to fill with that of each."""
    explain = evidence is not None
    clean = Clean(document.text)
    passages = list(_passages(document, clean))
    if document.spans is not None:
        if clean.text != document.text:  # given spans count the source; there the source is read as it is
            clean = _Plain(document.text)
            passages = list(_passages(document, clean))
        found = resolve_spans(passages, document.spans, publisher=publisher(document), explain=explain)
    else:
        found = [f for f in locate(passages, publisher=publisher(document), explain=explain) if f.hint != "demonym"]
    if evidence is not None:
        evidence += [f.evidence for f in found]
    for f in found:
        start, stop = clean.to_source(f.start, f.stop)
        p = f.place
        yield PlaceRow(
            document=document.id, start=start, stop=stop, quote=document.text[start:stop], name=p.name, geonameid=p.geonameid,
            country_iso3=p.country_iso3, admin1=p.admin1, lat=p.lat, lon=p.lon, level=p.level, margin=f.margin,
            alternatives=f.alternatives, rule=f.rule, **_nearby(f),
        )  # fmt: skip


def _nearby(found: FoundPlace) -> dict[str, Any]:
    """What a row says besides where the text tells of something near the place."""
    if found.place.level != "near":
        return {}
    said = {"uncertainty_m": found.place.uncertainty_m, "offset": found.offset}
    return {key: value for key, value in said.items() if value is not None}


def read_date_rows(document: Document, evidence: list[DateEvidence | None] | None = None) -> Iterator[DateRow]:
    """Time expressions of a document, anchored at its day of publication. `evidence`: a list to fill with that of each."""
    explain = evidence is not None
    clean, published = Clean(document.text), document.published_day()
    for passage, pack in _with_packs(document, clean):
        for d in read_dates(passage.text, passage.folded, pack, published, explain=explain):
            if evidence is not None:
                evidence.append(d.evidence)
            start, stop = clean.to_source(passage.start + d.start, passage.start + d.stop)
            yield DateRow(
                document=document.id, start=start, stop=stop, quote=document.text[start:stop], type=d.type, value=d.value,
                date_start=d.date_start, date_end=d.date_end, date_level=d.date_level, rule=d.rule,
            )  # fmt: skip


def read_count_rows(document: Document, evidence: list[CountEvidence | None] | None = None) -> Iterator[CountRow]:
    """Quantities of a document with bounds and what is counted. `evidence`: a list to fill with that of each."""
    clean, published = Clean(document.text), document.published_day()
    for passage, pack in _with_packs(document, clean):
        taken = [(d.start, d.stop) for d in read_dates(passage.text, passage.folded, pack, published)]
        for c in read_counts(passage.text, passage.folded, pack, taken):
            if c.unit_type in _NO_COUNTS and not _is_all(passage.text, c):
                continue
            start, stop = clean.to_source(passage.start + c.start, passage.start + c.stop)
            if evidence is not None:
                made = count_evidence(c, passage.text, passage.folded, pack, taken)
                evidence.append(_at_source(made, passage, clean))
            yield CountRow(
                document=document.id, start=start, stop=stop, quote=document.text[start:stop], low=c.low, high=c.high,
                kind=c.kind, unit=c.unit, rule=c.rule,
            )  # fmt: skip


def _at_source(evidence: CountEvidence, passage: Passage, clean: Clean) -> CountEvidence:
    """The same with the numbers' offsets and words as the source has them."""
    numbers = []
    for n in evidence.numbers:
        start, stop = clean.to_source(passage.start + n.start, passage.start + n.stop)
        numbers.append(msgspec.structs.replace(n, start=start, stop=stop, quote=clean.source[start:stop]))
    return msgspec.structs.replace(evidence, numbers=numbers)


READERS: dict[str, tuple[type[msgspec.Struct], Callable[..., Iterator[msgspec.Struct]]]] = {
    "places": (PlaceRow, read_place_rows),
    "dates": (DateRow, read_date_rows),
    "counts": (CountRow, read_count_rows),
}


def passages_of(document: Document) -> tuple[list[Passage], Clean]:
    """The paragraphs of a document in supported languages, and what leads from their offsets to its text."""
    clean = Clean(document.text)
    return list(_passages(document, clean)), clean


class _Plain(Clean):
    """A text that is read as it is."""

    def __init__(self, source: str) -> None:
        super().__init__("")
        self.source = self.text = source


def _passages(document: Document, clean: Clean) -> Iterator[Passage]:
    """All paragraphs in supported languages; what is too short to tell inherits, or has the stated language."""
    stated = (document.language or "").split("-")[0].lower() or None
    last: str | None = None
    for start, stop in paragraphs(clean.text):
        text = clean.text[start:stop]
        found = detect(text)
        sure = found is not None and (not stated or (found[1] > _SURE and not _may_be(text, stated)))
        code = found[0] if found and sure and get_pack(found[0]) else stated or last
        if get_pack(code) is None:
            code = found[0] if found and get_pack(found[0]) else _by_script(text)
        if code is not None:
            last = code
            yield Passage(start, text, fold(text), code)


def _is_all(text: str, count: FoundCount) -> bool:
    """Whether the text is nothing but this quantity, as a cell of a table is: then it is told whatever it measures."""
    ends = [e for e in (count.start, count.stop, count.unit_start, count.unit_stop) if e is not None]
    return not (text[: min(ends)] + text[max(ends) :]).strip(" .")


def _may_be(text: str, stated: str) -> bool:
    """Whether the stated language is among the likely ones, or the text too short to tell near languages apart."""
    few = sum(map(str.isalpha, text)) < _FEW
    return few or any(code == stated and share >= _LIKELY for code, share in detect_all(text))


def _by_script(text: str) -> str:
    """A pack to read an unsure scrap with: Korean where it holds Hangul, else English, whose words bind no script."""
    return "ko" if any("\uac00" <= c <= "\ud7a3" for c in text) and get_pack("ko") else "en"


def _with_packs(document: Document, clean: Clean) -> Iterator[tuple[Passage, Pack]]:
    for passage in _passages(document, clean):
        pack = get_pack(passage.language)
        if pack is not None:
            yield passage, pack


def rows(name: str, documents: Iterable[Document]) -> Sequence[msgspec.Struct]:
    """All rows of one of the three readers over documents."""
    return [row for document in documents for row in READERS[name][1](document)]
