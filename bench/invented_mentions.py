"""Invented mentions in proportion to life, as JSON lines with the happening that each tells of: `python bench/invented_mentions.py`.

Towns are real and drawn by population, what is told of them is invented. Happenings come in bursts of days; most are told
once or twice, some by dozens of outlets; a few towns have one great day. Reports slip: rival and missing counts, the day
before or after, a neighbouring kind, a week instead of a day, the region instead of the town, a misspelt name that no
gazetteer knows. Figures that nobody tunes on: written before anything was measured.
"""

import argparse
from bisect import bisect
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random

import msgspec

from khronika.geography import gazetteer
from khronika.model import Actor, Claim, Mention, Place, Span

KINDS = {
    "protest_peaceful": 9, "protest_intervened": 3, "demonstration_violent": 1, "strike": 2, "blockade": 2, "clash": 3,
    "shelling": 4, "drone_strike": 2, "explosive": 2, "attack_civilians": 2, "arrest": 4, "property_destruction": 1,
}  # fmt: skip
BESIDE = {
    "protest_peaceful": "protest_intervened", "protest_intervened": "demonstration_violent",
    "demonstration_violent": "protest_intervened", "shelling": "drone_strike", "drone_strike": "shelling",
    "explosive": "clash", "clash": "attack_civilians", "attack_civilians": "clash",
}  # fmt: skip
LASTING = ("strike", "blockade")
CROWDS = ("protest_peaceful", "protest_intervened", "demonstration_violent", "strike", "blockade")
WHO = (
    ("workers", "protesters"),
    ("residents", "civilians"),
    ("students", "protesters"),
    ("police", "state_forces"),
    ("gunmen", "rebels"),
)
TOPICS = ("wages", "elections", "environment", "conscription", "corruption", "land")
COUNTRIES = 60
DAYS = 1500
FIRST = date(2019, 1, 1)
TIMES_TOLD = (1,) * 8 + (2,) * 5 + (3,) * 3 + (5, 8, 12)
GREAT = 40  # reports of a great day; one happening in 2,000 is one


def read_towns(draw: Random, many: int) -> tuple[list[Place], list[float]]:
    """Towns of sixty countries with running sums of their shares: by population, a village of unknown size counts 500."""
    places = gazetteer()
    rows = range(places.starts["town"], places.size)
    countries = set(draw.sample(range(len(places.iso3)), COUNTRIES))
    inside = [row for row in rows if places.country_row[row] in countries and places.ids[row] and places.point(row)]
    chosen = sorted(draw.sample(inside, min(many, len(inside))))
    towns = []
    for row in chosen:
        lat, lon = places.point(row) or (0.0, 0.0)
        unit = places.admin1_row[row]
        admin1 = places.name(unit) if unit < places.size else None
        country = places.iso3[places.country_row[row]]
        towns.append(Place(places.name(row), places.ids[row], country, admin1, None, lat, lon, "town", 5000))
    return towns, list(accumulate((places.population[row] or 500) ** 0.8 for row in chosen))


