"""Masking: the examples of the packs, and what must hold of every mask."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.disclosure.allowed import kept
from khronika.disclosure.names import MASK, masked, names_in
from khronika.disclosure.policy import NamesPolicy, Policy, default_policy
from khronika.languages import shipped_packs
from khronika.model import Document

_DRAWN = re.compile(r"\[\[(.+?)\]\]")


def hidden(text: str, language: str) -> str:
    found = names_in(Document(id="d", text=text, language=language))
    return masked(text, found.spans)


def rows() -> list[tuple[str, str, str]]:
    return [
        (code, row["id"], example)
        for code, pack in shipped_packs().items()
        for row in pack.section("names")
        for example in [*row["finds"], *row["ignores"]]
    ]


@pytest.mark.parametrize(("code", "rule", "example"), rows())
def test_examples_of_the_packs(code: str, rule: str, example: str) -> None:
    text = _DRAWN.sub(lambda m: m[1], example)
    wanted = _DRAWN.sub(lambda m: MASK * len(m[1]), example)
    assert hidden(text, code) == wanted, rule


def test_every_language_has_words_for_names() -> None:
    assert {code for code, pack in shipped_packs().items() if pack.section("names")} == set(shipped_packs())


def test_a_name_found_once_is_masked_in_all_of_the_document() -> None:
    text = "Mr Orrinsky came. Orrinsky left early.\n\nBehind the barrier stood Orrinsky."
    assert hidden(text, "en").count(MASK) == 3 * len("Orrinsky")


def test_case_endings_do_not_free_a_name() -> None:
    got = hidden("Задержан Орринский. За Орринским приехали. Орринского увезли.", "ru")
    assert "Оррин" not in got


def test_the_marks_of_the_last_letter_are_masked_too() -> None:
    assert masked("mit Rene\u0301 hier", [(4, 8)]) == "mit " + MASK * 5 + " hier"


def test_offsets_stay() -> None:
    text = "Dr Orrin spoke in Makhachkala on Friday."
    got = hidden(text, "en")
    assert len(got) == len(text)
    assert got.index("Makhachkala") == text.index("Makhachkala")


def test_bodies_places_and_roles_stay() -> None:
    text = "Police and the Red Cross met residents of Makhachkala at the Ministry of Defence."
    assert hidden(text, "en") == text


def test_a_policy_may_name_holders_of_public_offices_and_listed_people() -> None:
    document = Document(id="d", text="President Orrin spoke. Activist Vallo Tamme was beaten.", language="en")
    names = names_in(document)
    officials = Policy(default_policy().kinds, names=NamesPolicy(officials=True))
    listed = Policy(default_policy().kinds, names=NamesPolicy(allow=["Vallo Tamme"]))
    assert masked(document.text, kept(document, names, officials).spans).startswith("President Orrin spoke. Activist █")
    assert "Vallo Tamme" in masked(document.text, kept(document, names, listed).spans)
    assert "Orrin" not in masked(document.text, kept(document, names, listed).spans)


@given(st.text(), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_masks_keep_the_length_and_all_that_is_outside(text: str, spans: list[tuple[int, int]]) -> None:
    inside = [(a, min(b, len(text))) for a, b in spans if a < min(b, len(text))]
    got = masked(text, inside)
    assert len(got) == len(text)
    assert all(got[i] == MASK for a, b in inside for i in range(a, b))
    assert {i for i in range(len(text)) if got[i] != text[i]} >= {
        i for a, b in inside for i in range(a, b) if text[i] != MASK
    }
