"""A backup is whole or is the one before; it is checked with sha256sum; what comes back is the archive, byte by byte."""

import io
import random
import shutil
import subprocess
import sys
import tarfile
import threading
from pathlib import Path

import pytest
from archive_case import bytes_of, feed

from khronika.archive import Archive, backup, locked, packed
from khronika.archive.verify_backup import verify_backup
from khronika.cli.app import run
from khronika.errors import CannotError, UsageError


@pytest.fixture
def coded(archive: Archive, tmp_path: Path) -> Archive:
    archive.add(feed(tmp_path / "all.jsonl", range(15)))
    archive.code("fast")
    return archive


def kept(folder: Path) -> dict[str, bytes]:
    """All that a backup must give back."""
    files = bytes_of(folder)
    return {n: c for n, c in files.items() if n.split("/")[0] in ("captures", "texts", "keys", "khronika.toml")}


def statements(archive: Archive) -> list[str]:
    with archive.reading() as opened:
        return [s.hash for s in opened.ledger.statements()]


@pytest.mark.parametrize("name", ["copy", "copy.tar", "copy.tar.age"])
def test_what_is_restored_is_what_was_there(coded: Archive, tmp_path: Path, name: str) -> None:
    key = None
    recipients = []
    if name.endswith(".age"):
        from khronika.archive import crypt

        pytest.importorskip("pyrage")
        key = tmp_path / "key"
        recipients = [crypt.new_key(key)]
    done = coded.backup(tmp_path / name, recipients)
    back = Archive.restore(tmp_path / name, tmp_path / "back", key)
    assert back.replay().problems == []
    assert kept(back.folder.root) == kept(coded.folder.root)
    assert statements(back) == statements(coded)
    assert list(back.events()) == list(coded.events())
    assert back.verify() == []
    assert done.last[1] == statements(coded)[-1]
    assert not [p for p in tmp_path.iterdir() if "restoring" in p.name or "draft" in p.name]


def test_a_second_backup_writes_only_what_is_new(coded: Archive, tmp_path: Path) -> None:
    first = coded.backup(tmp_path / "copy")
    assert first.written == first.files == 15 * 3 + 2
    assert coded.backup(tmp_path / "copy").written == 0
    coded.add(feed(tmp_path / "all.jsonl", range(17)))
    again = coded.backup(tmp_path / "copy")
    assert (again.written, again.removed) == (2 * 3 + 1, 1)
    assert list(verify_backup(tmp_path / "copy")) == []


