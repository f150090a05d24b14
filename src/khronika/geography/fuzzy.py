"""Read names that no list has, by their sound: other romanisations, other scripts, small misspellings.

Only where no exact name exists; a guess needs high similarity and support from the document: its country or unit is named
there, or a word beside says "village", "region", "in".
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from khronika.geography.gazetteer import Gazetteer
from khronika.geography.layout import ADM1, ADM2, AREA, COUNTRY, NONE, ROW, SCRIPTS, TOWN
from khronika.geography.sound import romanise, skeletons, sounds
from khronika.geography.span import Span

_ALIKE = 80.0
_ALIKE_TOLD = 75.0  # the country is named and a preposition of place stands before
_PLACED = ("in", "near", "from", "to")
_ALIKE_ALONE = 90.0
_ALIKE_WRITTEN = 88.0  # where the place has a name in that script: a slip of the pen, no transcription
_ALIKE_SHORT = 95.0
_NEVER = 101.0
_LONG = 5  # characters
_TRIED = 60
_LONGEST_LIST = 400
_KNOWN = 10_000  # people
_SHORTEST = 3  # consonant classes
_PENALTY = 0.04


def guess(unknown: Sequence[Span], known: Sequence[Span], places: Gazetteer) -> list[Span]:
    """The unknown spans that sound like a place which the document supports, with their readings filled in."""
    support = _support(known, places)
    found: list[tuple[float, Span]] = []
    for span in unknown:
        if span.level == AREA:
            continue  # rivers are told by their names alone
        least = _needed(span, True, 1)
        if least >= _NEVER:
            continue
        readings = _alike(span.key, support, places, least) + _unbent(span, support, places, least)
        best = max((score for score, _ in readings), default=0.0)
        kept = list(
            dict.fromkeys(row for score, row in sorted(readings, key=lambda pair: -pair[0]) if score > best - 6)
        )
        backed = [row for row in kept if _backed(row, support, places)]
        if not backed and (support or (best < _ALIKE_SHORT and not any(_big(row, places) for row in kept))):
            continue  # the document speaks of other countries, or of nothing and the place is hardly known
        if best >= _needed(span, bool(backed), len(kept)):
            span.rows, span.rule, span.fuzzy = backed or kept, "gazetteer.phonetic", _PENALTY * (100 - best)
            span.add(1.0, "sounds alike")
            found.append((best, span))
    return _apart(found)


def _needed(span: Span, backed: bool, readings: int) -> float:
    """Similarity that a guess needs: less where the document names the country and a word beside speaks of a place.

    Short words of any language sound like some village: they must sound exactly like it.
    """
    short = len(span.key) < _LONG
    if backed and span.worth >= 0.5:
        return _ALIKE_SHORT if short else (_ALIKE_TOLD if span.hint in _PLACED and span.forms else _ALIKE)
    if backed and not short:
        return _ALIKE_ALONE
    return (_ALIKE_SHORT if short else _ALIKE_ALONE) if span.level is not None and readings < 4 else _NEVER


def _unbent(span: Span, support: set[int], places: Gazetteer, least: float) -> list[tuple[float, int]]:
    """Readings of the word with its case ending undone: only places of a country that the document names."""
    others = (form for form in span.forms if form != span.key)
    found = (pair for form in others for pair in _alike(form, support, places, least))
    return [(score, row) for score, row in found if _backed(row, support, places)]


def free(unknown: Sequence[Span], known: Sequence[Span]) -> list[Span]:
    """The unknown words that no known name lies in."""
    return [span for span in unknown if not any(_overlap(span, other) for other in known)]


def _overlap(a: Span, b: Span) -> bool:
    return a.passage is b.passage and a.start < b.stop and b.start < a.stop


def _apart(found: list[tuple[float, Span]]) -> list[Span]:
    """Of guesses that overlap (a word with and without its particle) the most similar."""
    kept: list[Span] = []
    for _, span in sorted(found, key=lambda pair: -pair[0]):
        if not any(_overlap(span, other) for other in kept):
            kept.append(span)
    return kept


def _support(known: Sequence[Span], places: Gazetteer) -> set[int]:
    """Countries and units that the document names for certain."""
    rows: set[int] = set()
    for span in known:
        for number in span.rows[:1]:
            row = number & ROW
            if places.level[row] in (COUNTRY, ADM1) or (places.level[row] == TOWN and places.population[row] > 100_000):
                rows |= {places.country_row[row], places.admin1_row[row]}
    return rows - {NONE}


def _big(row: int, places: Gazetteer) -> bool:
    """What a text may name without saying where it is."""
    return places.level[row] < TOWN or places.population[row] > _KNOWN


def _backed(row: int, support: set[int], places: Gazetteer) -> bool:
    return places.country_row[row] in support or places.admin1_row[row] in support


def _alike(key: str, support: set[int], places: Gazetteer, least: float) -> list[tuple[float, int]]:
    """(similarity, row) of the places that share a skeleton with the name; the biggest, and those that the document supports."""
    found: dict[int, float] = {}
    bit = _script_bit(key)
    for spelling, skeleton in _spellings(key):
        rows, names = _sounding(skeleton, places)
        for _, alike, at in extract(sounds(spelling).lower(), names, scorer=ratio, score_cutoff=least, limit=None):
            row, rank = rows[at]
            if alike < _ALIKE_WRITTEN and places.written_in(row, bit):
                continue  # its name in this script is known, and it is another
            if rank < _TRIED or _backed(row, support, places):
                found[row] = max(alike, found.get(row, 0.0))
    return [(score, row) for row, score in found.items()]


def _script_bit(key: str) -> int:
    """The bit of the script that the name is written in; 0 for scripts that the gazetteer does not tell apart."""
    script = next((unicodedata.name(char, "?").split(" ")[0] for char in key if char.isalpha()), "")
    return 1 << SCRIPTS.index(script) if script in SCRIPTS else 0


def _spellings(key: str) -> list[tuple[str, str]]:
    """The name with each of its skeletons; scripts that have one letter for v and w are read both ways."""
    roman = romanise(key)
    spellings = [key] if key.isascii() or "v" not in roman else [key, roman.replace("v", "w")]
    return [(name, bones) for name in spellings for bones in skeletons(name) if len(bones) >= _SHORTEST]


@lru_cache(maxsize=8192)
def _sounding(skeleton: str, places: Gazetteer) -> tuple[list[tuple[int, int]], list[str]]:
    """(row, rank) and sound of each name that has the skeleton; units of level 2 are too many to guess at."""
    rows = [row for row in places.sounding(skeleton) if places.level[row] != ADM2][:_LONGEST_LIST]
    named = [((row, rank), sounds(name).lower()) for rank, row in enumerate(rows) for name in _names(row, places)]
    return [who for who, _ in named], [sound for _, sound in named]


def _names(row: int, places: Gazetteer) -> list[str]:
    """The main name, and for units its parts: `Dagestan Republic` sounds like Dagestan too."""
    name = places.name(row)
    return [name, *name.split(" ")] if places.level[row] == ADM1 and " " in name else [name]
