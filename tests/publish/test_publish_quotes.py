"""Marks: offsets are code points, tags nest, and the text between them is the document's, letter for letter."""

from html import unescape
from html.parser import HTMLParser

import pytest
from chronicle_case import HOSTILE, Case, drawn
from hypothesis import given
from hypothesis import strategies as st

from khronika.publish.page.quotes import Mark, excerpts, marked, marks_of, windows
from khronika.publish.safety import shown


class Reader(HTMLParser):
    """Collects the text and, for each field, the text of its marks; fails on tags that do not nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.marks, self.open = "", [], []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag == "mark", tag
        self.open.append((dict(attributes)["data-field"], len(self.text)))

    def handle_endtag(self, tag: str) -> None:
        key, start = self.open.pop()
        self.marks.append((key, self.text[start:]))

    def handle_data(self, data: str) -> None:
        self.text += data


def mark(start: int, stop: int, key: str) -> Mark:
    return Mark(start, -stop, key, key)


def test_mark_within_a_mark_is_nested() -> None:
    html = str(marked("abcdef", 0, 6, [mark(1, 5, "place"), mark(2, 3, "date")]))
    assert Reader(html).marks == [("date", "c"), ("place", "bcde")]


def test_marks_that_cross_are_cut_at_the_edge_of_the_first() -> None:
    html = str(marked("abcdef", 0, 6, [mark(0, 3, "place"), mark(2, 5, "date")]))
    assert Reader(html).marks == [("date", "c"), ("place", "abc"), ("date", "de")]
    assert html.count('class="goes-on"') == 1


def test_marks_count_code_points() -> None:
    text, spans = drawn("🌧️🇰🇷 [[place|인천]] e\u0301")
    at = spans["place"][0]
    assert Reader(str(marked(text, 0, len(text), [mark(at.start, at.stop, "place")]))).marks == [("place", "인천")]


ALPHABET = st.sampled_from([*"ab <>&\"'\n", "é", "e\u0301", "인", "ج", "🌧️", "\u202e", "\u200d", "\x07", "\ud800", "ᄒ"])


@given(st.lists(ALPHABET, max_size=30).map("".join), st.data())
def test_any_marks_leave_the_text_whole_and_quote_their_letters(text: str, data: st.DataObject) -> None:
    ends = st.integers(0, len(text))
    pairs = data.draw(st.lists(st.tuples(ends, ends, st.sampled_from(["place", "date", "trigger"])), max_size=6))
    marks = {mark(min(a, b), max(a, b), key) for a, b, key in pairs if a != b}
    read = Reader(str(marked(text, 0, len(text), marks)))
    assert read.text == shown(text)
    for key in {"place", "date", "trigger"}:
        pieces = sum(len(piece) for found, piece in read.marks if found == key)
        assert pieces == sum(one.stop - one.start for one in marks if one.key == key)


def test_sentence_window_holds_all_spans_and_no_other_paragraph(case: Case) -> None:
    document, mention = case.documents[0], case.mentions[0]
    found = excerpts(document.text, marks_of(mention, document.text), "en")
    read = [Reader(one.html) for one in found]
    assert len(found) == 1 and found[0].cut_before and found[0].cut_after
    assert "storm" not in read[0].text and "Unrelated" not in read[0].text and "Shops" not in read[0].text
    wanted = {(key.partition("[")[0], span.quote) for key, spans in mention.spans.items() for span in spans}
    assert {(key, text) for key, text in read[0].marks} == wanted


def test_every_mark_of_the_sample_quotes_its_span(case: Case) -> None:
    documents = {document.id: document for document in case.documents}
    for mention in case.mentions:
        text = documents[mention.document].text
        read = [Reader(one.html) for one in excerpts(text, marks_of(mention, text), mention.language)]
        quotes = {shown(span.quote) for spans in mention.spans.values() for span in spans}
        assert quotes == {piece for one in read for _, piece in one.marks}


def test_hostile_text_stays_text(case: Case) -> None:
    mention = next(mention for mention in case.mentions if mention.id == "d9#1")
    document = next(document for document in case.documents if document.id == "d9")
    (one,) = excerpts(document.text, marks_of(mention, document.text), "en")
    assert "<script" not in one.html and "<img" not in one.html
    assert HOSTILE in unescape(one.html)


def test_far_apart_spans_give_two_excerpts() -> None:
    text = "On Monday it rained. Nothing else. Nobody came. People marched."
    found = windows(text, [mark(3, 9, "date"), mark(55, 62, "trigger")], "en")
    assert [text[a:b] for a, b in found] == ["On Monday it rained.", "People marched."]


def test_sentence_as_long_as_a_book_is_cut_near_its_mark() -> None:
    text = "word " * 50_000 + "march" + " word" * 50_000
    (one,) = excerpts(text, [mark(250_000, 250_005, "trigger")], "en")
    assert len(one.html) < 1200 and Reader(one.html).marks == [("trigger", "march")]


@pytest.mark.parametrize("language", ["en", "ko", "ar", "xx", None])
def test_any_language_code_is_taken(language: str | None) -> None:
    assert excerpts("One. Two.", [mark(0, 3, "trigger")], language)


def test_span_that_no_longer_fits_the_text_is_not_marked(case: Case) -> None:
    assert marks_of(case.mentions[0], "another text altogether") == []
