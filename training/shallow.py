"""Train the fast mode's shallow judge and write its data file.

PYTHONPATH=src python training/shallow.py        # in the project's environment; five minutes on one core, 2 GB of memory

A linear model over hashed pieces of words (`khronika.judge.shallow`) and what rules know of a sentence (`khronika.extraction.shallow`),
with three heads: told or not of every sentence, kind and status of those that tell. Adagrad with dropped pieces; the rows that weigh
most are kept, trained on once more by themselves, and written as bytes with a scale a column. The watched tenth is never trained
on; figures on it are printed.
"""

import argparse
import json
import pickle
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from corpus import Marked, read
from scipy.sparse import csr_array
from scipy.special import expit, log_softmax, softmax
from watched import aside

from khronika.extraction.reading import Reading, Sentence
from khronika.extraction.reading import read as read_document
from khronika.extraction.shallow import signs
from khronika.judge.labels import KINDS, STATUSES
from khronika.judge.shallow import BUCKETS, FILE, MAGIC, buckets, pair
from khronika.model import Document
from khronika.text.fold import fold_words

HERE = Path(__file__).parent
OUT = HERE.parent / "src" / "khronika" / "judge" / FILE
SEED, BATCH = 1, 128
COLUMNS = 1 + len(KINDS) + len(STATUSES)
KIND, STATUS = slice(1, 1 + len(KINDS)), slice(1 + len(KINDS), COLUMNS)
ROWS = 65535  # what two bytes can number; 0 is no row
TOLD_WEIGHT = 2.0


class Sample(NamedTuple):
    """A sentence: its buckets, and what it tells (all zero where it tells nothing)."""

    pieces: np.ndarray
    target: np.ndarray
    watched: bool
    language: str


def pieces_of(sentence: str, known: Sequence[str]) -> np.ndarray:
    """All buckets of a sentence, each word once, and of what rules know of it."""
    words = [buckets(word) for word in dict.fromkeys(fold_words(sentence).split())]
    found = {b for own, _, _ in words for b in own}
    found |= {pair(a[2], b[1]) for a, b in pairwise(words)}
    found |= {b for sign in known for b in buckets(sign)[0]}
    return np.fromiter(sorted(found), np.int64, len(found))


def samples() -> Iterator[Sample]:
    """Every sentence of the corpus, as the extractor reads it."""
    for path in sorted((HERE / "corpus").glob("*/*.txt")):
        for marked in read(path):
            if isinstance(marked, str):
                continue
            given = Document(id=marked.id, text=marked.text, published=marked.published)
            reading = read_document(given, every=True)
            if not isinstance(reading, str):
                yield from (_sample(s, reading, marked, path.parent.name) for s in reading.sentences)


def _sample(sentence: Sentence, reading: Reading, marked: Marked, language: str) -> Sample:
    start, stop = reading.clean.to_source(sentence.start, sentence.stop)
    told = {n for m in marked.marks if m.role in "tg" and m.start < stop and start < m.stop for n in m.events}
    target = np.zeros(COLUMNS, np.float32)
    target[0] = bool(told)
    for kind, status, figure in (marked.events[n] for n in told):
        target[1 + KINDS.index(kind)] = 1
        target[1 + len(KINDS) + STATUSES.index("figure" if figure else status)] = 1
    pieces = pieces_of(reading.text(sentence.start, sentence.stop), signs(sentence, reading))
    return Sample(pieces, target, aside(marked.id), language)


def slopes(scores: np.ndarray, target: np.ndarray) -> np.ndarray:
    """How the loss of each sentence changes with its scores: cross entropy of told, and of kind and status where something
    is told, shared evenly where there are several."""
    made = np.zeros_like(scores)
    made[:, 0] = TOLD_WEIGHT * (expit(scores[:, 0]) - target[:, 0])
    for part in (KIND, STATUS):
        share = target[:, part] / target[:, part].sum(1, keepdims=True).clip(min=1)
        made[:, part] = (softmax(scores[:, part], 1) - share) * target[:, :1]
    return made


Data = tuple[Sequence[Sample], Sequence[Sample]]  # to train on, to watch


class Linear:
    """The weights while they are trained: a row a bucket that is known."""

    def __init__(self, known: np.ndarray) -> None:
        self.known = known
        self.row = np.full(BUCKETS, -1, np.int64)
        self.row[known] = np.arange(len(known))
        self.weight = np.zeros((len(known), COLUMNS), np.float32)
        self.squares = np.full((len(known), COLUMNS), 1e-2, np.float32)
        self.bias, self.bias_squares = np.zeros(COLUMNS, np.float32), np.full(COLUMNS, 1e-2, np.float32)

    def table(
        self, batch: Sequence[Sample], generator: np.random.Generator | None = None, drop: float = 0.0
    ) -> tuple[csr_array, np.ndarray]:
        """Sentences by the rows that they use, some dropped, and which rows these are."""
        owner = np.repeat(np.arange(len(batch)), [len(s.pieces) for s in batch])
        flat = self.row[np.concatenate([s.pieces for s in batch])]
        keep = flat >= 0
        if generator is not None:
            keep &= generator.random(len(flat)) >= drop
        used, place = np.unique(flat[keep], return_inverse=True)
        values = np.full(len(place), 1 / (1 - drop), np.float32)
        return csr_array((values, (owner[keep], place)), shape=(len(batch), len(used))), used

    def scores(self, batch: Sequence[Sample]) -> np.ndarray:
        """Scores of some sentences."""
        table, used = self.table(batch)
        return table @ self.weight[used] + self.bias

    def step(self, batch: Sequence[Sample], rate: float, drop: float, generator: np.random.Generator) -> None:
        """One step of Adagrad."""
        table, used = self.table(batch, generator, drop)
        slope = slopes(table @ self.weight[used] + self.bias, np.stack([s.target for s in batch]))
        of_rows = table.T @ slope
        self.squares[used] += of_rows**2
        self.weight[used] -= rate * of_rows / np.sqrt(self.squares[used])
        of_bias = slope.sum(0)
        self.bias_squares += of_bias**2
        self.bias -= rate * of_bias / np.sqrt(self.bias_squares)


