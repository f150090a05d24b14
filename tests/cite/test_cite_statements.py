"""Statements are led to their sources in eight languages and styles, and every span is the text's own characters."""

import pytest
from cited_samples import SAMPLES, Sample

from khronika.cite import Linked, Statement, link_text


def without_markup(words: str) -> str:
    return words.replace("\u2060", "")


@pytest.fixture(scope="module")
def linked() -> dict[str, Linked]:
    return {name: link_text(sample.text, sample.form, "2031-05-10") for name, sample in SAMPLES.items()}


def first_day(linked: Linked, statement: Statement) -> str | None:
    return {r.number: r.date for r in linked.references}[statement.references[0]]


@pytest.mark.parametrize("name", SAMPLES)
def test_each_statement_begins_and_ends_where_it_should_and_has_its_source(
    name: str, linked: dict[str, Linked]
) -> None:
    sample, found = SAMPLES[name], linked[name]
    told = [s.span.quote for s in found.statements]
    assert len(told) == len(sample.statements), told
    for statement, (begins, ends, day) in zip(found.statements, sample.statements, strict=True):
        assert statement.span.quote.startswith(begins)
        assert statement.span.quote.rstrip(" .").endswith(ends.rstrip(" ."))
        assert first_day(found, statement) == day


@pytest.mark.parametrize("name", SAMPLES)
def test_references_are_numbered_and_titled(name: str, linked: dict[str, Linked]) -> None:
    assert [r.number for r in linked[name].references] == list(range(1, len(SAMPLES[name].titles) + 1))
    assert [r.title for r in linked[name].references] == SAMPLES[name].titles


@pytest.mark.parametrize("name", SAMPLES)
def test_the_style_is_told(name: str, linked: dict[str, Linked]) -> None:
    assert SAMPLES[name].style in {s.style for s in linked[name].statements}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_span_holds(name: str, linked: dict[str, Linked]) -> None:
    sample: Sample = SAMPLES[name]
    spans = [s for one in linked[name].statements for s in (one.span, one.mark, one.note) if s is not None]
    spans += [r.span for r in linked[name].references if r.span is not None]
    assert spans
    assert all(sample.text[s.start : s.stop] == s.quote and s.quote for s in spans)
