"""Speed of Khronika beside the tools made for one part of its work, in one run on one core over the same documents.

Run from the project's environment: `python bench/peers.py [--env bench/.peers] [--documents 40] [--only dates,places]`.

The peers live in an environment of their own, made on the first run from `peers-requirements.txt`. Each is a process that gets
the documents over a pipe and loads before the clock starts. Seconds are processor time on one core, so that what else runs on the
machine does not count; passes alternate, ours and theirs, so that what it does to caches hits both; each figure is the median.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import marisa_trie
from ratios import forgetful, gold, news_length, one_core

from khronika.extraction.stream import extract_one, judge_for
from khronika.geography.gazetteer import DATA
from khronika.model import Document
from khronika.readers import read_count_rows, read_date_rows, read_place_rows
from khronika.text.fold import fold

HERE = Path(__file__).parent
REQUIREMENTS = HERE / "peers-requirements.txt"
LENGTHS = {"article": 6000, "news": 2500, "short": 0}
"""Characters that the documents are drawn out to; 0: as they are, about 400."""


@dataclass(frozen=True)
class Comparison:
    """What of ours is measured beside which peer, and the least ratio of their speeds; None: told, not asked for."""

    ours: str
    language: str
    peer: str
    bar: float | None


COMPARISONS = (
    Comparison("extract", "en", "spacy", 20),
    Comparison("extract", "ru", "natasha", 5),
    Comparison("dates", "en", "dateparser", 50),
    Comparison("dates", "en", "dateparser-told", 50),
    Comparison("dates", "ru", "dateparser", 20),
    Comparison("dates", "ru", "dateparser-told", 20),
    Comparison("places", "en", "ahocorasick-rs", 1 / 20),
    Comparison("places", "en", "pyahocorasick", None),
    Comparison("places", "en", "spacy-ner", 20),
    Comparison("counts", "en", "text2num", None),
)


@dataclass(frozen=True)
class Figures:
    """Median processor seconds of one pass of each over the same documents, and how much each found."""

    documents: int
    characters: int
    ours: float
    theirs: float
    found: tuple[int, int]
    version: str

    @property
    def ratio(self) -> float:
        """How many times as fast as the peer we are."""
        return self.theirs / self.ours


class Peer:
    """A peer's process with the documents in it."""

    def __init__(self, python: Path, head: dict[str, Any], documents: Sequence[Document]) -> None:
        own = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        self._process = subprocess.Popen(
            [python, HERE / "peer_side.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", env=own
        )
        texts = ({"text": d.text, "folded": fold(d.text), "published": str(d.published)} for d in documents)
        self._tell("\n".join(json.dumps(line) for line in (head, *texts)) + "\n")
        self.version: str = self._hear()["version"]

    def _tell(self, text: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(text + "\n")
        self._process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"the peer ended with {self._process.wait()}; what it said stands above")
        heard: dict[str, Any] = json.loads(line)
        return heard

    def once(self) -> tuple[float, int]:
        """Processor seconds of one pass, and how much was found."""
        self._tell("run")
        heard = self._hear()
        return heard["seconds"], heard["found"]

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def environment(folder: Path) -> Path:
    """The python of the peers' environment; made where it is missing or its requirements have changed."""
    python, made = folder.absolute() / "bin" / "python", folder / "made-from.txt"
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if not (made.exists() and made.read_text(encoding="utf-8") == wanted):
        print(f"making {folder} …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, "--requirement", str(REQUIREMENTS)], check=True)
        made.write_text(wanted, encoding="utf-8")
    return python


def sample(documents: Sequence[Document], count: int) -> list[Document]:
    """Up to `count` of the documents, evenly over all."""
    taken = min(count, len(documents))
    return [documents[i * len(documents) // taken] for i in range(taken)]


def ours_once(work: Callable[[Document], object], documents: Sequence[Document]) -> tuple[float, int]:
    """Seconds of processor time of one pass of ours, and how much was found."""
    begun = time.process_time()
    found = [work(d) for d in documents]
    seconds = time.process_time() - begun
    return seconds, sum(len(f) for f in found if isinstance(f, list))


def readers(mode: str) -> dict[str, Callable[[Document], object]]:
    """Our side: the mentions, dates, places and quantities of one document."""
    judge = judge_for("careful" if mode == "careful" else "fast")
    return {
        "extract": lambda d: extract_one(d, judge).mentions,
        "dates": lambda d: list(read_date_rows(d)),
        "places": lambda d: list(read_place_rows(d)),
        "counts": lambda d: list(read_count_rows(d)),
    }


def measure(
    work: Callable[[Document], object], peer: Peer, documents: Sequence[Document], runs: int
) -> tuple[list[tuple[float, int]], list[tuple[float, int]]]:
    """Passes of ours and theirs in turn, after one of each to warm up."""
    pairs = [(ours_once(work, documents), peer.once()) for _ in range(runs + 1)][1:]
    return [ours for ours, _ in pairs], [theirs for _, theirs in pairs]


def compare(one: Comparison, documents: Sequence[Document], python: Path, options: argparse.Namespace) -> Figures:
    """One comparison over these documents."""
    head: dict[str, Any] = {"peer": one.peer, "language": one.language}
    if "ahocorasick" in one.peer:
        head["names"] = marisa_trie.Trie().mmap(str(DATA / "names.marisa")).keys()
    peer = Peer(python, head, documents)
    ours, theirs = measure(readers(options.mode)[one.ours], peer, documents, options.runs)
    peer.close()
    us, them = (statistics.median(seconds for seconds, _ in side) for side in (ours, theirs))
    size = sum(len(d.text) for d in documents)
    return Figures(len(documents), size, us, them, (ours[0][1], theirs[0][1]), peer.version)


def row(one: Comparison, length: str, f: Figures) -> str:
    """A line of the table."""
    bar = "" if one.bar is None else _times(one.bar)
    held = "" if one.bar is None else "yes" if f.ratio >= one.bar else "NO"
    speeds = [f"{n / seconds:,.0f}" for n in (f.documents, f.characters) for seconds in (f.ours, f.theirs)]
    cells = [f"{one.ours} {one.language}", length, f"{one.peer} {f.version}", f"{f.documents}", *speeds]
    return "| " + " | ".join([*cells, _times(f.ratio), bar, held, f"{f.found[0]} / {f.found[1]}"]) + " |"


def _times(ratio: float) -> str:
    return f"{ratio:.1f}" if ratio >= 1 else f"1/{1 / ratio:.1f}"


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--env", type=Path, default=HERE / ".peers", help="folder of the peers' environment")
    parser.add_argument("--documents", type=int, default=40, help="documents of each length, for both sides")
    parser.add_argument("--runs", type=int, default=5, help="passes of which the median counts")
    parser.add_argument("--only", default="", help="ours or peers with commas: extract,dates,places,spacy …")
    parser.add_argument("--lengths", default="article,news,short", help=f"of the documents: {', '.join(LENGTHS)}")
    parser.add_argument("--mode", choices=["fast", "careful"], default="fast")
    return parser.parse_args(given)


def texts(language: str, length: str, count: int) -> list[Document]:
    """Our own gold documents that tell of events, as they are or drawn out to a length."""
    relevant, characters = gold("events", [language]), LENGTHS[length]
    return sample(news_length(relevant, gold("quiet", [language]), characters) if characters else relevant, count)


def main() -> None:
    """Prints the table."""
    options = arguments()
    core = one_core()
    python = environment(options.env)
    wanted = set(filter(None, options.only.split(",")))
    print(f"core {core} of {os.cpu_count()}, median of {options.runs} passes, mode {options.mode}\n")
    print(
        "| ours | length | peer | documents | ours docs/s | peer docs/s | ours chars/s | peer chars/s | ratio | bar | held | found |"
    )
    print("|---|---|---|" + "---:|" * 7 + "---|---:|", flush=True)
    with forgetful():
        for one in COMPARISONS:
            if not wanted or {one.ours, one.peer} & wanted:
                for length in options.lengths.split(","):
                    documents = texts(one.language, length, options.documents)
                    print(row(one, length, compare(one, documents, python, options)), flush=True)


if __name__ == "__main__":
    main()
