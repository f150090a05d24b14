"""A decision as it comes from a form or a program, and carrying it out: one statement each.

Programs send `Act` as JSON; `act_of_form` makes the same of a form's fields, so that both go one way.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from khronika.archive import reviewing
from khronika.archive.held import find_event, mentions_of
from khronika.archive.session import Session
from khronika.errors import UsageError
from khronika.ledger import Statement
from khronika.model import Document
from khronika.review.reading import checked_span, find_words, search_places

VERDICTS: dict[str, reviewing.VerdictOfEvent] = {
    "confirm": "confirmed", "not_event": "not_event", "unsure": "unsure", "reopen": "open",
}  # fmt: skip


class Words(BaseModel):
    """Words of a document, in code points of its text."""

    model_config = ConfigDict(extra="forbid")
    document: str
    start: int = Field(ge=0)
    stop: int = Field(ge=1)


class Act(BaseModel):
    """One decision. `seen`: the revision of the event that was looked at; None overrides whatever was done meanwhile.

    `value` acts name a `field`, its new `value` (null: it has none) and the `words` it was read from.
    """

    model_config = ConfigDict(extra="forbid")
    act: Literal[
        "confirm", "not_event", "unsure", "reopen", "value", "comment", "same", "different", "maybe", "split", "undo"
    ]  # fmt: skip
    seen: str | None = None
    field: str = ""
    value: dict[str, Any] | None = None
    words: list[Words] = []
    comment: str = ""
    other: str = ""
    other_seen: str | None = None
    mentions: list[str] = []
    statement: int | None = None


class Done(BaseModel):
    """What was written: the statement's number, and the event as it is now."""

    statement: int
    event: str
    revision: str


def carry_out(session: Session, event: str, act: Act) -> Statement:
    """Writes the decision. Raises UsageError, ChangedError."""
    words = [(w.document, w.start, w.stop) for w in act.words]
    if act.act in VERDICTS:
        return reviewing.give_verdict(session, event, VERDICTS[act.act], act.seen)
    if act.act == "value":
        return reviewing.change_value(session, event, act.field, act.value, words, act.seen)
    if act.act == "comment":
        return reviewing.comment(session, event, act.comment, words)
    if act.act == "split":
        return reviewing.split(session, event, act.mentions, act.seen)
    if act.act == "undo":
        if act.statement is None:
            raise UsageError("say which statement to take back")
        return reviewing.undo(session, act.statement)
    seen = {k: v for k, v in ((event, act.seen), (act.other, act.other_seen)) if v is not None}
    if not act.other:
        raise UsageError("name the other event")
    if act.act == "same":
        return reviewing.merge(session, event, act.other, seen)
    return reviewing.keep_apart(session, event, act.other, "different" if act.act == "different" else "unsure", seen)


def act_of_form(session: Session, event: str, form: Mapping[str, str], many: Mapping[str, list[str]]) -> Act:
    """The decision that a form says. Raises UsageError where its fields do not make one."""
    act = form.get("act", "")
    said: dict[str, Any] = {"act": act, "seen": form.get("seen") or None}
    if act == "value":
        field = form.get("field", "")
        said |= {"field": field, "value": value_of_form(field, form), "words": _words(session, event, form)}
        if field.startswith("actors.") and said["value"] is not None:
            said["value"]["types"] = [form.get("type") or None] * len(said["words"])
            if not said["words"]:
                raise UsageError("select the words that name the actor")
    elif act == "comment":
        said["comment"] = form.get("comment", "")
    elif act == "split":
        said["mentions"] = many.get("mention", [])
    elif act == "undo":
        said["statement"] = _whole(form.get("statement", ""), "statement")
    elif act in ("same", "different", "maybe"):
        said |= {"other": form.get("other", "").strip(), "other_seen": form.get("other_seen") or None}
    try:
        return Act.model_validate(said)
    except ValueError as error:
        raise UsageError(f"no decision: {error}") from error


def value_of_form(field: str, form: Mapping[str, str]) -> dict[str, Any] | None:
    """The value that a form gives a field; None where the form says that there is none. Raises UsageError."""
    if form.get("none"):
        return None
    head = field.partition(".")[0]
    if head in ("kind", "status"):
        return {head: form.get("value", "")}
    if head == "date":
        level = form.get("date_level")
        return {"date_start": form.get("date_start", "").strip(), "date_end": form.get("date_end", "").strip() or None,
                "date_level": level or None}  # fmt: skip
    if head == "place":
        return _place(form)
    if head == "claims":
        return {
            name: _number(form.get(name, ""), name) for name in ("low", "best", "high") if form.get(name, "").strip()
        }
    if head == "actors":
        return {"types": []}
    raise UsageError(f"no field {field!r}")


def _place(form: Mapping[str, str]) -> dict[str, Any]:
    if form.get("geonameid", "").strip():
        return {"geonameid": _whole(form["geonameid"], "place")}
    if form.get("lat", "").strip() and form.get("lon", "").strip():
        return {"lat": _number(form["lat"], "latitude"), "lon": _number(form["lon"], "longitude"), "level": "point"}
    found = search_places(form.get("place_name", ""))
    if not found:
        raise UsageError(f"the gazetteer has no place called {form.get('place_name', '')!r}")
    return {"geonameid": found[0].geonameid} if len(found) == 1 else {"choose": form.get("place_name", "")}


def _number(text: str, name: str) -> float | int:
    try:
        value = float(text.replace("\u202f", "").replace(" ", ""))
    except ValueError as error:
        raise UsageError(f"{name}: {text!r} is no number") from error
    if value != value or abs(value) == float("inf"):
        raise UsageError(f"{name}: {text!r} is no number")
    return int(value) if value.is_integer() else value


def _whole(text: str, name: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise UsageError(f"{name}: {text!r} is no whole number") from error


def _words(session: Session, event: str, form: Mapping[str, str]) -> list[dict[str, Any]]:
    """The words a value was read from: selected (offsets), or pasted, and then looked for in the event's documents."""
    pasted, name = form.get("words", "").strip(), form.get("document", "")
    if form.get("start") and form.get("stop") and name:
        document = _shown(session, name)
        start, stop = checked_span(document, _whole(form["start"], "start"), _whole(form["stop"], "stop"))
        if not pasted or document.text[start:stop].strip() == pasted:
            return [{"document": name, "start": start, "stop": stop}]
    if not pasted:
        return []
    mentions = mentions_of(session.derived.connection, find_event(session.derived.connection, event))
    last: UsageError | None = None
    for document_id in dict.fromkeys([*([name] if name else []), *(m.document for m in mentions)]):
        try:
            start, stop = find_words(_shown(session, document_id), pasted)
        except UsageError as error:
            last = error
            continue
        return [{"document": document_id, "start": start, "stop": stop}]
    raise last or UsageError("the event has no source to look in")


def _shown(session: Session, name: str) -> Document:
    document = session.document(name)
    if document is None:
        raise UsageError(f"no document {name!r} is shown in this archive")
    return document
