"""Sixty invented phrases of news a language with every quantity marked as in the packs: [[40..|at least 40]].

What is marked must be found with its bounds; a language may miss one mark in twenty. Single persons that are not marked
are passed over, all else that is told beside the marks is invented.
"""

import re
from pathlib import Path

import pytest

from khronika.extraction.counts import read_counts
from khronika.extraction.dates import read_dates
from khronika.languages import get_pack
from khronika.model import FoundCount
from khronika.text.fold import fold

NEWS = Path(__file__).parent / "news"
MARK = re.compile(r"\[\[([^|\]]+)\|([^\]]+)\]\]")
LANGUAGES = sorted(path.stem for path in NEWS.glob("*.txt"))
NO_COUNTS = {"money", "distance", "time"}
Bounds = tuple[float | None, float | None]


def marks(line: str) -> tuple[str, list[tuple[int, int, Bounds]]]:
    text, items = "", []
    at = 0
    for mark in MARK.finditer(line):
        text += line[at : mark.start()]
        low, dots, high = mark[1].partition("..")
        bounds = (float(low) if low else None, float(high) if high else (None if dots else float(low)))
        items.append((len(text), len(text) + len(mark[2]), bounds))
        text += mark[2]
        at = mark.end()
    return text + line[at:], items


def told(text: str, language: str) -> list[FoundCount]:
    pack = get_pack(language)
    assert pack is not None
    folded = fold(text)
    taken = [(d.start, d.stop) for d in read_dates(text, folded, pack, None)]
    return [c for c in read_counts(text, folded, pack, taken) if c.unit_type not in NO_COUNTS]


@pytest.mark.parametrize("language", LANGUAGES)
def test_quantities_of_news_have_their_bounds(language: str) -> None:
    missed, invented, total = [], [], 0
    for line in (NEWS / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        text, items = marks(line)
        found = told(text, language)
        total += len(items)
        met = [[c for c in found if c.start < stop and c.stop > start] for start, stop, _ in items]
        missed += [
            (text, bounds)
            for (_, _, bounds), some in zip(items, met, strict=True)
            if bounds not in [(c.low, c.high) for c in some]
        ]
        beside = [c for c in found if not any(c in some for some in met) and not c.rule.endswith(".singular")]
        invented += [(text, c.quote) for c in beside]
    assert total >= 60
    assert len(missed) <= total // 20, missed
    assert not invented


def test_every_language_has_its_news() -> None:
    assert LANGUAGES == ["ar", "de", "en", "es", "fr", "ko", "pt", "ru", "tr", "uk"]
