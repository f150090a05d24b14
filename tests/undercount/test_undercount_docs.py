"""The method page is true: its Python runs and prints what it says."""

import doctest
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "method" / "undercount.md"


def test_the_method_page_runs() -> None:
    done = doctest.testfile(
        str(PAGE), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    )
    assert done.attempted >= 5 and done.failed == 0
