"""The packs' own examples as marked texts: single plain sentences in the words that come to mind first.

An example that a trigger finds tells of its kind, and nothing is known of its status, place or numbers (its genre is
`example`, and these labels are left open); one that a trigger ignores tells of nothing, unless it holds the words that
another trigger found.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from corpus import KINDS, Mark, Marked

from khronika.codebook import codebook

EXAMPLE = "example"
_PACKS = Path(__file__).parents[1] / "src" / "khronika" / "languages"
_FOUND = re.compile(r"\[\[(.+?)\]\]")


def examples() -> Iterator[Marked]:
    """Every example and counter-example of the triggers of kinds, by language."""
    for path in sorted(_PACKS.glob("*/triggers.yaml")):
        rows = [(row, book.kind) for row in yaml.safe_load(path.read_text(encoding="utf-8")) if (book := _trigger(row))]
        told = {words for row, _ in rows for given in row.get("finds") or [] for words in _FOUND.findall(given)}
        for row, kind in rows:
            yield from _found(path.parent.name, row, kind)
            yield from _ignored(path.parent.name, row, told)


def _trigger(row: dict[str, str]) -> Any:
    trigger = codebook().triggers.get(row["concept"])
    return trigger if trigger and trigger.kind in KINDS else None


def _found(language: str, row: dict[str, Any], kind: str) -> Iterator[Marked]:
    for number, given in enumerate(row.get("finds") or []):
        if found := _FOUND.search(given):
            mark = Mark(found.start(), found.start() + len(found.group(1)), "t", (1,))
            name = f"{language}-x-{row['id']}-{number}"
            yield Marked(name, EXAMPLE, "", _FOUND.sub(r"\1", given), [mark], {1: (kind, "occurred", False)})


def _ignored(language: str, row: dict[str, Any], told: set[str]) -> Iterator[Marked]:
    for number, given in enumerate(row.get("ignores") or []):
        if not any(words in given for words in told):
            yield Marked(f"{language}-x-{row['id']}-not-{number}", EXAMPLE, "", given)
