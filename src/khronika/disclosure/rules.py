"""Which rule holds for each event and mention: by kind, by the kinds of its mentions, by words of its sources."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import reduce

from khronika.disclosure.excerpt import sentences_at, spans_of
from khronika.disclosure.lexicon import name_words
from khronika.disclosure.policy import Policy, Rule
from khronika.languages import supported
from khronika.model import Document, Event, Mention, read_day
from khronika.text.fold import fold

Documents = Mapping[str, Document]


def mention_rule(mention: Mention, policy: Policy, documents: Documents) -> Rule | None:
    """The rule for one mention, None where all of it may be shown."""
    rule = policy.rule(mention.kind)
    if rule is None or (rule.only and not _tells_of(rule.only, mention, documents.get(mention.document))):
        return None
    return rule


def event_rule(event: Event, mentions: Sequence[Mention], policy: Policy, documents: Documents) -> Rule | None:
    """The strictest of its own kind's rule and those of its mentions."""
    own = policy.rule(event.kind)
    rules = [own] if own and not (own.only and mentions) else []
    rules += [rule for m in mentions if (rule := mention_rule(m, policy, documents))]
    return reduce(Rule.joined, rules) if rules else None


def _tells_of(sort: str, mention: Mention, document: Document | None) -> bool:
    """Whether the sentences of a mention hold a word of the sort, in any language; where there is no text they may."""
    if document is None or not mention.spans:
        return True
    text = fold(" ".join(document.text[a:b] for a, b in sentences_at(document, spans_of([mention]))))
    return any(word in text for code in supported() for word in name_words(code).words[sort])


def last_day(event: Event | None, mentions: Iterable[Mention]) -> date | None:
    """The day from which waiting is counted: the event's last, else the last on which a source told of it."""
    told = list(mentions)
    ends = [read_day(event.date_end or event.date_start)] if event else []
    ends += [read_day(m.date_end or m.date_start) for m in told] if not event else []
    known = [day for day in ends if day] or [day for m in told if (day := read_day(m.published))]
    return max(known, default=None)


def waits(rule: Rule, since: date | None, today: date) -> bool:
    """Whether it is too early to show anything; where no day is known it always is."""
    return rule.withhold_days > 0 and (since is None or (today - since).days < rule.withhold_days)
