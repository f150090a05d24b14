"""Scores of dates and quantities: right, wrong, missed, invented and open readings."""

from pathlib import Path

import pytest

from khronika.errors import UsageError
from khronika.evaluation.found import read_spans, score_spans

DATES = """
- id: a
  published: 2024-05-10
  text: "On 3 May the strike began; it lasted two days."
  items:
  - {quote: "3 May", type: DATE, value: "2024-05-03", date_start: 2024-05-03, date_end: 2024-05-03}
  - {quote: "two days", type: DURATION, value: P2D}
- id: b
  published: 2024-05-10
  text: "On 4 May the strike ended."
  items:
  - {quote: "4 May", type: DATE, date_start: 2024-05-05, date_end: 2024-05-05}
- id: c
  published: 2024-05-10
  text: "On 4 May the strike ended."
  items:
  - {quote: "4 May", type: DATE, date_start: 2024-05-05, date_end: 2024-05-05, alt: [{date_start: 2024-05-04, date_end: 2024-05-04}]}
- id: d
  published: 2024-05-10
  text: "On 4 May the strike ended. Nobody cheered."
  items:
  - {quote: "Nobody cheered", type: DATE, date_start: 2024-05-04, date_end: 2024-05-04}
"""
COUNTS = """
- id: a
  text: "At least 12 nurses and 30 teachers marched."
  items:
  - {quote: "At least 12", low: 12, high: null}
  - {quote: "30", low: 31, high: 31}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "gold.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_dates_count_as_right_by_interval_alternative_or_duration(tmp_path: Path) -> None:
    score, wrongs = score_spans("dates", read_spans(written(tmp_path, DATES), "en"))
    assert tuple(score) == (5, 5, 4, 3)
    assert (score.value_f1, score.span_f1) == (0.6, 0.8)
    amiss = [(w.document.id, w.wanted is None, w.told is None) for w in wrongs]
    assert amiss == [("b", False, False), ("d", False, True), ("d", True, False)]


def test_quantities_count_as_right_by_bounds(tmp_path: Path) -> None:
    score, wrongs = score_spans("counts", read_spans(written(tmp_path, COUNTS), "en"))
    assert (score.gold, score.met, score.right) == (2, 2, 1)
    assert [w.wanted["quote"] for w in wrongs if w.wanted] == ["30"]


def test_a_quote_that_is_not_in_the_text_is_told_with_its_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"a: 'At most 12' is not in the text"):
        read_spans(written(tmp_path, COUNTS.replace('"At least 12"', '"At most 12"')), "en")
