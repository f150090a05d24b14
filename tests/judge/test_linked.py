"""What is made of the judge's links: places of a list, names in another case, single persons, the kind weighed in."""

from collections.abc import Mapping
from typing import Any

import pytest

from khronika.extraction.candidates import Candidate
from khronika.extraction.linked_numbers import add_numbers
from khronika.extraction.linked_places import at_places
from khronika.extraction.reading import Reading, read
from khronika.extraction.unlisted import named_at
from khronika.extraction.view import View
from khronika.judge.labels import GROUPS, KINDS, QUANTITIES, STATUSES
from khronika.judge.model import Judged, Telling, told_of
from khronika.model import Document


class Fake:
    """A judge's view that is sure of the words it is given and of no other."""

    def __init__(self, text: str, links: Mapping[str, list[str]], quantity: str = "killed", alone: float = 0.9) -> None:
        self._spans = {role: [(text.index(w), text.index(w) + len(w)) for w in words] for role, words in links.items()}
        self._quantity, self._alone = quantity, alone

    def link(self, _told: Any, role: str, start: int, stop: int) -> float:
        return 0.9 if any(a < stop and start < b for a, b in self._spans.get(role, [])) else 0.05

    def words(self, _told: Any, role: str, least: float = 0.5) -> list[tuple[int, int]]:
        return self._spans.get(role, []) if least <= 0.9 else []

    def sorts(self, _start: int, _stop: int, _kind: str | None = None) -> tuple[dict[str, float], dict[str, float]]:
        return {q: float(q == self._quantity) for q in QUANTITIES}, {g: float(not g) for g in GROUPS}

    def alone(self, _start: int, _stop: int) -> float:
        return self._alone


def told_at(text: str, words: str, kind: str) -> tuple[Any, Reading, Candidate]:
    reading = read(Document(id="x", text=text, published="2024-05-06"), whole=True)
    assert not isinstance(reading, str)
    start = text.index(words)
    chances = {k: float(k == kind) for k in KINDS}
    told = told_of(
        [Telling(start, start + len(words), 0.9, chances, {s: float(s == "occurred") for s in STATUSES})], (0,)
    )
    return told, reading, Candidate(reading.sentences[0], [], kind, "test")


def placed(text: str, words: str, links: list[str], claimed: bool) -> list[Candidate]:
    told, reading, candidate = told_at(text, words, "protest_peaceful")
    view = View(0, len(text), Fake(text, {"place": links, "count": ["300 people"] if claimed else []}, "participants"))  # type: ignore[arg-type]
    if claimed:
        add_numbers([(told, candidate)], view, reading)
        assert [(c.low, c.quantity) for c, _, _ in candidate.claims] == [(300, "participants")]
    return at_places(candidate, told, view, reading)


def test_three_towns_of_a_list_are_three_happenings() -> None:
    made = placed("People marched in Lyon, Lille and Nantes on Monday.", "marched", ["Lyon", "Lille", "Nantes"], False)
    assert [c.place.place.name for c in made if c.place] == ["Lyon", "Lille", "Nantes"]


def test_a_joint_number_keeps_them_together_as_an_area() -> None:
    text = "In all, 300 people marched in Lyon, Lille and Nantes on Monday."
    (made,) = placed(text, "marched", ["Lyon", "Lille", "Nantes"], True)
    assert made.place is not None
    place = made.place.place
    assert (place.name, place.level, place.country_iso3) == ("Lyon, Lille and Nantes", "area", "FRA")
    assert place.lat == pytest.approx(47.9, abs=0.5)
    assert 250_000 < (place.uncertainty_m or 0) < 400_000


def test_a_town_named_by_its_direction_from_another_is_no_list() -> None:
    made = placed("People marched in Vienne south of Lyon on Monday.", "marched", ["Vienne", "Lyon"], False)
    assert len(made) == 1


def claims(
    text: str, words: str, kind: str, linked: list[str], **fake: Any
) -> list[tuple[str, float | int | None, str]]:
    told, reading, candidate = told_at(text, words, kind)
    view = View(0, len(text), Fake(text, {"count": linked}, **fake))  # type: ignore[arg-type]
    add_numbers([(told, candidate)], view, reading)
    assert all(reading.text(*at) == c.text for c, at, _ in candidate.claims)
    return [(c.quantity, c.low, c.text) for c, _, _ in candidate.claims]


def test_a_single_person_without_a_number_counts_one() -> None:
    text = "Gunmen shot the beekeeper dead in Lyon."
    assert claims(text, "shot", "attack_civilians", ["the beekeeper"]) == [("killed", 1, "the beekeeper")]


def test_words_that_name_no_single_person_count_nothing() -> None:
    text = "Gunmen shot the beekeepers dead in Lyon."
    assert claims(text, "shot", "attack_civilians", ["the beekeepers"], alone=0.1) == []


def test_a_marcher_is_no_claim_but_a_lone_picketer_is() -> None:
    text = "The beekeeper stood with a placard in Lyon."
    for kind, wanted in (("protest_peaceful", []), ("picket_single", [("participants", 1, "The beekeeper")])):
        assert claims(text, "stood", kind, ["The beekeeper"], quantity="participants") == wanted


def test_a_number_in_the_words_is_read_as_a_number() -> None:
    text = "Gunmen shot three beekeepers dead in Lyon."
    assert [(q, n) for q, n, _ in claims(text, "shot", "attack_civilians", ["three beekeepers"])] == [("killed", 3)]


def test_the_kind_weighs_in_on_what_is_counted() -> None:
    import numpy as np

    sorts = np.array([[0.3, 0.05, 0.1, 0.25, 0.05, 0.1, 0.05, 0.1, 1, 0, 0, 0]], np.float32)
    likely = {"arrest": {q: 0.93 if q == "detained" else 0.01 for q in QUANTITIES}}
    none = np.zeros((0, 10, 1), np.float32)
    judged = Judged([(0, 5)], [], none, sorts, likely, np.zeros((1, 4), np.float32), np.zeros(1, np.float32))
    plain, weighed = judged.sorts(0, 5)[0], judged.sorts(0, 5, "arrest")[0]
    assert max(plain, key=plain.__getitem__) == "participants"
    assert max(weighed, key=weighed.__getitem__) == "detained"
    assert sum(weighed.values()) == pytest.approx(1)
    assert judged.alone(0, 5) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("text", "words", "name", "wanted"),
    [
        ("Men met in Endirej on Monday.\n\n주민들이 엔디레즈 도로를 막았다.", "막았다", "엔디레즈", "Endirey"),
        (
            "Мітинг пройшов у місті Джаяпура, Індонезія, та у Вамені.\n\nДо Вамени увійшли війська.",
            "увійшли",
            "Вамени",
            "Wamena",
        ),
        (
            "Men met in Paris on Monday.\n\nResidents of Qwaxavelle blocked a road.",
            "blocked",
            "Qwaxavelle",
            "Qwaxavelle",
        ),
    ],
)
def test_a_name_known_elsewhere_in_the_text_is_known_in_another_script_or_case(
    text: str, words: str, name: str, wanted: str
) -> None:
    told, reading, _ = told_at(text, words, "blockade")
    view = View(0, len(text), Fake(text, {"place": [name]}))  # type: ignore[arg-type]
    found = named_at(told, view, reading)
    assert found is not None
    assert (found.quote, found.place.name) == (name, wanted)
    assert (found.place.lat is None) == (name == wanted)
