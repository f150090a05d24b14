"""Read whom a sentence names as the source of what it tells.

Frames and words come from the pack's attribution.yaml: a name stands after ("according to X"), before ("X said") or as the
subject of the sentence. Names of private people are not sources: a name counts where it holds a word for a body or an
office, or an abbreviation.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from khronika.extraction.lexicon import Hit
from khronika.extraction.reading import Reading, Sentence, Source
from khronika.languages import Pack, get_pack
from khronika.text.fold import fold

_EDGE = re.compile(r"[.,;:!?()\[\]…]|\s-\s")
_ACRONYM = re.compile(r"\b[A-ZА-ЯІЇЄ]{2,}\b")
_MOST = 70


class _Frames:
    """The attribution data of one pack, folded."""

    def __init__(self, pack: Pack) -> None:
        data: dict[str, Any] = pack.section("attribution")
        self.frames = [
            (f["id"], f["takes"], sorted((fold(str(w)) for w in f["words"]), key=len, reverse=True))
            for f in data.get("frames", ())
        ]
        self.stops = self._words(data, "stops")
        self.heads = self._words(data, "heads")
        self.articles = self._words(data, "articles")
        self.tails = self._words(data, "tails")
        self.pronouns = set(self._words(data, "pronouns"))
        self.own = set(self._words(data, "own"))
        self.counting = self._words(data, "counting")
        self.subject = self._words(data, "subject")
        self.spaced = pack.about.get("word_ends") != "open"

    @staticmethod
    def _words(data: dict[str, Any], key: str) -> list[str]:
        return sorted((fold(str(w)) for w in data.get(key, ())), key=len, reverse=True)


@lru_cache(maxsize=64)
def _frames(code: str) -> _Frames:
    pack = get_pack(code)
    assert pack is not None, code
    return _Frames(pack)


def attributions(sentence: Sentence, reading: Reading) -> list[Source]:
    """Each source that the sentence names, in cleaned-document offsets."""
    frames = _frames(sentence.pack.code)
    found: dict[int, Source] = {}
    for cue in (h for h in sentence.hits if h.concept in ("attribution", "speech", "denial")):
        words = reading.folded[cue.start : cue.stop]
        for rule, takes, options in frames.frames:
            if not any(words == o or words.endswith(o) or (not frames.spaced and o in words) for o in options):
                continue
            name = next(_names(cue, takes, sentence, reading, frames), None)
            if name is not None:
                counting = any(words == w or (not frames.spaced and w in words) for w in frames.counting)
                found.setdefault(name[0], Source(reading.text(*name), *name, rule, counting))
                break
    return list(found.values())


def names_body(start: int, stop: int, sentence: Sentence, reading: Reading) -> tuple[int, int] | None:
    """The stretch without articles and quotation marks if it names a body or an office and no private person; else None."""
    frames = _frames(sentence.pack.code)
    start, stop = _strip(start, stop, reading.folded, frames)
    return (start, stop) if stop > start and _is_source(start, stop, sentence, reading, frames) else None


def names_role(start: int, stop: int, sentence: Sentence, reading: Reading) -> tuple[int, int] | None:
    """The stretch if it names people by what they are ("residents", "a driver who saw it"): a word for a group stands in it or,
    where names have capitals, none but those of places and of the sentence's first word."""
    frames = _frames(sentence.pack.code)
    start, stop = _strip(start, stop, reading.folded, frames)
    words = reading.folded[start:stop]
    if stop - start > _MOST or words in (*frames.articles, *frames.pronouns) or frames.own & set(words.split()):
        return None
    if any(h.entry.role == "actor" and start <= h.start < stop for h in sentence.hits):
        return start, stop
    text = reading.text(start, stop)
    if not sentence.pack.cased or any(c.isdigit() or c in '."«»' for c in text):
        return None
    places = [(p.start, p.stop) for p in sentence.places]
    named = (
        c.isupper() and start + i != sentence.start and not any(a <= start + i < b for a, b in places)
        for i, c in enumerate(text)
    )
    return None if any(named) or not any(map(str.islower, text)) else (start, stop)


