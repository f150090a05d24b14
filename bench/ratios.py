"""Speed of the extractor as a ratio to a regex tokeniser over the same text, memory over a stream, cold start.

Run from the project's environment: `python bench/ratios.py [--mode careful] [--documents 100000] [--start] [--languages en,ru]`;
`--only-stream` leaves the ratios out.
"""

import argparse
import os
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path

import yaml

from khronika.extraction.stream import extract_one, judge_for
from khronika.judge.model import Judge
from khronika.model import Document
from khronika.text import detect

GOLD = Path(__file__).parents[1] / "evaluation" / "gold"
TOKEN = re.compile(r"\w+|[^\w\s]")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")


def gold(kind: str, languages: Iterable[str]) -> list[Document]:
    """Our own gold documents: `events` or `quiet`."""
    rows = [
        row
        for language in languages
        for path in sorted((GOLD / language).glob(f"{kind}-*.yaml"))
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]
    return [Document(id=row["id"], text=row["text"], published=str(row["published"])) for row in rows]


def mixed(relevant: list[Document], quiet: list[Document]) -> list[Document]:
    """One relevant document in ten."""
    return [document for i, one in enumerate(relevant) for document in [one, *islice(cycle(quiet), i * 9, i * 9 + 9)]]


def news_length(documents: list[Document], filling: list[Document], characters: int = 2500) -> list[Document]:
    """The documents, each drawn out to the length of a news article with paragraphs that hold no word of an event."""
    plain = [d.text for d in filling if extract_one(d).report.reason == "no word of an event"]
    made = []
    for number, document in enumerate(documents):
        text = document.text
        for piece in islice(cycle(plain), number, None):
            if len(text) >= characters:
                break
            text += "\n\n" + piece
        made.append(Document(id=document.id, text=text, published=document.published))
    return made


def one_core() -> int | None:
    """Keep this process and those it starts to one core, in libraries with threads of their own too; which one it is."""
    os.environ.update(dict.fromkeys(THREADS, "1"))
    if not hasattr(os, "sched_setaffinity"):
        return None
    core = min(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return core


@contextmanager
def forgetful() -> Iterator[None]:
    """No answer about a paragraph is remembered: a text that is read again in the next run costs what it cost in the first."""
    remembering = detect._predict
    detect._predict = remembering.__wrapped__  # type: ignore[assignment]
    try:
        yield
    finally:
        detect._predict = remembering


def median_seconds(work: Callable[[], object], runs: int = 5) -> float:
    """Median wall time of five runs, after one to warm up."""
    work()
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def compare(name: str, documents: list[Document], judge: Judge | None) -> None:
    """Prints documents a second of both and their ratio."""
    ours = median_seconds(lambda: [extract_one(d, judge) for d in documents])
    tokens = median_seconds(lambda: [TOKEN.findall(d.text) for d in documents])
    size = sum(len(d.text) for d in documents) / len(documents)
    print(
        f"{name:<34}{len(documents) / ours:>10.0f}{len(documents) / tokens:>12.0f}   1/{ours / tokens:<8.1f}{size:>8.0f}"
    )


def stream(documents: list[Document], count: int) -> Iterator[Document]:
    """`count` documents, each with its own text."""
    for i, document in enumerate(islice(cycle(documents), count)):
        yield Document(id=str(i), text=f"{document.text}\n\nNo. {i}.", published=document.published)


def resident() -> float:
    """Memory of the process now, in MB; its peak where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return peak()
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def peak() -> float:
    """The most memory that the process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def memory(documents: list[Document], count: int, judge: Judge | None) -> None:
    """Prints the memory of the process at each tenth of a stream, its peak and how much it grew after the first tenth."""
    print(f"\nmemory over {count} documents, {len(documents)} different ones with a number each (MB)")
    print(f"{'':>9}{'now':>9}{'peak':>9}")
    now, begun = [], time.perf_counter()
    for i, document in enumerate(stream(documents, count), 1):
        extract_one(document, judge)
        if i % max(1, count // 10) == 0:
            now.append(resident())
            print(f"{i:>9}{now[-1]:>9.0f}{peak():>9.0f}", flush=True)
    seconds = time.perf_counter() - begun
    print(f"most {peak():.0f}, grown after the first tenth {now[-1] - now[0]:+.1f}; {count / seconds:.0f} documents/s")


def cold_start(mode: str) -> None:
    """Prints the wall time of a fresh process that codes one short document."""
    command = [
        sys.executable,
        "-c",
        "from khronika.cli import main; main(['extract', '-', '--quiet', '--mode', '" + mode + "'])",
    ]
    line = b'{"id": "a", "text": "Hundreds marched in Lisbon on Sunday.", "published": "2024-05-14"}\n'
    seconds = median_seconds(lambda: subprocess.run(command, input=line, stdout=subprocess.DEVNULL, check=True))
    print(f"\ncold start, one short document: {seconds:.2f} s")


def ratios(languages: Sequence[str], judge: Judge | None) -> None:
    """Prints the ratios of each language: short and at news length, all relevant and one in ten."""
    print(f"{'':<34}{'documents/s':>10}{'tokeniser':>12}   ratio     characters")
    for code in languages:
        relevant, quiet = gold("events", [code]), gold("quiet", [code])
        compare(f"{code}, all relevant", relevant, judge)
        compare(f"{code}, one in ten relevant", mixed(relevant, quiet), judge)
        plain = [d for d in quiet if extract_one(d).report.reason == "no word of an event"]
        long, empty = news_length(relevant, quiet), news_length(plain, quiet)
        compare(f"{code}, news length, all relevant", long, judge)
        compare(f"{code}, news length, one in ten", mixed(long, empty), judge)


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=0, help="also read so many in a stream and show the memory")
    parser.add_argument("--only-stream", action="store_true", help="no ratios, only the stream")
    parser.add_argument("--start", action="store_true", help="also time a cold start")
    parser.add_argument("--mode", choices=["fast", "careful"], default="fast")
    parser.add_argument("--languages", help="codes with commas; default: all that have gold")
    return parser.parse_args(given)


def main() -> None:
    """Prints all figures."""
    options = arguments()
    one_core()
    judge = judge_for(options.mode)
    languages = (options.languages or ",".join(sorted(p.name for p in GOLD.iterdir() if p.is_dir()))).split(",")
    if not options.only_stream:
        with forgetful():
            ratios(languages, judge)
    if options.documents:
        memory(mixed(gold("events", languages), gold("quiet", languages)), options.documents, judge)
    if options.start:
        cold_start(options.mode)


if __name__ == "__main__":
    main()
