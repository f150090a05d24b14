"""Speed of the extractor as a ratio to a regex tokeniser over the same text, memory over a stream, cold start.

Run from the project's environment: `python bench/ratios.py [--mode careful] [--documents 20000] [--start] [--languages en,ru]`.
"""

import argparse
import os
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle, islice
from pathlib import Path

import yaml

from khronika.extraction.stream import extract_one, judge_for
from khronika.judge.model import Judge
from khronika.model import Document

GOLD = Path(__file__).parents[1] / "evaluation" / "gold"
TOKEN = re.compile(r"\w+|[^\w\s]")


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


def memory(documents: list[Document], count: int, judge: Judge | None) -> None:
    """Prints the peak memory of the process at each tenth of a stream."""
    print(f"\nmemory over {count} documents (peak, MB)")
    for i, document in enumerate(stream(documents, count), 1):
        extract_one(document, judge)
        if i % max(1, count // 10) == 0:
            print(f"{i:>9}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>9.0f}")


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


def main() -> None:
    """Prints all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=0)
    parser.add_argument("--start", action="store_true")
    parser.add_argument("--mode", choices=["fast", "careful"], default="fast")
    parser.add_argument("--languages", help="codes with commas; default: all that have gold")
    arguments = parser.parse_args()
    judge = judge_for(arguments.mode)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    languages = (arguments.languages or ",".join(sorted(p.name for p in GOLD.iterdir() if p.is_dir()))).split(",")
    print(f"{'':<34}{'documents/s':>10}{'tokeniser':>12}   ratio     characters")
    for chosen in ([code] for code in languages):
        relevant, quiet = gold("events", chosen), gold("quiet", chosen)
        compare(f"{chosen[0]}, all relevant", relevant, judge)
        compare(f"{chosen[0]}, one in ten relevant", mixed(relevant, quiet), judge)
        plain = [d for d in quiet if extract_one(d).report.reason == "no word of an event"]
        long, empty = news_length(relevant, quiet), news_length(plain, quiet)
        compare(f"{chosen[0]}, news length, all relevant", long, judge)
        compare(f"{chosen[0]}, news length, one in ten", mixed(long, empty), judge)
    if arguments.documents:
        memory(mixed(gold("events", languages), gold("quiet", languages)), arguments.documents, judge)
    if arguments.start:
        cold_start(arguments.mode)


if __name__ == "__main__":
    main()
