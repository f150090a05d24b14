"""What the model points at becomes values only by the words of the text and by our readers."""

from typing import Any

import pytest
from stand_in import Server

from khronika.model import Document, Mention


def one(made: list[Any]) -> Mention:
    (mention,) = made[0].mentions
    return mention


def test_a_good_answer_is_a_mention_whose_values_the_readers_made(
    server: Server, code: Any, march: Any, document: Document
):
    server.says({"mentions": [march]})
    found = one(code(document))
    assert (found.kind, found.event_type, found.status) == ("protest_peaceful", "Protests", "occurred")
    assert (found.date_start, found.date_level) == ("2031-05-04", "day")
    assert found.place is not None
    assert found.place.geonameid == 2267057
    assert [(c.quantity, c.low, c.high, c.kind) for c in found.claims] == [("participants", 300, 300, "about")]
    assert [(a.name, a.role, a.type) for a in found.actors] == [("nurses", "side_a", "protesters")]
    assert found.attributed_to == "police"
    assert found.confidence == 0.9


def test_every_rule_names_the_model_and_the_reader_behind_it(server: Server, code: Any, march: Any, document: Document):
    server.says({"mentions": [march]})
    rules = one(code(document)).rules
    assert rules["trigger"] == "llm.telling"
    assert rules["kind"] == "llm.kind"
    assert rules["date"].startswith("llm.date+en.date.")
    assert rules["place"].startswith("llm.place+")
    assert rules["claims[0]"].startswith("llm.count+en.count.")
    assert rules["actors[0]"].startswith("llm.actor+en.actor.")
    assert rules["attributed_to"].startswith("llm.source+en.")


def test_every_span_quotes_the_text_as_given(server: Server, code: Any, march: Any):
    text = "Ab\u00adout 300 nurses mar\u00adched through Lis\u200bbon on Sunday, police said."
    server.says({"mentions": [march]})
    found = one(code(Document(id="d", text=text, published="2031-05-05")))
    assert "mar\u00adched" in found.spans["trigger"][0].quote
    assert all(text[s.start : s.stop] == s.quote for spans in found.spans.values() for s in spans)


@pytest.mark.parametrize(
    ("field", "value", "missing"),
    [
        ("date", "Monday", lambda m: m.date_start is None and "date" not in m.spans),
        ("place", "Madrid", lambda m: m.place is None),
        ("attributed_to", "the ministry", lambda m: m.attributed_to is None),
        ("claims", [{"quantity": "killed", "quote": "40 people"}], lambda m: m.claims == []),
        ("actors", [{"quote": "soldiers", "role": "side_b", "type": None}], lambda m: m.actors == []),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)  # fmt: skip
def test_a_value_whose_quote_is_not_in_the_text_is_dropped_and_counted(
    server: Server, code: Any, march: Any, document: Document, field: str, value: Any, missing: Any
):
    server.says({"mentions": [{**march, field: value}]})
    made = code(document)
    assert missing(one(made))
    assert "llm.quote_not_in_text: 1" in made[0].report.notes


def test_a_mention_whose_telling_is_not_in_the_text_is_dropped(
    server: Server, code: Any, march: Any, document: Document
):
    server.says({"mentions": [{**march, "trigger": "rioted"}]})
    (made,) = code(document)
    assert (made.mentions, made.report.outcome) == ([], "irrelevant")
    assert made.report.notes == ["llm.quote_not_in_text: 1"]


def test_words_that_no_reader_reads_give_no_value(server: Server, code: Any, march: Any, document: Document):
    claim = {"quantity": "killed", "quote": "marched through"}
    server.says({"mentions": [{**march, "date": "police said", "claims": [claim]}]})
    made = code(document)
    assert one(made).claims == []
    assert one(made).date_start is None
    assert made[0].report.notes == ["llm.not_readable: 2"]


def test_an_unknown_kind_or_a_broken_mention_is_left_out_and_the_others_stay(
    server: Server, code: Any, march: Any, document: Document
):
    server.says({"mentions": [{**march, "kind": "picnic"}, {"trigger": 7}, march]})
    made = code(document)
    assert one(made).kind == "protest_peaceful"
    assert made[0].report.notes == ["llm.not_in_form: 2"]


def test_a_single_person_is_one(server: Server, code: Any, march: Any, document: Document):
    claim = {"quantity": "killed", "quote": "A teacher", "single": True}
    told = {**march, "kind": "attack_civilians", "trigger": "was killed", "place": "Porto", "claims": [claim]}
    server.says({"mentions": [{**told, "date": None, "actors": [], "attributed_to": None}]})
    found = one(code(document))
    assert [(c.quantity, c.low, c.high, c.text) for c in found.claims] == [("killed", 1, 1, "A teacher")]


def test_a_private_name_is_no_actor_and_no_source(server: Server, code: Any, march: Any):
    text = "Maria Silva marched through Lisbon on Sunday with 40 others, Ana Costa said."
    actors = [{"quote": "Maria Silva", "role": "side_a", "type": "protesters"}]
    server.says({"mentions": [{**march, "claims": [], "actors": actors, "attributed_to": "Ana Costa"}]})
    made = code(Document(id="d", text=text, published="2031-05-05"))
    assert (one(made).actors, one(made).attributed_to) == ([], None)
    assert made[0].report.notes == ["llm.not_readable: 2"]


def test_the_status_is_the_models_and_says_so(server: Server, code: Any, march: Any, document: Document):
    server.says({"mentions": [{**march, "status": "denied", "status_words": None}]})
    found = one(code(document))
    assert (found.status, found.rules["status"]) == ("denied", "llm.status")


def test_other_languages_need_nothing_of_their_own(server: Server, code: Any, march: Any):
    text = "지난 4일 포르투갈 리스본에서 간호사 400여 명이 시위를 벌였다."
    claim = {"quantity": "participants", "quote": "간호사 400여 명"}
    told = {**march, "trigger": "시위를 벌였다", "date": "지난 4일", "place": "리스본", "claims": [claim]}
    server.says({"mentions": [{**told, "actors": [], "attributed_to": None}]})
    found = one(code(Document(id="d", text=text, published="2031-05-05")))
    assert (found.language, found.date_start) == ("ko", "2031-05-04")
    assert found.place is not None
    assert found.place.country_iso3 == "PRT"
    assert [(c.low, c.high, c.kind) for c in found.claims] == [(400, 400, "about")]


def test_a_long_text_is_asked_about_in_stretches_that_together_are_all_of_it(server: Server, code: Any):
    server.says({"mentions": []})
    sentence = "The council met in the old town hall and spoke about the new bridge. "
    text = sentence * 400
    code(Document(id="d", text=text), at_once=1)
    import json

    sent = [json.loads(r["messages"][1]["content"])["text"] for r in server.asked]
    assert len(sent) == -(-len(text) // 8000)
    assert max(map(len, sent)) <= 8000
    assert "".join(sent).replace(" ", "") == text.replace(" ", "")
