"""What is derived follows from ledger, captures and texts alone, with the same hash; whatever does not is told."""

import sqlite3
from pathlib import Path

import msgspec
import pytest
from archive_case import feed

from khronika.archive import Archive, again, code, replay, reread
from khronika.archive.dump import dump
from khronika.cli.app import run
from khronika.errors import CannotError
from khronika.geography.current import using


@pytest.fixture
def coded(archive: Archive, tmp_path: Path) -> Archive:
    archive.add(feed(tmp_path / "all.jsonl", range(20)))
    archive.code("fast")
    page = tmp_path / "page.html"
    page.write_text("<html><body><p>Dockers blocked the port of Lisbon on 3 June 2031.</p></body></html>", "utf-8")
    archive.add(page)
    archive.code("fast")
    return archive


def lines(archive: Archive) -> list[bytes]:
    with archive.reading() as opened:
        return list(dump(opened.derived.connection))


def test_the_same_versions_give_the_same_dump(coded: Archive) -> None:
    before, ledger = lines(coded), coded.folder.ledger.read_bytes()
    done = coded.replay()
    assert (done.read, done.kept, done.replaced, done.problems, done.notes) == (21, 0, True, [], [])
    assert done.before == done.after
    assert lines(coded) == before
    assert len(before) > 40
    coded.folder.derived.joinpath("derived.sqlite").unlink()
    assert coded.replay().after == done.after
    assert lines(coded) == before
    assert coded.folder.ledger.read_bytes() == ledger
    assert coded.verify() == []


