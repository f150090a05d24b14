"""How many footnotes of a text are linked to their statements: measured against hand-coded citations.

python evaluation/cite.py TEXT CITATIONS.jsonl [--published DAY]

CITATIONS has a line a footnote: `number`, and as {"start", "stop", "quote"} its `statement`, `marker`, `footnote`; in another
language of the same text `statement_ko`, `marker_ko`. A statement counts as linked where its mark and note are those of the
gold and the two passages share at least half of the characters that either has (intersection over union).
"""

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from khronika.cite import Held, Statement, check, link_text
from khronika.model import Document

_LINKED = 0.5


def main() -> None:
    """Prints what was linked."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("text", type=Path)
    asked.add_argument("citations", type=Path)
    asked.add_argument("--published")
    given = asked.parse_args()
    rows = [json.loads(line) for line in given.citations.read_text(encoding="utf-8").splitlines() if line.strip()]
    linked = link_text(given.text.read_text(encoding="utf-8"), published=given.published)
    for suffix in ("", "_ko"):
        told = [row for row in rows if row.get(f"statement{suffix}")]
        if told:
            _report(told, linked.statements, suffix)
    works = {reference.number: reference for reference in linked.references}
    same = [_same_work(row, linked.statements, works) for row in rows]
    document = Document(id="text", text=given.text.read_text(encoding="utf-8"), published=given.published)
    reasons = Counter((n.verdict, n.reason) for n in check(linked, document, Held(), "fast").numbers)
    for (verdict, reason), many in sorted(reasons.items()):
        print(f"{many:4} numbers {verdict}: {reason}")
    print(f"first work with the gold's day: {sum(same)} of {len(same)}")


def _report(rows: list[dict[str, Any]], statements: list[Statement], suffix: str) -> None:
    shares = [_share(row, statements, suffix) for row in rows]
    for row, (share, rule) in zip(rows, shares, strict=True):
        print(f"  [{row['number']}]{suffix} {share:.2f} by {rule}")
    many = len(shares)
    print(f"marked and noted {sum(share >= 0 for share, _ in shares)} of {many}, "
          f"linked {sum(share >= _LINKED for share, _ in shares)} of {many}, "
          f"to nine tenths {sum(share >= 0.9 for share, _ in shares)} of {many}")  # fmt: skip


def _share(row: dict[str, Any], statements: list[Statement], suffix: str) -> tuple[float, str]:
    mark, wanted, note = row[f"marker{suffix}"], row[f"statement{suffix}"], row["footnote"]
    for one in statements:
        if one.mark and one.note and one.mark.start == mark["start"] and one.note.start == note["start"]:
            shared = max(0, min(one.span.stop, wanted["stop"]) - max(one.span.start, wanted["start"]))
            whole = max(one.span.stop, wanted["stop"]) - min(one.span.start, wanted["start"])
            return shared / whole, one.rule
    return -1.0, "nothing"


def _same_work(row: dict[str, Any], statements: list[Statement], works: dict[int, Any]) -> bool:
    one = next((s for s in statements if s.mark and s.mark.start == row["marker"]["start"]), None)
    return one is not None and bool(one.references) and works[one.references[0]].date == row["date"]


if __name__ == "__main__":
    main()
