"""The published view: what of an archive may leave, made from documents, mentions and events under a policy.

The one room through which every export passes. Order: what is withheld goes; what is coarsened is made anew of coarse values
alone; of the rest only the sentences that tell of it leave, names masked; ids that say something are replaced. Nothing is
read from disk, and the day is handed in.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from khronika.disclosure import allowed, cells, rules
from khronika.disclosure.decisions import Decision
from khronika.disclosure.excerpt import shown_text
from khronika.disclosure.names import Names, names_in
from khronika.disclosure.policy import Policy, Rule
from khronika.disclosure.reduce import reduced
from khronika.disclosure.rewrite import public_event, public_mention, report_of, report_without
from khronika.disclosure.strings import Strings, public_id
from khronika.model import Document, Event, Mention, Part

Report = Mapping[str, Any]
_CELL = re.compile(r"[A-Z]{1,3}[0-9]{1,7}")
_KEPT_BACK = "it tells of what is kept back"


class View(msgspec.Struct, frozen=True):
    """What may leave. `decisions` says what was kept back, by the archive's own ids: for its holder, never for export.
    `coarsened`: ids of events whose place is coarser than the archive's."""

    documents: list[Document]
    mentions: list[Mention]
    events: list[Event]
    reports: list[dict[str, Any]]
    decisions: list[Decision]
    coarsened: frozenset[str] = frozenset()


def published_view(
    documents: Sequence[Document], mentions: Sequence[Mention], events: Sequence[Event], reports: Sequence[Report],
    policy: Policy, today: date,
) -> View:  # fmt: skip
    """The view as of a day (withheld kinds wait until it)."""
    return _Maker(documents, mentions, policy, today).view(events, reports)


