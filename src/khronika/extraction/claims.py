"""Turn the quantities of a sentence into claims: what each number counts, and of which happening.

The nearest word for being killed, hurt, held … decides; crowds count as participants where nothing nearer claims the
number. Families, vehicles, weapons, money, shares are no claims (codebook 1, "Claims").
"""

from khronika.codebook import codebook
from khronika.extraction.candidates import Candidate
from khronika.extraction.lexicon import Hit
from khronika.extraction.reading import Sentence
from khronika.model import Claim, FoundCount

Item = tuple[Claim, tuple[int, int], str]
_PEOPLE = frozenset(
    {"people", "civilians", "police", "soldiers", "armed", "protesters", "detainees", "casualties", "same"}
)
SUFFIX = {"civilians": "_civilians", "police": "_police", "soldiers": "_armed", "armed": "_armed"}
_SUFFIX_BY_ACTOR = {
    "police": "_police",
    "soldiers": "_armed",
    "rebels": "_armed",
    "militia": "_armed",
    "gunmen": "_armed",
}
_CROWD = frozenset({"people", "protesters", "civilians", "armed", "soldiers"})
_BARE_REACH = 14
_SINGULAR = frozenset({"killed", "injured", "detained", "abducted"})
_REACH = 70
_SINGULAR_REACH = 40


def fill_claims(candidates: list[Candidate], sentence: Sentence, folded: str) -> list[Item]:
    """Adds claims to the candidates of one sentence; gives back those that no candidate of it can carry."""
    homeless: list[Item] = []
    said: str | None = None  # what the number before counted, for one that names no unit of its own
    for count in sentence.counts:
        made = _claims(count, sentence, candidates, folded)
        if not made and said and _goes_on(count, sentence):
            made = [(_claim(said, count), count.rule)]
        said = made[0][0].quantity if made else said
        for claim, rule in made:
            item = (claim, _span(count), rule)
            home = _home(claim, count, candidates)
            if home is not None:
                home.claims.append(item)
            else:
                homeless.append(item)
    return homeless


def fits(quantity: str, candidate: Candidate) -> bool:
    """Whether such a number can be told of the happening: who took part only of what people take part in, no dead of a truce."""
    book, base = codebook(), _base(quantity)
    if base == "participants":
        return any(book.triggers[t.concept].quantity == "participants" for t in candidate.triggers)
    return base not in ("killed", "injured") or candidate.family not in book.harmless


def _goes_on(count: FoundCount, sentence: Sentence) -> bool:
    """Whether a number without a unit is another source's figure for what was just counted."""
    told = any(h.concept in ("speech", "attribution") for h in sentence.hits)
    return count.unit is None and told and (count.low or count.high or 0) >= 2 and count.kind != "none"


def _base(quantity: str) -> str:
    return quantity.split("_")[0]


def _span(count: FoundCount) -> tuple[int, int]:
    return count.start, count.stop


def _claims(count: FoundCount, sentence: Sentence, candidates: list[Candidate], folded: str) -> list[tuple[Claim, str]]:
    """The claims that one quantity makes: none, one, or two for "no casualties"."""
    if count.kind == "none":
        return [(_claim(q, count), count.rule) for q in of_nothing(count, sentence, folded)]
    if count.unit_type == "places":
        protest = any(c.family == "protest" for c in candidates)
        listed = count.low == len({p.quote for p in sentence.places}) > 1  # "in the three towns" only sums up a list
        many = max(count.low or 0, count.high or 0) > 1
        return [(_claim("places", count), count.rule)] if protest and many and not listed else []
    if count.unit_type not in _PEOPLE and count.unit_type is not None:
        return []
    quantity = quantity_of(count, sentence, candidates, folded)
    return [(_claim(quantity, count), count.rule)] if quantity else []


def of_nothing(count: FoundCount, sentence: Sentence, folded: str) -> list[str]:
    """Of what the text says that there was none."""
    near = [h for h in sentence.hits if _gap(h, count) <= 25]
    if any(h.concept == "casualty_none" for h in near):
        return ["killed", "injured"]
    hit = _nearest_counter(count, sentence, folded)
    return [hit[0]] if hit else []


