"""A release of many invented events: seconds and peak memory of the published view, the release and its writing.

    python bench/release.py [--events 100000] [--tables]

One document, one mention and one event each, in three kinds, two of them protected. Bars: 120 s and 2 GB for 100,000 events.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from khronika.codebook import codebook
from khronika.disclosure import default_policy, published_view
from khronika.model import Actor, Claim, Document, Event, EventClaim, Mention, Place, Span, Summary
from khronika.release import release_files, write_release

T = TypeVar("T")
TOWNS = (
    ("Lisbon", "PRT", 38.72, -9.14),
    ("Dresden", "DEU", 51.05, 13.74),
    ("Izmir", "TUR", 38.41, 27.14),
    ("Kazan", "RUS", 55.79, 49.12),
)
KINDS = ("protest_peaceful", "protest_intervened", "clash", "shelling", "desertion")


def made(number: int) -> tuple[Document, Mention, Event]:
    town, iso3, lat, lon = TOWNS[number % len(TOWNS)]
    kind = KINDS[number % len(KINDS)]
    day = (date(2021, 1, 1) + timedelta(number % 1200)).isoformat()
    words, name = f"{20 + number % 900} people", f"d{number}"
    text = f"On {day} {words} gathered in {town}. The office of the town gave no number. Report {number}."
    place = Place(town, None, iso3, town, None, lat, lon, "town", 5000)
    claim = Claim("participants", 20 + number % 900, 20 + number % 900, "exact", words)
    actors = [Actor("residents", "side_a", "protesters")]
    found = codebook().kinds[kind]
    at = text.index(words)
    mention = Mention(
        id=f"{name}#1", document=name, record="event", kind=kind, status="occurred", date_start=day, date_end=day, date_level="day",
        place=place, actors=actors, claims=[claim], confidence=0.9, language="en", source=f"Paper {number % 40}", published=day,
        document_hash=f"{number:032x}", spans={"claims[0]": [Span(at, at + len(words), words)]},
    )  # fmt: skip
    event = Event(
        event_id=f"khr-{number:0>26}", record="event", kind=kind, event_type=found.event_type, sub_event_type=found.sub_event_type,
        status="occurred", date_start=day, date_end=day, date_level="day", throughout=False, episode=None, place=place, actors=actors,
        claims=[EventClaim("participants", claim.low, claim.high, "exact", words, None, mention.id)],
        summary={"participants": Summary(claim.low, claim.low, claim.high, "only", 1)}, group=None, comparison=None, topics=[],
        mentions=[mention.id], n_independent=1, sources=[f"Paper {number % 40}"], languages=["en"], confidence=0.9, conflicts=[],
        rules={},
    )  # fmt: skip
    return Document(name, text, "en", day, f"Paper {number % 40}", f"https://example.org/{number}"), mention, event


def timed(label: str, call: Callable[[], T]) -> T:
    start = time.perf_counter()
    found = call()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{label:<10} {time.perf_counter() - start:7.1f} s   peak {peak:6.0f} MB", flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--tables", action="store_true", help="also Parquet, DuckDB, XLSX")
    given = parser.parse_args()
    rows = [made(number) for number in range(given.events)]
    documents, mentions, events = [r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows]
    del rows
    reports = [{"document": d.id, "outcome": "coded", "reason": None, "mentions": 1} for d in documents]
    today = date(2031, 6, 30)
    view = timed("view", lambda: published_view(documents, mentions, events, reports, default_policy(), today))
    files = timed("release", lambda: release_files(view, "bench", "2031-06-30T00:00:00Z", tables=given.tables))
    with tempfile.TemporaryDirectory() as folder:
        timed("writing", lambda: write_release(Path(folder) / "r", files))
    print(f"{len(view.events)} events, {sum(map(len, files.values())) / 1e6:.0f} MB in {len(files)} files")


if __name__ == "__main__":
    main()
