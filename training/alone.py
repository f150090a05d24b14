"""Fit one more head: do words that the judge links as a number, without one in them, name a single person?

PYTHONPATH=src python training/alone.py [FOLDER OF THE WEIGHTS]     after export.py; adds the head to heads.msgpack

A logistic regression on the mean state of the words. Examples are what the judge links in the corpus; right where a marked
number of the same quantity lies there. Documents that are watched measure it.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
from corpus import Marked, load
from watched import aside

from khronika.extraction import linked_numbers
from khronika.extraction.stream import extract_one
from khronika.extraction.view import View
from khronika.judge.model import Judge
from khronika.model import Document

HERE = Path(__file__).parent
STEPS, RATE, DECAY = 1500, 0.5, 1e-3


def stretches(document: Marked, judge: Judge) -> Iterator[tuple[np.ndarray, bool]]:
    """The mean state of each linked stretch without a number, and whether a number is marked there."""
    found: list[tuple[View, int, int]] = []
    plain = linked_numbers.unnumbered

    def noted(told, view, reading):  # type: ignore[no-untyped-def]
        found.extend((view, a, b) for a, b in plain(told, view, reading))
        return iter(())

    linked_numbers.unnumbered = noted
    try:
        extract_one(Document(id=document.id, text=document.text, published=document.published), judge)
    finally:
        linked_numbers.unnumbered = plain
    counts = [m for m in document.marks if m.role == "c"]
    for view, start, stop in found:
        right = any(2 * (min(m.stop, stop) - max(m.start, start)) > stop - start for m in counts)
        yield view.judged.state(start - view.start, stop - view.start), right


def fitted(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights and offset, by gradient descent on standardised states, decayed a little."""
    middle, spread = x.mean(0), x.std(0) + 1e-6
    z = (x - middle) / spread
    weight, offset = np.zeros(x.shape[1]), 0.0
    for _ in range(STEPS):
        error = 1 / (1 + np.exp(-(z @ weight + offset))) - y
        weight -= RATE * (z.T @ error / len(y) + DECAY * weight)
        offset -= RATE * error.mean()
    return weight / spread, float(offset - (weight / spread) @ middle)


def main() -> None:
    """Fits, prints precision and recall on watched documents, and writes."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else HERE.parent / "weights" / "src" / "khronika_weights")
    judge = Judge(folder)
    rows: dict[bool, list[tuple[np.ndarray, bool]]] = {True: [], False: []}
    for document in load(HERE / "corpus"):
        rows[aside(document.id)] += stretches(document, judge)
    x, y = (np.array(column, float) for column in zip(*rows[False], strict=True))
    weight, offset = fitted(x, y)
    seen, truth = (np.array(column, float) for column in zip(*rows[True], strict=True))
    said = seen @ weight + offset > 0
    hits = float((said * truth).sum())
    print(
        f"{len(y)} stretches, {y.mean():.2f} right; watched {len(truth)}: precision {hits / said.sum():.2f}, recall {hits / truth.sum():.2f}"
    )
    path = folder / "heads.msgpack"
    heads = msgspec.msgpack.decode(path.read_bytes())
    heads["tensors"]["alone.weight"] = ([1, len(weight)], weight.astype(np.float32).tobytes())
    heads["tensors"]["alone.bias"] = ([1], np.float32(offset).tobytes())
    path.write_bytes(msgspec.msgpack.encode(heads))


if __name__ == "__main__":
    main()