def invent(many: int, seed: int = 11) -> Iterator[tuple[Mention, int]]:
    """At least so many mentions, each with the number of its happening; not shuffled."""
    draw = Random(seed)
    towns, sums = read_towns(draw, max(1000, many // 40))
    kinds, weights = list(KINDS), list(KINDS.values())
    told = happening = 0
    while told < many:
        place = towns[bisect(sums, draw.random() * sums[-1])]
        kind = draw.choices(kinds, weights)[0]
        start = FIRST + timedelta(days=draw.randrange(DAYS))
        length = draw.choice((1, 1, 1, 1, 1, 2, 3, 6))  # a burst goes on for days
        whole = kind in LASTING
        for day in range(1 if whole else length):
            first = start + timedelta(days=day)
            last = first + timedelta(days=length - 1) if whole else first
            for mention in _reports(draw, (kind, place), (first, last), told):
                yield mention, happening
                told += 1
            happening += 1


def _reports(draw: Random, what: tuple[str, Place], days: tuple[date, date], at: int) -> Iterator[Mention]:
    kind, place = what
    crowd = round(10 ** draw.uniform(0.5, 4))
    topic = [draw.choice(TOPICS)] if draw.random() < 0.5 else []
    actors = [
        Actor(name, role, sort) for role, (name, sort) in zip(("side_a", "side_b"), draw.sample(WHO, 2), strict=True)
    ]
    times = GREAT if draw.random() < 1 / 2000 else draw.choice(TIMES_TOLD)
    for number in range(times):
        first, last = _days(draw, days)
        quantity = "participants" if kind in CROWDS else "killed"
        yield Mention(
            id=f"d{at + number}#1", document=f"d{at + number}", record="event", status="occurred",
            kind=BESIDE.get(kind, kind) if draw.random() < 0.08 else kind,
            date_start=first.isoformat(), date_end=last.isoformat(), date_level="day" if first == last else "days",
            place=_where(draw, place), actors=[a for a in actors if draw.random() < 0.7],
            claims=_claims(draw, crowd if kind in CROWDS else 1 + crowd % 40, quantity),
            topics=topic if draw.random() < 0.7 else [], confidence=round(draw.uniform(0.5, 0.95), 2),
            language=draw.choice(("ar", "de", "en", "en", "es", "fr", "ko", "pt", "ru", "tr", "uk")),
            source=f"Outlet {draw.randrange(900)}", published=(last + timedelta(days=1)).isoformat(),
            spans={"trigger": [Span(10, 18, "gathered")], "place": [Span(22, 30, "the town")], "date": [Span(31, 37, "Monday")]},
            rules={"kind": "en.trigger.rally", "date": "en.date.weekday", "place": "place.named"},
        )  # fmt: skip


def _days(draw: Random, days: tuple[date, date]) -> tuple[date, date]:
    """The days as a report has them: right, a day off, the week they lie in, or a part of what lasts."""
    first, last = days
    chance = draw.random()
    if first < last and chance < 0.4:
        return first, first + timedelta(days=draw.randrange((last - first).days + 1))
    if chance < 0.03:
        slip = timedelta(days=draw.choice((-1, 1)))
        return first + slip, last + slip
    if chance < 0.1:
        monday = first - timedelta(days=first.weekday())
        return monday, max(last, monday + timedelta(days=6))
    return first, last


def _where(draw: Random, place: Place) -> Place:
    """The place as a report has it: the town, its surroundings, its region, or a misspelling that is not in the gazetteer."""
    chance = draw.random()
    if chance < 0.04:
        return msgspec.structs.replace(place, level="near", uncertainty_m=15000)
    if chance < 0.07 and place.admin1:
        return Place(place.admin1, None, place.country_iso3, place.admin1, None, place.lat, place.lon, "adm1", 100_000)
    if chance < 0.1 and place.name:
        letter = draw.randrange(len(place.name))
        wrong = place.name[:letter] + draw.choice("aeiou") + place.name[letter + 1 :]
        return msgspec.structs.replace(place, name=wrong, geonameid=None)
    return place


def _claims(draw: Random, crowd: int, quantity: str) -> list[Claim]:
    chance = draw.random()
    if chance < 0.4:
        return []
    if chance < 0.5:
        low = 10 ** (len(str(crowd)) - 1)
        return [Claim(quantity, low, low * 10 - 1, "word", "many")]
    count = max(1, round(crowd * draw.choice((1, 1, 1, 1, 1.5, 0.7))))
    kind = draw.choice(("exact", "exact", "about", "min"))
    return [Claim(quantity, count, None if kind == "min" else count, kind, str(count))]


def write(path: Path, many: int, seed: int = 11) -> int:
    """Mentions in chance order as JSON lines; beside them `PATH.truth`, a line of id and happening each. Gives their number."""
    told = [(msgspec.json.encode(mention), mention.id, happening) for mention, happening in invent(many, seed)]
    Random(seed + 1).shuffle(told)
    with path.open("wb") as lines, Path(f"{path}.truth").open("w", encoding="ascii") as truth:
        for line, name, happening in told:
            lines.write(line + b"\n")
            truth.write(f"{name} {happening}\n")
    return len(told)


def main() -> None:
    """Writes the files."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("path", type=Path)
    parser.add_argument("--mentions", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=11)
    given = parser.parse_args()
    print(f"{write(given.path, given.mentions, given.seed)} mentions in {given.path}")


if __name__ == "__main__":
    main()
