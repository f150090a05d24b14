"""A small run of bench/fuzz_readers.py: damaged files end as documents or problems, never as an exception."""

import pytest
from mutations import mutants
from reader_seeds import SEEDS

from khronika.model import Document, Problem
from khronika.sources import read_content

LIBRARY = {"pdf": "pypdfium2", "feed": "feedparser", "xlsx": "python_calamine"}


@pytest.mark.parametrize("label", SEEDS)
def test_damaged_files(label: str) -> None:
    if label in LIBRARY:
        pytest.importorskip(LIBRARY[label])
    name, content = SEEDS[label]
    damaged = mutants(content, 120, label)
    assert sum(one != content for one in damaged) > 100
    ends = set()
    for one in damaged:
        for item in read_content(one, name).items:
            ends.add(type(item))
            if isinstance(item, Document):
                assert all(0 <= p.start <= p.stop <= len(item.text) for p in item.parts)
                item.text.encode()
            elif isinstance(item, Problem):
                assert item.where and item.what and item.then
    assert Problem in ends
    assert len(ends) > 1, "some are still read"
