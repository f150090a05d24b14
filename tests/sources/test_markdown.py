import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khronika.sources.frontmatter import read_front
from khronika.sources.markdown import plain

REPORT = """---
title: "March in Lodz"
date: 2031-05-03T23:30:00+09:00
source: Tin Whistle
lang: en
url: https://tin-whistle.example/1
tags: [march]
---

# March in *Lodz*

About **300** people
marched on [Saturday](https://x.example), the union said.

- first point
- second point

> a quoted
> sentence

| town | people |
|---|---|
| Lodz | 300 |

![a crowd](x.png)
"""


def test_front_matter_and_paragraphs(read) -> None:
    found = read(a__md=REPORT).only
    assert (found.title, found.published, found.source) == ("March in Lodz", "2031-05-03T23:30:00+09:00", "Tin Whistle")
    assert (found.language, found.url) == ("en", "https://tin-whistle.example/1")
    assert found.text.split("\n\n") == [
        "March in Lodz", "About 300 people marched on Saturday, the union said.", "first point", "second point",
        "a quoted sentence", "town\tpeople", "Lodz\t300", "a crowd",
    ]  # fmt: skip


def test_local_day_of_publication_is_kept(read) -> None:
    day = read(a__md=REPORT).only.published_day()
    assert day is not None
    assert day.isoformat() == "2031-05-03"


@pytest.mark.parametrize("text", ["---\nHello\n---\n\nBody", "---\n\nBody", "Body\n---\ntitle: x\n---\n"])
def test_rules_are_not_front_matter(text: str) -> None:
    assert read_front(text, "a.md")[1] == text


def test_norwegian_is_a_language_and_not_false() -> None:
    assert read_front("---\nlanguage: no\n---\nx", "a.md")[0].language == "no"


def test_broken_front_matter_is_a_problem_with_its_line(read) -> None:
    found = read(a__md="---\ntitle: a: b\n---\nA march.")
    assert found.problem.where.endswith("a.md:2")
    assert found.documents[0].text == "A march."


def test_a_day_that_is_none_is_a_problem_and_stays_open(read) -> None:
    found = read(a__md="---\ndate: last Sunday\n---\nA march.")
    assert "last Sunday" in found.problem.what
    assert found.documents[0].published is None


def test_nothing_under_the_front_matter(read) -> None:
    assert "no text" in read(a__md="---\ntitle: x\n---\n").problem.what


def test_quotes_nested_too_deep_are_refused_and_not_dropped(read) -> None:
    assert "nested" in read(a__md="> " * 2000 + "deep words").problem.what
    assert plain("> " * 60 + "deep words") == "deep words"


def test_front_matter_nested_too_deep_is_a_problem(read) -> None:
    found = read(a__md="---\n" + "a: [[" * 9000 + "\n---\nA march.")
    assert found.documents[0].text == "A march."
    assert "front matter" in found.problem.what


def test_markdown_too_long_to_parse_is_refused(read) -> None:
    assert "4,000,000" in read(a__md="word " * 800_001).problem.what


def test_many_brackets_take_no_quadratic_time() -> None:
    assert plain("[" * 100_000) == "[" * 100_000


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab가 \n#*_`[]()!<>-|\\&;:\u0301\u202e~='\"\t"), max_size=200))
def test_any_markdown_gives_text(source: str) -> None:
    assert isinstance(plain(source), str)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=100))
def test_any_front_matter_is_read_or_reported(block: str) -> None:
    read_front(f"---\n{block}\n---\nBody", "a.md")
