"""Event tables in an archive: rows are documents with the mentions of their coders, and come back as they were."""

import shutil
import sys
from pathlib import Path

import msgspec
import pytest

from khronika.archive import Archive, tables
from khronika.cli.app import run
from khronika.sources import ReadOptions

sys.path[:0] = [str(Path(__file__).parents[1] / "sources")]
from reader_seeds import ACLED, ACLED_ROW, GED, GED_ROW, csv_of, xlsx  # noqa: E402

COLUMN = {name: number for number, name in enumerate(ACLED)}


def acled(*changes: dict[str, str]) -> bytes:
    rows = []
    for change in changes:
        row = list(ACLED_ROW)
        for name, value in change.items():
            row[COLUMN[name]] = value
        rows.append(row)
    return csv_of(ACLED, *rows)


def several(many: int) -> bytes:
    return acled(*({"event_id_cnty": f"XXX{n}", "event_date": f"2031-05-{1 + n % 28:02}"} for n in range(many)))


def statements(archive: Archive) -> list[str]:
    with archive.reading() as opened:
        return [s.hash for s in opened.ledger.statements()]


@pytest.mark.parametrize("layout", ["acled.csv", "ged.csv", "acled.xlsx"])
def test_rows_become_events_with_the_cell_of_each_value(
    archive: Archive, tmp_path: Path, layout: str, capsys: pytest.CaptureFixture[str]
) -> None:
    content = {
        "acled.csv": several(3),
        "ged.csv": csv_of(GED, [GED_ROW[name] for name in GED]),
        "acled.xlsx": xlsx([ACLED, ACLED_ROW]),
    }[layout]
    (tmp_path / layout).write_bytes(content)
    done = archive.add(tmp_path / layout)
    assert done.problems == [] and done.new == (3 if layout == "acled.csv" else 1)
    assert archive.verify() == []
    archive.code("fast")
    events = list(archive.events())
    assert sum(len(e.mentions) for e in events) >= done.new
    assert archive.verify() == []
    assert archive.code("fast").earlier == 0
    held = archive.show(events[0].event_id)
    assert all("coded_elsewhere" in m.notes for m in held.mentions)
    root = str(archive.folder.root)
    assert run(["show", events[0].event_id, "--archive", root]) == 0
    said = capsys.readouterr().out
    assert "stands in cell " in said and "read by " + ("xlsx 1" if "xlsx" in layout else "csv 1") in said
    assert run(["explain", events[0].event_id, "--archive", root]) == 0
    assert "(cell " in capsys.readouterr().out


def test_a_lost_store_comes_back_from_the_table_itself(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_bytes(several(30))
    archive.add(tmp_path / "rows.csv", ReadOptions(source="A Desk of This Sample"))
    shutil.copyfile(tmp_path / "rows.csv", tmp_path / "copy.csv")
    archive.add(tmp_path / "copy.csv", ReadOptions(source="Another Desk"))
    archive.code("fast")
    before, said = list(archive.events()), statements(archive)
    done = archive.replay()
    assert (done.read, done.kept, done.problems, done.notes) == (60, 0, [], [])
    assert done.before == done.after
    shutil.rmtree(archive.folder.derived)
    archive.code("fast")
    assert list(archive.events()) == before
    assert statements(archive) == said
    assert archive.verify() == []


def test_a_table_that_is_issued_again_supersedes_row_by_row(archive: Archive, tmp_path: Path) -> None:
    rows = [{"event_id_cnty": f"XXX{n}", "fatalities": str(n)} for n in range(1, 4)]
    (tmp_path / "rows.csv").write_bytes(acled(*rows))
    archive.add(tmp_path / "rows.csv")
    archive.code("fast")
    new = [{"event_id_cnty": "XXX9", "fatalities": "9"}, rows[0], {**rows[1], "fatalities": "20"}, rows[2]]
    (tmp_path / "rows.csv").write_bytes(acled(*new))
    done = archive.add(tmp_path / "rows.csv")
    assert (done.new, done.superseding) == (4, 3)
    archive.code("fast")
    mentions = [m for e in archive.events() for m in archive.show(e.event_id).mentions]
    assert sorted(m.claims[0].low for m in mentions) == [1, 3, 9, 20]
    assert archive.verify() == []


def test_another_crosswalk_is_listed_and_moves_nothing_until_it_is_accepted(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rows.csv").write_bytes(several(4))
    archive.add(tmp_path / "rows.csv")
    archive.code("fast")
    before = list(archive.events())
    from khronika.archive import versions
    from khronika.sources import event_rows

    real, known = event_rows._MAKERS["acled"], versions._hash_of
    monkeypatch.setitem(
        event_rows._MAKERS, "acled", lambda *a: msgspec.structs.replace(real(*a), kind="demonstration_violent")
    )
    monkeypatch.setattr(versions, "_hash_of", lambda *a, **k: "other " + known(*a, **k))
    assert archive.code("fast").earlier == 4
    assert archive.replay().problems == []
    assert list(archive.events()) == before
    shutil.rmtree(archive.folder.derived)
    archive.code("fast")
    assert list(archive.events()) == before
    listed = archive.code_again("fast")
    assert listed.documents == 4 and len(listed.codings) == 4
    assert list(archive.events()) == before
    archive.code_again("fast", accept=True)
    assert {e.kind for e in archive.events()} == {"demonstration_violent"}
    assert archive.code("fast").earlier == 0
    assert archive.verify() == []
    assert archive.replay().problems == []


def test_a_row_that_the_reader_gives_no_more_is_told(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rows.csv").write_bytes(several(3))
    archive.add(tmp_path / "rows.csv")
    archive.code("fast")
    real = tables.read_again
    monkeypatch.setattr(tables, "read_again", lambda *a: list(real(*a))[:-1])
    done = archive.replay()
    assert not done.replaced
    assert [p.where for p in done.problems if "its row" in p.what] == ["rows.csv:4"]
    assert archive.compare("fast").codings == ["rows.csv:4"]


def test_a_large_table_arrives_in_parts_and_once(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_bytes(several(1200))
    assert archive.add(tmp_path / "rows.csv").new == 1200
    again = archive.add(tmp_path / "rows.csv")
    assert (again.new, again.known) == (0, 1200)
    assert len([p for p in (archive.folder.root / "captures").rglob("*") if p.is_file()]) == 1
    assert archive.verify() == []
