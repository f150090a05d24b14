"""Check the numbers of a text against what others report of the same happenings.

The text is coded like any report and resolved together with the mentions at hand; of one event, the claims of one
quantity are compared. What stands in the text itself twice is compared in the same way.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import msgspec

from khronika.cite.bounds import relation
from khronika.cite.held import Held
from khronika.cite.model import Evidence
from khronika.cite.reasons import Finding
from khronika.extraction.stream import Mode, extract_one_safely
from khronika.model import Claim, Document, Mention, Span
from khronika.resolution import resolve, text_signature

OWN = "cited-text"
_DAYS = timedelta(days=3)


class Told(msgspec.Struct, frozen=True):
    """A claim of the text with the characters of its number, and the rival claims of the same event and quantity."""

    start: int
    stop: int
    claim: Claim
    mention: Mention
    others: list[tuple[Mention, int]]


def told_elsewhere(text: str, document: Document, held: Held, mode: Mode) -> list[Told]:
    """Each claim of the text with what the mentions at hand, and the text itself elsewhere, say of the same."""
    own = msgspec.structs.replace(document, id=OWN, text=text, spans=None)
    mentions = extract_one_safely(own, mode).mentions
    texts = {d.id: text_signature(d.text) for d in held.documents} | {OWN: text_signature(text)}
    near = [m for m in held.mentions if m.claims and _near(m, mentions) and m.document != OWN]
    events = resolve([*mentions, *near], texts=texts).events
    by_id = {m.id: m for m in (*near, *mentions)}
    home = {name: event for event in events for name in event.mentions}
    found = []
    for mention in mentions:
        event = home.get(mention.id)
        others = [by_id[name] for name in event.mentions if name != mention.id and name in by_id] if event else []
        found += list(_claims(mention, others))
    return found


def _claims(mention: Mention, others: Sequence[Mention]) -> Iterator[Told]:
    for number, claim in enumerate(mention.claims):
        spans = mention.spans.get(f"claims[{number}]", [])
        rivals = [
            (m, n)
            for m in (mention, *others) for n, c in enumerate(m.claims)
            if c.quantity == claim.quantity and (m is not mention or n != number)
        ]  # fmt: skip
        if spans:
            yield Told(min(s.start for s in spans), max(s.stop for s in spans), claim, mention, rivals)


def _near(mention: Mention, own: Sequence[Mention]) -> bool:
    """Whether its days may be those of a mention of the text; a mention without a day may always be."""
    days = _days(mention)
    return any(not days or not (mine := _days(m)) or (mine[0] <= days[1] and days[0] <= mine[1]) for m in own)


def _days(mention: Mention) -> tuple[date, date] | None:
    if not mention.date_start or not mention.date_end:
        return None
    return date.fromisoformat(mention.date_start) - _DAYS, date.fromisoformat(mention.date_end) + _DAYS


def findings(told: Told, held: Held, cited: frozenset[str]) -> list[Finding]:
    """What the other claims make of one; `cited`: ids of the documents that the text lays the statement to."""
    documents = {d.id: d for d in held.documents}
    made = []
    for mention, number in told.others:
        claim = mention.claims[number]
        if mention.document == OWN:
            if relation(told.claim, claim) == "excludes" and _speaker(told.mention, told.claim) == _speaker(
                mention, claim
            ):
                made.append(Finding("text_differs", [_here(mention, number)]))
            continue
        base = "source" if mention.document in cited else "event"
        code = {
            "bears_out": f"{base}_bears_out" if base == "source" else "event_bears_out",
            "excludes": f"{base}_differs",
        }
        evidence = [_there(mention, number, documents.get(mention.document), held)]
        made.append(Finding(code.get(relation(told.claim, claim), "not_excluded"), evidence, outside=True))
    return made


def _speaker(mention: Mention, claim: Claim) -> str | None:
    """Whom the text names for a number: what two of them say differently is no fault of the text."""
    return claim.speaker or mention.attributed_to


def _here(mention: Mention, number: int) -> Evidence:
    spans = mention.spans.get(f"claims[{number}]") or mention.spans.get("trigger") or []
    return Evidence(side="document", says="the same happening elsewhere in the text", span=spans[0] if spans else None)


def _there(mention: Mention, number: int, document: Document | None, held: Held) -> Evidence:
    spans: list[Span] = mention.spans.get(f"claims[{number}]") or mention.spans.get("trigger") or []
    sound = [s for s in spans if document is not None and document.text[s.start : s.stop] == s.quote]
    claim = mention.claims[number]
    who = claim.speaker or mention.attributed_to
    says = f"{claim.text} {claim.quantity}" + (f", according to {who}" if who else "")
    return Evidence(
        side="archive" if held.archive else "source", says=says, document=mention.document, source=mention.source,
        span=sound[0] if sound else None,
    )  # fmt: skip
