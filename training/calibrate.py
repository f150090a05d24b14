"""Measure the exported judge on the watched documents, and fit what turns its product of chances into a confidence.

PYTHONPATH=src python training/calibrate.py        prints figures by language and the two constants of `extraction/judged.py`
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from corpus import Marked, read
from watched import aside

from khronika.extraction.stream import extract_one, judge_for
from khronika.model import Document, Mention

HERE = Path(__file__).parent


def documents() -> Iterator[tuple[str, Marked]]:
    """Each watched document with its language."""
    for path in sorted((HERE / "corpus").glob("*/*.txt")):
        for item in read(path):
            if not isinstance(item, str) and aside(item.id):
                yield path.parent.name, item


def right(mention: Mention, document: Marked, used: set[int]) -> bool:
    """Whether a mention overlaps a telling of a gold event, not met before, of its kind and status."""
    for number, (kind, status, figure) in document.events.items():
        if number in used or (kind, status) != (mention.kind, mention.status) or figure != (mention.record == "figure"):
            continue
        marks = [m for m in document.marks if number in m.events and m.role in "tg"]
        if any(m.start < s.stop and s.start < m.stop for m in marks for s in mention.spans["trigger"]):
            used.add(number)
            return True
    return False


def fit(pairs: list[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and offset of a logistic curve over the log odds of the raw confidence, by gradient descent."""
    slope, offset = 1.0, 0.0
    points = [(math.log((c + 1e-4) / (1.0001 - c)), float(ok)) for c, ok in pairs]
    for _ in range(4000):
        errors = [(1 / (1 + math.exp(-(slope * x + offset))) - ok, x) for x, ok in points]
        slope -= 0.3 * sum(e * x for e, x in errors) / len(errors)
        offset -= 0.3 * sum(e for e, _ in errors) / len(errors)
    return slope, offset


def main() -> None:
    """Prints precision, recall, F1 and false alarms by language, and the constants."""
    judge = judge_for("careful")
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    pairs: list[tuple[float, bool]] = []
    for language, document in documents():
        given = Document(id=document.id, text=document.text, published=document.published)
        mentions = extract_one(given, judge).mentions
        used: set[int] = set()
        hits = [right(m, document, used) for m in mentions]
        pairs += [(m.confidence, hit) for m, hit in zip(mentions, hits, strict=True)]
        alarm = not document.events and any(m.status == "occurred" for m in mentions)
        for name in (language, "all"):
            row = counts[name]
            for i, more in enumerate((sum(hits), len(mentions), len(document.events), alarm, not document.events)):
                row[i] += more
    for name, (hit, told, gold, alarms, quiet) in sorted(counts.items()):
        f1 = 2 * hit / max(1, told + gold)
        print(
            f"{name}: F1 {f1:.3f}  P {hit / max(1, told):.3f}  R {hit / max(1, gold):.3f}  false alarms {alarms}/{quiet}"
        )
    print("slope, offset:", *(round(v, 3) for v in fit(pairs)), f"({len(pairs)} mentions)")


if __name__ == "__main__":
    main()
