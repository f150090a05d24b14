"""Short lists of persons: what is added up, and what is not."""

import pytest


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "A widow and her two nieces were hurt", 3),
        ("en", "three bus passengers and a noodle seller were hurt", 4),
        ("en", "The ferry pilot and 3 teachers were held", 4),
        ("en", "They killed the bus driver and three nurses", 4),
        ("en", "two men, three women, and a child drowned", 6),
        ("en", "a boy, 12, and two girls died", 3),
        ("ru", "мужчина и две его дочери погибли", 3),
        ("ru", "двое мужчин, женщина и ребёнок погибли", 4),
        ("ru", "двое мужчин, женщина и 3-летний ребёнок погибли", 4),
        ("ru", "3-летний сын и две дочери", 3),
        ("uk", "двоє чоловіків, жінка та дитина загинули", 4),
        ("es", "dos hombres, una mujer y un niño", 4),
        ("de", "zwei Männer, eine Frau und ein Kind", 4),
        ("tr", "iki erkek, bir kadın ve bir çocuk", 4),
        ("ar", "رجلان وامرأة وطفل", 4),
        ("ko", "남성 2명, 여성 1명과 어린이 1명", 4),
    ],
)
def test_list_of_persons_is_an_exact_sum(read, language: str, text: str, value: int) -> None:
    (count,) = read(language, text)
    assert (count.low, count.high, count.kind) == (value, value, "exact")
    assert count.rule.endswith(".sum")


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "Three nurses, two teachers came", [3, 2]),
        ("en", "two nurses were killed and three teachers injured", [2, 3]),
        ("en", "killed two nurses, injured three teachers and a driver", [2, 4]),
        ("en", "three women and a man, two clerks and a driver", [4, 3]),
        ("en", "according to the mayor and two clerks", [2]),
        ("en", "the governor said three teachers died", [3]),
        ("ru", "двое мужчин, женщина погибла", [2, 1]),
        ("ru", "двое мужчин и ранена женщина", [2, 1]),
        ("ru", "погиб водитель и ранена женщина", [1, 1]),
        ("ru", "дом водителя и три учителя", [3]),
        ("fr", "deux hommes, trois femmes", [2, 3]),
    ],
)
def test_what_a_comma_or_a_fate_parts_is_not_added(read, language: str, text: str, values: list[int]) -> None:
    assert [c.low for c in read(language, text)] == values


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "seven people, five of them women, were held", [7, 5]),
        ("en", "seven people, five women and two men, were held", [7, 7]),
        ("en", "seven people, five of them women and two children", [7, 7]),
        ("es", "siete personas, cinco de ellas mujeres", [7, 5]),
        ("pt", "sete pessoas, cinco delas mulheres e duas crianças", [7, 7]),
        ("ru", "семь человек, из них пять женщин и два ребёнка", [7, 7]),
    ],
)
def test_parts_are_not_added_to_the_whole(read, language: str, text: str, values: list[int]) -> None:
    assert [c.low for c in read(language, text)] == values
