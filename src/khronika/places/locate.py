"""Find the places that a document names and say which they are: scan, judge, nest, rank, settle.

Stands between `text` and `extract`. Reads passages of one document, in any mixture of languages, and gives toponyms with
coordinates. Does not decide where an event happened.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from khronika.model import Alternative, FoundPlace, Passage, Place
from khronika.places.cues import AFTER_CAPITAL, judge, people_in, settle_level
from khronika.places.fuzzy import guess
from khronika.places.gazetteer import Gazetteer, gazetteer
from khronika.places.layout import SUBURB, TOWN
from khronika.places.order import nest
from khronika.places.rank import rank, settle, standing
from khronika.places.scan import scan_cased
from khronika.places.scan_tails import scan_tails
from khronika.places.span import Span
from khronika.places.words import PlaceWords, words_of
from khronika.text.clean import Clean
from khronika.text.fold import fold
from khronika.text.sentences import paragraphs

WORTH = 0.0  # below it a span is no place
_SMALL = re.compile(r"(?<![\w-])[^\W\d_A-Z]\w{2,}")


def locate(passages: Sequence[Passage], *, home: str | None = None) -> list[FoundPlace]:
    """The places that one document names, in the order of its text; offsets are those of the cleaned document.

    Args: home: ISO 3166 alpha-3 code of the country that the source writes from; preferred where the text leaves it open.
    Demonyms ("Russian") are among the answers, with the hint `demonym`: they are evidence, not toponyms.
    """
    places = gazetteer()
    spans, unknown = _scan(passages, places)
    kept = [span for span in spans if span.worth >= WORTH or span.hint == "demonym"]
    kept += guess(unknown, kept, places)
    rank(kept, places, places.country_number(home) if home else None)
    extra = standing(kept, places)
    kept = [span for span in kept if span.hint == "demonym" or span.worth + extra[span] >= WORTH]
    kept.sort(key=lambda span: (span.passage.start + span.start, span.stop))
    return [_found(span, places) for span in kept]


def resolve_spans(
    passages: Sequence[Passage], spans: Sequence[tuple[int, int]], *, home: str | None = None
) -> list[FoundPlace]:
    """One answer for each given span (document offsets), in the order given; the place is empty where nothing is known."""
    places = gazetteer()
    found, _ = _scan(passages, places)
    given = [_given(passages, start, stop, found, places) for start, stop in spans]
    around = [s for s in found if s.worth >= WORTH and not any(_overlap(s, g) for g in given if g)]
    rank([*(g for g in given if g), *around], places, places.country_number(home) if home else None)
    return [_found(g, places) if g else _empty(passages, *span) for g, span in zip(given, spans, strict=True)]


def read_places(text: str, language: str, home: str | None = None) -> list[FoundPlace]:
    """`locate` for a plain text in one language; offsets are those of the text as given."""
    cleaned = Clean(text)
    passages = [Passage(a, cleaned.text[a:b], fold(cleaned.text[a:b]), language) for a, b in paragraphs(cleaned.text)]
    return [_at_source(found, cleaned) for found in locate(passages, home=home)]


def _at_source(found: FoundPlace, cleaned: Clean) -> FoundPlace:
    start, stop = cleaned.to_source(found.start, found.stop)
    return FoundPlace(
        start,
        stop,
        cleaned.source[start:stop],
        found.place,
        found.margin,
        found.score,
        found.rule,
        found.alternatives,
        found.hint,
    )


def _scan(passages: Sequence[Passage], places: Gazetteer) -> tuple[list[Span], list[Span]]:
    """All judged spans of the document, and capitalised words that no name fits."""
    spans: list[Span] = []
    unknown: list[Span] = []
    people: dict[str, int] = {}
    small: set[str] = set()
    for passage in passages:
        words = words_of(passage.language)
        if words.cased:
            people |= people_in(passage.folded, passage.text, words)
            small |= set(_SMALL.findall(passage.text))
    for passage in passages:
        words = words_of(passage.language)
        some, others = (scan_cased if words.cased else scan_tails)(passage, words, places)
        for span in some:
            judge(span, words, places, people)
        some = _tied(some, words)
        nest([span for span in some if span.hint != "demonym"], words, places)
        spans += some
        unknown += others
    _second(spans, small, places)
    return spans, unknown


def _tied(spans: list[Span], words: PlaceWords) -> list[Span]:
    """Abbreviations such as `Tex.` count only right after a place and a comma."""
    kept: list[Span] = []
    for span in spans:
        if span.hint == "tied":
            before = kept[-1] if kept else None
            gap = span.passage.folded[before.stop : span.start] if before else ""
            if "." not in span.key and (gap.strip(" ") not in (",", "(") or not gap):
                continue
            span.hint = None
        kept.append(span)
    return kept


def _second(spans: Sequence[Span], small: set[str], places: Gazetteer) -> None:
    """What other mentions say: a sure one carries the doubtful ones of its name; a word also written small is common."""
    by_key: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        settle_level(span, places)
        if span.hint != "demonym":
            by_key[span.key].append(span)
    for key, group in by_key.items():
        if key in small and " " not in key:
            for span in group:
                span.add(-1.8, "also small")
        best = max(span.worth for span in group)
        named_on = any(cue.startswith(AFTER_CAPITAL) for span in group for cue in span.cues)
        for span in group if named_on else ():
            if span.hint not in ("in", "dateline") and not span.outers and AFTER_CAPITAL not in span.cues:
                span.add(-0.8, "in a longer name elsewhere")
        if len(group) > 1 and best > 1.5:
            for span in group:
                if span.worth < best:
                    span.add(1.0, "named again")


def _overlap(a: Span, b: Span) -> bool:
    return a.passage is b.passage and a.start < b.stop and b.start < a.stop


def _given(passages: Sequence[Passage], start: int, stop: int, found: list[Span], places: Gazetteer) -> Span | None:
    """The span that was asked for, with what the scan found there or the names that its words bear."""
    passage = next((p for p in passages if p.start <= start and stop <= p.start + len(p.text)), None)
    if passage is None:
        return None
    a, b = start - passage.start, stop - passage.start
    same = next((s for s in found if s.passage is passage and s.start == a and s.stop == b), None)
    if same is None:
        same = _looked_up(passage, a, b, found, places)
    if same:
        same.given, same.worth = True, max(3.0, same.worth)
    return same


def _looked_up(passage: Passage, a: int, b: int, found: list[Span], places: Gazetteer) -> Span | None:
    words = words_of(passage.language)
    key = passage.folded[a:b].strip(" .,'\"")
    own = words.names.get(key) or words.tied.get(key) or words.demonyms.get(key)
    if own:
        return Span(passage, a, b, key, [own[0]], own[1])
    for name in dict.fromkeys((key, *_trimmed(key, words))):
        rows = places.named(name) or [r for form, _ in words.forms(name) for r in places.named(form)]
        if rows:
            span = Span(passage, a, b, name, rows, "gazetteer.exact")
            judge(span, words, places, {})
            return span
    inside = [s for s in found if s.passage is passage and a <= s.start and s.stop <= b]
    if inside:
        best = max(inside, key=lambda s: s.worth)
        return Span(
            passage, a, b, best.key, best.rows, best.rule, best.worth, best.hint, best.level, outers=best.outers
        )
    guessed = guess([Span(passage, a, b, key, [], "gazetteer.phonetic", 3.0)], found, places)
    return guessed[0] if guessed else None


def _trimmed(key: str, words: PlaceWords) -> list[str]:
    """The words without an article or a level word at either end."""
    tokens = key.split(" ")
    tries = []
    for first, last in pairwise([0, *range(1, len(tokens))] + [len(tokens)]):
        del last
        tries.append(" ".join(tokens[first:]))
    tries += [" ".join(tokens[:n]) for n in range(len(tokens) - 1, 0, -1)]
    return [t for t in tries if t]


def _found(span: Span, places: Gazetteer) -> FoundPlace:
    row, margin = settle(span, places)
    place = Place() if row is None else places.place(row)
    if row is not None and span.hint == "near" and places.level[row] in (TOWN, SUBURB):
        place = _near(place)
    others = [
        Alternative(places.ids[r] or None, places.name(r), places.country_of(r), round(s, 2))
        for s, r in span.scores[1:4]
    ]
    start = span.passage.start
    score = span.scores[0][0] if span.scores else 0.0
    return FoundPlace(
        start + span.start,
        start + span.stop,
        span.quote,
        place,
        round(margin, 2),
        round(score, 2),
        span.rule,
        others,
        span.hint,
    )


def _near(place: Place) -> Place:
    radius = max(10_000, 2 * (place.uncertainty_m or 5_000))
    return Place(
        place.name,
        place.geonameid,
        place.country_iso3,
        place.admin1,
        place.admin2,
        place.lat,
        place.lon,
        "near",
        radius,
    )


def _empty(passages: Sequence[Passage], start: int, stop: int) -> FoundPlace:
    home = next((p for p in passages if p.start <= start and stop <= p.start + len(p.text)), None)
    quote = home.text[start - home.start : stop - home.start] if home else ""
    return FoundPlace(start, stop, quote, Place(), 0.0, 0.0, "gazetteer.none")
