"""What is added is kept byte by byte, once; a place whose bytes changed is a new capture tied to the old one."""

import hashlib
import json
from pathlib import Path

import pytest
from archive_case import bytes_of, feed, record

from khronika.archive import Archive
from khronika.errors import NotAnArchiveError, UsageError
from khronika.sources import ReadOptions

PAGE = "<html><head><title>Harbour closed by dockers</title></head><body><p>Dockers blocked the port of Lisbon.</p></body></html>"


def documents(archive: Archive) -> dict[str, dict[str, object]]:
    with archive.reading() as opened:
        return {s.subject: s.values() for s in opened.ledger.statements(0, "document")}


def test_the_first_statement_is_the_beginning(archive: Archive) -> None:
    archive.add([])
    with archive.reading() as opened:
        first = next(opened.ledger.statements())
    assert (first.seq, first.act, first.agent, first.at) == (1, "init", "khronika", "2031-06-20T12:00:01.000Z")
    with pytest.raises(UsageError, match="already"):
        Archive.init(archive.folder.root)


def test_an_archive_is_found_from_below_and_not_beside(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    below = archive.folder.root / "captures"
    monkeypatch.chdir(below)
    assert Archive().folder.root == archive.folder.root
    with pytest.raises(NotAnArchiveError):
        Archive(below)


def test_files_and_lines_are_captured_as_they_came(archive: Archive, tmp_path: Path) -> None:
    page, text = tmp_path / "page.html", tmp_path / "old.txt"
    page.write_bytes(PAGE.encode())
    text.write_bytes("В Казани прошёл митинг.\r\n".encode("cp1251"))
    lines = feed(tmp_path / "docs.jsonl", range(3))
    done = archive.add([page, text, lines])
    assert (done.new, done.known, done.problems) == (5, 0, [])
    found = documents(archive)
    expected = {"page.html": page.read_bytes(), "old.txt": text.read_bytes()}
    expected |= dict(zip(("r0", "r1", "r2"), lines.read_bytes().splitlines(), strict=True))
    for name, content in expected.items():
        assert archive_bytes(archive, "captures", str(found[name]["capture"])) == content
    assert archive_bytes(archive, "texts", str(found["old.txt"]["text"])).decode() == "В Казани прошёл митинг.\r\n"
    with archive.reading() as opened:
        read = opened.document("page.html")
        assert read is not None and read.title == "Harbour closed by dockers"
        rows = list(opened.ledger.custody())
    assert [r.requested_url for r in rows] == [
        "file:page.html",
        "file:old.txt",
        *(f"file:docs.jsonl:{n}" for n in (1, 2, 3)),
    ]
    assert [r.sha256 for r in rows] == [hashlib.sha256(c).hexdigest() for c in expected.values()]
    assert list(archive.folder.incoming.iterdir()) == []


def archive_bytes(archive: Archive, shelf: str, name: str) -> bytes:
    content = (archive.folder.root / shelf / name[:2] / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == name
    return content


def test_adding_again_adds_nothing(archive: Archive, tmp_path: Path) -> None:
    lines = feed(tmp_path / "docs.jsonl", range(5))
    archive.add(lines)
    before = bytes_of(archive.folder.root)
    assert (archive.add(lines).new, archive.add([lines, lines]).known) == (0, 10)
    assert bytes_of(archive.folder.root) == before
    feed(lines, range(7))
    done = archive.add(lines)
    assert (done.new, done.known, done.superseding) == (2, 5, 0)


def test_changed_bytes_of_one_place_supersede_what_was_there(archive: Archive, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("About 300 nurses marched through Lisbon on 3 June 2031.", "utf-8")
    archive.add(note, ReadOptions(published="2031-06-04"))
    archive.code("fast")
    (old,) = archive.events()
    note.write_text("Correction: about 320 nurses marched through Lisbon on 3 June 2031.", "utf-8")
    done = archive.add(note, ReadOptions(published="2031-06-04"))
    assert (done.new, done.superseding) == (1, 1)
    assert documents(archive)["note.txt~2"]["supersedes"] == "note.txt"
    archive.code("fast")
    (new,) = archive.events()
    assert new.n_independent == 1
    assert [c.low for c in new.claims] == [320]
    assert archive.show(old.event_id).event == new
    assert archive.verify() == []


def test_one_name_in_two_folders_is_two_places(archive: Archive, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.txt").write_text(f"Sheet {name}.", "utf-8")
        archive.add(tmp_path / name / "x.txt")
    assert {n: d["supersedes"] for n, d in documents(archive).items()} == {"x.txt": None, "x.txt~2": None}


def test_the_ledger_holds_no_sentence_and_no_title(archive: Archive, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(PAGE.encode())
    archive.add([page, feed(tmp_path / "docs.jsonl", range(20))])
    archive.code("fast")
    ledger = archive.folder.ledger.read_bytes()
    for words in ("Harbour closed by dockers", "Dockers blocked", "nurses", "farmers", "Police detained"):
        assert words.encode() not in ledger
    assert b'"kind":"protest_peaceful"' in ledger


def test_bad_input_is_told_and_the_rest_goes_on(archive: Archive, tmp_path: Path) -> None:
    lines = tmp_path / "docs.jsonl"
    lines.write_text(json.dumps(record(1)) + "\nnot json\n" + json.dumps(record(2)) + "\n", "utf-8")
    done = archive.add([lines, tmp_path / "nowhere.txt"])
    assert done.new == 2
    assert [p.where.endswith(e) for p, e in zip(done.problems, ("docs.jsonl:2", "nowhere.txt"), strict=True)] == [
        True,
        True,
    ]
