"""A sealed document is kept and not shown; of a destroyed one no byte of its sentences is left anywhere."""

import json
import re
from pathlib import Path

import pytest
from archive_case import bytes_of, feed, record, sentence

from khronika.archive import Archive
from khronika.archive.overlap import WINDOW
from khronika.cli.app import run
from khronika.errors import UsageError

SECRET = (
    "About 430 nurses marched through Saint Petersburg on 5 June 2031, the regional medical union said. "
    "Their spokeswoman told Harbour Evening Post that two wards stayed closed."
)


def secret_line(path: Path) -> Path:
    row = {
        "id": "nurses-marched-through-saint-petersburg", "text": SECRET, "published": "2031-06-06",
        "source": "Harbour Evening Post", "title": "Nurses marched through Saint Petersburg",
        "url": "https://example.org/2031/nurses-marched-through-saint-petersburg",
    }  # fmt: skip
    path.write_text(json.dumps(row) + "\n", "utf-8")
    return path


@pytest.fixture
def told(archive: Archive, tmp_path: Path) -> Archive:
    """An archive with other documents, and one whose id, address, publisher and place are words of its text."""
    archive.add(feed(tmp_path / "all.jsonl", range(12)))
    (tmp_path / "in").mkdir()
    archive.add(secret_line(tmp_path / "in" / "nurses-marched-through-saint-petersburg.jsonl"))
    archive.code("fast")
    archive.code_again("fast")
    assert archive.verify() == []
    return archive


def secret_name(archive: Archive) -> str:
    with archive.reading() as opened:
        return [s.subject for s in opened.ledger.statements(0, "document")][-1]


def traces(folder: Path) -> list[tuple[str, str]]:
    """Where a run of 12 characters that only the destroyed text had stands, as it is or as JSON writes it, in whatever case."""
    windows = {SECRET[at : at + WINDOW].casefold().encode() for at in range(len(SECRET) - WINDOW + 1)}
    slug = re.sub(r"[^a-z0-9]+", "-", SECRET.casefold())
    windows |= {slug[at : at + WINDOW].encode() for at in range(len(slug) - WINDOW + 1)}
    others = " ".join(map(sentence, range(12))).casefold().encode()
    windows = {window for window in windows if window not in others}  # what another document says as well stays
    assert len(windows) > 150
    found = []
    for name, content in bytes_of(folder).items():
        small = content.lower()
        found += [(name, window.decode()) for window in windows if window in small or window in name.lower().encode()]
    return found


def test_no_run_of_words_of_a_destroyed_document_is_left(told: Archive, tmp_path: Path) -> None:
    name, root = secret_name(told), told.folder.root
    assert traces(root), "the search finds words while they are there"
    old, fresh = tmp_path / "old-backup", tmp_path / "new-backup"
    told.backup(old)
    assert {p for p, _ in traces(old)}
    events = list(told.events())
    assert any(e.place and e.place.name == "Saint Petersburg" for e in events)
    told.destroy(name, "asked for by the source")
    assert traces(root) == []
    assert told.verify() == []
    told.backup(old)
    told.backup(fresh)
    told.backup(tmp_path / "one.tar")
    assert traces(old) == traces(fresh) == []
    assert b"nurses marched through saint" not in (tmp_path / "one.tar").read_bytes().lower()
    assert [e for e in events if not (e.place and e.place.name == "Saint Petersburg")] == list(told.events())
    assert told.replay().problems == []
    assert traces(root) == []


def test_the_ledger_never_had_its_words(told: Archive) -> None:
    assert name_of_files(traces(told.folder.root)).isdisjoint({"ledger.sqlite", "ledger.sqlite-wal", "ledger.seal"})


def name_of_files(found: list[tuple[str, str]]) -> set[str]:
    return {name for name, _ in found}


