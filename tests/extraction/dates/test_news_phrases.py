"""News phrases of ten languages, invented for this: each with one time expression, or with none at all."""

from datetime import date
from pathlib import Path

import pytest

from khronika.extraction.dates import read_dates
from khronika.languages import get_pack
from khronika.text.fold import fold

PUBLISHED = date(2022, 9, 28)  # a Wednesday
PHRASES = [
    pytest.param(path.stem, *(part.strip() for part in line.rsplit("|", 1)), id=f"{path.stem}-{number}")
    for path in sorted((Path(__file__).parent / "news").glob("*.txt"))
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    if line.strip()
]


@pytest.mark.parametrize(("language", "marked", "wanted"), PHRASES)
def test_the_marked_words_mean_these_days(language: str, marked: str, wanted: str) -> None:
    """`wanted`: first..last day, the TIMEX3 value where there are none, or `-`: nothing is a time expression."""
    pack = get_pack(language)
    assert pack is not None
    text = marked.replace("[[", "").replace("]]", "")
    found = read_dates(text, fold(text), pack, PUBLISHED)
    if wanted == "-":
        assert not found
        return
    start, stop = marked.index("[["), marked.index("]]") - len("[[")
    mine = [f for f in found if f.start < stop and start < f.stop]
    assert len(mine) == 1, mine
    assert wanted in (f"{mine[0].date_start or ''}..{mine[0].date_end or ''}", mine[0].value)
