"""When two values count as the same: words, days, places, numbers, passages, classes of kinds.

Each rule here decides numbers of every evaluation; docs/method/evaluation.md tells them in prose.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from math import inf
from pathlib import Path

import msgspec

from khronika.codebook import codebook
from khronika.evaluation.gold import Gold, Number, Passage, Spot, Told, days_between
from khronika.geography.geo import kilometres

_TOWN_KM, _DISTRICT_KM, _PROVINCE_KM, _AREA_KM = 25, 50, 100, 250
_WIDE = frozenset({None, "adm1", "area", "country", "sea"})
_UNITS = frozenset(
    [
        "oblast",
        "region",
        "province",
        "republic",
        "krai",
        "governorate",
        "state",
        "county",
        "district",
        "department",
        "prefecture",
        "de",
        "la",
    ]
)
_ARTICLES = frozenset({"the", "of", "a"})
_POSSESSIVE = re.compile(r"['’]s\b|['’`]")
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")


@lru_cache(maxsize=4096)
def words(text: str | None) -> frozenset[str]:
    """Words without case, accents, possessives and articles; scripts without blanks give single characters."""
    decomposed = unicodedata.normalize("NFKD", (text or "").casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return frozenset(_WORD.findall(_POSSESSIVE.sub("", bare))) - _ARTICLES


def same_words(a: str | None, b: str | None, *, as_places: bool = False) -> bool:
    """Whether at least half of all words of the two texts are in both; of places, units such as oblast do not count."""
    left, right = (words(text) - _UNITS if as_places else words(text) for text in (a, b))
    return bool(left) and bool(right) and 2 * len(left & right) >= len(left | right)


@lru_cache(maxsize=1)
def _class_of_kind() -> dict[str, str]:
    cut = msgspec.yaml.decode(Path(__file__).with_name("classes.yaml").read_bytes())
    finer = {family: name for name, families in cut["groups"].items() for family in families}
    kinds = codebook().kinds.items()
    return {n: k.event_type if k.event_type != cut["cut"] else f"{cut['cut']}: {finer[k.family]}" for n, k in kinds}


def classes(record: Told) -> set[str]:
    """Classes of its kind and of the other kinds gold accepts; of a record without known kind, its event type."""
    known = _class_of_kind()
    kinds = record.kinds if isinstance(record, Gold) else (record.kind,)
    found = {known[kind] for kind in kinds if kind in known}
    return found or {record.event_type} & set(known.values()) - {None}  # type: ignore[return-value]


def same_class(gold: Told, told: Told) -> bool:
    """Whether they have a class in common."""
    return not classes(gold).isdisjoint(classes(told))


def same_place(gold: Gold, told: Told) -> bool:
    """Whether the place told is gold's, or one of the others that gold accepts."""
    if told.place is None or not told.place.is_filled:
        return False
    accepted = [p for p in (gold.place,) if p is not None and p.is_filled] + list(gold.alt_places)
    return any(_matches(place, told.place) for place in accepted)


def _matches(gold: Spot, told: Spot) -> bool:
    """By the level of gold's place: the finer it is, the nearer must the other be."""
    level, km = gold.level, _distance(gold, told)
    in_country = gold.country_iso3 == told.country_iso3
    if level == "adm2":
        return in_country and (km <= _DISTRICT_KM or _named(gold, told))
    if level in ("area", "sea"):
        open_to = in_country or gold.country_iso3 is None
        return open_to and _is_wide(gold, told) and (km <= _AREA_KM or _named(gold, told))
    if level == "adm1":
        alike = km <= _PROVINCE_KM or _named(gold, told) or _in_unit(gold, told)
        return in_country and told.level != "country" and _is_wide(gold, told) and alike
    if level == "country":
        return in_country and told.country_iso3 is not None and told.level != "adm1" and _is_wide(gold, told)
    return km <= _TOWN_KM if km < inf else in_country and _named(gold, told)


def _distance(a: Spot, b: Spot) -> float:
    """Kilometres between them; infinite where a coordinate is missing."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return inf
    return kilometres((a.lat, a.lon), (b.lat, b.lon))


def _named(gold: Spot, told: Spot) -> bool:
    return any(same_words(name, told.name, as_places=True) for name in (gold.name, *gold.alt_names))


def _in_unit(gold: Spot, told: Spot) -> bool:
    return any(same_words(n, told.admin1, as_places=True) for n in (gold.admin1, gold.name, *gold.alt_names))


def _is_wide(gold: Spot, told: Spot) -> bool:
    """A town told for a province or country is a guess, unless it bears the name of gold's place."""
    return told.level in _WIDE or any(words(name) == words(told.name) for name in (gold.name, *gold.alt_names))


def shared_days(gold: Gold, told: Told) -> list[tuple[bool, float]]:
    """For each interval that gold accepts: whether it is one day, and the days in both over the days in either."""
    accepted = [gold.days, *(days_between(*alternative) for alternative in gold.alt_dates)]
    said = told.days
    return [(a[0] == a[1], _overlap(a, said)) for a in accepted if a is not None and said is not None]


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    common = min(a[1], b[1]) - max(a[0], b[0]) + 1
    return max(0, common) / (max(a[1], b[1]) - min(a[0], b[0]) + 1)


def best_overlap(gold: Gold, told: Told) -> float:
    """The largest share of common days over the intervals that gold accepts; 1 is the same interval."""
    return max((share for _, share in shared_days(gold, told)), default=0.0)


def same_date(gold: Gold, told: Told) -> bool:
    """One day must be met; of a longer interval, which is often a coder's reading, half of all days must be common."""
    return any(share == 1 or (share >= 0.5 and not one_day) for one_day, share in shared_days(gold, told))


def same_number(gold: Number, told: Number) -> bool:
    """Both bounds are equal and the quantity agrees; a group left out on one side agrees, two different groups do not."""
    for quantity in (gold.quantity, *gold.alt_quantities):
        if _same_quantity(str(quantity), str(told.quantity)):
            return gold.low == told.low and gold.high == told.high
    return False


def _same_quantity(a: str, b: str) -> bool:
    (head_a, _, group_a), (head_b, _, group_b) = a.partition("_"), b.partition("_")
    return head_a == head_b and (group_a == group_b or not group_a or not group_b)


def same_passage(gold: Told, told: Told) -> bool:
    """Whether some of their words are the same: spans that overlap, or without offsets one quote inside the other."""
    return any(_touch(g, t) for g in gold.triggers for t in told.triggers)


def _touch(a: Passage, b: Passage) -> bool:
    if a.start is not None and a.stop is not None and b.start is not None and b.stop is not None:
        return a.start < b.stop and b.start < a.stop
    left, right = a.quote.casefold(), b.quote.casefold()
    return bool(left) and bool(right) and (left in right or right in left)


def either(names: Iterable[str | None], told: str | None) -> bool:
    """Whether one of the names has the words of the other."""
    return any(same_words(name, told) for name in names)
