"""Resolve spans that somebody else found: one answer each, in their order, whatever the words around them say."""

from collections.abc import Sequence
from dataclasses import replace

from khronika.geography.answer import answer
from khronika.geography.cues import judge
from khronika.geography.current import gazetteer
from khronika.geography.fuzzy import guess
from khronika.geography.gazetteer import Gazetteer
from khronika.geography.locate import WORTH, scan
from khronika.geography.rank import homes_of, rank
from khronika.geography.span import Span
from khronika.geography.why import explained
from khronika.geography.words import words_of
from khronika.model import FoundPlace, Passage, Place

_GIVEN = 3.0  # what being pointed at is worth


def resolve_spans(
    passages: Sequence[Passage],
    spans: Sequence[tuple[int, int]],
    *,
    home: str | None = None,
    publisher: str | None = None,
    explain: bool = False,
) -> list[FoundPlace]:
    """One answer for each given span (document offsets), in the order given; the place is empty where nothing is known.

    `explain`: give the evidence with each.
    """
    places = gazetteer()
    found, _ = scan(passages, places)
    given = [_given(passages, start, stop, found, places) for start, stop in spans]
    around = [s for s in found if s.worth >= WORTH and not any(_overlap(s, g) for g in given if g)]
    ranked = rank([*(g for g in given if g), *around], places, homes_of(places, home, publisher))
    answers = [answer(g, places) if g else _empty(passages, *span) for g, span in zip(given, spans, strict=True)]
    return explained(answers, given, ranked, places) if explain else answers


def _overlap(a: Span, b: Span) -> bool:
    return a.passage is b.passage and a.start < b.stop and b.start < a.stop


def _home(passages: Sequence[Passage], start: int, stop: int) -> Passage | None:
    return next((p for p in passages if p.start <= start and stop <= p.start + len(p.text)), None)


def _given(passages: Sequence[Passage], start: int, stop: int, found: list[Span], places: Gazetteer) -> Span | None:
    """The span that was asked for, with what the scan found there or the names that its words bear."""
    passage = _home(passages, start, stop)
    if passage is None:
        return None
    a, b = start - passage.start, stop - passage.start
    same = next((s for s in found if s.passage is passage and s.start == a and s.stop == b), None)
    span = same or _looked_up(passage, a, b, found, places)
    if span:
        span.given, span.worth = True, max(_GIVEN, span.worth)
    return span


def _looked_up(passage: Passage, a: int, b: int, found: list[Span], places: Gazetteer) -> Span | None:
    """By the pack's names, the gazetteer's, a name inside the span, the sound: the first that gives something."""
    words = words_of(passage)
    key = passage.folded[a:b].strip(" .,'\"")
    own = words.names.get(key) or words.tied.get(key) or words.demonyms.get(key)
    if own:
        return Span(passage, a, b, key, [own[0]], own[1])
    for name in _shorter(key):
        rows = [row for form, _ in words.forms(name) for row in places.named(form)]
        if rows:
            span = Span(passage, a, b, name, list(dict.fromkeys(rows)), "gazetteer.exact")
            judge(span, words, places, {})
            return span
    inside = [s for s in found if s.passage is passage and a <= s.start and s.stop <= b]
    if inside:
        best = max(inside, key=lambda s: s.worth)
        return replace(best, start=a, stop=b)
    guessed = guess([Span(passage, a, b, key, [], "gazetteer.phonetic", _GIVEN)], found, places)
    return guessed[0] if guessed else None


def _shorter(key: str) -> list[str]:
    """The words themselves, then without the first ones (an article), then without the last ones (a level word)."""
    tokens = key.split(" ")
    tails = [" ".join(tokens[n:]) for n in range(len(tokens))]
    heads = [" ".join(tokens[:n]) for n in range(len(tokens) - 1, 0, -1)]
    return [name for name in dict.fromkeys([*tails, *heads]) if name]


def _empty(passages: Sequence[Passage], start: int, stop: int) -> FoundPlace:
    passage = _home(passages, start, stop)
    quote = passage.text[start - passage.start : stop - passage.start] if passage else ""
    return FoundPlace(start, stop, quote, Place(), 0.0, 0.0, "gazetteer.none")
