"""Find the names of persons in a document or a short string, and mask them so that all offsets stay true.

A masked character is U+2588, one for one: a masked quotation says at each place that it is masked, and `text[start:stop]`
of the masked text is the masked quote. What is found once in a document is masked in all of it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from khronika.disclosure.arabic import arabic_names
from khronika.disclosure.cased import cased_names
from khronika.disclosure.hangul import hangul_names
from khronika.disclosure.lexicon import NameWords, name_words
from khronika.disclosure.tokens import Word, words_in
from khronika.geography import locate, publisher
from khronika.model import Document, FoundPlace, Passage
from khronika.readers import passages_of
from khronika.text.fold import fold
from khronika.text.sentences import sentences

MASK = "\u2588"
Stretch = tuple[int, int]
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_SURE = 3
_NO_PLACE = ("part",)
_BIG = ("country", "adm1", "sea", "area")
_WELL_KNOWN = 6.0  # powers of ten of people


class Names(msgspec.Struct, frozen=True):
    """The stretches of one document's text that name persons, and the folded words of these names."""

    spans: list[Stretch]
    words: frozenset[str]


def names_in(document: Document) -> Names:
    """Names of persons in a document, in code points of its text."""
    found: list[Stretch] = []
    whole = msgspec.structs.replace(document, spans=None)
    passages, clean = passages_of(whole)
    places = locate(passages, publisher=publisher(whole))
    for passage in passages:
        known = name_words(passage.language)
        here = [(p.start, p.stop) for p in places if _is_place(p, known)]
        found += [clean.to_source(a, b) for a, b in passage_names(passage, here)]
    words = frozenset(_parts(document.text, found, document.language))
    found += _again(document.text, words)
    return Names(_joined(document.text, found), words)


def _is_place(place: FoundPlace, known: NameWords) -> bool:
    """Whether words name a place rather than a person: those of a known name do where something speaks for a place."""
    if place.hint in _NO_PLACE:
        return False
    if place.hint is not None or place.level in _BIG or place.score >= _WELL_KNOWN:
        return True
    return not all(known.is_listed(w.folded) for w in words_in(place.quote, 0, set()))


def names_in_string(text: str, language: str | None, words: frozenset[str] = frozenset()) -> Names:
    """Names in a short string that is no sentence: an actor, a speaker, a title. `words`: names known from its document."""
    code = (language or "en").split("-")[0]
    passage = Passage(0, text, fold(text), code)
    places = [(p.start, p.stop) for p in locate([passage]) if _is_place(p, name_words(code))]
    found = [*passage_names(passage, places, fragment=True), *_again(text, words)]
    return Names(_joined(text, found), words)


def passage_names(passage: Passage, places: Sequence[Stretch], fragment: bool = False) -> list[Stretch]:
    """Names in one passage, each script by its own rules; offsets and `places` are those of the cleaned document."""
    known = name_words(passage.language)
    starts = {a for a, _ in sentences(passage.text, passage.language, cased=known.cased)}
    words = words_in(passage.text, passage.start, starts)
    found: list[Stretch] = []
    if _HANGUL.search(passage.text):
        korean = known if passage.language == "ko" else name_words("ko")
        found += hangul_names(passage.text, passage.start, korean, places)
    if _ARABIC.search(passage.text):
        arabic = [w for w in words if _ARABIC.match(w.text)]
        found += arabic_names(arabic, known if passage.language == "ar" else name_words("ar"), places)
    found += _cased(words, known, places, passage.text, fragment)
    return found


def _cased(
    words: Sequence[Word], known: NameWords, places: Sequence[Stretch], text: str, fragment: bool
) -> Iterator[Stretch]:
    """Capitalised names; in a text of a script without capitals, each stands out."""
    if known.cased:
        return cased_names(words, known, places, text, fragment)
    foreign = name_words("en")
    return cased_names(words, foreign, places, text, fragment=True)


def _parts(text: str, spans: Iterable[Stretch], language: str | None) -> Iterator[str]:
    """The words of found names that will be masked wherever they stand."""
    known = name_words((language or "en").split("-")[0])
    for start, stop in spans:
        for word in words_in(text[start:stop], 0, set()):
            long = len(word.text) >= _SURE or (len(word.text) > 1 and "\uac00" <= word.text[0] <= "\ud7a3")
            if long and not known.is_ordinary(word.folded) and word.folded not in known.words["particle"]:
                yield word.folded


def _again(text: str, words: frozenset[str]) -> Iterator[Stretch]:
    """Every place where a known name stands, with its case endings; nothing that begins with a small letter."""
    stems = {w[: max(4, len(w) - 2)] for w in words if len(w) > 4 and not _HANGUL.match(w)}
    hangul = sorted((w for w in words if _HANGUL.match(w) and len(w) > 2), key=len, reverse=True)
    for word in words_in(text, 0, set()) if words else ():
        if word.text[0].islower():
            continue
        if _HANGUL.match(word.text):
            part = next((w for w in hangul if word.folded.startswith(w)), None)
            if part:
                yield word.start, word.start + len(part)
        elif word.folded in words or (_inflected(word.folded, words, stems)):
            yield word.start, word.stop


def _inflected(folded: str, words: frozenset[str], stems: set[str]) -> bool:
    """Whether it is a known name in another case: the same but for its last two letters at most."""
    if _ARABIC.match(folded) or not any(folded[:n] in stems for n in range(4, len(folded) + 1)):
        return False
    return any(_same_but_ending(folded, word) for word in words)


def _same_but_ending(one: str, other: str) -> bool:
    common = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return common >= 4 and len(one) - common <= 3 and len(other) - common <= 2


def _joined(text: str, spans: Iterable[Stretch]) -> list[Stretch]:
    """Sorted, overlapping ones joined, and each carried on over the marks that belong to its last letter."""
    made: list[Stretch] = []
    for start, stop in sorted(spans):
        while stop < len(text) and unicodedata.category(text[stop]) in ("Mn", "Mc", "Me"):
            stop += 1
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(stop, made[-1][1]))
        else:
            made.append((start, stop))
    return made


def masked(text: str, spans: Iterable[Stretch]) -> str:
    """The text with each stretch masked, character for character.

    >>> masked("They met Ann.", [(9, 12)])
    'They met ███.'
    """
    pieces, at = [], 0
    for start, stop in _joined(text, spans):
        pieces += [text[at:start], MASK * (stop - start)]
        at = stop
    return "".join([*pieces, text[at:]])
