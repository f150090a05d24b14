"""A disk that is full, a folder that may not be written: a clear word, nothing broken, the backup before as it was."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from archive_case import bytes_of, feed
from in_child import in_child

from khronika.archive import Archive
from khronika.archive.verify_backup import verify_backup
from khronika.errors import CannotError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
Disk = Callable[[str], Path]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """Makes small disks of their own, of the size given."""
    made: list[Path] = []

    def make(size: str) -> Path:
        place = tmp_path / f"disk-{size}"
        place.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
        if os.getuid() or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("a small disk can be mounted by root alone")
        made.append(place)
        return place

    yield make
    for place in made:
        subprocess.run(["umount", "-l", str(place)], check=True)


def keyed(place: Path, name: str) -> tuple[list[str], Path | None]:
    if not name.endswith(".age"):
        return [], None
    pytest.importorskip("pyrage")
    from khronika.archive.crypt import new_key

    return [new_key(place / "key")], place / "key"


def grown(archive: Archive, tmp_path: Path) -> None:
    archive.add(feed(tmp_path / "more.jsonl", range(5, 300)))
    archive.code("fast")


def same_as_before(before: dict[str, bytes], target: Path, key: Path | None) -> bool:
    """Whether the earlier backup is whole: each file that it had, to the byte; new ones may lie beside them."""
    now = bytes_of(target) if target.is_dir() else {"": target.read_bytes()}
    return {n: now[n] for n in before} == before and list(verify_backup(target, key)) == []


@pytest.mark.parametrize("name", ["copy", "copy.tar", "copy.age"])
@pytest.mark.parametrize("limit", [40_000, 150_000])
def test_a_backup_that_finds_no_room_leaves_the_one_before(
    archive: Archive, tmp_path: Path, name: str, limit: int
) -> None:
    recipients, key = keyed(tmp_path, name)
    archive.add(feed(tmp_path / "first.jsonl", range(5)))
    target = tmp_path / name
    archive.backup(target, recipients)
    before = bytes_of(target) if target.is_dir() else {"": target.read_bytes()}
    grown(archive, tmp_path)
    said = in_child(lambda: archive.backup(target, recipients), limit=limit)
    assert said.startswith("CannotError") and "free space" in said, said
    assert same_as_before(before, target, key)
    assert archive.verify() == []
    archive.backup(target, recipients)
    assert list(verify_backup(target, key)) == []
    assert not [p for p in target.parent.iterdir() if "draft" in p.name or "snapshot" in p.name]


@pytest.mark.parametrize("name", ["copy", "copy.tar", "copy.age"])
def test_a_backup_on_a_disk_that_is_full(archive: Archive, tmp_path: Path, disk: Disk, name: str) -> None:
    recipients, key = keyed(tmp_path, name)
    archive.add(feed(tmp_path / "first.jsonl", range(5)))
    target = disk("600k") / name
    archive.backup(target, recipients)
    before = bytes_of(target) if target.is_dir() else {"": target.read_bytes()}
    grown(archive, tmp_path)
    with pytest.raises(CannotError, match="free space"):
        archive.backup(target, recipients)
    assert same_as_before(before, target, key)
    assert archive.verify() == []


@pytest.mark.parametrize("size", ["200k", "500k", "900k", "2m"])
def test_an_archive_on_a_disk_that_fills_up(tmp_path: Path, disk: Disk, size: str) -> None:
    place = disk(size)
    archive = Archive.init(place / "ar")
    added = 0
    with pytest.raises(CannotError, match="free space"):
        for at in range(0, 4000, 40):
            archive.add(feed(tmp_path / "some.jsonl", range(at, at + 40)))
            added = at + 40
            archive.code("fast")
    subprocess.run(["mount", "-o", "remount,size=60m", str(place)], check=True)
    assert archive.verify() == []
    with archive.reading() if added else archive.writing() as opened:
        names = {s.subject for s in opened.ledger.statements(0, "document")}
    assert {f"r{n}" for n in range(added)} <= names
    archive.add(feed(tmp_path / "all.jsonl", range(added + 40)))
    archive.code("fast")
    assert archive.verify() == []
    with archive.reading() as opened:
        assert opened.derived.connection.execute("SELECT count(*) FROM document").fetchone() == (added + 40,)


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="another user can be taken by root alone")
def test_a_backup_into_a_folder_that_may_not_be_written(archive: Archive, tmp_path: Path) -> None:
    archive.add(feed(tmp_path / "first.jsonl", range(5)))
    target = tmp_path / "copy"
    archive.backup(target)
    for place in [*tmp_path.parents, tmp_path, *tmp_path.rglob("*")]:
        if str(place).startswith("/tmp/"):
            place.chmod(place.stat().st_mode | 0o055 | (0o044 if place.is_file() else 0))
    before = bytes_of(target)
    said = in_child(lambda: archive.backup(target), user=65534)
    assert said.startswith("CannotError") and "change the rights" in said, said
    assert bytes_of(target) == before
    assert in_child(lambda: None if not list(verify_backup(target)) else 1 / 0, user=65534) == "done"
