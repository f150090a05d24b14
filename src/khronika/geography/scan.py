"""Find the stretches of a passage that bear a known name, in scripts with capitals and blanks.

A name begins at a capitalised word and is the longest one known from there; a language's case endings are undone first.
Decides nothing: most of what is found is settled in `cues` and `rank`.
"""

import re

from khronika.geography.beside import beside, word_after, word_before
from khronika.geography.gazetteer import Gazetteer
from khronika.geography.layout import AREA, POINT, ROW
from khronika.geography.span import Span
from khronika.geography.starts import name_starts
from khronika.geography.words import PlaceWords
from khronika.model import Passage

_WORD = re.compile(r"\w+(?:[-']\w+)*")
_TOKEN = re.compile(r"\w+")
_REACH = 60
EXACT = "gazetteer.exact"


def scan_cased(passage: Passage, words: PlaceWords, places: Gazetteer) -> tuple[list[Span], list[Span]]:
    """Candidate spans of one passage, left to right, never overlapping; and capitalised words that no name fits."""
    folded, opens, token = passage.folded, words.heads.opens, _TOKEN.match
    found: list[Span] = []
    unknown: list[Span] = []
    end = 0
    for start in name_starts(passage.text):
        if start < end:
            continue
        head = token(folded, start)
        stop = head.end() if head else start
        rows = opens(folded[start:stop], folded[start : stop + 1])
        span: Span | None = None
        if rows and ends_well(folded, stop):
            span = Span(passage, start, stop, folded[start:stop], rows, EXACT)
        elif rows is not None:
            span = _from(passage, start, words, places)
        if span is not None:
            found.append(span)
            end = span.stop
        else:
            end = _unknown(passage, start, words, unknown)
    return (found if words.people_finder is None else [*found, *_small_people(passage, words, found)]), unknown


def _from(passage: Passage, start: int, words: PlaceWords, places: Gazetteer) -> Span | None:
    """The name that begins here, as it stands, with something written onto its front, or as an adjective."""
    found = _at(passage, start, words, places)
    if found is None and words.prefixes:
        found = _glued(passage, start, words, places)
    return _adjective(passage, start, words) if found is None and words.adjectives else found


def _small_people(passage: Passage, words: PlaceWords, found: list[Span]) -> list[Span]:
    """Adjectives and nouns for peoples where the language writes them small: evidence for their country."""
    folded = passage.folded
    if words.people_finder is None:
        return []
    spans = []
    taken = {i for span in found for i in range(span.start, span.stop)}
    for number, start, stop in words.people_finder.find_matches_as_indexes(folded):
        key, (row, rule) = words.people[number]
        whole = key in words.stems or ends_well(folded, stop)
        if whole and (start == 0 or not folded[start - 1].isalnum()) and start not in taken:
            end = _WORD.match(folded, start)
            spans.append(Span(passage, start, end.end() if end else stop, key, [row], rule, hint="demonym"))
    return spans


def _unknown(passage: Passage, start: int, words: PlaceWords, unknown: list[Span]) -> int:
    """Keep a capitalised word after a preposition of place or before a level word; it may be a spelling that no list has."""
    token = _WORD.match(passage.folded, start)
    if token is None or token.end() - start < 5 or not _speaks_beside(passage.folded, start, token.end(), words):
        return start
    named = token.group() in words.common or token.group() in words.given
    if named or passage.text[start : token.end()].isupper():
        return start
    forms = tuple(form for form, _ in words.forms(token.group()))
    span = Span(passage, start, token.end(), token.group(), [], "gazetteer.phonetic", forms=forms)
    around = beside(span)
    before, after = word_before(around.left, words)[0], word_after(around.right, words)[0]
    speaking = [w for w in (*before, *after) if w.weight > 0.5]
    if speaking and not around.right_cap:
        for word in speaking:
            span.hear(word.hint, word.rule)
        span.level = next((w.level for w in speaking if w.level is not None), None)
        span.worth = max(w.weight for w in speaking)
        unknown.append(span)
        return token.end()
    return start


def _speaks_beside(folded: str, start: int, stop: int, words: PlaceWords) -> bool:
    """Quick look at both neighbours before the careful one."""
    before = folded[folded.rfind(" ", 0, max(0, start - 1)) + 1 : max(0, start - 1)]
    if before in words.nearest or before in words.skips:
        return True
    after = _TOKEN.match(folded, stop + 1)
    return after is not None and after.group() in words.after_heads


