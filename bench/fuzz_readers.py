"""Feed every reader with mutated files: python bench/fuzz_readers.py [--inputs 20000] [--only pdf] [--seed 1].

Seeds are the invented files of tests/sources/reader_seeds.py. An input fails where an exception leaves the reader, where it
takes over 5 seconds, where this process or the reader's own takes over 1 GB, or where what comes out breaks a promise (a
part outside the text, a quote that is not in it). A reader's own process that is ended by a file is counted apart.
Ends with 1 where anything failed.
"""

import argparse
import random
import resource
import sys
from collections import Counter
from pathlib import Path
from time import monotonic

sys.path[:0] = [str(Path(__file__).parents[1] / "tests" / "sources")]

from mutations import mutant  # noqa: E402
from reader_seeds import ATOM, GED, GED_ROW, SEEDS, csv_of  # noqa: E402

from khronika.model import Document, Problem  # noqa: E402
from khronika.sources import Coded, ReadOptions, guard, read_content  # noqa: E402
from khronika.sources.item import Item  # noqa: E402

SLOW, MEMORY = 5.0, 1_000_000
MORE = {
    "feed": [("a.atom", ATOM)],
    "events": [("ged.csv", csv_of(GED, [GED_ROW[name] for name in GED]))],
    "html_careful": [SEEDS["html"]],
}


def promise_broken(item: Item) -> str | None:
    """Which promise an item breaks."""
    if isinstance(item, Problem):
        return (
            None if item.where and item.what and item.then else "a problem that does not say where, what, or what to do"
        )
    document = item if isinstance(item, Document) else item.document
    if not all(0 <= part.start <= part.stop <= len(document.text) for part in document.parts):
        return "a part outside the text"
    document.text.encode()
    for mention in item.mentions if isinstance(item, Coded) else []:
        for span in (s for spans in mention.spans.values() for s in spans):
            if document.text[span.start : span.stop] != span.quote:
                return "a quote that is not in the text"
    return None


def one(name: str, content: bytes, reader: str | None) -> tuple[str, str | None]:
    """How an input ended, and what failed."""
    options = ReadOptions(pages="careful") if reader == "html_careful" else ReadOptions()
    items = list(read_content(content, name, options=options, reader=reader).items)
    broken = next((found for item in items if (found := promise_broken(item))), None)
    problems = [item for item in items if isinstance(item, Problem)]
    if any("broke down" in p.what or "memory" in p.what for p in problems):
        return "ended its process", broken
    read = len(items) > len(problems)
    return ("read with problems" if read and problems else "read" if read else "refused"), broken


def timed(name: str, content: bytes, reader: str | None) -> tuple[str, str | None, float]:
    """As `one`, with what left the reader as an exception, and the seconds it took.

    An input over the limit is read once more and the second time counts: on a busy machine the first may hold the start
    of a reader's process with its libraries.
    """
    for _ in range(2):
        start = monotonic()
        try:
            end, broken = one(name, content, reader)
        except Exception as error:
            end, broken = "failed", f"{type(error).__name__}: {error}"
        took = monotonic() - start
        if took <= SLOW:
            break
    return end, broken, took


def memory_of(worker: "guard._Worker") -> int:
    """The most memory that a reader's own process has held, in kB."""
    status = Path(f"/proc/{worker._process.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])


def fuzz(label: str, seeds: list[tuple[str, bytes]], inputs: int, seed: int) -> list[str]:
    """Runs one reader and prints its line; what failed."""
    chance, ends, failed = random.Random(f"{seed} {label}"), Counter[str](), list[str]()
    slowest, peak, began = 0.0, 0, monotonic()
    reader = "html_careful" if label == "html_careful" else None
    for number in range(inputs):
        name, content = seeds[number % len(seeds)]
        end, broken, took = timed(name, mutant(content, chance), reader)
        ends[end] += 1
        slowest = max(slowest, took)
        peak = max([peak, *(memory_of(worker) for worker in guard._IDLE)])
        if broken or took > SLOW:
            failed.append(f"{label} {seed}/{number}: {broken or f'{took:.1f} s'}")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if max(own, peak) > MEMORY:
        failed.append(f"{label}: {max(own, peak)} kB of memory")
    told = ", ".join(f"{end} {many}" for end, many in sorted(ends.items()))
    print(
        f"{label}: {inputs} inputs in {monotonic() - began:.0f} s; {told}; slowest {slowest:.2f} s;"
        f" memory {own // 1000} MB here, {peak // 1000} MB there; failed {len(failed)}",
        flush=True,
    )
    return failed


def main() -> int:
    """All readers, or one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append")
    given = parser.parse_args()
    failed: list[str] = []
    for label in given.only or [*SEEDS, "html_careful"]:
        seeds = [*([SEEDS[label]] if label in SEEDS else []), *MORE.get(label, [])]
        failed += fuzz(label, seeds, given.inputs, given.seed)
    print("\n".join(failed[:50]))
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
