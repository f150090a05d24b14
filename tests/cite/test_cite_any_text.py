"""Whatever the text: nothing breaks, and every span is the text's own characters at its own offsets."""

from collections.abc import Iterator

import pytest
from cited_samples import SAMPLES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khronika.cite import Cited, Form, Linked, bibtex, cite, csl_json, link_text, read_page
from khronika.model import Document, Span

FORMS: tuple[Form, ...] = ("plain", "markdown", "html")
PIECES = [
    "[1]", "[2]", "[^a]", "[^a]: ", "\n[1] ", "\n\n[2] ", "¹", "\n¹ ", "(1)", "\n1. ", "(сноска 1)", "각주 1) ", "*", "†",
    "Sources\n", "출처\n", "“", "”", "\"", "„", ": ", ". ", "\n\n", "; ", "https://a.example/b?c=(d)", "[x](https://a.example)",
    "<p>", "</p>", "<sup>1</sup>", "<a href='#n'>1</a>", "<li id=n>", "</li>", "<a href='https://a.example'>", "</a>", "<b", "&amp;",
    "&eacute;", "<!--", "-->", "<script>", "\u2060", "\u0301", "Tagus Ledger", "340 weavers protested in Braga on 5 May 2031",
    "В Костроме вышли 700 человек", "직조공 50명", "three times larger population", "Ibid", "(Fonte, 2031)", " 25% ", "\ud83d", "٣٠٠",
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=30).map("".join)
quiet = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def spans(found: Linked | Cited) -> Iterator[Span]:
    for statement in found.statements:
        yield from (s for s in (statement.span, statement.mark, statement.note) if s is not None)
    yield from (r.span for r in found.references if r.span is not None)


def hold(text: str, found: Linked | Cited) -> None:
    for span in spans(found):
        assert 0 <= span.start < span.stop <= len(text)
        assert text[span.start : span.stop] == span.quote
    numbers = [r.number for r in found.references]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(set(s.references) <= set(numbers) for s in found.statements)


@given(text=TEXTS, form=st.sampled_from(FORMS))
@settings(quiet, max_examples=150)
def test_spans_hold_in_any_text(text: str, form: Form) -> None:
    page = read_page(text, form)
    assert len(page.text) == len(text)
    hold(text, link_text(text, form))


@given(text=TEXTS, form=st.sampled_from(FORMS))
@settings(quiet, max_examples=40)
def test_each_number_has_a_verdict_and_a_place(text: str, form: Form) -> None:
    found = cite(Document(id="text", text=text, published="2031-05-10"), form, mode="fast")
    hold(text, found)
    for number in found.numbers:
        assert text[number.start : number.stop] == number.quote != ""
        assert number.passage.quote == text[number.passage.start : number.passage.stop]
        here = [e.span for e in number.evidence if e.side == "document" and e.span]
        assert all(text[s.start : s.stop] == s.quote for s in here)
    assert csl_json(found.references) and (bibtex(found.references) or not found.references)


@given(name=st.sampled_from(sorted(SAMPLES)), at=st.integers(0, 400), cut=st.integers(0, 40))
@settings(quiet, max_examples=60)
def test_a_damaged_text_is_read_as_far_as_it_goes(name: str, at: int, cut: int) -> None:
    sample = SAMPLES[name]
    text = sample.text[:at] + sample.text[at + cut :]
    hold(text, link_text(text, sample.form))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("piece", ["[", "(", "<a ", "“", "[1] ", "\n[1] x", "^[", "*", "1. ", "<p>", "&", "; "])
def test_the_same_sign_ten_thousand_times_is_read(piece: str, form: Form) -> None:
    text = piece * 10_000
    hold(text, link_text(text, form))
