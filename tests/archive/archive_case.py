"""Documents for the tests of archives, made by a seed; a clock that tests own. All towns are real, nothing told of them is."""

import json
import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

TOWNS = ("Lisbon", "Porto", "Lviv", "Odesa", "Cusco", "Daegu")
SAYS = (
    "About {n} nurses marched through {town} on {day} June 2031, police said.",
    "{n} farmers blocked a road in {town} on {day} June 2031.",
    "Shells hit a district of {town} on {day} June 2031, killing {k} people.",
    "Police detained {k} students at a rally in {town} on {day} June 2031. A bomb exploded in {other} a day later.",
)


def sentence(seed: int) -> str:
    chance = random.Random(seed)
    town, other = chance.sample(TOWNS, 2)
    facts = {"n": chance.randrange(20, 900), "k": chance.randrange(11, 60), "day": chance.randrange(1, 9)}
    return chance.choice(SAYS).format(town=town, other=other, **facts) + f" Sheet {seed}."


def record(seed: int) -> dict[str, str]:
    return {"id": f"r{seed}", "text": sentence(seed), "published": "2031-06-12", "source": f"Paper {seed % 7}"}


def feed(path: Path, seeds: Iterable[int]) -> Path:
    path.write_text("".join(json.dumps(record(seed)) + "\n" for seed in seeds), "utf-8")
    return path


def event_table(rows: int) -> str:
    """An event table in the columns of the ACLED style; no row tells of a real event."""
    head = "event_id_cnty,event_date,event_type,sub_event_type,actor1,location,latitude,longitude,time_precision,geo_precision,fatalities"
    made = (
        f"XXX{n},2031-05-{1 + n % 28:02},Protests,Peaceful protest,Protesters,Porto,{41 + n / 100},-8.6,1,1,{n % 4}"
        for n in range(rows)
    )
    return "\n".join([head, *made]) + "\n"


class Clock:
    """A second later with each look."""

    def __init__(self) -> None:
        self.now = datetime(2031, 6, 20, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
