"""Kills, second writers, folders that cannot be written, disks that are full: a clear word, and nothing broken."""

import os
import subprocess
import sys
from pathlib import Path
from time import sleep

import pytest
from archive_case import bytes_of, feed
from in_child import in_child
from kills import check_kills

from khronika.archive import Archive
from khronika.archive.lock import writer_lock
from khronika.archive.verify_backup import verify_backup
from khronika.cli.app import run


def test_killed_at_random_moments_nothing_is_lost_and_nothing_doubled(tmp_path: Path) -> None:
    assert min(check_kills(tmp_path, 2, 7).values()) == 2


def test_a_second_writer_is_told_who_writes(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    with writer_lock(archive.folder.lock, "code"):
        assert run(["add", str(archive.folder.settings), "--archive", str(archive.folder.root)]) == 3
        assert f"being written by process {os.getpid()} (khronika code) since" in capsys.readouterr().err
        assert archive.events  # reading needs no lock
        assert archive.verify() == []


def test_add_code_backup_and_reading_at_once_lose_nothing(archive: Archive, tmp_path: Path) -> None:
    root, copy = str(archive.folder.root), tmp_path / "copy"
    archive.add(feed(tmp_path / "first.jsonl", range(900, 910)))
    verbs = [["add", "--wait", str(feed(tmp_path / f"{n}.jsonl", range(n * 60, n * 60 + 60)))] for n in range(2)]
    verbs += [["code", "--wait", "--mode", "fast"], ["backup", str(copy)], ["code", "--wait", "--mode", "fast"]]
    command = [sys.executable, "-m", "khronika"]
    children = [subprocess.Popen([*command, *verb, "--archive", root, "--quiet"]) for verb in verbs]
    while any(child.poll() is None for child in children):
        assert archive.hidden() == []  # reading goes on beside the writers
        sleep(0.2)
    assert [child.returncode for child in children] == [0] * len(verbs)
    archive.code("fast")
    with archive.reading() as opened:
        names = [s.subject for s in opened.ledger.statements(0, "document")]
        coded = [s.subject for s in opened.ledger.statements(0, "coding")]
    assert sorted(names) == sorted(coded) == sorted(f"r{n}" for n in [*range(120), *range(900, 910)])
    assert archive.verify() == []
    assert list(verify_backup(copy)) == []


def test_two_writers_at_once_that_wait_lose_nothing(archive: Archive, tmp_path: Path) -> None:
    feeds = [feed(tmp_path / f"{n}.jsonl", range(n * 50, n * 50 + 50)) for n in range(3)]
    command = [sys.executable, "-m", "khronika", "add", "--wait", "--archive", str(archive.folder.root)]
    children = [subprocess.Popen([*command, str(path)]) for path in feeds]
    assert [child.wait() for child in children] == [0, 0, 0]
    with archive.reading() as opened:
        names = [s.subject for s in opened.ledger.statements(0, "document")]
    assert sorted(names) == sorted(f"r{n}" for n in range(150))
    assert archive.verify() == []


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize("limit", [60, 5_000, 60_000, 120_000])
def test_where_nothing_more_can_be_written_it_says_so_and_what_was_there_stays(
    archive: Archive, tmp_path: Path, limit: int
) -> None:
    archive.add(feed(tmp_path / "first.jsonl", range(5)))
    archive.code("fast")
    before = list(archive.events())
    more = feed(tmp_path / "more.jsonl", range(5, 400))
    said = in_child(lambda: (archive.add(more), archive.code("fast")), limit=limit)
    assert said.startswith("CannotError"), said
    assert archive.verify() == []
    archive.add(more)
    archive.code("fast")
    assert archive.verify() == []
    assert all(archive.show(event.event_id).event for event in before)


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="another user can be taken by root alone")
def test_a_folder_that_may_not_be_written_can_be_read_and_says_so(archive: Archive, tmp_path: Path) -> None:
    archive.add(feed(tmp_path / "first.jsonl", range(5)))
    archive.code("fast")
    for place in [*tmp_path.parents, *tmp_path.rglob("*"), tmp_path]:
        if str(place).startswith("/tmp/"):
            place.chmod(place.stat().st_mode | 0o055 | (0o044 if place.is_file() else 0))
    before = bytes_of(archive.folder.root)
    said = in_child(lambda: archive.add(tmp_path / "first.jsonl"), user=65534)
    assert said.startswith("CannotError"), said
    assert "change the rights" in said
    assert in_child(lambda: None if len(archive.events()) and not archive.verify() else 1 / 0, user=65534) == "done"
    assert bytes_of(archive.folder.root) == before
