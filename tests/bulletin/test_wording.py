import re

import pytest

from khronika.codebook import codebook
from khronika.errors import UsageError
from khronika.wording import wording, wording_languages

GAP = re.compile(r"\{[a-z]+\}")


@pytest.mark.parametrize("code", wording_languages())
def test_every_language_says_everything(code: str) -> None:
    words, english = wording(code), wording("en")
    assert words.code == code
    for table in ("say", "kinds", "quantities", "values"):
        assert list(getattr(words, table)) == list(getattr(english, table))
    for key, phrase in english.say.items():
        assert sorted(GAP.findall(words.say[key])) == sorted(GAP.findall(phrase)), key


def test_every_kind_of_the_codebook_has_a_name() -> None:
    assert set(wording("en").kinds) == set(codebook().kinds)


@pytest.mark.parametrize("code", ["xx", "../en", ""])
def test_an_unknown_language_is_refused(code: str) -> None:
    with pytest.raises(UsageError, match="there are: en"):
        wording(code)
