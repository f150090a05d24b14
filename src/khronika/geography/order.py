"""Which place stands inside which by the words between them: "Uryupinsk (Volgograd Oblast)", "Paris, Texas", "a village in Dagestan"."""

import re
from collections.abc import Sequence
from itertools import pairwise

from khronika.geography.cues import BEFORE_CAPITAL, PENALTY_BEFORE
from khronika.geography.gazetteer import Gazetteer
from khronika.geography.layout import ADM1, ADM2, COUNTRY, NONE, ROW, TOWN
from khronika.geography.span import Span
from khronika.geography.words import PlaceWords

_TOKEN = re.compile(r"[\w]+|[^\w\s]")
_UNIT_BEHIND = re.compile(r",? ([^\W\d][\w-]+) ([\w-]+)")
_GAP = 28
_OUTER_LEVELS = (COUNTRY, ADM1, ADM2)
_HOLDERS = 40
_LOOSE = -1.0
_SURE = 1.0
_LIST_GAP = 10
_KNOWN = 100_000  # people: a town of that size needs no unit named behind it
_ELSEWHERE = -9.0


def nest(spans: Sequence[Span], words: PlaceWords, places: Gazetteer) -> None:
    """Tie each span to the container beside it; from right to left, so that a chain of three passes its end on."""
    _unknown_units(spans, words)
    for a, b in reversed(list(pairwise(spans))):
        gap = a.passage.folded[a.stop : b.start]
        if len(gap) > _GAP or "\n" in gap:
            continue
        tokens = _TOKEN.findall(gap)
        if gap == " " and not words.outer_first and _names_unit(b, places) and _contained(a, b, words, places):
            continue
        if a.worth < _LOOSE and not set(tokens) & {",", "("}:  # "Ellen Preston in France" stays a person
            continue
        if _inside(tokens, words) and _tie(a, b, places):
            continue
        if gap.strip() in words.genitives or _follows(tokens, words):
            _tie(b, a, places)


def _unknown_units(spans: Sequence[Span], words: PlaceWords) -> None:
    """A capitalised word and a level word behind a name, and no place known by them: which of its namesakes is meant stays open."""
    starts = {span.start for span in spans}
    for span in spans if words.cased else ():
        match = _UNIT_BEHIND.match(span.passage.folded, span.stop)
        word = words.after.get(match[2]) if match else None
        if match and word and word.level in (ADM1, ADM2) and match.start(1) not in starts:
            span.vague = span.passage.text[match.start(1)].isupper()


def _names_unit(span: Span, places: Gazetteer) -> bool:
    """A unit's name in another case right behind a place: "Купино Шебекинского городского округа"."""
    bent = not span.rule.startswith("gazetteer.")
    return bent and any(places.level[n & ROW] in (ADM1, ADM2) for n in span.rows)


def _contained(inner: Span, unit: Span, words: PlaceWords, places: Gazetteer) -> bool:
    """Tie a place to the unit named behind it; a small town that lies elsewhere is another one than that of the gazetteer."""
    if _tie(inner, unit, places) or _tie_wider(inner, unit, places) or _tie_namesake(inner, unit, words, places):
        _unbind(inner)
        return True
    rows = [n & ROW for n in inner.rows]
    small = all(places.level[row] >= TOWN and places.population[row] < _KNOWN for row in rows)
    if unit.level in (ADM1, ADM2) and small and inner.hint != "demonym":
        inner.add(_ELSEWHERE, "not in the unit behind")
        unit.add(1.5, "behind a place")
    return False


def _tie_namesake(inner: Span, unit: Span, words: PlaceWords, places: Gazetteer) -> bool:
    """The pack's name means one place; its namesakes of the gazetteer count where the unit behind says so."""
    kept = inner.rows
    inner.rows = [n for form, _ in words.forms(inner.key) for n in places.named(form) if n not in kept]
    if inner.rows and _tie(inner, unit, places):
        return True
    inner.rows = kept
    return False


def _tie_wider(inner: Span, unit: Span, places: Gazetteer) -> bool:
    """Both in one unit of level 1, where the gazetteer files the place under no district or another."""
    homes = {places.admin1_row[n & ROW] for n in unit.rows if places.level[n & ROW] == ADM2} - {NONE}
    fit = [row for row in sorted(homes) if any(places.admin1_row[n & ROW] == row for n in inner.rows)]
    if not fit or "demonym" in (inner.hint, unit.hint):
        return False
    inner.outers = list(dict.fromkeys([*inner.outers, *fit]))
    inner.add(3.0, "inside")
    return True


def _unbind(span: Span) -> None:
    """The capitalised word behind it was its container, not the rest of a longer name."""
    if any(cue == BEFORE_CAPITAL for cue, _ in span.cues):
        span.add(-PENALTY_BEFORE, "a unit behind")
        span.hint = span.heard if span.hint == "part" else span.hint


def join(spans: Sequence[Span], words: PlaceWords) -> None:
    """In a list the second is what the first is: "in Atlanta and Savannah". From left to right, so that it runs on."""
    for a, b in pairwise(spans):
        gap = a.passage.folded[a.stop : b.start]
        tokens = _TOKEN.findall(gap) if len(gap) < _LIST_GAP else []
        if a.worth < _SURE or a.hint in ("part", "speaker", "dateline", "demonym") or b.hint == "demonym":
            continue
        listed = any(t in words.lists for t in tokens) and all(t in words.lists or t == "," for t in tokens)
        if listed and b.hint == "speaker" and a.hint is None:
            a.hear("speaker", b.said or b.rule)  # "Ankara and Tehran condemned the attack"
        elif listed:
            b.add(0.8, "listed")
            b.hear(a.hint, a.said or a.rule)


def _follows(tokens: list[str], words: PlaceWords) -> bool:
    """Container first, as in Korean: nothing but linking and level words between the two."""
    return words.outer_first and all(t in words.links or t in words.after for t in tokens)


def _inside(tokens: list[str], words: PlaceWords) -> bool:
    """`,` or `(` or a word such as "in", with level words and articles around it."""
    joined = [t for t in tokens if t not in words.skips and t not in words.after and t not in words.before]
    linked = [t for t in tokens if t in (",", "(") or t in words.links]
    return bool(linked) and all(t in (",", "(") or t in words.links for t in joined)


def _tie(inner: Span, outer: Span, places: Gazetteer) -> bool:
    """Note on both what holds what; False where no reading fits. A demonym holds nothing."""
    if "demonym" in (inner.hint, outer.hint):
        return False
    holders = [n & ROW for n in outer.rows[:_HOLDERS] if places.level[n & ROW] in _OUTER_LEVELS]
    inners = [n & ROW for n in inner.rows]
    fit = [row for row in holders if any(places.holds(row, i) for i in inners)]
    fit += [row for row in outer.outers if row not in fit and any(places.holds(row, i) for i in inners)]
    if not fit:
        return False
    inner.outers = list(dict.fromkeys([*inner.outers, *fit]))
    outer.holds |= set(fit) | {
        n & ROW for n in outer.rows if places.admin1_row[n & ROW] in fit
    }  # "Lima's": the city will do
    inner.add(3.0, "inside")
    outer.add(1.5, "holds")
    return True