def show(model: Linear, watched: Sequence[Sample]) -> str:
    """Figures on the watched sentences, told by the best threshold."""
    z = np.concatenate([model.scores(watched[k : k + 512]) for k in range(0, len(watched), 512)])
    y = np.stack([s.target for s in watched])
    told = y[:, 0] > 0
    f1, best = max(
        (2 * ((z[:, 0] > t) & told).sum() / ((z[:, 0] > t).sum() + told.sum()), t) for t in np.arange(-3, 3, 0.25)
    )
    right = [np.take_along_axis(y[told][:, p], z[told][:, p].argmax(1)[:, None], 1).mean() for p in (KIND, STATUS)]
    loss = -np.mean(np.where(told, np.log(expit(z[:, 0]) + 1e-9), np.log(expit(-z[:, 0]) + 1e-9)))
    kind = -np.mean((log_softmax(z[told][:, KIND], 1) * y[told][:, KIND]).sum(1) / y[told][:, KIND].sum(1))
    return f"told F1 {f1:.3f} at {best}, loss {loss:.3f}; of what is told, kind {right[0]:.3f} (loss {kind:.3f}), status {right[1]:.3f}"


def rounds(model: Linear, data: Data, count: int, rate: float, drop: float, generator: np.random.Generator) -> None:
    """Trains some rounds, the rate falling to a tenth."""
    train, watched = data
    steps, done = count * (len(train) // BATCH + 1), 0
    for number in range(count):
        order = generator.permutation(len(train)).tolist()
        for k in range(0, len(order), BATCH):
            model.step([train[i] for i in order[k : k + BATCH]], rate * (1 - 0.9 * done / steps), drop, generator)
            done += 1
        print(number, show(model, watched), flush=True)


def pruned(model: Linear, counts: np.ndarray) -> Linear:
    """The rows that weigh most by their size and how often they are used."""
    weigh = np.linalg.norm(model.weight, axis=1) * np.sqrt(counts[model.known])
    kept = np.sort(np.argsort(-weigh, kind="stable")[:ROWS])
    made = Linear(model.known[kept])
    made.weight, made.squares = model.weight[kept], model.squares[kept]
    made.bias, made.bias_squares = model.bias, model.bias_squares
    return made


def write(model: Linear, path: Path) -> None:
    """The data file: magic, a line of JSON, the row of each bucket (two bytes), weights of told, weights of the rest."""
    scales = np.maximum(np.quantile(np.abs(model.weight), 0.9999, axis=0), 1e-6) / 127
    as_bytes = (np.clip(np.round(model.weight / scales), -127, 127) + 128).astype(np.uint8)
    rows = np.zeros(BUCKETS, "<u2")
    rows[model.known] = np.arange(1, len(model.known) + 1)
    head = {
        "rows": len(model.known),
        "scales": [float(f"{s:.6g}") for s in scales],
        "biases": [float(f"{b:.6g}") for b in model.bias],
    }
    with path.open("wb") as file:
        file.write(MAGIC + json.dumps(head).encode() + b"\n" + rows.tobytes())
        file.write(as_bytes[:, 0].tobytes() + as_bytes[:, 1:].tobytes())
    print(path, path.stat().st_size)


def gathered(kept: Path | None) -> list[Sample]:
    """All samples, from a file of this program's own making where one is named and there."""
    if kept and kept.exists():
        return [Sample(*row) for row in pickle.loads(kept.read_bytes())]
    found = list(samples())
    if kept:
        kept.write_bytes(pickle.dumps([tuple(s) for s in found]))
    return found


def main() -> None:
    """Trains, prunes, trains on, writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rate", type=float, default=0.1)
    parser.add_argument("--drop", type=float, default=0.3, help="share of pieces that is dropped")
    parser.add_argument("--least", type=int, default=3, help="sentences that a bucket stands in at least")
    parser.add_argument("--samples", type=Path, help="keep the samples in this file, or take them from it")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    generator = np.random.default_rng(SEED)
    every = gathered(options.samples)
    train, watched = [s for s in every if not s.watched], [s for s in every if s.watched]
    counts = np.bincount(np.concatenate([s.pieces for s in train]), minlength=BUCKETS)
    model = Linear(np.flatnonzero(counts >= options.least))
    print(len(train), "sentences,", len(watched), "watched,", len(model.known), "buckets", flush=True)
    rounds(model, (train, watched), options.rounds, options.rate, options.drop, generator)
    small = pruned(model, counts)
    print("kept", len(small.known), show(small, watched))
    rounds(small, (train, watched), 1, options.rate / 10, options.drop, generator)
    write(small, options.out)


if __name__ == "__main__":
    main()
