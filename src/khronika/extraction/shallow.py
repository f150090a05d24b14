"""The fast mode's second opinion on a sentence: the shallow judge where rules see nothing, or see what nobody tells.

It never makes a value. Its candidate stands on the word that speaks most for its kind; place, days, numbers and sources are then
read by the same rules as for any other candidate.
"""

import re
from collections import defaultdict
from dataclasses import replace
from math import exp, log

from khronika.codebook import codebook
from khronika.extraction.candidates import Candidate
from khronika.extraction.judged import concept_of
from khronika.extraction.lexicon import Entry, Hit
from khronika.extraction.reading import Reading, Sentence, read
from khronika.extraction.signs import signs
from khronika.extraction.view import whole_words
from khronika.judge.shallow import Shallow, shallow
from khronika.model import Document

_PARTS = re.compile(r"(?<=[.!?\u3002\u061f])\s+|\s*\n\s*")

TELLING = "shallow.telling"
SHORT = 1200  # code points
WORTH = -0.7  # log odds, by the words alone, from which the network may be asked about a text without a word of a deed
WORTH_ALONE = -2.0  # the same for a text of one sentence
WORTH_LONG = 0.0  # the same for a paragraph of a long text
SEEMS = -1.0  # log odds, by the words alone, from which a sentence makes a short text worth reading
TOLD = 0.0  # log odds from which a sentence without a candidate of the rules tells of something; as all here, set on watched documents
PRODUCT = 0.2  # least chance of that kind and status
SILENT = -1.5  # log odds below which what rules see in a sentence is not told
KIND, RULED = 0.6, 0.1  # chance from which a kind is named against the rules, if theirs has no more than the second
TAKEN_IN = 0.65  # the same for a kind that the rules take for a part of theirs: arrests at a rally
STATUS, RULED_STATUS = 0.7, 0.2
RELEVANT = 0.5  # chance of the surest telling, below which a document of several sentences tells no fact
_SLOPE, _OFFSET = 0.303, -0.449


def read_fast(document: Document) -> Reading | str:
    """As `read`; a short text in which something seems to be told is read as a whole, whichever words the lists know of it."""
    return read(document, whole=_short(document) and _any_seems_told(document.text, SEEMS))


def read_careful(document: Document) -> Reading | str:
    """As `read`, for the network: a short text as a whole if it has a word of a deed or something seems to be told in it; of
    a long one also the paragraphs without a word of a deed in which something seems to be told."""
    if _short(document) and not _any_seems_told(document.text, WORTH, WORTH_ALONE):
        return read(document)
    return read(document, whole=True, worth=lambda paragraph: _any_seems_told(paragraph, WORTH_LONG))


def _short(document: Document) -> bool:
    return len(document.text) <= SHORT


def _any_seems_told(text: str, least: float, alone: float | None = None) -> bool:
    """Whether one of its sentences has such log odds. `alone`: those asked of a text of one sentence, where they differ."""
    parts = [part for part in _PARTS.split(text) if part]
    wanted = least if alone is None or len(parts) > 1 else alone
    return any(shallow().odds(part) >= wanted for part in parts)


def asked(reading: Reading) -> frozenset[int]:
    """Paragraphs that the judge is asked about: all of a short text; of others those with a word of a deed, or with somebody
    and a number of people."""
    roles: defaultdict[int, set[str]] = defaultdict(set)
    for sentence in reading.sentences:
        roles[sentence.paragraph].update(hit.entry.role for hit in sentence.hits)
    if _short(reading.document):
        return frozenset(roles)
    return frozenset(n for n, found in roles.items() if "trigger" in found or {"actor", "quantity"} <= found)


def may_tell(sentence: Sentence, reading: Reading) -> bool:
    """Whether a sentence without any word of a deed or a number of people is worth reading."""
    if sentence.pack.own:
        return False
    return shallow().odds(reading.text(sentence.start, sentence.stop), signs(sentence, reading)) >= TOLD