def later(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = code.present_versions
    for room in (code, replay):
        monkeypatch.setattr(room, "present_versions", lambda mode: {**versions(mode), "khronika": "later"})


def test_what_earlier_versions_coded_comes_back_from_the_ledger_unchanged(
    coded: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = lines(coded)
    later(monkeypatch)
    done = coded.replay()
    assert (done.read, done.kept, done.problems) == (0, 21, [])
    assert lines(coded) == before
    coded.folder.derived.joinpath("derived.sqlite").unlink()
    assert coded.code("fast").earlier == 21
    assert lines(coded) == before
    assert coded.verify() == []


def test_a_forged_value_is_told_and_replaced(coded: Archive) -> None:
    before = lines(coded)
    path = coded.folder.derived / "derived.sqlite"
    connection = sqlite3.connect(path)
    assert connection.execute("UPDATE document SET reason = 'forged' WHERE number = 3").rowcount == 1
    connection.commit()
    connection.close()
    done = coded.replay()
    assert done.replaced and done.before != done.after
    assert [p.where for p in done.problems] == ["derived"]
    assert lines(coded) == before


def test_a_coding_that_does_not_come_out_again_is_told_and_nothing_replaced(
    coded: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = lines(coded)
    real = replay.extract_one_safely

    def other(document, mode):  # type: ignore[no-untyped-def]
        found = real(document, mode)
        return msgspec.structs.replace(found, mentions=[]) if document.id == "r3" else found

    monkeypatch.setattr(replay, "extract_one_safely", other)
    done = coded.replay()
    assert not done.replaced
    assert done.problems[0].where == "r3"
    assert "otherwise than statement" in done.problems[0].what
    assert lines(coded) == before


def test_a_capture_that_reads_otherwise_today_is_told(coded: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reread, "text_bytes", lambda text: text.upper().encode())
    done = coded.replay()
    assert len(done.notes) == 21 and "gives another text" in done.notes[0].what
    assert done.problems == []


def test_the_command_tells_hash_and_writes_the_dump(
    coded: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = str(coded.folder.root)
    assert run(["replay", "--archive", root, "--json", "--dump", str(tmp_path / "dump.jsonl")]) == 0
    told = msgspec.json.decode(capsys.readouterr().out)
    assert told["before"] == told["after"]
    assert (tmp_path / "dump.jsonl").read_bytes().splitlines(keepends=True) == lines(coded)
    assert run(["replay", "--archive", root, "--compare"]) == 0
    assert "0 changed" in capsys.readouterr().err


VILLAGE = "name,lat,lon,level,country_iso3\nVerkhnyaya Zorka,43.1,46.5,town,RUS\n"


def test_compare_lists_what_an_own_gazetteer_changes_and_keeps_nothing(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KHRONIKA_HOME", str(tmp_path / "home"))
    note = tmp_path / "note.txt"
    note.write_text("About 300 nurses marched in Verkhnyaya Zorka on 3 June 2031.", "utf-8")
    archive.add([note, feed(tmp_path / "all.jsonl", range(6))])
    archive.code("fast")
    before, ledger, root = lines(archive), archive.folder.ledger.read_bytes(), str(archive.folder.root)
    same = archive.compare("fast")
    assert (same.read, same.codings, same.notes, same.differs()) == (7, [], [], False)
    (tmp_path / "villages.csv").write_text(VILLAGE, "utf-8")
    assert run(["gazetteer", "import", str(tmp_path / "villages.csv")]) == 0
    capsys.readouterr()
    with using():  # a new process would open it by itself
        assert run(["replay", "--archive", root, "--compare", "--mode", "fast", "--json"]) == 0
    told = msgspec.json.decode(capsys.readouterr().out)
    assert (told["read"], told["codings"], told["documents"]) == (7, ["note.txt"], 7)
    assert (told["new"], told["gone"]) == ([], {})
    (changed,) = told["changed"]
    assert (
        changed["fields"]["place"][1]["name"] == "Verkhnyaya Zorka" != (changed["fields"]["place"][0] or {}).get("name")
    )
    assert lines(archive) == before
    assert archive.folder.ledger.read_bytes() == ledger
    assert not list(archive.folder.derived.glob("pending*"))
    assert run(["gazetteer", "remove", "villages"]) == 0


def test_compare_codes_again_what_the_same_versions_coded(coded: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    real = again.extract_one_safely

    def other(document, mode):  # type: ignore[no-untyped-def]
        found = real(document, mode)
        return msgspec.structs.replace(found, mentions=[]) if document.id == "page.html" else found

    monkeypatch.setattr(again, "extract_one_safely", other)
    assert not coded.code_again("fast").differs()
    found = coded.compare("fast")
    assert (found.read, found.codings, found.documents) == (21, ["page.html"], 1)
    assert list(found.gone.values()) == [None]
    assert next(iter(found.lines())) == "coding   page.html"
    assert coded.verify() == []


def test_compare_needs_something_to_compare_with(coded: Archive) -> None:
    coded.folder.derived.joinpath("derived.sqlite").unlink()
    with pytest.raises(CannotError, match="make them again: khronika code"):
        coded.compare("fast")


def test_an_event_that_moves_to_another_neighbourhood_keeps_its_id(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.add(feed(tmp_path / "all.jsonl", range(12)))
    archive.code("fast")
    before = {e.event_id: e.date_start for e in archive.events()}
    real, versions = again.extract_one_safely, again.present_versions

    def a_year_on(document, mode):  # type: ignore[no-untyped-def]
        found = real(document, mode)
        moved = [
            msgspec.structs.replace(
                m, date_start=m.date_start.replace("2031", "2032"), date_end=m.date_end.replace("2031", "2032")
            )
            for m in found.mentions
        ]
        return msgspec.structs.replace(found, mentions=moved)

    monkeypatch.setattr(again, "extract_one_safely", a_year_on)
    monkeypatch.setattr(again, "present_versions", lambda mode: {**versions(mode), "khronika": "later"})
    listed = archive.code_again("fast")
    assert (listed.new, listed.gone) == ([], {})
    assert {c.event_id for c in listed.changed} == set(before)
    archive.code_again("fast", accept=True)
    assert {e.event_id: e.date_start for e in archive.events()} == {
        n: d.replace("2031", "2032") for n, d in before.items()
    }
    assert archive.verify() == []