def test_a_text_that_is_its_own_capture_is_copied_twice(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("About 300 nurses marched through Lisbon.", "utf-8")
    archive.add(tmp_path / "note.txt")
    archive.backup(tmp_path / "copy")
    assert kept(Archive.restore(tmp_path / "copy", tmp_path / "back").folder.root) == kept(archive.folder.root)


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum on this system")
def test_sha256sum_verifies_a_backup(coded: Archive, tmp_path: Path) -> None:
    coded.backup(tmp_path / "copy")
    check = ["sha256sum", "--strict", "-c", "manifest.sha256"]
    assert subprocess.run(check, cwd=tmp_path / "copy", capture_output=True, check=False).returncode == 0
    next((tmp_path / "copy" / "texts").rglob("*/*")).write_bytes(b"other")
    assert subprocess.run(check, cwd=tmp_path / "copy", capture_output=True, check=False).returncode == 1


def test_every_flipped_byte_of_a_backup_is_found(
    coded: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, chance = tmp_path / "copy", random.Random(5)
    coded.backup(copy)
    files = [p for p in copy.rglob("*") if p.is_file() and not p.name.startswith(".")]
    files += [copy / "manifest.sha256", *copy.glob("ledger-*")] * 10
    for place in chance.choices(files, k=200):
        whole = place.read_bytes()
        changed = bytearray(whole)
        changed[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        place.write_bytes(changed)
        faults = list(verify_backup(copy))
        assert faults, place
        if place.name != "manifest.sha256":  # of a key's line, nothing tells whether the line changed or the key
            assert faults[0].where == place.relative_to(copy).as_posix()
        place.write_bytes(whole)
    assert run(["verify", str(copy)]) == 0
    assert "all holds" in capsys.readouterr().err


def in_one_file(archive: Archive, place: Path) -> tuple[Path, Path | None]:
    """A backup of that name, and the key file that reads it."""
    key, recipients = None, []
    if place.suffix == ".age":
        pytest.importorskip("pyrage")
        from khronika.archive.crypt import new_key

        key = place.with_name("key")
        recipients = [new_key(key)]
    archive.backup(place, recipients)
    return place, key


@pytest.mark.parametrize("name", ["copy.tar", "copy.tar.age"])
def test_every_flipped_bit_of_a_backup_in_one_file_is_found(coded: Archive, tmp_path: Path, name: str) -> None:
    target, key = in_one_file(coded, tmp_path / name)
    before, chance = sorted(tmp_path.iterdir()), random.Random(8)
    whole = target.read_bytes()
    assert list(verify_backup(target, key)) == []
    for at in [chance.randrange(len(whole)) for _ in range(200)]:
        target.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
        assert list(verify_backup(target, key)), at
    for changed in (whole[:-1], whole + b"\0", whole[: len(whole) // 2], b""):
        target.write_bytes(changed)
        assert list(verify_backup(target, key))
    assert sorted(tmp_path.iterdir()) == before  # what is checked leaves nothing behind


def test_a_file_that_lacks_a_member_or_has_one_more_is_told(coded: Archive, tmp_path: Path) -> None:
    target, _ = in_one_file(coded, tmp_path / "copy.tar")
    with tarfile.open(target) as tar:
        held = {m.name: tar.extractfile(m).read() for m in tar.getmembers()}  # type: ignore[union-attr]
    text = next(n for n in held if n.startswith("texts/"))
    for change, says in (
        (lambda m: m.pop(text), "is not in the backup"),
        (lambda m: m.update(more=b"x"), "not in the manifest"),
    ):
        now = dict(held)
        change(now)
        with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as tar:
            for path, content in now.items():
                packed.put(tar, path, content)
        assert [says in f.what for f in verify_backup(target)] == [True]


def test_the_command_checks_a_file(coded: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target, key = in_one_file(coded, tmp_path / "copy.age")
    assert run(["verify", str(target)]) == 2
    assert "name the key file with --key" in capsys.readouterr().err
    assert run(["verify", str(target), "--key", str(key)]) == 0
    assert "all holds" in capsys.readouterr().err
    target.write_bytes(target.read_bytes()[:-40])
    assert run(["verify", str(target), "--key", str(key)]) == 1
    assert "cannot be decrypted" in capsys.readouterr().err


def test_a_members_header_is_that_of_posix_tar(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "one.tar", "w", format=tarfile.PAX_FORMAT) as tar:
        packed.put(tar, "texts/ab/abcd", b"words")
    whole = (tmp_path / "one.tar").read_bytes()
    fields = b"texts/ab/abcd".ljust(100, b"\0") + b"0000600\x000000000\x000000000\x0000000000005\x0000000000000\0"
    assert whole.startswith(fields) and whole[257:265] == b"ustar\x0000"
    assert [m.content() for m in packed.members(io.BytesIO(whole), "one.tar")] == [b"words"]


@pytest.mark.parametrize("name", ["copy.tar", "copy.age"])
def test_a_damaged_file_is_not_restored(coded: Archive, tmp_path: Path, name: str) -> None:
    chance = random.Random(6)
    target, key = in_one_file(coded, tmp_path / name)
    whole = target.read_bytes()
    before = sorted(tmp_path.iterdir())
    for at in [chance.randrange(len(whole)) for _ in range(8)]:
        target.write_bytes(whole[:at])
        with pytest.raises(CannotError):
            Archive.restore(target, tmp_path / "back", key)
        assert sorted(tmp_path.iterdir()) == before
    if key:
        for at in [chance.randrange(len(whole)) for _ in range(20)]:
            target.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
            with pytest.raises(CannotError):
                Archive.restore(target, tmp_path / "back", key)


def test_a_damaged_archive_does_not_replace_a_good_backup(coded: Archive, tmp_path: Path) -> None:
    coded.backup(tmp_path / "copy")
    before = bytes_of(tmp_path / "copy")
    coded.add(feed(tmp_path / "more.jsonl", range(30, 33)))
    new = max((p for p in (coded.folder.root / "texts").rglob("*/*")), key=lambda p: p.stat().st_mtime)
    new.write_bytes(b"damaged")
    with pytest.raises(CannotError, match="ask: khronika verify"):
        coded.backup(tmp_path / "copy")
    assert list(verify_backup(tmp_path / "copy")) == []
    after = bytes_of(tmp_path / "copy")
    assert {n: after[n] for n in before} == before


def test_a_backup_while_another_writes_is_consistent(coded: Archive, tmp_path: Path) -> None:
    stop, errors = threading.Event(), []

    def write() -> None:
        try:
            for at in range(100, 1000, 5):
                if stop.is_set():
                    return
                coded.add(feed(tmp_path / "flow.jsonl", range(at, at + 5)))
        except BaseException as error:
            errors.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(4):
            coded.backup(tmp_path / f"copy{number % 2}")
            assert list(verify_backup(tmp_path / f"copy{number % 2}")) == []
    finally:
        stop.set()
        writer.join()
    assert errors == []


def test_wrong_targets_are_refused(coded: Archive, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", "utf-8")
    for target, recipients in ((tmp_path / "full", []), (coded.folder.root / "in", []), (tmp_path / "x.age", [])):
        with pytest.raises(UsageError):
            coded.backup(target, recipients)
    assert (tmp_path / "full" / "mine.txt").read_text("utf-8") == "mine"
    coded.backup(tmp_path / "copy")
    with pytest.raises(UsageError, match="exists"):
        Archive.restore(tmp_path / "copy", coded.folder.root)


def test_an_archive_is_locked_into_a_file_and_comes_back(coded: Archive, tmp_path: Path) -> None:
    pytest.importorskip("pyrage")
    root, key = coded.folder.root, tmp_path / "key"
    assert run(["archive", "key", str(key)]) == 0
    before, said, events = kept(root), statements(coded), list(coded.events())
    assert run(["archive", "lock", "--key", str(key), "--archive", str(root)]) == 0
    file = locked.locked_file(root)
    assert not root.exists()
    assert b"nurses" not in file.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["all.jsonl", "ar.age", "key"]
    assert run(["archive", "key", str(key)]) == 3  # a key is never written over
    assert run(["archive", "unlock", str(file), "--key", str(key)]) == 0
    assert not file.exists()
    back = Archive(root)
    assert (kept(root), statements(back), list(back.events())) == (before, said, events)
    assert back.verify() == []


def test_a_lock_that_fails_leaves_the_folder(coded: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyrage")
    from khronika.archive.crypt import new_key

    new_key(tmp_path / "key")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "put", full)
    with pytest.raises(CannotError, match="No space"):
        locked.lock(coded.folder, tmp_path / "key", lambda _: None)
    assert coded.verify() == []


def test_encryption_without_its_library_says_what_to_install(
    coded: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    assert run(["backup", str(tmp_path / "x.age"), "--to", "age1x", "--archive", str(coded.folder.root)]) == 3
    assert "khronika[crypt]" in capsys.readouterr().err
    assert not (tmp_path / "x.age").exists()
