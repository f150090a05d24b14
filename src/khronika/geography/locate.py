"""Find the places that a document names and say which they are: scan, judge, nest, rank, settle.

Stands between `text` and `extract`. Reads passages of one document, in any mixture of languages, and gives toponyms with
coordinates. Does not decide where an event happened.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

import msgspec

from khronika.geography.answer import answer, at_source
from khronika.geography.cues import AFTER_CAPITAL, judge, people_in, settle_level
from khronika.geography.current import gazetteer
from khronika.geography.fuzzy import free, guess
from khronika.geography.gazetteer import Gazetteer
from khronika.geography.order import join, nest
from khronika.geography.rank import homes_of, rank
from khronika.geography.scan import scan_cased
from khronika.geography.scan_tails import scan_tails
from khronika.geography.settle import standing
from khronika.geography.shared import share
from khronika.geography.span import Span
from khronika.geography.starts import UPPER
from khronika.geography.why import explained
from khronika.geography.words import PlaceWords, words_of
from khronika.model import FoundPlace, Passage
from khronika.text.capitals import raised, whispered
from khronika.text.clean import Clean
from khronika.text.fold import fold
from khronika.text.sentences import paragraphs

WORTH = 0.0  # below it a span is no place
_SURE = 1.5
_SMALL = re.compile(rf"(?<![\w-])[^\W\d_{UPPER}]\w{{2,}}")


def locate(
    passages: Sequence[Passage], *, home: str | None = None, publisher: str | None = None, explain: bool = False
) -> list[FoundPlace]:
    """The places that one document names, in the order of its text; offsets are those of the cleaned document.

    Args: home: ISO 3166 alpha-3 code of the country that the source writes from; preferred where the text leaves it open;
    publisher: the same of whom it was published by, weaker evidence; explain: give the evidence with each.
    Demonyms ("Russian") are among the answers, with the hint `demonym`: they are evidence, not toponyms.
    """
    if _all_small(passages):
        return _raised_and_read(passages, home, publisher, explain)
    places = gazetteer()
    spans, unknown = scan(passages, places)
    kept = [span for span in spans if span.worth >= WORTH or span.hint == "demonym"]
    kept += guess(free(unknown, kept), kept, places)
    ranked = rank(kept, places, homes_of(places, home, publisher))
    extra = standing(kept, places)
    kept = [span for span in kept if span.hint == "demonym" or span.worth + extra[span] >= WORTH]
    kept.sort(key=lambda span: (span.passage.start + span.start, span.stop))
    found = [answer(span, places) for span in kept]
    return explained(found, kept, ranked, places) if explain else found


def _all_small(passages: Sequence[Passage]) -> bool:
    """Whether no passage in a script with capitals has one."""
    asked = False
    for passage in passages:
        if words_of(passage).cased:
            if not whispered(passage.text):
                return False
            asked = True
    return asked


def _raised_and_read(
    passages: Sequence[Passage], home: str | None, publisher: str | None, explain: bool
) -> list[FoundPlace]:
    """A document in small letters alone is read as one in capitals alone: neither shows which words are names."""
    high = [msgspec.structs.replace(passage, text=raised(passage.text)) for passage in passages]
    found: list[FoundPlace] = []
    for place in locate(high, home=home, publisher=publisher, explain=explain):
        home_passage = next(p for p in reversed(passages) if p.start <= place.start)
        quote = home_passage.text[place.start - home_passage.start : place.stop - home_passage.start]
        found.append(msgspec.structs.replace(place, quote=quote))
    return found


def read_places(text: str, language: str, home: str | None = None) -> list[FoundPlace]:
    """`locate` for a plain text in one language; offsets are those of the text as given."""
    cleaned = Clean(text)
    passages = [Passage(a, cleaned.text[a:b], fold(cleaned.text[a:b]), language) for a, b in paragraphs(cleaned.text)]
    return [at_source(found, cleaned) for found in locate(passages, home=home)]


def scan(passages: Sequence[Passage], places: Gazetteer) -> tuple[list[Span], list[Span]]:
    """All judged spans of the document, and words that no name fits but that may be places."""
    spans: list[Span] = []
    unknown: list[Span] = []
    read = [(passage, words_of(passage)) for passage in passages]
    people = _people(read)
    for passage, words in read:
        some, others = (scan_cased if words.cased else scan_tails)(passage, words, places)
        unknown += others
        if not some:
            continue
        for span in some:
            judge(span, words, places, people)
        some = _tied(some)
        share(some, words, places)
        nest([span for span in some if span.hint != "demonym"], words, places)
        join(some, words)
        spans += some
    for span in spans:
        settle_level(span, places)
    _second(spans, [passage for passage, words in read if words.cased])
    return spans, unknown


def _people(read: Sequence[tuple[Passage, PlaceWords]]) -> dict[str, int]:
    """Surnames of persons in the whole document."""
    people: dict[str, int] = {}
    for passage, words in read:
        if words.cased:
            people |= people_in(passage.folded, passage.text, words)
    return people


def _tied(spans: list[Span]) -> list[Span]:
    """Abbreviations such as `Tex.` count only right after a place and a comma."""
    kept: list[Span] = []
    for span in spans:
        if span.hint == "tied":
            before = kept[-1] if kept else None
            gap = span.passage.folded[before.stop : span.start] if before else ""
            if "." not in span.key and gap.strip(" ") not in (",", "("):
                continue
            span.hint = None
        kept.append(span)
    return kept


def _second(spans: Sequence[Span], cased: Sequence[Passage]) -> None:
    """What other mentions say: a sure one carries the doubtful ones of its name; a word also written small is common."""
    by_key: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        if span.hint != "demonym":
            by_key[span.key].append(span)
    text, folded = ("\n".join(getattr(passage, form) for passage in cased) for form in ("text", "folded"))
    for key, group in by_key.items():
        if _also_small(key, text, folded):
            for span in group:
                span.add(-1.8, "also small")
        if len(group) > 1:
            _carry(group)


def _also_small(key: str, text: str, folded: str) -> bool:
    """Whether the word stands in the text with a small first letter, too."""
    at = folded.find(key)
    while at >= 0:
        word = _SMALL.match(text, at)
        if word and word.end() == at + len(key):
            return True
        at = folded.find(key, at + 1)
    return False


def _carry(group: list[Span]) -> None:
    """The end of a person's name ("Ellen Preston") is a person elsewhere too; a sure place is a place elsewhere too."""
    bound = [span for span in group if any(cue == AFTER_CAPITAL for cue, _ in span.cues)]
    marked = set(map(id, bound))
    for span in group if bound else ():
        if span.hint not in ("in", "dateline") and not span.outers and id(span) not in marked:
            span.add(-0.8, "in a longer name elsewhere")
    best = max(span.worth for span in group)
    for span in group if best > _SURE else ():
        if span.worth < best:
            span.add(1.0, "named again")
