"""Kill a verb of an archive with SIGKILL at a random moment, go on, and hold the result against one never killed.

python tests/archive/kills.py [kills] [seed]      (67 of each of three verbs by default; the suite does a few)
"""

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import msgspec
from archive_case import event_table, feed

from khronika.archive import Archive
from khronika.archive.verify_backup import is_backup, verify_backup
from khronika.ledger import Ledger

_VERB = """
import sys
from khronika.archive import Archive
from khronika.archive.verify_backup import is_backup, verify_backup
archive = Archive(sys.argv[1], wait=10.0)
print("ready", flush=True)
{}
"""
VERBS = ("archive.add(sys.argv[2])", "archive.code('fast')", "archive.backup(sys.argv[3])")
DOCUMENTS = 700


def contents(archive: Archive) -> tuple[list[str], set[bytes]]:
    """Documents, and the events as bytes."""
    with archive.reading() as opened:
        names = [s.subject for s in opened.ledger.statements(0, "document")]
    return sorted(names), {msgspec.json.encode(e) for e in archive.events()}


def acknowledged(archive: Archive) -> set[tuple[int, str]]:
    """Statements that are on record."""
    with Ledger(archive.folder.ledger) as ledger:
        return {(s.seq, s.hash) for s in ledger.statements()}


def killed_once(folder: Path, source: Path, verb: str, after: float) -> bool:
    """Runs a verb and kills it; whether it was still running."""
    child = subprocess.Popen(
        [sys.executable, "-c", _VERB.format(verb), str(folder), str(source), f"{folder}-copy"], stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(after)
    running = child.poll() is None
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    return running


def check_kills(work: Path, kills: int, seed: int) -> Counter[str]:
    """Kills in turn until each verb was hit so many times; gives how often each was. Asserts what must hold after each."""
    chance, hits, round_ = random.Random(seed), Counter[str](), 0
    source = work / "docs"
    source.mkdir()
    feed(source / "docs.jsonl", range(DOCUMENTS))
    (source / "rows.csv").write_text(event_table(60), "utf-8")
    straight = Archive.init(work / "straight")
    straight.add(source)
    straight.code("fast")
    expected = contents(straight)
    while min(hits[verb] for verb in VERBS) < kills:
        archive = Archive.init(work / f"killed-{round_}")
        round_ += 1
        copy = archive.folder.root.with_name(f"{archive.folder.root.name}-copy")
        for verb, longest in zip(VERBS, (1.0, 5.0, 1.0), strict=True):
            for _ in range(min(6, kills - hits[verb])):
                before = acknowledged(archive)
                if not killed_once(archive.folder.root, source, verb, chance.random() ** 2 * longest):
                    break
                hits[verb] += 1
                assert archive.verify() == [], verb
                assert before <= acknowledged(archive)
                assert not is_backup(copy) or list(verify_backup(copy)) == []
            finish(archive, source, copy, verb, refresh=round_ % 2 == 0)
        assert archive.verify() == []
        assert contents(archive) == expected
        shutil.rmtree(archive.folder.root)
        shutil.rmtree(copy, ignore_errors=True)
        print(f"round {round_}: {dict(hits)}", file=sys.stderr, flush=True)
    return hits


def finish(archive: Archive, source: Path, copy: Path, verb: str, refresh: bool) -> None:
    """Carries a verb to its end. `refresh`: the backups that are to be killed find an earlier one."""
    if verb == VERBS[0]:
        archive.add(source)
        if refresh:
            archive.backup(copy)
    elif verb == VERBS[1]:
        archive.code("fast")
    else:
        archive.backup(copy)
        assert list(verify_backup(copy)) == []


def main() -> int:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 67
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as work:
        hits = check_kills(Path(work), kills, seed)
        print(f"{hits.total()} kills, nothing lost, nothing doubled: {dict(hits)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
