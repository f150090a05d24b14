"""Two archives become one that says what one archive of all would say; ids of both lead on; both chains stay proven."""

from pathlib import Path

import msgspec
import pytest
from archive_case import Clock, feed, record

from khronika.archive import Archive, reviewing
from khronika.cli.app import run
from khronika.errors import UsageError
from khronika.model import Event


def values(archive: Archive) -> list[bytes]:
    """Events without ids, which depend on which archive issued them first."""
    return sorted(
        msgspec.json.encode({**msgspec.to_builtins(e), "event_id": "", "episode": ""}) for e in archive.events()
    )


@pytest.fixture
def other(archive: Archive, tmp_path: Path) -> Archive:
    """Beside `archive` with 0-29, another with 20-49, both coded."""
    found = Archive.init(tmp_path / "other", agent="coder-2", clock=Clock())
    (tmp_path / "b").mkdir()
    found.add(feed(tmp_path / "b" / "all.jsonl", range(20, 50)))
    found.code("auto")
    archive.add(feed(tmp_path / "all.jsonl", range(30)))
    archive.code("auto")
    return found


def test_joined_they_say_what_one_archive_says(archive: Archive, other: Archive, tmp_path: Path) -> None:
    ids = {e.event_id for e in [*archive.events(), *other.events()]}
    done = archive.merge(other.folder.root)
    assert (done.documents, done.known, done.conflicts) == (20, 10, [])
    assert archive.verify() == []
    whole = Archive.init(tmp_path / "whole", clock=Clock())
    whole.add(feed(tmp_path / "all.jsonl", range(50)))
    whole.code("auto")
    assert values(archive) == values(whole)
    now = {e.event_id for e in archive.events()}
    for name in ids:
        event = archive.show(name).event
        assert isinstance(event, Event) and event.event_id in now
    assert archive.merge(other.folder.root).documents == 0
    assert archive.replay().problems == []


def test_statements_keep_who_said_them_and_both_chains_are_checked(archive: Archive, other: Archive) -> None:
    done = archive.merge(other.folder.root)
    with archive.reading() as opened, other.reading() as theirs:
        taken = [s for s in opened.ledger.statements(0, "document") if "merged" in s.values()]
        said = {s.seq: s for s in theirs.ledger.statements()}
        rows, before = list(opened.ledger.custody()), {r.sha256: r for r in theirs.ledger.custody()}
    assert len(taken) == 20
    for statement in taken:
        origin = statement.values()["merged"]
        assert (origin["ledger"], origin["agent"]) == (done.ledger, "coder-2")
        assert said[origin["seq"]].subject == statement.subject
    for row in rows[-20:]:
        assert (row.captured_at, row.collector_alias) == (before[row.sha256].captured_at, "coder-2")
    kept = archive.folder.root / "captures" / done.ledger[:2] / done.ledger
    content = bytearray(kept.read_bytes())
    content[len(content) // 2] ^= 1
    kept.write_bytes(content)
    assert [f.where.split("/")[-1] for f in archive.verify()] == [done.ledger]


def test_what_contradicts_is_told(archive: Archive, tmp_path: Path) -> None:
    other = Archive.init(tmp_path / "other", clock=Clock())
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    one.write_bytes(msgspec.json.encode(record(1)) + b"\n" + msgspec.json.encode({**record(2), "id": "x"}) + b"\n")
    two.write_bytes(msgspec.json.encode(record(1)) + b"\n" + msgspec.json.encode({**record(3), "id": "x"}) + b"\n")
    archive.add(one)
    other.add(two)
    other.add(feed(tmp_path / "more.jsonl", [5, 6]))
    archive.add(feed(tmp_path / "more2.jsonl", [5, 6]))
    archive.destroy("r5", "asked for")
    other.destroy("r6", "asked for")
    other.seal("x", "asked for")
    done = archive.merge(other.folder.root)
    assert (done.documents, done.known) == (1, 1)
    assert {(p.where, p.what.split(";")[0]) for p in done.conflicts} == {
        ("r5", "is destroyed here"), ("r6", "was destroyed in the other archive as r6, and is held here"),
    }  # fmt: skip
    assert {h.document: h.state for h in archive.hidden()} == {"r5": "destroyed", "x~2": "sealed"}
    assert archive.verify() == []
    with pytest.raises(UsageError, match="itself"):
        archive.merge(archive.folder.root)
    assert run(["archive", "merge", str(other.folder.root), "--archive", str(archive.folder.root), "--quiet"]) == 0


def test_decisions_that_do_not_count_here_are_told(archive: Archive, other: Archive) -> None:
    event = other.events()[0].event_id
    with other.writing() as opened:
        reviewing.give_verdict(opened, event, "confirmed", None)
        reviewing.comment(opened, event, "Ask the desk which road.")
    done = archive.merge(other.folder.root)
    assert ["1 comment, 1 verdict" in problem.what for problem in done.conflicts] == [True]
    with archive.reading() as opened:
        assert opened.store.read("captures", done.ledger)  # the other's ledger, in which they stay
    assert archive.verify() == []
