"""An archive of many generated documents: seconds and memory of add, code, reopening, and code after ten new ones.

    python bench/archive.py [--documents 50000] [--folder DIR]

The documents are made by a seeded generator: sentences of its own about large towns, none about a real happening.
"""

import argparse
import json
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from khronika.archive import Archive

TOWNS = [
    "Lisbon", "Porto", "Madrid", "Seville", "Valencia", "Lyon", "Marseille", "Toulouse", "Nantes", "Hamburg", "Munich", "Dresden",
    "Leipzig", "Warsaw", "Gdansk", "Krakow", "Lviv", "Odesa", "Kharkiv", "Dnipro", "Kazan", "Samara", "Omsk", "Perm",
    "Ufa", "Izmir", "Bursa", "Adana", "Konya", "Tbilisi", "Batumi", "Yerevan", "Baku", "Tehran", "Shiraz", "Basra",
    "Mosul", "Aleppo", "Homs", "Amman", "Cairo", "Alexandria", "Tunis", "Oran", "Rabat", "Dakar", "Bamako", "Accra",
    "Lagos", "Kano", "Nairobi", "Mombasa", "Kampala", "Lusaka", "Harare", "Durban", "Mumbai", "Pune", "Nagpur", "Lucknow",
    "Patna", "Dhaka", "Chittagong", "Yangon", "Mandalay", "Hanoi", "Manila", "Davao", "Busan", "Daegu", "Osaka", "Lima",
    "Arequipa", "Cusco", "Quito", "Guayaquil", "Bogota", "Cali", "Medellin", "Santiago", "Valparaiso", "Rosario", "Recife", "Salvador",
    "Belem",
]  # fmt: skip
WHO = ["nurses", "teachers", "students", "miners", "farmers", "drivers", "dockers", "pensioners"]
SAYS = (
    "About {n} {who} marched through {town} on {day}, police said.",
    "{n} {who} blocked a road in {town} on {day}.",
    "Police detained {m} {who} at a rally in {town} on {day}.",
    "Shells hit a district of {town} on {day}, killing {m} people and injuring {k}.",
    "A bomb exploded near a market in {town} on {day}, killing {m} people.",
    "{who} in {town} went on strike on {day} over wages.",
)
FIRST = date(2021, 1, 1)


def lines(first: int, count: int, seed: int) -> Iterator[str]:
    """Documents as JSON lines, numbered from `first`."""
    chance = random.Random(seed)
    for number in range(first, first + count):
        told = FIRST + timedelta(days=chance.randrange(1200))
        facts = {
            "n": chance.randrange(20, 900), "m": chance.randrange(2, 60), "k": chance.randrange(2, 90),
            "who": chance.choice(WHO), "town": chance.choice(TOWNS), "day": f"{told.day} {told:%B %Y}",
        }  # fmt: skip
        text = chance.choice(SAYS).format(**facts)
        row = {"id": f"g{number}", "text": f"{text} Report {number}.", "published": str(told + timedelta(days=1))}
        yield json.dumps({**row, "source": f"paper {chance.randrange(40)}"}) + "\n"


def timed(label: str, call: object) -> object:
    start, used = time.perf_counter(), time.process_time()
    found = call()  # type: ignore[operator]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{label:<44} {time.perf_counter() - start:8.2f} s   {time.process_time() - used:8.2f} s of CPU   peak {peak} MB",
        flush=True,
    )
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=50_000)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="khronika-bench-"))
    feed = folder.with_name(folder.name + ".jsonl")
    part = options.documents // 5
    archive = Archive.init(folder)
    for at in range(5):
        feed.write_text("".join(lines(at * part, part, at)), "utf-8")
        timed(f"add {part} to {at * part}", lambda: archive.add(feed))
        print(timed(f"code {part} beside {at * part}", lambda: archive.code("fast")))
    timed("reopen: find one event", lambda: archive.show(next(iter(_one(archive)))))
    for round_ in range(3):
        feed.write_text("".join(lines(options.documents + round_ * 10, 10, 100 + round_)), "utf-8")
        timed("add 10", lambda: archive.add(feed))
        print(timed("code 10", lambda: archive.code("fast")))
    print("ledger MB", archive.folder.ledger.stat().st_size // 1_000_000)
    print("faults", len(timed("verify", archive.verify)))  # type: ignore[arg-type]
    feed.unlink()
    if options.folder is None:
        shutil.rmtree(folder)
    return 0


def _one(archive: Archive) -> Iterator[str]:
    with archive.reading() as opened:
        yield opened.derived.connection.execute("SELECT id FROM event WHERE state = 'current' LIMIT 1").fetchone()[0]


if __name__ == "__main__":
    sys.exit(main())
