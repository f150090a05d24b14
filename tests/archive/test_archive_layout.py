"""An archive written by the first layout (`layout1.tar.gz`, invented documents) opens, holds, and is taken further."""

import json
import shutil
import sqlite3
import tarfile
from pathlib import Path

import pytest
from archive_case import Clock

from khronika.archive import Archive
from khronika.archive.verify_backup import verify_backup
from khronika.ledger.schema import STEPS

KEPT = Path(__file__).with_name("layout1.tar.gz")


@pytest.fixture
def old(tmp_path: Path) -> Archive:
    with tarfile.open(KEPT) as tar:
        tar.extractall(
            tmp_path, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {})
        )  # Python 3.11.2 has none
    return Archive(tmp_path / "layout1", clock=Clock())


def layout(archive: Archive) -> int:
    connection = sqlite3.connect(f"file:{archive.folder.ledger}?mode=ro", uri=True)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def names(archive: Archive) -> list[str]:
    with archive.reading() as opened:
        return [s.subject for s in opened.ledger.statements(0, "document")]


def test_it_is_read_as_it_is_without_a_step(old: Archive, tmp_path: Path) -> None:
    assert layout(old) == 1
    shutil.rmtree(old.folder.derived)
    (fault,) = old.verify()
    assert fault.where == "derived" and "make it with: khronika code" in fault.what
    old.backup(tmp_path / "copy")
    assert list(verify_backup(tmp_path / "copy")) == []
    assert layout(old) == 1


def test_the_first_writer_takes_the_steps_and_nothing_is_lost(old: Archive, tmp_path: Path) -> None:
    done = old.code("fast")
    assert done.documents == 8 and done.failed == 0
    assert layout(old) == len(STEPS) > 1
    assert old.verify() == []
    assert len(names(old)) == 11 and len(old.events()) == 11
    assert [(h.document, h.state) for h in old.hidden()] == [("r2", "destroyed"), ("r3", "sealed")]
    replayed = old.replay()
    assert replayed.problems == [] and replayed.notes == [] and replayed.before == replayed.after
    row = {"id": "new", "text": "About 90 nurses marched through Lisbon on 5 June 2031.", "published": "2031-06-06"}
    (tmp_path / "more.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    assert old.add(tmp_path / "more.jsonl").new == 1
    old.code("fast")
    assert old.verify() == []
    Archive.init(tmp_path / "other").merge(old.folder.root)


def test_events_keep_the_ids_and_values_that_the_old_program_gave_them(old: Archive) -> None:
    with sqlite3.connect(old.folder.derived / "derived.sqlite") as connection:
        said = dict(connection.execute("SELECT id, digest FROM event WHERE state = 'current'"))
    old.code("fast")
    with old.reading() as opened:
        now = dict(opened.derived.connection.execute("SELECT id, digest FROM event WHERE state = 'current'"))
    assert now.keys() == said.keys()