class _Maker:
    def __init__(self, documents: Sequence[Document], mentions: Sequence[Mention], policy: Policy, today: date) -> None:
        self.policy, self.today = policy, today
        self.documents = {d.id: d for d in documents}
        self.mentions = {m.id: m for m in mentions}
        self.decisions: list[Decision] = []
        self.least: dict[str, int] = {}
        self.back: set[str] = set()  # ids of mentions that are kept back
        self.ruled: dict[str, Rule | None] = {}
        self.ids = {name: public_id(document) for name, document in self.documents.items()}
        self.names: dict[str, Names] = {}
        self.strings: dict[str, Strings] = {}

    def view(self, events: Sequence[Event], reports: Sequence[Report]) -> View:
        self._keep_back(events)
        coarse = [made for event in events if (made := self._coarsened(event))]
        coarse, grown = cells.grown(coarse, self.least)
        self.decisions += grown
        by_document = self._by_document()
        self.strings = {name: self._strings(name, *found) for name, found in by_document.items()}
        shown = [self._document(name, *found) for name, found in by_document.items() if found[0]]
        texts = {d.id: d for d in shown}
        told = [
            public_mention(m, texts[self.ids[m.document]], self.strings[m.document], self.ids) for m in self._shown()
        ]
        plain = [self._plain(event) for event in events if event.event_id not in self.ruled]
        rows, quiet = self._reports(reports, {d.id for d in shown})
        places = {event.event_id: event.place for event in events}
        coarsened = frozenset(e.event_id for e in coarse if e.place != places[e.event_id])
        return View([*shown, *quiet], told, [*coarse, *plain], rows, sorted(self.decisions), coarsened)

    def _keep_back(self, events: Sequence[Event]) -> None:
        """Which events have a rule, and which mentions are not shown."""
        for event in events:
            told = [self.mentions[name] for name in event.mentions if name in self.mentions]
            rule = rules.event_rule(event, told, self.policy, self.documents)
            if rule or (told and all(map(self._is_sealed, told))):
                self.ruled[event.event_id] = rule
                self.back.update(m.id for m in told)
        for mention in self.mentions.values():
            if rules.mention_rule(mention, self.policy, self.documents) or self._is_sealed(mention):
                self.back.add(mention.id)

    def _is_sealed(self, mention: Mention) -> bool:
        document = self.documents.get(mention.document)
        names = {mention.document, mention.source, document.source if document else None}
        return bool(names & set(self.policy.sources.sealed))

    def _coarsened(self, event: Event) -> Event | None:
        """A ruled event as it may be shown; None where it may not, or where it has no rule."""
        if event.event_id not in self.ruled:
            return None
        rule = self.ruled[event.event_id]
        told = [self.mentions[name] for name in event.mentions if name in self.mentions]
        if rule is None:
            self._decide(event.event_id, "withheld", "event", "sources.sealed", "all its sources are sealed")
            return None
        since = rules.last_day(event, told)
        if rules.waits(rule, since, self.today):
            why = f"shown {rule.withhold_days} days after its day ({since or 'not known'})"
            self._decide(event.event_id, "withheld", "event", f"kinds.{event.kind}", why)
            return None
        made = reduced(event, rule)
        self.least[event.event_id] = rule.small_cell
        self._say(event, made, f"kinds.{event.kind}")
        return made

    def _say(self, before: Event, after: Event, rule: str) -> None:
        for field in (
            "place",
            "date_start",
            "actors",
            "claims",
            "group",
            "comparison",
            "conflicts",
            "sources",
            "mentions",
        ):
            if getattr(before, field) != getattr(after, field):
                what = "coarsened" if field in ("place", "date_start") else "withheld"
                self._decide(before.event_id, what, field.removesuffix("_start"), rule, "its kind is protected")

    def _decide(self, subject: str, what: str, field: str, rule: str, why: str) -> None:
        self.decisions.append(Decision(subject, what, field, rule, why))

    def _shown(self) -> list[Mention]:
        return [m for m in self.mentions.values() if m.id not in self.back and m.document in self.documents]

    def _by_document(self) -> dict[str, tuple[list[Mention], list[Mention]]]:
        """Document -> its mentions that are shown, and those that are kept back."""
        found: dict[str, tuple[list[Mention], list[Mention]]] = {}
        for mention in self.mentions.values():
            if mention.document in self.documents:
                found.setdefault(mention.document, ([], []))[mention.id in self.back].append(mention)
        return found

    def _strings(self, name: str, shown: list[Mention], back: list[Mention]) -> Strings:
        document = self.documents[name]
        wanted = self.policy.names.mask and bool(shown)
        self._names = getattr(self, "_names", {})
        self.names[name] = allowed.kept(document, names_in(document), self.policy) if wanted else Names([], frozenset())
        return Strings(document.language, self.names[name].words, _terms(back, shown), self.policy.names.mask)

    def _document(self, name: str, shown: list[Mention], back: list[Mention]) -> Document:
        """A document that tells of something shown: its sentences, and of its head what gives nothing away."""
        document, strings, names = self.documents[name], self.strings[name], self.names[name]
        if names.spans:
            self._decide(name, "masked", "text", "names", f"{len(names.spans)} places name persons")
        if back:
            self._decide(name, "withheld", "title, address, day, sentences", "kinds", _KEPT_BACK)
        return Document(
            id=self.ids[name], text=shown_text(document, shown, back, names.spans), language=document.language,
            published=None if back else document.published, parts=_parts(document), source=strings.publisher(document.source),
            url=None if back else strings.address(document.url), title=None if back else strings.maybe(document.title),
            masked=True,
        )  # fmt: skip

    def _plain(self, event: Event) -> Event:
        """An event without a rule: its words masked, and nothing of mentions that are kept back."""
        members = [self.mentions[n] for n in event.mentions if n in self.mentions]
        strings = [self.strings[m.document] for m in members if m.document in self.strings]
        made = public_event(event, members, self.back, strings, self.ids)
        if [a.name for a in made.actors] != [a.name for a in event.actors]:
            self._decide(event.event_id, "masked", "actors", "names", "a word may be a person's name")
        return made

    def _reports(self, reports: Sequence[Report], shown: set[str]) -> tuple[list[dict[str, Any]], list[Document]]:
        """A line a document, and the heads of documents that told of nothing."""
        rows, quiet = [], []
        numbers = Counter(m.document for m in self._shown())
        silent = {m.document for m in self.mentions.values()}
        for report in reports:
            document = self.documents.get(str(report.get("document")))
            if document is None or (document.id in silent and self.ids[document.id] not in shown):
                rows.append(report_without(report))
                continue
            rows.append(report_of(report, self.ids[document.id], numbers[document.id]))
            if document.id not in silent:
                quiet.append(Document(id=self.ids[document.id], text="", language=document.language, masked=True))
        return rows, quiet


def _parts(document: Document) -> list[Part]:
    """Pages and the like; a label that is more than a number or a cell's name may say something and goes."""
    plain = (
        p.label is None or isinstance(p.label, int) or _CELL.fullmatch(p.label) is not None for p in document.parts
    )
    return [p if fits else Part(p.start, p.stop, p.kind) for p, fits in zip(document.parts, plain, strict=True)]


def _terms(back: Sequence[Mention], shown: Sequence[Mention]) -> set[str]:
    """What the strings of a document must not say: places and days of what is kept back, but for those that are shown."""
    terms = {t for m in back for t in _places_and_days(m)}
    return terms - {t for m in shown for t in _places_and_days(m)}


def _places_and_days(mention: Mention) -> set[str]:
    quotes = {s.quote for key in ("place", "date") for s in mention.spans.get(key, ())}
    place = mention.place
    named = {place.name, place.admin2} if place and place.level not in ("adm1", "country") else set()
    return {t for t in quotes | named | {mention.date_start, mention.date_end} if t}
