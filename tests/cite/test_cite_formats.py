"""CSL-JSON and BibTeX are read back by others' parsers, whatever a title holds."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import BibliographyData, parse_string

from khronika.cite import Reference, bibtex, csl_json

WHOLE = Reference(
    number=1, author="Ana Fonte", title="50% of {A} & B_1 #2 ~ ^ \\x $5", publisher="R&D Press", date="2031-05-06",
    url="https://ledger.example/looms_at%20rest?a={1}&b=2", pages="4-7", capture="ab" * 32,
)  # fmt: skip
TEX = {
    r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}", r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^", r"\$": "$", r"\&": "&", r"\#": "#", r"\%": "%", r"\_": "_",
}  # fmt: skip


def read(text: str) -> BibliographyData:
    return parse_string(text, "bibtex")


def plain(field: str) -> str:
    """What TeX would print."""
    inner, out = field[1:-1], ""
    while inner:
        command = next((c for c in TEX if inner.startswith(c)), None)
        out += TEX[command] if command else inner[0]
        inner = inner[len(command or " ") :]
    return out


def test_every_field_is_read_back() -> None:
    entry = read(bibtex([WHOLE])).entries["ref1"]
    assert plain(entry.fields["title"]) == WHOLE.title
    assert [str(p) for p in entry.persons["author"]] == ["{Ana Fonte}"]
    assert (entry.fields["year"], entry.fields["month"], entry.fields["date"]) == ("2031", "5", "2031-05-06")
    assert entry.fields["url"] == "https://ledger.example/looms_at%20rest?a=%7B1%7D&b=2"
    assert entry.fields["pages"] == "4--7"
    assert entry.fields["note"] == f"sha256: {WHOLE.capture}"


def test_csl_has_the_fields_of_the_schema() -> None:
    (item,) = json.loads(csl_json([WHOLE]))
    assert item == {
        "id": "ref1", "type": "webpage", "author": [{"literal": "Ana Fonte"}], "title": WHOLE.title,
        "publisher": "R&D Press", "issued": {"date-parts": [[2031, 5, 6]]}, "URL": WHOLE.url, "page": "4-7",
        "note": f"sha256: {WHOLE.capture}",
    }  # fmt: skip


@pytest.mark.parametrize("date", [None, "2031", "2031-05"])
def test_what_is_not_known_is_left_out(date: str | None) -> None:
    reference = Reference(number=3, date=date)
    (item,) = json.loads(csl_json([reference]))
    assert set(item) == ({"id", "type", "issued"} if date else {"id", "type"})
    fields = read(bibtex([reference])).entries["ref3"].fields
    assert set(fields) == ({"year", "date"} if date else set()) | ({"month"} if date == "2031-05" else set())


def test_an_address_that_is_none_is_left_out() -> None:
    reference = Reference(number=1, url="javascript:alert(1)")
    assert "javascript" not in bibtex([reference]) + csl_json([reference])


@given(titles=st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=4))
def test_any_titles_can_be_read_back(titles: list[str]) -> None:
    references = [Reference(number=n, title=title) for n, title in enumerate(titles, 1)]
    items: list[dict[str, Any]] = json.loads(csl_json(references))
    entries = read(bibtex(references)).entries
    assert list(entries) == [item["id"] for item in items]
    for item in items:
        assert plain(entries[item["id"]].fields["title"]).split() == item["title"].split()