def quantity_of(count: FoundCount, sentence: Sentence, candidates: list[Candidate], folded: str) -> str | None:
    """What a number counts, by the nearest word that says it; None where none does."""
    near = _nearest_counter(count, sentence, folded)
    singular = count.rule.endswith((".singular", ".one"))
    if near and not (singular and (near[1] > _SINGULAR_REACH or near[0] not in _SINGULAR)):
        base = near[0]
        return base + _suffix(count, sentence) if base in ("killed", "injured") else base
    if count.unit_type == "detainees":
        return "detained"
    if singular:
        lone = any(c.concepts & {"lone_picket", "self_immolation", "hunger_strike"} for c in candidates)
        return "participants" if lone else None
    crowd = [t for c in candidates for t in c.triggers if codebook().triggers[t.concept].quantity == "participants"]
    bare = count.unit is None and any(_gap(t, count) <= _BARE_REACH for t in crowd)  # "thousands marched"
    return "participants" if crowd and (bare or count.unit_type in _CROWD) else None


def _suffix(count: FoundCount, sentence: Sentence) -> str:
    """Group of the counted where the text says it: by the class of the noun, or by a word for an actor inside it."""
    if count.unit_type in SUFFIX:
        return SUFFIX[count.unit_type]
    if count.unit_start is None or count.unit_stop is None:
        return ""
    inside = [h for h in sentence.having("actor") if count.unit_start <= h.start and h.stop <= count.unit_stop]
    return next((_SUFFIX_BY_ACTOR[h.concept] for h in inside if h.concept in _SUFFIX_BY_ACTOR), "")


def _nearest_counter(count: FoundCount, sentence: Sentence, folded: str) -> tuple[str, int] | None:
    """(quantity, distance) of the nearest word that says what happened to those counted; crowd words are left to others."""
    book, best = codebook(), None
    for hit in sentence.hits:
        trigger = book.triggers.get(hit.concept)
        quantity = book.quantities.get(hit.concept) or (trigger.quantity if trigger else None)
        if quantity is None or (quantity == "participants" and trigger is not None):
            continue
        gap = _gap(hit, count, last=sentence.pack.about.get("word_ends") == "open") + _joint(
            hit, count, sentence, folded
        )
        if gap <= _REACH and (best is None or gap < best[1]) and not _parted(hit, count, sentence):
            best = (quantity, gap)
    return best


def _gap(hit: Hit, count: FoundCount, last: bool = False) -> int:
    """Code points between the words and the number with its noun; where verbs stand last, looking back costs more."""
    start, stop = count.start, max(count.stop, count.unit_stop or 0)
    if count.unit_start is not None:
        start = min(start, count.unit_start)
    if hit.stop <= start:
        return (start - hit.stop) * (3 if last else 1) + (8 if last else 0)
    return max(0, hit.start - stop)


def _joint(hit: Hit, count: FoundCount, sentence: Sentence, folded: str) -> int:
    """A conjunction between a verb and a number behind it opens a new clause: "one was killed and two were hurt"."""
    if hit.stop > count.start:
        return 0
    between = folded[hit.stop : count.start].split()
    return 12 if set(between) & set(sentence.pack.about.get("conjunctions") or ()) else 0


def _parted(hit: Hit, count: FoundCount, sentence: Sentence) -> bool:
    """Whether another number stands between the words and this one: then the words are the other's."""
    low, high = min(hit.stop, count.stop), max(hit.start, count.start)
    return any(c is not count and low <= c.start and c.stop <= high and c.unit_type in _PEOPLE for c in sentence.counts)


def _claim(quantity: str, count: FoundCount) -> Claim:
    return Claim(quantity, count.low, count.high, count.kind, count.quote)


def _home(claim: Claim, count: FoundCount, candidates: list[Candidate]) -> Candidate | None:
    """The candidate that the claim belongs to: one whose triggers count this quantity, else the nearest in the sentence."""
    book, base = codebook(), _base(claim.quantity)
    if not candidates:
        return None
    own = [c for c in candidates if any(book.triggers[t.concept].quantity == base for t in c.triggers)]
    pool = own or [c for c in candidates if fits(claim.quantity, c)]
    return None if not pool else min(pool, key=lambda c: (min(_gap(t, count) for t in c.triggers), c.start))
