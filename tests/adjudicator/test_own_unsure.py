"""Adjudication: only what the built-in coder is unsure of is asked about, and a verdict needs its words."""

import json
from typing import Any

import pytest
from stand_in import Reply, Server

from khronika.adjudicator.settings import band
from khronika.errors import UsageError
from khronika.extraction.stream import extract_one_safely
from khronika.model import Document

ALL = {"unsure": "0:1"}


@pytest.fixture
def verdict() -> dict[str, Any]:
    return {
        "item": 1, "told": True, "kind": "protest_peaceful", "status": "occurred", "quote": "marched through",
        "confidence": 1.0,
    }  # fmt: skip


@pytest.fixture
def builtin(document: Document) -> Any:
    return extract_one_safely(document, "fast")


def test_what_the_coder_is_sure_of_is_not_sent(server: Server, code: Any, document: Document, builtin: Any):
    assert code(document, unsure="0:0.01") == [builtin]
    assert server.asked == []


def test_only_the_surroundings_of_unsure_words_are_sent(server: Server, code: Any, verdict: Any, document: Document):
    filler = "The council met in the old town hall and spoke about the new bridge. " * 60
    text = filler + "\n\n" + document.text + "\n\n" + filler
    server.says({"verdicts": [verdict]})
    code(Document(id="d", text=text, published="2031-05-05"), **ALL)
    sent = [json.loads(r["messages"][1]["content"]) for r in server.asked]
    assert all(len(s["text"]) < 1500 for s in sent)
    assert all(s["items"][0]["words"][0] in s["text"] for s in sent)


def test_a_confirmed_mention_keeps_its_values_and_says_who_was_asked(
    server: Server, code: Any, verdict: Any, document: Document, builtin: Any
):
    server.says({"verdicts": [verdict]})
    (made,) = code(document, **ALL)
    old, new = builtin.mentions[0], made.mentions[0]
    assert (new.kind, new.claims, new.place, new.spans) == (old.kind, old.claims, old.place, old.spans)
    assert new.rules["confidence"] == "llm.adjudicated"
    assert new.confidence == round((old.confidence + 1) / 2, 3)
    assert "llm.confirmed: 1" in made.report.notes


def test_a_rejected_mention_goes(server: Server, code: Any, verdict: Any, builtin: Any):
    text = "Hundreds of runners marched through Lisbon on Sunday."
    document = Document(id="d", text=text, published="2031-05-05")
    assert extract_one_safely(document, "fast").mentions
    server.says({"verdicts": [{**verdict, "told": False, "quote": "runners"}]})
    (made,) = code(document, **ALL)
    assert (made.mentions, made.report.outcome, made.report.notes) == ([], "irrelevant", ["llm.rejected: 1"])


def test_a_changed_kind_and_status_say_so(server: Server, code: Any, verdict: Any, document: Document):
    server.says({"verdicts": [{**verdict, "kind": "strike", "status": "planned"}]})
    found = code(document, **ALL)[0].mentions[0]
    assert (found.kind, found.event_type, found.status) == ("strike", "Protests", "planned")
    assert (found.rules["kind"], found.rules["status"]) == ("llm.kind", "llm.status")


@pytest.mark.parametrize(
    ("change", "note"),
    [({"quote": "a carnival"}, "llm.quote_not_in_text: 1"), ({"item": 99}, "llm.not_in_form: 1"),
     ({"kind": "picnic"}, "llm.not_in_form: 1")],
)  # fmt: skip
def test_a_verdict_without_its_words_changes_nothing(
    server: Server, code: Any, verdict: Any, document: Document, builtin: Any, change: dict[str, Any], note: str
):
    server.says({"verdicts": [{**verdict, "told": False, **change}]})
    (made,) = code(document, **ALL)
    assert made.mentions == builtin.mentions
    assert note in made.report.notes


def test_without_an_answer_the_built_in_coding_stands(server: Server, code: Any, document: Document, builtin: Any):
    server.says(Reply(status=500))
    (made,) = code(document, **ALL)
    assert made.mentions == builtin.mentions
    assert made.report.outcome == "coded"
    assert made.report.notes[-1] == "llm.not_adjudicated: the model gave no answer: HTTP 500"


def test_half_a_character_does_not_stop_it(server: Server, code: Any, verdict: Any, document: Document):
    server.says({"verdicts": [verdict]})
    (made,) = code(Document(id="d", text="\ud83d " + document.text, published="2031-05-05"), **ALL)
    assert made.report.outcome == "coded"


@pytest.mark.parametrize("text", ["", "1", "0.7:0.3", "0:2", "a:b", "0:0.5:1"])
def test_a_band_is_two_numbers(text: str):
    with pytest.raises(UsageError):
        band(text)
