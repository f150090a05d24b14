"""How long `resolve` takes: invented mentions in proportion to life, `python bench/resolving.py [--mentions 100000]`.

Places are drawn by population from a gazetteer-like list that is made up here, happenings come in bursts, each is told by
one to nine reports in several languages with rival counts and vague places. Prints wall and CPU seconds, peak memory,
and precision and recall of pairs against the happenings that the reports were drawn from.
"""

import argparse
import resource
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

import msgspec

from khronika.model import Claim, Mention, Place, Span
from khronika.resolution import resolve

KINDS = ("protest_peaceful", "protest_intervened", "clash", "shelling", "strike", "explosive", "arrest")
LANGUAGES = ("en", "fr", "ru", "ar", "es")
DAYS = 1500


def invent_places(draw: Random, many: int) -> list[Place]:
    """Towns of invented names in forty countries, a few of them great."""
    return [
        Place(f"Town {n}", n + 1, f"C{n % 40:02d}", f"Region {n % 400}", None, draw.uniform(-50, 60), draw.uniform(-170, 170), "town", 5000)
        for n in range(many)
    ]  # fmt: skip


def invent_mentions(many: int, seed: int = 11) -> tuple[list[Mention], dict[str, int]]:
    """Mentions, and the happening that each tells of. The number of towns grows with that of mentions."""
    draw = Random(seed)
    places = invent_places(draw, max(400, many // 50))
    shares = [1 / (rank + 5) for rank in range(len(places))]
    mentions: list[Mention] = []
    truth: dict[str, int] = {}
    happening = 0
    while len(mentions) < many:
        place = draw.choices(places, shares)[0]
        start = date(2019, 1, 1) + timedelta(days=draw.randrange(DAYS))
        for day in range(draw.choice((1, 1, 1, 1, 2, 4))):  # a burst goes on for days
            first = start + timedelta(days=day)
            for mention in _reports(draw, happening, place, first, len(mentions)):
                truth[mention.id] = happening
                mentions.append(mention)
            happening += 1
    draw.shuffle(mentions)
    return mentions, truth


def _reports(draw: Random, happening: int, place: Place, first: date, at: int) -> list[Mention]:
    kind, crowd = draw.choice(KINDS), round(10 ** draw.uniform(1, 4))
    told = []
    for number in range(draw.choice((1, 1, 1, 2, 2, 3, 5, 9))):
        count = round(crowd * draw.choice((1, 1, 1, 1.5, 0.7)))
        claims = [Claim("participants", count, count, "exact", str(count))] if draw.random() < 0.6 else []
        days = first, first + timedelta(days=draw.choice((0, 0, 0, 0, 0, 0, 6)))
        where = msgspec.structs.replace(place, level="near", uncertainty_m=15000) if draw.random() < 0.05 else place
        told.append(
            Mention(
                id=f"d{at + number}#1", document=f"d{at + number}", record="event", kind=kind, status="occurred",
                date_start=days[0].isoformat(), date_end=days[1].isoformat(), place=where, claims=claims, confidence=0.8,
                language=draw.choice(LANGUAGES), spans={"trigger": [Span(10, 18, "gathered")]},
            )
        )  # fmt: skip
    return told


def pair_scores(groups: Sequence[Sequence[str]], truth: dict[str, int]) -> tuple[float, float]:
    """Precision and recall of pairs in one event."""
    right = found = 0
    for members in groups:
        found += len(members) * (len(members) - 1) // 2
        right += sum(n * (n - 1) // 2 for n in Counter(truth[m] for m in members).values())
    wanted = sum(n * (n - 1) // 2 for n in Counter(truth.values()).values())
    return right / max(1, found), right / max(1, wanted)


def main() -> None:
    """Invents, resolves from JSON lines and back, prints."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--mentions", type=int, default=100_000)
    given = parser.parse_args()
    mentions, truth = invent_mentions(given.mentions)
    lines = [msgspec.json.encode(m) for m in mentions]
    del mentions
    wall, cpu = time.perf_counter(), time.process_time()
    decoder = msgspec.json.Decoder(Mention)
    events = resolve(map(decoder.decode, lines)).events
    written = sum(len(msgspec.json.encode(event)) for event in events)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    precision, recall = pair_scores([e.mentions for e in events], truth)
    print(f"{len(lines)} mentions, {len(events)} events, {written / 2**20:.0f} MiB: {wall:.1f} s wall, {cpu:.1f} s CPU")
    print(f"peak {peak:.2f} GiB; pairs: precision {precision:.3f}, recall {recall:.3f}")


if __name__ == "__main__":
    main()