def test_verify_tells_it_as_destroyed_and_not_as_missing(told: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    name, root = secret_name(told), str(told.folder.root)
    assert run(["destroy", name, "--reason", "asked for", "--archive", root]) == 0
    capsys.readouterr()
    assert run(["verify", root]) == 0
    assert f"destroyed: {name} (statement" in capsys.readouterr().err
    (hidden,) = told.hidden()
    assert (hidden.document, hidden.state, hidden.reason) == (name, "destroyed", "asked for")
    assert run(["destroy", name, "--reason", "again", "--archive", root]) == 2


def test_what_was_destroyed_does_not_come_back_by_itself(told: Archive, tmp_path: Path) -> None:
    name = secret_name(told)
    told.destroy(name, "asked for")
    line = secret_line(tmp_path / "in" / "again.jsonl")
    done = told.add(line)
    assert done.new == 0
    assert [p.where for p in done.problems] == [name]
    assert told.add(line, again=True).new == 1
    told.code("fast")
    assert told.verify() == []
    assert traces(told.folder.root)


def test_what_shares_its_words_must_be_named_as_well(told: Archive, tmp_path: Path) -> None:
    name = secret_name(told)
    (tmp_path / "copy.txt").write_text(SECRET, "utf-8")
    told.add(tmp_path / "copy.txt")
    told.code("fast")
    with pytest.raises(UsageError, match=r"copy\.txt"):
        told.destroy(name, "asked for")
    told.destroy(name, "asked for", with_twins=True)
    assert traces(told.folder.root) == []
    assert len(told.hidden()) == 2


@pytest.mark.parametrize("verb", ["seal", "destroy"])
def test_a_reason_that_quotes_is_refused(told: Archive, verb: str) -> None:
    with pytest.raises(UsageError, match="reason"):
        getattr(told, verb)(secret_name(told), "it says: marched through Saint Petersburg")
    assert told.hidden() == []


def test_a_kill_after_the_statement_leaves_nothing_behind(told: Archive) -> None:
    name, ledger = secret_name(told), told.folder.ledger
    with told.writing() as opened, opened.ledger.writing() as writing:
        writing.state("destroy", name, {"reason": "asked for"})
    ledger.with_suffix(".seal").unlink()  # as a kill leaves it
    told.code("fast")
    assert traces(told.folder.root) == []
    assert told.verify() == []


def test_a_sealed_document_is_kept_and_not_shown(told: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    name, root = secret_name(told), told.folder.root
    before = list(told.events())
    (event,) = [e for e in before if e.place and e.place.name == "Saint Petersburg"]
    told.seal(name, "a witness may be known by it")
    assert list(told.events()) == [e for e in before if e != event]
    with pytest.raises(UsageError, match="withdrawn"):
        told.show(event.event_id)
    for words in (["show", event.event_id], ["explain", f"{name}#0"], ["show", f"{name}#1"]):
        assert run([*words, "--archive", str(root)]) == 2
    with told.reading() as opened:
        assert opened.document(name) is None
    assert {n.partition("/")[0] for n, _ in traces(root)} == {"captures", "texts", "keys"}
    assert told.verify() == []
    assert told.add(secret_line(root.parent / "in" / "other.jsonl")).problems[0].what.startswith("is sealed")
    capture = next(p for p in (root / "captures").rglob("*") if p.is_file() and SECRET.encode() in p.read_bytes())
    content = capture.read_bytes()
    capture.write_bytes(content + b" ")
    assert [f.where.split("/")[0] for f in told.verify()] == ["captures"]
    capture.write_bytes(content)
    told.unseal(name, "the witness is safe")
    told.code("fast")
    assert list(told.events()) == before
    assert told.verify() == []


def test_one_of_several_witnesses_is_sealed_and_the_event_stays(archive: Archive, tmp_path: Path) -> None:
    rows = [
        {**record(3), "id": f"w{n}", "source": f"Paper {n}", "text": sentence(3) + f" Edition {n}."} for n in (1, 2)
    ]
    (tmp_path / "two.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    archive.add(tmp_path / "two.jsonl")
    archive.code("fast")
    before = list(archive.events())
    archive.seal("w1", "asked for")
    after = list(archive.events())
    assert [e.event_id for e in after] == [e.event_id for e in before]
    assert all(m.startswith("w2#") for e in after for m in e.mentions)
    assert archive.verify() == []
