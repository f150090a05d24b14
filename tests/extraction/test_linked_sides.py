"""Who took part, by the words that the network links to a happening; texts invented for these tests."""

import pytest

from khronika.extraction.stream import extract_one, judge_for
from khronika.model import Document, Mention


@pytest.fixture(scope="module")
def told():  # type: ignore[no-untyped-def]
    judge = judge_for("careful")
    return lambda text: extract_one(Document(id="x", text=text, published="2031-06-05"), judge).mentions


def sides(mentions: list[Mention]) -> set[tuple[str, str, str | None]]:
    return {(a.name, a.role, a.type) for m in mentions for a in m.actors}


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        (
            "Bakers and taxi drivers marched through Lisbon on 4 May 2031 against the new tax.",
            ("Bakers and taxi drivers", "side_a", "protesters"),
        ),
        (
            "Members of the dockers' union blocked the port gate in Gdansk on Monday, 5 May 2031.",
            ("Members of the dockers' union", "side_a", "protesters"),
        ),
        (
            "Les boulangers ont défilé à Lyon le 4 mai 2031 ; la gendarmerie les a dispersés.",
            ("boulangers", "side_a", "protesters"),
        ),
        (
            "3 июня 2031 года пекари и таксисты прошли маршем по Твери; полиция разогнала пекарей газом.",
            ("пекари и таксисты", "side_a", "protesters"),
        ),
    ],
)
def test_people_are_named_by_what_they_are(told, text: str, actor: tuple[str, str, str]) -> None:  # type: ignore[no-untyped-def]
    mentions = told(text)
    assert actor in sides(mentions)
    for mention in mentions:
        for i, one in enumerate(mention.actors):
            (span,) = mention.spans[f"actors[{i}]"]
            assert text[span.start : span.stop] == span.quote == one.name
            assert mention.rules[f"actors[{i}]"].startswith(("judge.side_", "en.", "fr.", "ru."))


def test_whoever_acts_for_the_state_is_the_other_side_of_a_gathering(told) -> None:  # type: ignore[no-untyped-def]
    found = sides(told("Bakers marched through Lisbon on 4 May 2031; riot police dispersed the bakers with tear gas."))
    assert ("riot police", "side_b", "state_forces") in found
    assert not any(role == "side_a" and kind == "state_forces" for _, role, kind in found)


def test_an_office_goes_on_with_its_town_and_a_private_name_is_none(told) -> None:  # type: ignore[no-untyped-def]
    found = sides(told("João Pereira, a farmer, attacked the mayor of Beja with a spade on 3 June 2031, police said."))
    assert ("mayor of Beja", "side_b", "state_forces") in found
    assert not any("Pereira" in name for name, _, _ in found)


def test_particles_are_left_out_and_the_same_people_are_named_once(told) -> None:  # type: ignore[no-untyped-def]
    found = told("2031년 5월 4일 그단스크에서 항만 노동자들이 진입로를 봉쇄했다. 항만 노동자들이 임금 인상을 요구했다.")
    assert [[a.name for a in m.actors if a.role == "side_a"] for m in found] == [["항만 노동자"]]
    (mention,) = told("Dockers blocked the port road in Gdansk on 4 May 2031. The dockers demanded safer cranes.")
    assert [a.name.casefold() for a in mention.actors] == ["dockers"]
