"""Count independent sources: a translation, a reprint and two reports of one outlet are one.

Two documents are one source where their texts are (equal bytes, or one `text_group`), where one outlet published both,
where their texts share much of their wording (`signature`, if the caller has the texts), or where they tell the same
kinds, days, places and numbers in the same order: wire copy and its translations keep these in any language.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import combinations

from khronika.model import Claim, Mention
from khronika.resolution.cases import Batch
from khronika.resolution.compare import is_telling
from khronika.resolution.identity import mention_key
from khronika.resolution.signature import TextSignature, shared_part
from khronika.text.fold import fold

LEAST_VALUES = 3  # a shared sequence shorter than this is no sign of copying
LEAST_WORTH = 3  # what an account must be worth, by `_worth`, to be no chance when two documents share it
COPIED = 0.35  # of the shorter text's wording; reports written apart share a tenth at most
CROWDED = (
    100  # documents of one event whose texts are compared all with all; of more, each with the first of its copies
)

Mark = tuple[object, ...]
Marks = tuple[Mark, ...]


class SourceMarks:
    """`of` gives for a mention what marks its source; mentions that share a mark are not independent.

    `joined`: the documents, by number, that are in one event with another: only there wire copies are looked for.
    """

    def __init__(self, batch: Batch, joined: Set[int], accounts: Mapping[str, Mark]) -> None:
        self._batch, self._accounts = batch, accounts
        self._wires = _wires(batch, joined)

    def of(self, index: int) -> Marks:
        """Its document, text, outlet, wire and account, those that it has."""
        mention, case = self._batch.mentions[index], self._batch.cases[index]
        own: list[Mark] = [("document", case.document), ("text", case.unit)]
        if mention.source:
            own.append(("outlet", fold(mention.source).strip()))
        if case.document in self._wires:
            own.append(("wire", self._wires[case.document]))
        if mention.document in self._accounts:
            own.append(("account", self._accounts[mention.document]))
        return tuple(own)


def document_accounts(mentions: Iterable[Mention]) -> dict[str, Mark]:
    """Document -> all that it tells, in order, where this is worth enough to know a translation by.

    Of a document in several languages the first is taken. What is denied, planned or remembered belongs to it too.
    """
    by_document: dict[str, list[Mention]] = {}
    for mention in mentions:
        by_document.setdefault(mention.document, []).append(mention)
    found: dict[str, Mark] = {}
    for document, told in by_document.items():
        told.sort(key=mention_key)
        edition = [m for m in told if m.language == told[0].language]
        if any(m.claims for m in edition) and _worth(edition) >= LEAST_WORTH:
            found[document] = tuple(map(_account, edition))
    return found


def _account(mention: Mention) -> Mark:
    place = mention.place and (mention.place.geonameid or (mention.place.name, mention.place.country_iso3))
    claims = tuple((c.quantity, c.low, c.high, c.kind, c.speaker is None) for c in mention.claims)
    return mention.kind, mention.status, mention.date_start, mention.date_end, place, claims


def _worth(mentions: Sequence[Mention]) -> int:
    """Two for each further mention, one for each named witness, and one to four for each number."""
    claims = [c for m in mentions for c in m.claims]
    witnesses = sum(c.speaker is not None for c in claims) + sum(m.attributed_to is not None for m in mentions)
    return 2 * (len(mentions) - 1) + witnesses + sum(map(_worth_of, claims))


def _worth_of(claim: Claim) -> int:
    number = claim.low if claim.low is not None else claim.high
    if claim.kind == "word" or number is None or number <= 10:
        return 1
    return 4 if is_telling(number) else 2


def _wires(batch: Batch, joined: Set[int]) -> dict[int, Mark]:
    """Document -> its numbers, days and places in order, where they are enough to know a copy by."""
    values: dict[int, list[object]] = {}
    language: dict[int, str | None] = {}
    for mention, case in zip(batch.mentions, batch.cases, strict=True):
        if case.document in joined and language.setdefault(case.document, mention.language) == mention.language:
            cell = batch.cells[case.cell]
            values.setdefault(case.document, []).extend(
                [
                    *((c.quantity, c.low, c.high) for c in case.claims),
                    *([(cell.start, cell.end)] if cell.start >= 0 else []),
                    cell.spot,
                ]
            )
    return {document: tuple(found) for document, found in values.items() if _is_wire(found)}


def _is_wire(values: Sequence[object]) -> bool:
    """At least three values, one of them a number that two reporters would hardly both arrive at."""
    numbers = [v for v in values if isinstance(v, tuple) and len(v) == 3]
    telling = any(low == high and is_telling(low) for _, low, high in numbers) or len(numbers) >= LEAST_VALUES
    return len(values) >= LEAST_VALUES and telling


def copied_pairs(documents: Iterable[str], texts: Mapping[str, TextSignature]) -> list[tuple[str, str]]:
    """Pairs of one event's documents of which one text was made from the other; those without a text are left out."""
    known = [name for name in dict.fromkeys(documents) if name in texts]
    if len(known) <= CROWDED:
        return [(a, b) for a, b in combinations(known, 2) if shared_part(texts[a], texts[b]) >= COPIED]
    firsts: list[str] = []
    pairs: list[tuple[str, str]] = []
    for name in known:
        first = next((f for f in firsts if shared_part(texts[f], texts[name]) >= COPIED), None)
        if first is None:
            firsts.append(name)
        else:
            pairs.append((first, name))
    return pairs


def independent_groups(marks: Sequence[Marks], copies: Iterable[tuple[int, int]] = ()) -> list[int]:
    """For each of an event's mentions the number of its independent source, counted from 0 in their order.

    `copies` are pairs of positions that are one source for another reason than a mark.
    """
    parent: dict[Mark, Mark] = {}
    for own in marks:
        for mark in own:
            parent[_root(parent, mark)] = _root(parent, own[0])
    for first, second in copies:
        parent[_root(parent, marks[first][0])] = _root(parent, marks[second][0])
    numbers: dict[Mark, int] = {}
    return [numbers.setdefault(_root(parent, own[0]), len(numbers)) for own in marks]


def _root(parent: dict[Mark, Mark], mark: Mark) -> Mark:
    while parent.setdefault(mark, mark) != mark:
        mark = parent[mark]
    return mark


def joint_confidence(mentions: Sequence[Mention], groups: Sequence[int]) -> float:
    """Chance that at least one independent source is right, capped at 0.99; of one source its surest mention counts."""
    best: dict[int, float] = {}
    for mention, group in zip(mentions, groups, strict=True):
        best[group] = max(best.get(group, 0.0), min(max(mention.confidence, 0.0), 1.0))
    wrong = 1.0
    for confidence in best.values():
        wrong *= 1.0 - confidence
    return min(round(1.0 - wrong, 4), 0.99)
