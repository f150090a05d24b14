"""Say in words what went wrong in a document: what was missed, invented, or told with a wrong value (wanted, got)."""

from collections.abc import Iterator, Sequence

import msgspec

from khronika.evaluation.compare import Count, compare, match_claims
from khronika.evaluation.gold import Gold, Number, Pair, Spot, Told
from khronika.evaluation.measures import Outcome, is_free, is_said, is_wanted


class Fault(msgspec.Struct, frozen=True):
    """`what` is missed, invented, told as fact, or wrong and the slot; `record` says of what; then wanted and got."""

    what: str
    record: str
    wanted: str | None = None
    got: str | None = None


class Worst(msgspec.Struct, frozen=True):
    """A document with much wrong. `errors` counts values missed and invented; `text` is the whole text."""

    document: str
    language: str | None
    register: str | None
    errors: int
    faults: list[Fault]
    text: str


def worst(outcomes: Sequence[Outcome], many: int) -> list[Worst]:
    """The documents with most errors, at most so many; of equals by id."""
    ranked = sorted(outcomes, key=lambda o: (-errors(o), o.document.key))
    return [_worst(o) for o in ranked[: max(0, many)] if errors(o)]


def errors(outcome: Outcome) -> int:
    """Values missed or invented in events and figures; a wrong value is both."""
    counts = [outcome.tally.get(name, Count()) for name in ("slots", "figure_slots")]
    return sum(c.wanted + c.given - 2 * c.right for c in counts)


def _worst(outcome: Outcome) -> Worst:
    document, gold = outcome.document.document, outcome.document
    faults = [fault for pair in (*outcome.events, *outcome.figures) for fault in faults_of(pair)]
    return Worst(document.id, document.language, gold.register, errors(outcome), faults, document.text)


def faults_of(pair: Pair) -> Iterator[Fault]:
    """What is wrong with one record; nothing where gold leaves it free."""
    gold, told = pair
    if is_free(pair):
        return
    if (gold is not None and gold.is_figure) or (told is not None and told.is_figure):
        yield from _faults(gold, told)
    elif gold is not None and not gold.is_fact and is_said(pair) and told is not None:
        yield Fault("told as fact", in_words(gold), gold.status, told.status)
    else:
        yield from _faults(gold if is_wanted(pair) else None, told if is_said(pair) else None)


def _faults(gold: Gold | None, told: Told | None) -> Iterator[Fault]:
    if gold is not None and told is not None:
        yield from _wrong_values(gold, told)
    elif gold is not None:
        yield Fault("missed", in_words(gold))
    elif told is not None:
        yield Fault("invented", in_words(told))


def _wrong_values(gold: Gold, told: Told) -> Iterator[Fault]:
    name = in_words(gold)
    for slot, count in compare(gold, told).items():
        if slot != "claims" and (count.wanted > count.right or count.given > count.right):
            yield Fault(f"wrong {slot}", name, _value(gold, slot), _value(told, slot))
    claims = match_claims(gold, told)
    if claims.missed or claims.invented:
        yield Fault("wrong claims", name, _numbers(claims.missed), _numbers(claims.invented))


def in_words(record: Told) -> str:
    """One line: kind, status where it is no fact, days, place, and the words that tell it."""
    quotes = " … ".join(p.quote for p in record.triggers if p.quote)
    status = "" if record.is_fact else f"({record.status})"
    parts = [
        "figure" if record.is_figure else "",
        record.kind or "no kind",
        status,
        _days(record) or "",
        _spot(record.place) or "",
    ]
    return " ".join(filter(None, parts)) + (f" “{quotes}”" if quotes else "")


def _value(record: Told, slot: str) -> str | None:
    if slot == "date":
        return _days(record)
    if slot == "place":
        return _spot(record.place)
    if slot == "comparison":
        ratio = record.comparison
        return bounds(ratio.ratio_low, ratio.ratio_high) + " times" if ratio else None
    value: str | None = getattr(record, slot)
    return value


def _days(record: Told) -> str | None:
    if record.date_start == record.date_end:
        return record.date_start
    return f"{record.date_start or '…'}..{record.date_end or '…'}"


def _spot(place: Spot | None) -> str | None:
    if place is None or not place.is_filled:
        return None
    return ", ".join(filter(None, (place.name, place.admin1, place.country_iso3, place.level)))


def _numbers(claims: Sequence[Number]) -> str | None:
    return "; ".join(f"{c.quantity} {bounds(c.low, c.high)}" for c in claims) or None


def bounds(low: float | int | None, high: float | int | None) -> str:
    """12, 200–999, at least 35, at most 40."""
    if low == high:
        return f"{low:g}" if low is not None else "no bound"
    if high is None:
        return f"at least {low:g}"
    return f"at most {high:g}" if low is None else f"{low:g}–{high:g}"
