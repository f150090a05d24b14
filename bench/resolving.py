"""How long `khronika resolve` takes, JSON included: `python bench/resolving.py [--mentions 100000]`.

Runs the command on invented mentions (`invented_mentions.py`) in a process of its own. Prints wall and CPU seconds, peak
memory, and precision and recall of pairs against the happenings that the reports were drawn from.
"""

import argparse
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from invented_mentions import write


class Grouped(msgspec.Struct):
    """What is read of an event."""

    mentions: list[str]


def read_truth(path: Path) -> dict[str, int]:
    """Mention -> happening."""
    with Path(f"{path}.truth").open(encoding="ascii") as lines:
        return {name: int(number) for name, number in map(str.split, lines)}


def read_groups(path: Path) -> Iterable[list[str]]:
    """The mentions of each event."""
    decoder = msgspec.json.Decoder(Grouped)
    with path.open("rb") as lines:
        yield from (decoder.decode(line).mentions for line in lines)


def pair_scores(groups: Iterable[Iterable[str]], truth: dict[str, int]) -> tuple[float, float]:
    """Precision and recall of pairs in one event."""
    right = found = 0
    for members in groups:
        counted = Counter(truth[m] for m in members)
        found += counted.total() * (counted.total() - 1) // 2
        right += sum(n * (n - 1) // 2 for n in counted.values())
    wanted = sum(n * (n - 1) // 2 for n in Counter(truth.values()).values())
    return right / max(1, found), right / max(1, wanted)


def run_command(path: Path, events: Path) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and peak GiB of the command."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "khronika", "resolve", str(path), "--out", str(events), "--quiet"]
    process = subprocess.Popen(command)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"the command ended with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 2**20


def main() -> None:
    """Invents unless the file is there, resolves, prints."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--mentions", type=int, default=100_000)
    parser.add_argument("--path", type=Path, help="mentions that invented_mentions.py wrote")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        path = given.path or Path(folder) / "mentions.jsonl"
        if given.path is None:
            write(path, given.mentions)
        events = Path(folder) / "events.jsonl"
        wall, cpu, peak = run_command(path, events)
        truth = read_truth(path)
        size = events.stat().st_size / 2**20
        precision, recall = pair_scores(read_groups(events), truth)
    print(f"{len(truth)} mentions, {size:.0f} MiB of events: {wall:.1f} s wall, {cpu:.1f} s CPU, peak {peak:.2f} GiB")
    print(f"pairs: precision {precision:.3f}, recall {recall:.3f}")


if __name__ == "__main__":
    main()
