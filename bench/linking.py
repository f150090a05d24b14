"""How long `kh.resolve.link` takes and how well it links: on invented persons, or on a table whose truth is known.

Run from the project's environment: `python bench/linking.py [--rows 10000]` or `python bench/linking.py TABLE.csv.gz --truth
identity --comparisons '{"fname": "name", "by": "digits"}'`. The column of truth is taken off before anything is linked.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import khronika as kh
from khronika.resolution.linkage.rows import read_rows

PERSON = {"first": "name", "last": "name", "year": "digits", "month": "digits", "day": "digits"}
ONSETS, ENDS = ("b", "d", "g", "k", "l", "m", "n", "r", "s", "sch", "br"), ("a", "e", "o", "au", "ei", "er", "an", "in")
SYLLABLES = [a + b for a in ONSETS for b in ENDS]
Row = dict[str, Any]


def invent_persons(rows: int, repeated: float = 0.1, seed: int = 7) -> list[Row]:
    """Persons of invented names, frequent and rare ones; a share of the rows repeats another with one or two errors."""
    draw = Random(seed)
    firsts, lasts = _names(draw, 300, 2), _names(draw, 500, 3)
    people = [_person(draw, firsts, lasts, n) for n in range(round(rows * (1 - repeated)))]
    again = draw.sample(people, rows - len(people))
    everyone = people + [_with_errors(draw, person) for person in again]
    draw.shuffle(everyone)
    return everyone


def _names(draw: Random, many: int, syllables: int) -> tuple[list[str], list[float]]:
    names = sorted({"".join(draw.choices(SYLLABLES, k=syllables)).upper() for _ in range(many)})
    draw.shuffle(names)
    return names, [1 / (rank + 10) for rank in range(len(names))]


def _person(draw: Random, firsts: Any, lasts: Any, truth: int) -> Row:
    (first,), (last,) = (draw.choices(*names) for names in (firsts, lasts))
    birth = draw.randint(1925, 2005), draw.randint(1, 12), draw.randint(1, 28)
    return {"first": first, "last": last, "year": birth[0], "month": birth[1], "day": birth[2], "truth": truth}


def _with_errors(draw: Random, person: Row) -> Row:
    row = dict(person)
    for column in draw.sample(["first", "last", "year", "month", "day"], 1 if draw.random() < 0.9 else 2):
        if column in ("first", "last"):
            row[column] = _mistyped(draw, row[column])
        elif column == "year":
            row["year"] = (
                int(str(row["year"])[:3] + str(draw.randint(0, 9))) if draw.random() < 0.7 else draw.randint(1925, 2005)
            )
        else:
            row[column] = draw.randint(1, 12 if column == "month" else 28)
    return row


def _mistyped(draw: Random, name: str) -> str:
    at = draw.randrange(len(name))
    letter = draw.choice("ABCDEFGHIKLMNOPRSTUVWZ")
    return draw.choice(
        [name[:at] + letter + name[at + 1 :], name[:at] + letter + name[at:], name[:at] + name[at + 1 :]]
    )


def score(linkage: Any, truths: Sequence[Any]) -> str:
    """Precision, recall and F1 of pairs."""
    rows: dict[Any, list[int]] = defaultdict(list)
    for number, truth in enumerate(truths):
        rows[truth].append(number)
    gold = {pair for same in rows.values() for pair in combinations(same, 2)}
    found = {(pair.first, pair.second) for pair in linkage.pairs}
    right = len(found & gold)
    shares = right / max(len(found), 1), right / max(len(gold), 1), 2 * right / max(len(found) + len(gold), 1)
    return "precision {:.4f}, recall {:.4f}, F1 {:.4f}".format(*shares)


def main() -> None:
    """Link once, print seconds and the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", nargs="?", type=Path)
    parser.add_argument("--truth", default="truth")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--comparisons", type=json.loads, default=PERSON)
    parser.add_argument("--one-to-one", action="store_true")
    parser.add_argument("--threshold", type=float, default=0.5)
    asked = parser.parse_args()
    rows = [dict(row) for row in (read_rows(asked.table) if asked.table else invent_persons(asked.rows))]
    truths = [row.pop(asked.truth) for row in rows]
    start = time.perf_counter()
    linkage = kh.resolve.link(rows, asked.comparisons, one_to_one=asked.one_to_one, threshold=asked.threshold)
    seconds = time.perf_counter() - start
    print(f"{len(rows)} rows, {sum(linkage.compared.values())} pairs by {len(linkage.compared)} rules: {seconds:.1f} s")
    print(score(linkage, truths))


if __name__ == "__main__":
    main()
