"""What an archive tells: its folder, its files or rows in Python give the rows of every measure that it can give."""

import json
from pathlib import Path
from typing import Any

import pytest

from khronika.errors import CannotError, UsageError
from khronika.measure import agreement, compare, coverage, disparity, rates, tallies, verify

PLACES = {"Porto": ("Porto District", "PRT"), "Faro": ("Faro District", "PRT"), "Lima": ("Lima region", "PER")}


def event(name: str, place: str, day: str, mentions: list[str], **more: Any) -> dict[str, Any]:
    admin1, country = PLACES[place]
    return {
        "event_id": name, "record": "event", "status": "occurred", "date_start": day, "date_end": day,
        "place": {"name": place, "admin1": admin1, "country_iso3": country}, "mentions": mentions, "summary": {},
        "sources": sorted({MENTIONS[m]["source"] for m in mentions}), **more,
    }  # fmt: skip


def mention(name: str, source: str, published: str, low: int | None, kind: str = "min", **more: Any) -> dict[str, Any]:
    claims = [] if low is None else [{"quantity": "detained", "low": low, "high": None, "kind": kind, "text": ""}]
    return {"id": name, "document": name[:2], "source": source, "published": published, "claims": claims, **more}


MENTIONS = {
    m["id"]: m
    for m in (
        mention("d1#1", "Tide Wire", "2031-05-06", 20, text_group="g"),
        mention("d2#1", "Tide Wire", "2031-05-08", 31),
        mention("d3#1", "Harbour Post", "2031-05-07", 20, text_group="g"),
        mention("d4#1", "Harbour Post", "2031-05-09", 8),
        mention("d4#2", "Harbour Post", "2031-05-09", 11),
        mention("d5#1", "Daily Echo", "2031-05-10", 3, "exact"),
        mention("d5#2", "Daily Echo", "2031-05-10", 4, "exact"),
        mention("d6#1", "Daily Echo", "2031-05-11", None),
        mention("d7#1", "Daily Echo", "2031-05-12", 5),
    )
}
EVENTS = [
    event("e1", "Porto", "2031-05-06", ["d1#1", "d2#1", "d3#1"], summary={"detained": {"low": 31, "best": 31}}),
    event("e2", "Faro", "2031-05-09", ["d4#1", "d4#2"], summary={"detained": {"low": 11, "best": None}}),
    event("e3", "Lima", "2031-05-10", ["d5#1", "d5#2"]),
    event("e4", "Lima", "2031-05-12", ["d6#1"], status="planned"),
    event("e5", "Porto", "2031-05-01", ["d6#1"], record="figure"),
    event("e6", "Porto", "2031-05-11", ["d7#1"], date_end="2031-05-13"),
    event("e7", "Faro", "2031-05-14", ["d6#1"], date_end="2031-05-15", status="denied"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, rows in (("events", EVENTS), ("mentions", MENTIONS.values())):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return tmp_path


def test_tallies_are_each_sources_numbers_as_they_were_published(folder: Path) -> None:
    found = tallies(folder, quantity="detained")
    states = [(r.event, r.source, r.tally_as_of, r.count, r.state) for r in found.rows]
    assert states == [
        ("e1", "Harbour Post", "2031-05-07", 20, "too early to say"),
        ("e1", "Tide Wire", "2031-05-06", 20, None),
        ("e1", "Tide Wire", "2031-05-08", 31, "still rising"),
        ("e2", "Harbour Post", "2031-05-09", 11, "too early to say"),
    ]
    said = {p.where: p.what for p in found.problems}
    assert said == {"e6": "covers more than one day, or none", "d5#1": "Daily Echo gives 3, 4 on 2031-05-10"}
    assert "31 detained for" not in found.sentence and "11 detained for 2031-05-09" in found.sentence


def test_one_quantity_is_taken_and_several_are_asked_for(folder: Path) -> None:
    assert tallies(folder).rows == tallies(folder, quantity="detained").rows
    more = [*MENTIONS.values(), {**mention("d8#1", "A", "2031-05-06", 1), "claims": [{"quantity": "killed", "low": 1}]}]
    with pytest.raises(UsageError, match=r"--quantity; these are counted: detained \(8\), killed \(1\)"):
        tallies(EVENTS, mentions=more)


def test_every_form_of_an_archive_gives_the_same(folder: Path) -> None:
    ids = {
        tallies(given, quantity="detained", mentions=mentions).snapshot
        for given, mentions in (
            (folder, None), (folder / "events.jsonl", None), (folder / "events.jsonl", folder / "mentions.jsonl"),
            (EVENTS, list(MENTIONS.values())), (EVENTS[::-1], list(MENTIONS.values())[::-1]),
        )
    }  # fmt: skip
    assert len(ids) == 1


def test_coverage_knows_reprints_from_the_mentions(folder: Path) -> None:
    """The first to publish a text is its source; whoever else has it reprinted it."""
    found = coverage(folder)
    by_source = {r.source: (r.events, r.reprints) for r in found.rows}
    assert by_source == {"Tide Wire": (1, 0), "Harbour Post": (1, 1), "Daily Echo": (2, 0)}
    assert found.n == 4
    assert {s.value for s in found.slices if s.by == "size"} >= {"10 to 99"}
    (folder / "mentions.jsonl").unlink()
    assert {r.source: r.events for r in coverage(folder).rows}["Harbour Post"] == 2


def test_rates_count_events_or_people_by_region(folder: Path) -> None:
    people = {"Porto District": 1_800_000, "Faro District": 470_000, "Lima region": 900_000}
    assert {r.region: r.count for r in rates(folder, populations=people).rows} == {
        "Porto District": 2, "Faro District": 1, "Lima region": 1,
    }  # fmt: skip
    found = rates(folder, populations=people, quantity="detained")
    assert {r.region: (r.count, r.kind) for r in found.rows} == {
        "Porto District": (31, "min"),
        "Faro District": (11, "min"),
    }
    assert [p.where for p in found.problems] == ["e3", "e6"]
    assert verify(found, folder, populations=people) == []
    two = disparity(folder, quantity="detained", by="place", populations={"Porto": 230_000, "Faro": 64_000})
    assert (two.of.region, two.of.count, two.is_lower_bound) == ("Faro", 11, False)


def test_a_region_of_two_countries_is_told_with_its_country() -> None:
    other = {**EVENTS[2], "event_id": "e9", "place": {"name": "Lima", "admin1": "Lima region", "country_iso3": "USA"}}
    found = rates([*EVENTS, other], populations={"Lima region (PER)": 9e5, "Lima region (USA)": 4e4})
    assert [r.region for r in found.rows] == ["Lima region (PER)", "Lima region (USA)"]


def test_what_an_archive_cannot_give_is_said(folder: Path) -> None:
    with pytest.raises(UsageError, match="does not know who was at risk, and when; give --episodes"):
        compare(folder)
    with pytest.raises(UsageError, match="do not say who coded them"):
        agreement(folder)
    (folder / "mentions.jsonl").unlink()
    empty = folder / "empty"
    empty.mkdir()
    with pytest.raises(UsageError, match="needs their mentions"):
        tallies(folder)
    with pytest.raises(CannotError, match="no events"):
        tallies(empty)


def test_a_broken_line_is_a_problem_with_its_place(folder: Path) -> None:
    with (folder / "events.jsonl").open("a", encoding="utf-8") as lines:
        lines.write("{broken\n")
    found = coverage(folder)
    assert found.n == 4 and f"{folder / 'events.jsonl'}:8" in [p.where for p in found.problems]
