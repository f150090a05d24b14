"""Where names may begin: the quick way finds what the pattern says."""

from hypothesis import example, given
from hypothesis import strategies as st

from khronika.geography.starts import NAME_START, name_starts

PIECES = st.sampled_from([*"aAbZéÉжЖ._-–—'’([/ \n,1", "al-", "O'", "Mc", " The ", "-El", "İ", "ß", "́"])


@given(st.lists(PIECES, max_size=24).map("".join))
@example("the al-Shabaab and Al-Ab-Cd; O'Neil's \"'Tis\" l'Aquila, Baker-Lyon (Rome)/Ostia –Bari aL-Xyz e.Coli")
def test_starts_are_those_of_the_pattern(text: str) -> None:
    assert list(name_starts(text)) == [match.start() for match in NAME_START.finditer(text)]
