"""A happening that the machine missed, as a person tells it: words for each value, made into a mention."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from khronika.archive.reviewed import check_value, place_of
from khronika.archive.session import Session
from khronika.archive.telling import RULE
from khronika.codebook import codebook
from khronika.errors import UsageError
from khronika.model import Claim, Document, Mention, Span
from khronika.review.acts import value_of_form
from khronika.review.reading import checked_span, proposals

Cut = tuple[int, int]


class ToldNumber(BaseModel):
    """A number with the words that say it."""

    model_config = ConfigDict(extra="forbid")
    quantity: str
    low: float | None = None
    high: float | None = None
    kind: str = "exact"
    start: int = Field(ge=0)
    stop: int = Field(ge=1)


class Told(BaseModel):
    """`start`, `stop`: the words that tell of it; `date`, `place`: values as decisions state them, with their words if any."""

    model_config = ConfigDict(extra="forbid")
    document: str
    start: int = Field(ge=0)
    stop: int = Field(ge=1)
    kind: str
    status: str = "occurred"
    date: dict[str, Any] | None = None
    date_words: Cut | None = None
    place: dict[str, Any] | None = None
    place_words: Cut | None = None
    numbers: list[ToldNumber] = []


def missed_mention(session: Session, told: Told) -> Mention:
    """The mention that was told. Raises UsageError where a value is none or its words do not stand there."""
    document = session.document(told.document)
    if document is None:
        raise UsageError(f"no document {told.document!r} is shown in this archive")
    kind = check_value("kind", {"kind": told.kind})
    status = check_value("status", {"status": told.status})
    assert kind and status
    date = check_value("date", told.date) if told.date else None
    spans = {"trigger": [_span(document, told.start, told.stop)]}
    rules = {"trigger": RULE, "kind": RULE}
    for name, cut in (("date", told.date_words), ("place", told.place_words)):
        if cut:
            spans[name] = [_span(document, *cut)]
        rules[name] = RULE
    for n, number in enumerate(told.numbers):
        spans[f"claims[{n}]"] = [_span(document, number.start, number.stop)]
    entry = codebook().kinds[told.kind]
    return Mention(
        id="", document=document.id, record="event", kind=told.kind, event_type=entry.event_type,
        sub_event_type=entry.sub_event_type, status=status["status"], **(date or {}), place=_place(document, told),
        claims=[_claim(document, n) for n in told.numbers], confidence=1.0, language=document.language,
        source=document.source, published=document.published, document_hash=_hash(session, document), spans=spans, rules=rules,
    )  # fmt: skip


def _hash(session: Session, document: Document) -> str:
    """The text's name, as codings give it to mentions."""
    query = "SELECT text FROM document WHERE id = ?"
    return str(session.derived.connection.execute(query, (document.id,)).fetchone()[0])[:32]


def _span(document: Document, start: int, stop: int) -> Span:
    start, stop = checked_span(document, start, stop)
    return Span(start, stop, document.text[start:stop])


def _place(document: Document, told: Told) -> Any:
    value = check_value("place", told.place) if told.place else None
    words = _span(document, *told.place_words).quote if told.place_words else None
    return place_of(value, words) if value else None


def _claim(document: Document, number: ToldNumber) -> Claim:
    bounds = {"low": number.low, "high": number.high}
    check_value(f"claims.{number.quantity}", {k: v for k, v in bounds.items() if v is not None})
    low, high = (int(v) if v is not None and float(v).is_integer() else v for v in (number.low, number.high))
    quote = _span(document, number.start, number.stop).quote
    kinds = ("exact", "about", "min", "max", "range", "word", "none")
    if number.kind not in kinds:
        raise UsageError(f"no kind of number {number.kind!r}: one of {', '.join(kinds)}")
    return Claim(number.quantity, low, high, number.kind, quote)  # type: ignore[arg-type]


def told_of_form(session: Session, name: str, form: Mapping[str, str]) -> Told:
    """What a form tells. A value that was proposed and not changed keeps its words. Raises UsageError."""
    document = session.document(name)
    if document is None:
        raise UsageError(f"no document {name!r} is shown in this archive")
    try:
        start, stop = int(form.get("start", "")), int(form.get("stop", ""))
    except ValueError as error:
        raise UsageError("select the words that tell of it") from error
    offered = proposals(document, start, stop)
    said: dict[str, Any] = {"document": name, "start": start, "stop": stop, "kind": form.get("kind", "")}
    said["status"] = form.get("status") or "occurred"
    if form.get("date_start", "").strip():
        said["date"] = check_value("date", value_of_form("date", form))
        fits = (r for r in offered.dates if r.value["date_start"] == said["date"]["date_start"])
        said["date_words"] = next(((r.start, r.stop) for r in fits), None)
    if form.get("geonameid", "").strip() or form.get("place_name", "").strip():
        said["place"] = value_of_form("place", form)
        if said["place"] and "choose" in said["place"]:
            raise UsageError("several places are called so; choose one of those offered")
        at = (r for r in offered.places if r.value.get("geonameid") == (said["place"] or {}).get("geonameid"))
        said["place_words"] = next(((r.start, r.stop) for r in at), None)
    said["numbers"] = [
        {"quantity": form[f"quantity{n}"], "low": r.value["low"], "high": r.value["high"], "kind": r.value["kind"],
         "start": r.start, "stop": r.stop}
        for n, r in enumerate(offered.numbers) if form.get(f"quantity{n}")
    ]  # fmt: skip
    try:
        return Told.model_validate(said)
    except ValueError as error:
        raise UsageError(f"not to be told so: {error}") from error
