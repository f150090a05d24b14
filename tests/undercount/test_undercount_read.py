"""Tables from files: three forms, and faults with their line."""

import json
from pathlib import Path

import pytest

from khronika.undercount import TableError, read_csv
from khronika.undercount.read import read_text
from khronika.undercount.sources import read_archive


def test_counts_people_and_records_make_the_same_table() -> None:
    counts = read_text("A,B,count\n1,0,2\n0,1,1\n1,1,1\n", "t.csv")
    people = read_text("A,B\n1,0\n1,0\n0,1\n1,1\n", "t.csv")
    records = read_text("person,list\np1,A\np2,A\np3,B\np4,A\np4,B\np4,B\n", "t.csv", ["A", "B"])
    tables = [read.tables[0].counts.tolist() for read in (counts, people, records)]
    assert tables == [[0, 2, 1, 1]] * 3
    assert [read.linked for read in (counts, people, records)] == [True, True, False]


def test_strata_keep_their_order_and_lists_can_be_chosen() -> None:
    read = read_text("A,B,C,stratum,count\n1,0,1,south,2\n0,1,0,north,1\n0,0,1,south,9\n", "t.csv", ["A", "B"])
    assert [t.stratum for t in read.tables] == ["south", "north"]
    assert read.tables[0].lists == ("A", "B") and read.tables[0].counts.tolist() == [0, 2, 0, 0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "t.csv: is empty"),
        ("A,B,count\n", "t.csv: has no lines"),
        ("A,B,count\n1,0,5\n1,x,3\n", "t.csv:3: B is 'x', not 0 or 1"),
        ("A,B,count\n1,0,-5\n", "t.csv:2: count is '-5'"),
        ("A,B,count\n1,0,1.5\n", "t.csv:2: count is '1.5'"),
        ("A,B,count\n1,0\n", "t.csv:2: has not 3 values"),
        ("A,B,count\n1,0,3,4\n", "t.csv:2: has not 3 values"),
        ("A,A,count\n1,0,5\n", "t.csv:1: two columns have one name"),
        ("count\n5\n", "has no column of a list"),
        ("A,B,C,D,E,F,G\n1,0,0,0,0,0,0\n", "choose at most 6"),
        ("person,list\np1,\n", "t.csv:2: person or list is missing"),
    ],
)
def test_faults_name_file_line_and_remedy(text: str, told: str) -> None:
    with pytest.raises(TableError) as error:
        read_text(text, "t.csv")
    assert told in str(error.value) and "; " in str(error.value)


def test_an_unknown_list_is_named() -> None:
    with pytest.raises(TableError, match="has no list Z; lists here: A, B"):
        read_text("A,B\n1,0\n", "t.csv", ["Z"])


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("Ä,B\n1,0\n".encode("latin-1"))
    with pytest.raises(TableError, match="is not UTF-8"):
        read_csv(path)


def archive(folder: Path, sources: list[list[str]]) -> Path:
    events = [{"record": "event", "event_id": f"e{i}", "sources": s} for i, s in enumerate(sources)]
    events.append({"record": "figure", "event_id": "f", "sources": ["A"]})
    (folder / "events.jsonl").write_text("".join(json.dumps(e) + "\n" for e in events), encoding="utf-8")
    return folder


def test_an_archive_is_lists_of_events_by_source(tmp_path: Path) -> None:
    read = read_archive(archive(tmp_path, [["A"], ["A", "B"], ["B"], ["A"], ["C"], []]), ["A", "B"])
    assert not read.linked
    assert read.tables[0].counts.tolist() == [0, 2, 1, 1]


def test_who_only_reprinted_and_what_did_not_occur_is_on_no_list(tmp_path: Path) -> None:
    """A reprint entered as a list of its own would be a copy: the first who published a text is its source."""
    told = [
        ("m1", "A", "2031-05-01", "x"),
        ("m2", "B", "2031-05-02", "x"),
        ("m3", "B", "2031-05-02", "y"),
        ("m4", "C", "2031-05-03", "x"),
    ]
    mentions = [{"id": i, "source": s, "published": day, "text_group": g} for i, s, day, g in told]
    events = [
        {"record": "event", "event_id": "e1", "sources": ["A", "B", "C"], "mentions": ["m1", "m2", "m3", "m4"]},
        {"record": "event", "event_id": "e2", "sources": ["C"], "mentions": ["m4"]},
        {"record": "event", "event_id": "e3", "status": "denied", "sources": ["A"], "mentions": ["m1"]},
    ]
    for name, rows in (("events", events), ("mentions", mentions)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    table = read_archive(tmp_path).tables[0]
    assert table.sizes() == {"A": 1, "B": 1, "C": 1} and table.listed == 2


def test_an_archive_of_many_sources_asks_which(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="choose at most 6 with --lists; largest: S0"):
        read_archive(archive(tmp_path, [[f"S{i}"] for i in range(8)] + [["S0"]]))
    with pytest.raises(TableError, match="no event has the source Z"):
        read_archive(tmp_path, ["Z"])


def test_a_broken_archive_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").write_text('{"record": "event", "sources": []}\n{broken\n', encoding="utf-8")
    with pytest.raises(TableError, match=r"events\.jsonl:2: is not JSON"):
        read_archive(tmp_path)
