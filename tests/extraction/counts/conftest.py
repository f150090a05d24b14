"""What the tests of quantities share: reading a text as a mapping of quotes."""

from collections.abc import Callable

import pytest

from khronika.extraction.counts import read_counts
from khronika.languages import get_pack
from khronika.languages.pack import Pack
from khronika.model import FoundCount
from khronika.text.fold import fold

Read = Callable[..., list[FoundCount]]


@pytest.fixture
def read() -> Read:
    def run(language: str | Pack, text: str, *, labels: bool = False) -> list[FoundCount]:
        pack = get_pack(language) if isinstance(language, str) else language
        assert pack is not None
        taken = []
        for word in ("⟨", "⟩"):  # drawn: what the reader of dates has taken
            taken.append(text.find(word))
        spans = [(taken[0], taken[1])] if taken[0] >= 0 else []
        return read_counts(text, fold(text), pack, spans, labels=labels)

    return run
