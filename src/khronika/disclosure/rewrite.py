"""Mentions, events and report lines with their strings made fit to leave and their ids replaced. Decides nothing."""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from khronika.disclosure.strings import Strings
from khronika.model import Actor, Claim, Comparison, Document, Event, Mention, Span

Ids = Mapping[str, str]
_HASH = re.compile(r"[0-9a-f]{32,64}")


def public_mention(mention: Mention, document: Document, strings: Strings, ids: Ids) -> Mention:
    """The mention; its quotes are those of the document as it is shown, and so is the day of publication."""
    text = document.text
    return msgspec.structs.replace(
        mention, id=public_name(mention.id, mention.document, ids), document=ids[mention.document],
        actors=[Actor(strings.shown(a.name), a.role, a.type) for a in mention.actors],
        claims=[_claim(c, strings) for c in mention.claims], attributed_to=strings.maybe(mention.attributed_to),
        source=strings.publisher(mention.source), notes=[],
        published=mention.published if document.published else None,
        document_hash=_hash(mention.document_hash),
        text_group=mention.text_group and _made(mention.text_group), group=_maybe(mention.group, strings),
        comparison=_compared(mention.comparison, strings),
        spans={key: [Span(s.start, s.stop, text[s.start : s.stop]) for s in spans] for key, spans in mention.spans.items()},
    )  # fmt: skip


def _hash(value: str | None) -> str | None:
    """A hash as it is; what is none may say something and is hashed."""
    return value if value is None or _HASH.fullmatch(value) else _made(value)


def _made(value: str) -> str:
    return sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _claim(claim: Claim, strings: Strings) -> Claim:
    return msgspec.structs.replace(claim, text=strings.shown(claim.text), speaker=strings.maybe(claim.speaker))


def _maybe(group: str | UnsetType | None, strings: Strings) -> str | UnsetType | None:
    return strings.shown(group) if isinstance(group, str) else group


def _compared(comparison: Comparison | UnsetType | None, strings: Strings) -> Comparison | UnsetType | None:
    if comparison is UNSET or comparison is None or isinstance(comparison, UnsetType):
        return comparison
    shown = strings.shown
    return Comparison(comparison.ratio_low, comparison.ratio_high, shown(comparison.to), shown(comparison.text))


def public_name(name: str, document: str, ids: Ids) -> str:
    """A mention's id with its document's public one; what does not begin with the document's id gets a number's place only."""
    rest = name.removeprefix(document) if name.startswith(document) else "#" + name.rpartition("#")[2]
    return ids[document] + rest


def public_event(
    event: Event, members: Sequence[Mention], back: set[str], strings: Sequence[Strings], ids: Ids
) -> Event:
    """An event none of whose kinds is protected; what sealed mentions said of it is left out."""
    words = Joined(strings)
    names = {m.id: public_name(m.id, m.document, ids) for m in members if m.id not in back and m.document in ids}
    comparison = _compared(event.comparison, words)
    return msgspec.structs.replace(
        event, actors=[Actor(words.shown(a.name), a.role, a.type) for a in event.actors],
        claims=[
            msgspec.structs.replace(c, text=words.shown(c.text), speaker=words.maybe(c.speaker), mention=names[c.mention])
            for c in event.claims if c.mention in names
        ],
        group=words.maybe(event.group), comparison=None if isinstance(comparison, UnsetType) else comparison,
        mentions=[names[m] for m in event.mentions if m in names],
        sources=list(dict.fromkeys(
            shown for m in members if m.id in names for shown in [words.publisher(m.source)] if shown
        )) if members else [],
        conflicts=[msgspec.structs.replace(c, values=[_value(v, words) for v in c.values]) for c in event.conflicts],
    )  # fmt: skip


class Joined(Strings):
    """The strings of all documents that tell of one event."""

    def __init__(self, strings: Sequence[Strings]) -> None:
        words = frozenset[str]().union(*(s.words for s in strings))
        terms = {term for s in strings for term in s.terms}
        super().__init__(next((s.language for s in strings), None), words, terms, any(s.mask for s in strings))


def _value(value: Any, words: Strings) -> Any:
    """A value of a conflict; names in its strings masked where its sources name them."""
    if isinstance(value, str):
        return words.known(value)
    if isinstance(value, dict):
        return {key: _value(part, words) for key, part in value.items()}
    return [_value(part, words) for part in value] if isinstance(value, list | tuple) else value


def report_of(report: Mapping[str, Any], name: str, mentions: int) -> dict[str, Any]:
    """What became of a document, by its public id."""
    outcome = report.get("outcome")
    reason = "could not be read" if outcome == "failed" else report.get("reason")
    return {"document": name, "outcome": outcome, "reason": reason, "mentions": mentions}


def report_without(report: Mapping[str, Any]) -> dict[str, Any]:
    """The same of a document that is not shown, or that could not be read: that there was one."""
    outcome = report.get("outcome")
    reason = "could not be read" if outcome == "failed" else "not published"
    return {"document": None, "outcome": outcome, "reason": reason, "mentions": 0}