def _at(passage: Passage, start: int, words: PlaceWords, places: Gazetteer) -> Span | None:
    """The longest known name that begins here; the pack's own names win over the gazetteer's of the same length."""
    folded = passage.folded
    own = _own(passage, start, words)
    for name, number in reversed(places.prefixes(folded[start : start + _REACH])):
        stop = start + len(name)
        if own and own.stop >= stop:
            break
        if len(name) > 1 and ends_well(folded, stop) and _cased(passage.text[start:stop], number, places):
            bent = _inflected(passage, start, words) if words.endings else None
            if bent is not None and bent.stop >= stop:
                return bent  # it holds the exact name too; which of them is meant is settled by rank
            return Span(passage, start, stop, name, places.numbered(number), EXACT)
    if own is None and words.endings:
        return _inflected(passage, start, words)
    return own


def _glued(passage: Passage, start: int, words: PlaceWords, places: Gazetteer) -> Span | None:
    """A name behind what the language writes onto its front (an elided article or preposition), which stays out of it."""
    for prefix in words.prefixes:
        behind = start + len(prefix)
        if passage.folded.startswith(prefix, start) and passage.text[behind : behind + 1].isupper():
            return _at(passage, behind, words, places)
    return None


def _adjective(passage: Passage, start: int, words: PlaceWords) -> Span | None:
    """A town's name made an adjective before a noun ("Bozner Studenten"): evidence for the town, no toponym."""
    token = _WORD.match(passage.folded, start)
    if token is None or not passage.text[token.end() + 1 : token.end() + 2].isupper():
        return None
    known = words.heads.adjective(token.group())
    return Span(passage, start, token.end(), *known, hint="demonym") if known else None


def ends_well(folded: str, stop: int) -> bool:
    """Whether a name may end here: no letter or digit follows, nor a hyphen that goes on with one more part of a name."""
    if stop >= len(folded):
        return True
    char = folded[stop]
    if char.isalnum() or char == "_":
        return False
    return not (char == "-" and folded[stop + 1 : stop + 2].isdigit())


def _own(passage: Passage, start: int, words: PlaceWords) -> Span | None:
    """A name or demonym of the pack that begins here; those of up to three letters only in capitals (`US`, not `Us`)."""
    text, folded = passage.text, passage.folded
    head = _TOKEN.match(folded, start)
    if head is None or head.group() not in words.firsts:
        return None
    stops = [
        m.end() for m, _ in zip(_TOKEN.finditer(folded, start, start + _REACH), range(words.longest), strict=False)
    ]
    for stop in reversed(stops):
        for table, hint in ((words.names, None), (words.demonyms, "demonym"), (words.tied, "tied")):
            hit = table.get(folded[start:stop])
            if (
                hit
                and (stop - start > 3 or text[start:stop].isupper() or hint == "tied")
                and text[stop : stop + 1] != "$"
            ):
                point = folded[stop : stop + 1] == "." and (hint == "tied" or "." in folded[start:stop])
                return Span(passage, start, stop + point, folded[start:stop], [hit[0]], hit[1], hint=hint)
    return None


def _inflected(passage: Passage, start: int, words: PlaceWords) -> Span | None:
    """The longest name whose words may stand here in another case."""
    folded = passage.folded
    best: Span | None = None
    heads: list[str] = []
    for token in _WORD.finditer(folded, start, start + _REACH):
        if token.start() > start and folded[token.start() - 1] != " ":
            break
        bent = words.heads.bent_on(heads, token.group()) if heads else words.heads.bent(token.group())
        if bent.rows:
            best = Span(passage, start, token.end(), bent.key, bent.rows, bent.rule)
        heads = bent.heads
        if not heads:
            break
    return best


def _cased(quote: str, number: int, places: Gazetteer) -> bool:
    """Of a site's or line's name the last word may be written small: "Rafah crossing"."""
    return _cased_well(quote) or places.level[places.numbered(number)[0] & ROW] in (AREA, POINT)


def _cased_well(quote: str) -> bool:
    """In a name of several words the last is capitalised too: `New York`, not `Kerman province`, whose level word says more apart."""
    last = quote.rsplit(" ", 1)[-1]
    return " " not in quote or any(c.isupper() for c in last) or not last[:1].isalpha()