def second_opinion(ruled: list[Candidate], voided: bool, sentence: Sentence, reading: Reading) -> list[Candidate]:
    """The candidates of one sentence after the shallow judge was asked. `voided`: cues say that nothing of the sort happened."""
    model, text = shallow(), reading.text(sentence.start, sentence.stop)
    if sentence.pack.own or any(map(_of_the_user, ruled)):
        return ruled
    known = signs(sentence, reading)
    odds = model.odds(text, known)
    if odds < (SILENT if ruled else TOLD) or (voided and not ruled):
        return []
    said = model.read(text, known, words_too=not ruled)
    if ruled:
        return [_corrected(candidate, said) for candidate in ruled]
    return _made(said, whole_words(sentence.start + said.start, sentence.start + said.stop, reading.folded), sentence)


def _made(said: Shallow, at: tuple[int, int], sentence: Sentence) -> list[Candidate]:
    """A candidate of the likeliest kind and status, on the words that speak most for it; none for figures and what is unsure."""
    kind, status = _likeliest(said.kinds), _likeliest(said.statuses)
    chance = said.chance * said.kinds[kind] * said.statuses[status]
    if status == "figure" or chance < PRODUCT or at[0] == at[1]:
        return []
    made = Candidate(sentence, [_hit(TELLING, at, concept_of(kind), sentence)], kind, "shallow.kind", status)
    made.status_hits = _status_hits(status, at, sentence)
    made.chance, made.told = _confidence(chance), said.chance
    return [made]


def _corrected(candidate: Candidate, said: Shallow) -> Candidate:
    """The candidate under another kind or status, where the judge is sure of that."""
    kind, status = _likeliest(said.kinds), _likeliest(said.statuses)
    made = replace(candidate, told=said.chance)
    least = TAKEN_IN if _takes_in(candidate, kind) else KIND
    if said.kinds[kind] >= least and said.kinds.get(candidate.kind, 0.0) <= RULED:
        made.kind, made.kind_rule = kind, f"shallow.kind-{candidate.kind_rule}"
    negated = status == "occurred" and any(hit.concept == "negation" for hit in candidate.status_hits)
    doubted = said.statuses.get(candidate.status, 0.0) <= RULED_STATUS and not negated
    if said.statuses[status] >= STATUS and doubted and status != "figure":
        lead = candidate.triggers[0]
        made.status, made.status_hits = status, _status_hits(status, (lead.start, lead.stop), candidate.sentence)
    return made


def _of_the_user(candidate: Candidate) -> bool:
    """Whether words of the user's own codebook are in it, which the judge was never taught."""
    return any(map(codebook().is_own, candidate.concepts | candidate.sentence.concepts))


def _takes_in(candidate: Candidate, kind: str) -> bool:
    """Whether that kind is only a part of what the rules see: arrests at a rally."""
    absorbs = codebook().absorbs
    return any(concept_of(kind) in absorbs.get(concept, ()) for concept in candidate.concepts)


def _confidence(chance: float) -> float:
    """The product of the chances, bent to how often such mentions were right on watched documents."""
    return 1 / (1 + exp(-_SLOPE * log((chance + 1e-4) / (1.0001 - chance)) - _OFFSET))


def _status_hits(status: str, at: tuple[int, int], sentence: Sentence) -> list[Hit]:
    """The words that a status is read from: those of the telling; a plain fact needs none."""
    return [] if status == "occurred" else [_hit("shallow.status", at, "shallow", sentence)]


def _hit(rule: str, at: tuple[int, int], concept: str, sentence: Sentence) -> Hit:
    return Hit(*at, Entry(rule, sentence.pack.code, concept, "trigger"), at[1])


def _likeliest(chances: dict[str, float]) -> str:
    return max(chances, key=chances.__getitem__)


def told_as_fact(candidates: list[Candidate], reading: Reading) -> list[Candidate]:
    """Without what is told as a fact, where no sentence of several is told surely enough: the document talks of other things."""
    sure = any(c.told >= RELEVANT or c.sentence.pack.own or _of_the_user(c) for c in candidates)
    if len(reading.sentences) == 1 or sure:
        return candidates
    return [c for c in candidates if c.status != "occurred"]