def _names(cue: Hit, takes: str, sentence: Sentence, reading: Reading, frames: _Frames) -> Iterator[tuple[int, int]]:
    """The stretches that may be the name, the likeliest first, as far as they name a body or an office."""
    folded = reading.folded
    if takes == "after":
        spans = [_after(cue.stop, sentence.stop, folded, frames)]
    elif takes == "before":
        spans = [_before(sentence.start, cue.start, folded, frames)]
    else:
        spans = _subjects(sentence.start, cue.start, folded, frames)
    for start, stop in spans:
        start, stop = _without_days(*_within_quotes(start, stop, folded, takes), sentence, folded)
        start, stop = _strip(start, stop, folded, frames)
        if stop > start and _is_source(start, stop, sentence, reading, frames):
            yield start, stop


def _within_quotes(start: int, stop: int, folded: str, takes: str) -> tuple[int, int]:
    """A name may hold a quotation ("the centre «Memorial»"); a mark without its twin is where somebody's words end or begin."""
    if folded.count('"', start, stop) % 2 == 0:
        return start, stop
    if takes == "after":
        return start, folded.rfind('"', start, stop)
    return folded.find('"', start, stop) + 1, stop


def _without_days(start: int, stop: int, sentence: Sentence, folded: str) -> tuple[int, int]:
    """ "On Tuesday the army said": the day is no part of the name."""
    for date in sentence.dates:
        if start <= date.start and date.stop < stop and len(folded[start : date.start].split()) <= 1:
            start = date.stop
        elif start < date.start < stop:
            stop = date.start
    return start, stop


def _after(start: int, limit: int, folded: str, frames: _Frames) -> tuple[int, int]:
    """From the cue to the next edge or stop word."""
    edge = _EDGE.search(folded, start, limit)
    stop = min(edge.start() if edge else limit, start + _MOST)
    for head in frames.heads:
        at = folded.find(head + " ", start, min(stop, start + 30))
        if at >= 0 and not folded[start:at].strip(" athe"):
            start = at + len(head)
    cut = stop
    for word in frames.stops:
        at = folded.find(f" {word} ", start + 1, cut)
        cut = at if at > start else cut
    return start, cut


def _before(limit: int, stop: int, folded: str, frames: _Frames) -> tuple[int, int]:
    """From the last edge before the cue; for scripts with open word ends from the last stop."""
    edges = [m.end() for m in _EDGE.finditer(folded, limit, stop)]
    start = max([limit, stop - _MOST, *edges])
    for word in frames.stops:
        at = folded.rfind(f" {word} " if frames.spaced else word, start, stop)
        if at >= 0:
            start = max(start, at + len(word) + (1 if frames.spaced else 0))
    return start, stop


def _subjects(limit: int, stop: int, folded: str, frames: _Frames) -> list[tuple[int, int]]:
    """The phrases of the sentence that a subject particle closes."""
    return [
        _before(limit, limit + word.end() - len(particle), folded, frames)
        for word in re.finditer(r"\S+", folded[limit : min(stop, limit + _MOST)])
        for particle in frames.subject
        if word.group().endswith(particle) and len(word.group()) > len(particle)
    ]


def _strip(start: int, stop: int, folded: str, frames: _Frames) -> tuple[int, int]:
    """Without blanks, quotes, articles in front, heads and tails behind."""
    changed = True
    while changed and stop > start:
        changed = False
        while start < stop and not folded[start].isalnum():
            start, changed = start + 1, True
        while stop > start and not folded[stop - 1].isalnum():
            stop, changed = stop - 1, True
        piece = folded[start:stop]
        for word in frames.articles:
            if piece.startswith(word + " "):
                start, changed = start + len(word) + 1, True
                break
        for word in [*frames.tails, *([] if frames.spaced else frames.heads)]:
            ending = f" {word}" if frames.spaced else word
            if piece.endswith(ending) and len(piece) > len(ending):
                stop, changed = stop - len(ending), True
                break
    return start, stop


def _is_source(start: int, stop: int, sentence: Sentence, reading: Reading, frames: _Frames) -> bool:
    """A body, an office or an abbreviation, and no pronoun."""
    words = reading.folded[start:stop]
    if words in frames.pronouns or frames.own & set(words.split()):
        return False
    if any(
        h.concept in ("source_noun", "police", "army", "authorities", "official", "rebels", "militia", "workers")
        and start <= h.start < stop
        for h in sentence.hits
    ):
        return True
    return bool(_ACRONYM.search(reading.text(start, stop)))
