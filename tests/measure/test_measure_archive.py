"""Measures of an archive: every one takes it, states its result in the ledger, and `verify` derives it again. All invented."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

import khronika as kh
from khronika.errors import CannotError, RefusedError, UsageError
from khronika.measure import agreement, compare, coverage, disparity, rates, tallies

Khronika = Callable[..., tuple[int, str, str]]
TOWNS = ("Lisbon", "Porto", "Lviv", "Odesa", "Cusco", "Daegu")
PEOPLE = {"PRT": 10_300_000, "UKR": 41_000_000, "PER": 33_000_000, "KOR": 51_700_000}


def feed(path: Path, numbers: range) -> Path:
    """Invented reports of detentions, three towns a day, two papers."""
    lines = []
    for n in numbers:
        text = f"Police detained {11 + n} students at a rally in {TOWNS[n % 6]} on {1 + n % 5} June 2031. Sheet {n}."
        lines.append({"id": f"r{n}", "text": text, "published": f"2031-06-{7 + n % 3:02}", "source": f"Paper {n % 2}"})
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def archive(tmp_path: Path) -> kh.Archive:
    made = kh.Archive.init(tmp_path / "ar")
    made.add(feed(tmp_path / "a.jsonl", range(12)))
    made.code("fast")
    return made


SPANS = [
    {"episode": "early", "start": "2031-06-01", "end": "2031-06-02", "population": 9000},
    {"episode": "late", "start": "2031-06-03", "end": "2031-06-05", "population": 9000},
]
MEASURES: dict[str, Callable[[kh.Archive], Any]] = {
    "rates": lambda a: rates(a, by="country", populations=PEOPLE),
    "disparity": lambda a: disparity(a, "PRT", "UKR", by="country", populations=PEOPLE),
    "tallies": lambda a: tallies(a, quantity="detained"),
    "coverage": coverage,
    "compare": lambda a: compare(a, episodes=SPANS, quantity="detained"),
}
WITH_PEOPLE = ("rates", "disparity")


@pytest.mark.parametrize("measure", MEASURES)
def test_a_result_of_an_archive_is_stated_and_derived_again(archive: kh.Archive, tmp_path: Path, measure: str) -> None:
    found = MEASURES[measure](archive)
    people = PEOPLE if measure in WITH_PEOPLE else None
    statement = archive.record(found, populations=people)
    assert (statement.act, statement.subject) == ("measure", found.snapshot)
    assert archive.record(found, populations=people).seq == statement.seq
    assert archive.verify() == []
    archive.add(feed(tmp_path / "b.jsonl", range(12, 24)))
    archive.code("fast")
    assert MEASURES[measure](archive).snapshot != found.snapshot
    assert archive.verify() == []
    assert archive.replay().problems == []


def test_no_word_of_a_result_is_in_the_ledger(archive: kh.Archive) -> None:
    statement = archive.record(rates(archive, by="country", populations=PEOPLE, what="detentions"), populations=PEOPLE)
    body = statement.values()
    assert set(body) == {"measure", "version", "khronika", "result", "tables", "events"}
    assert "PRT" not in statement.body
    assert "detentions" not in statement.body


def forged(archive: kh.Archive, change: Callable[[dict[str, Any]], None]) -> list[str]:
    """What verify says where the kept numbers were changed, with their hash, before the statement was made."""
    found = coverage(archive)
    with archive.writing() as session:
        from khronika.archive.measured import _state
        from khronika.measure.stated import content

        kept = msgspec.json.decode(content(found))
        change(kept)
        _state(session, found, msgspec.json.encode(kept, order="deterministic"), {}, True)
    return [problem.what for problem in archive.verify()]


def test_a_number_that_does_not_follow_is_found(archive: kh.Archive) -> None:
    def add_one(kept: dict[str, Any]) -> None:
        at = next(n for n, value in enumerate(kept["numbers"]) if isinstance(value, int) and value > 1)
        kept["numbers"][at] += 1

    (what,) = forged(archive, add_one)
    assert "1 of its numbers differ" in what


def test_a_result_is_compared_to_one_in_a_million(archive: kh.Archive) -> None:
    def nudge(kept: dict[str, Any]) -> None:
        kept["numbers"] = [n * (1 + 1e-9) if isinstance(n, float) else n for n in kept["numbers"]]

    assert forged(archive, nudge) == []

    def push(kept: dict[str, Any]) -> None:
        kept["numbers"] = [n * 1.001 if isinstance(n, float) else n for n in kept["numbers"]]

    assert any("numbers differ" in what for what in forged(archive, push))


def test_a_file_of_a_result_that_changed_is_found(archive: kh.Archive) -> None:
    name = archive.record(coverage(archive)).values()["result"]
    path = archive.folder.root / "captures" / name[:2] / name
    path.write_bytes(path.read_bytes().replace(b"coverage", b"coverags"))
    assert any("cannot be derived again" in problem.what for problem in archive.verify())


def test_what_does_not_follow_is_not_stated(archive: kh.Archive) -> None:
    found = coverage(archive)
    with pytest.raises(UsageError, match="does not follow"):
        archive.record(msgspec.structs.replace(found, n=found.n + 1))
    with pytest.raises(UsageError, match="does not follow"):
        archive.record(
            rates([{"region": "PRT", "count": 3, "population": 90}]), [{"region": "PRT", "count": 4, "population": 90}]
        )


def test_a_table_is_kept_with_its_result(archive: kh.Archive, tmp_path: Path) -> None:
    table, people = tmp_path / "t.csv", tmp_path / "p.csv"
    table.write_text("region,count\nA,12\nB,3\n", encoding="utf-8")
    people.write_text("name,population\nA,9000\nB,8000\n", encoding="utf-8")
    archive.record(rates(table, populations=str(people)), table, str(people))
    archive.record(rates(table, populations={"A": 9000, "B": 7000}), table, {"A": 9000, "B": 7000})
    rows = [{"region": "A", "count": 12, "population": 50}, {"region": "B", "count": 2, "population": 40}]
    archive.record(disparity(rows, counts="exact"), rows)
    table.unlink()
    people.unlink()
    assert archive.verify() == []
    archive.backup(tmp_path / "copy")
    restored = kh.Archive.restore(tmp_path / "copy", tmp_path / "back")
    restored.replay()
    assert restored.verify() == []


def test_what_rests_on_a_destroyed_document_is_no_fault(archive: kh.Archive) -> None:
    archive.record(coverage(archive))
    archive.destroy("r3", "the family asked")
    assert archive.verify() == []
    archive.record(coverage(archive))
    assert archive.verify() == []


def test_a_result_outlives_another_coding_and_a_seal(archive: kh.Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.record(coverage(archive))
    archive.seal("r1", "under review")
    assert archive.verify() == []
    monkeypatch.setattr("khronika.archive.versions._own", lambda: "another codebook")
    archive.code_again("fast", accept=True)
    assert archive.verify() == []


def test_an_archive_that_is_not_coded_is_not_measured_into_the_ledger(archive: kh.Archive, tmp_path: Path) -> None:
    found = coverage(archive)
    archive.add(feed(tmp_path / "b.jsonl", range(12, 15)))
    connection = sqlite3.connect(archive.folder.derived / "derived.sqlite")
    with connection:
        connection.execute("INSERT INTO dirty SELECT min(block) FROM mention")
    connection.close()
    with pytest.raises(CannotError, match="not coded yet"):
        archive.record(found)


def test_coders_of_an_archive_are_the_versions_that_coded_it(
    archive: kh.Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RefusedError, match="coded by one set of versions"):
        agreement(archive)
    monkeypatch.setattr("khronika.archive.versions._own", lambda: "another codebook")
    archive.code_again("fast", accept=True)
    found = agreement(archive, {"detained": "ratio"}, resamples=100)
    by = {row.field: row for row in found.rows}
    assert {"outcome", "events", "kind", "place", "date_start", "detained"} <= set(by)
    assert (by["kind"].coders, by["kind"].units) == (2, 12)
    assert by["place"].alpha == 1
    assert all("fast" in coder for coder in found.sources)
    archive.record(found)
    assert archive.verify() == []


def test_codings_that_differ_are_compared_where_their_triggers_overlap() -> None:
    from khronika.archive.told import _of_document, _of_places

    def coding(*mentions: dict[str, Any]) -> dict[str, Any]:
        return {"outcome": "coded", "mentions": list(mentions)}

    def mention(name: str, start: int, stop: int, kind: str, low: int | None) -> dict[str, Any]:
        claims = [{"quantity": "killed", "low": low}, {"quantity": "killed", "low": 1}]
        return {
            "id": name, "record": "event", "kind": kind, "status": "occurred", "date_start": None, "date_end": None,
            "place": None, "claims": claims, "spans": {"trigger": [[start, stop, "x"]]},
        }  # fmt: skip

    codings = {
        "one": coding(mention("d#1", 5, 9, "strike", 4), mention("d#2", 30, 35, "clash", None)),
        "two": coding(mention("d#1", 7, 12, "picket_single", 3)),
    }
    rows = {(r["unit"], r["coder"], r["field"]): r["value"] for r in _of_places("d", codings)}
    assert (rows["d:5", "one", "kind"], rows["d:5", "two", "kind"]) == ("strike", "picket_single")
    assert (rows["d:5", "one", "killed"], rows["d:5", "two", "killed"]) == ("4", "3")
    assert (rows["d:5", "one", "place"], rows["d:30", "one", "kind"]) == ("none", "clash")
    assert ("d:30", "two", "kind") not in rows
    events = {r["coder"]: r["value"] for r in _of_document("d", codings) if r["field"] == "events"}
    assert events == {"one": "2", "two": "1"}


def test_episodes_of_an_archive_are_counted(archive: kh.Archive) -> None:
    found = compare(archive, episodes=SPANS)
    events = [e for e in archive.events() if e.record == "event"]
    counts = {row.episode: row.count for row in found.rows}
    assert sum(counts.values()) == len(events)
    assert counts["early"] == sum(e.date_end is not None and e.date_end <= "2031-06-02" for e in events)
    assert found.definition == "events that occurred, as coded"
    people = compare(archive, episodes=SPANS, quantity="detained")
    assert people.definition.startswith("detained, the least number over events")
    assert sum(row.count for row in people.rows) == sum(11 + n for n in range(12))
    one = compare(archive, episodes=[{**span, "region": "PRT", "at_risk": "everyone"} for span in SPANS], by="country")
    assert sum(row.count for row in one.rows) == sum(
        e.place is not None and e.place.country_iso3 == "PRT" for e in events
    )


def test_refusals_of_episodes_of_an_archive(archive: kh.Archive) -> None:
    with pytest.raises(UsageError, match="does not know who was at risk"):
        compare(archive)
    with pytest.raises(RefusedError, match="counts come from the archive here"):
        compare(archive, episodes=[{**SPANS[0], "count": 3}, SPANS[1]])
    with pytest.raises(RefusedError, match="no population at risk; a ratio of totals"):
        compare(archive, episodes=[{**SPANS[0], "population": None}, SPANS[1]])
    kinds = [{**SPANS[0], "kinds": "strike"}, {**SPANS[1], "kinds": "clash"}]
    with pytest.raises(RefusedError, match="episodes differ in definition"):
        compare(archive, episodes=kinds)
    wide = compare(archive, episodes=[{**SPANS[0], "kinds": "clash"}, {**SPANS[1], "kinds": "clash"}])
    assert [row.count for row in wide.rows] == [0, 0]


def test_on_the_command_line(archive: kh.Archive, khronika: Khronika, tmp_path: Path) -> None:
    folder, spans = archive.folder.root, tmp_path / "e.csv"
    spans.write_text(
        "episode,start,end,population\nearly,2031-06-01,2031-06-02,900\nlate,2031-06-03,2031-06-05,900\n",
        encoding="utf-8",
    )
    code, out, err = khronika("measure", "compare", folder, "--episodes", spans, "--record", folder)
    assert (code, "per 100,000 person-years" in out, "recorded: statement" in err) == (0, True, True), err
    assert khronika("verify", folder)[0] == 0
    code, _, err = khronika("measure", "agreement", folder)
    assert (code, "coded by one set of versions" in err) == (3, True)
    other = tmp_path / "other"
    khronika("init", other)
    assert khronika("measure", "coverage", folder, "--record", other)[0] == 2
    table = tmp_path / "t.csv"
    table.write_text("region,count,population\nA,12,500\nB,3,400\n", encoding="utf-8")
    code, _, err = khronika("measure", "disparity", table, "--record", other)
    assert (code, "recorded: statement 2, khm-" in err) == (0, True), err
    assert khronika("verify", other)[0] in (0, 1)
