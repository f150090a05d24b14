import io
import json
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khronika.model import Document
from khronika.sources import ReadOptions, read_paths


def test_all_keys_of_the_contract(read) -> None:
    given_line = {
        "id": "d1", "text": "A march.", "language": "en", "published": "2031-05-03", "source": "Tin Whistle",
        "url": "https://t.example", "title": "March", "spans": [[0, 1]], "unknown": {"x": 1},
    }  # fmt: skip
    del given_line["unknown"]
    found = read(a__jsonl=json.dumps(given_line | {"unknown": [1]})).only
    assert found == Document(**(given_line | {"spans": [(0, 1)]}))  # type: ignore[arg-type]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80), st.booleans())
def test_text_is_kept_exactly(read, text: str, ascii_only: bool) -> None:
    assert read(a__jsonl=json.dumps({"text": text}, ensure_ascii=ascii_only)).only.text == text


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{broken", "not a JSON line"),
        (b'{"id": "x"}', "text"),
        (b'{"text": 1}', "Expected str"),
        (b'{"text": "x", "id": 7}', "$.id"),
        (b'["x"]', "Expected object"),
        (b'{"text": "caf\xe9"}', "not UTF-8"),
        (rb'{"text": "a\ud800b"}', "surrogate"),
        (b'{"text": "a\x00b"}', "not a JSON line"),
        (b"\x00\x01", "not a JSON line"),
        (b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b',"text":"y"}', "too deep"),
    ],
)
def test_a_broken_line_is_reported_and_the_rest_goes_on(read, line: bytes, says: str) -> None:
    found = read(a__jsonl=b'{"text": "one"}\n\n' + line + b'\n{"text": "two"}')
    assert [d.text for d in found.documents] == ["one", "two"]
    assert found.problem.where.endswith("a.jsonl:3")
    assert says in found.problem.what


def test_missing_id_comes_from_file_and_line(read) -> None:
    assert [d.id for d in read(w__jsonl='{"text": "a"}\n{"text": "b", "id": ""}\n').documents] == [
        "w.jsonl:1",
        "w.jsonl:2",
    ]


def test_an_id_given_twice_is_reported_and_made_unique(read) -> None:
    found = read(w__jsonl='{"text": "a", "id": "d"}\n{"text": "b", "id": "d"}\n{"text": "c", "id": "e"}')
    assert [d.id for d in found.documents] == ["d", "d~2", "e"]
    assert "'d'" in found.problem.what


def test_a_line_over_the_limit(read) -> None:
    lines = '{"text": "' + "x" * 5000 + '"}\n{"text": "short"}\n'
    found = read(a__jsonl=lines, options=ReadOptions(max_line_bytes=1000))
    assert [d.text for d in found.documents] == ["short"]
    assert found.problem.where.endswith(":1")


def test_a_long_last_line_without_an_end(read) -> None:
    found = read(a__jsonl='{"text": "one"}\n{"text": "' + "x" * 5000, options=ReadOptions(max_line_bytes=1000))
    assert len(found.documents) == 1
    assert found.problem.where.endswith(":2")


def test_published_that_is_no_date(read) -> None:
    found = read(a__jsonl='{"text": "a", "published": "Monday"}')
    assert "Monday" in found.problem.what
    assert found.documents[0].published is None


def test_spans_outside_the_text(read) -> None:
    found = read(a__jsonl='{"text": "abc", "spans": [[1, 9]]}')
    assert "spans" in found.problem.what
    assert found.documents[0].spans is None


def test_options_fill_in(read) -> None:
    found = read(a__jsonl='{"text": "a", "source": "B"}', options=ReadOptions(source="A", published="2031-05-03"))
    assert (found.only.source, found.only.published) == ("B", "2031-05-03")


def test_files_that_are_no_json_lines_are_one_problem(read) -> None:
    assert "jq" in read(a__json=json.dumps([{"text": "x"}] * 3, indent=2)).problem.then
    assert "UTF-16" in read(b__jsonl='{"text": "가"}\n'.encode("utf-16")).problem.what


def test_json_file_of_lines_goes_on_after_a_broken_first_line(read) -> None:
    found = read(a__json='{"id": "x"}\n{"text": "two"}\n')
    assert ([d.text for d in found.documents], len(found.problems)) == (["two"], 1)


def test_empty_jsonl(read) -> None:
    assert "no document" in read(a__jsonl=b"\n\n").problem.what


def test_mark_at_the_start_is_dropped(read) -> None:
    assert read(a__jsonl=b'\xef\xbb\xbf{"text": "a"}').only.text == "a"


class _Input(io.BytesIO):
    pulled = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        self.pulled += 1
        return super().readline(size if size is not None else -1)


def test_standard_input_is_streamed(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _Input(b'{"text": "a"}\n' * 1000)
    monkeypatch.setattr(sys, "stdin", type("In", (), {"buffer": stream})())
    first = next(iter(read_paths(["-"])))
    assert isinstance(first, Document)
    assert (first.id, stream.pulled) == ("stdin:1", 1)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_reported(read, content: bytes) -> None:
    found = read(a__jsonl=content)
    assert found.documents or found.problems
