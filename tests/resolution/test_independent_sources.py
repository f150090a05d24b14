"""Which documents are one source: by wording, by what they tell, in large events too. All texts are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from told_mentions import KOCHKOR, NARYN, people, say

from khronika.model import Claim
from khronika.resolution import resolve, text_signature
from khronika.resolution.independence import copied_pairs, document_accounts
from khronika.resolution.signature import KEPT, shared_part

WIRE = "Some two hundred herders blocked the road to the lake on Tuesday and asked for the pasture fees to be lowered."
REPRINT = (
    "Road blocked. About two hundred herders blocked the road to the lake on Tuesday and asked for lower pasture fees."
)
OTHER = (
    "At the crossing by the lake traffic stood still for hours; the drivers' patience ran out before the herders' did."
)


def sources(*mentions, **texts: str) -> int:
    (event,) = resolve(mentions, texts={name: text_signature(text) for name, text in texts.items()}).events
    return event.n_independent


@pytest.mark.parametrize(("second", "expected"), [(REPRINT, 1), (WIRE.upper(), 1), (OTHER, 2), ("", 2)])
def test_a_reprint_is_known_by_its_wording(second: str, expected: int):
    assert sources(say("a"), say("b"), a=WIRE, b=second) == expected


def test_without_texts_two_bare_reports_are_two():
    assert sources(say("a"), say("b")) == 2


def test_a_third_reprint_joins_through_the_second():
    assert sources(say("a"), say("b"), say("c"), a=WIRE, b=WIRE + " " + OTHER, c=OTHER) == 1


def test_many_reprints_of_two_texts_are_two_sources():
    named = {f"d{n:03d}": (WIRE, OTHER)[n % 2] + f" Page {n}." for n in range(130)}
    assert sources(*(say(name) for name in named), **named) == 2
    assert copied_pairs(["x", "y"], {"x": text_signature(WIRE)}) == []


def test_a_translation_is_known_by_all_that_it_tells():
    herders = [Claim("participants", 100, 100, "exact", "100", "the police"), Claim("injured", 2, 2, "exact", "2")]
    fewer = [Claim("participants", 100, 100, "exact", "100"), Claim("injured", 2, 2, "exact", "2")]
    assert sources(say("a", claims=herders), say("b", claims=herders, language="ky")) == 1
    assert sources(say("a", claims=herders), say("b", claims=fewer, language="ky")) == 2


def test_what_is_remembered_counts_for_an_account():
    past = {"status": "historical", "day": "2030-03-04", "kind": "blockade"}
    told = [say("a", claims=[people(60)], start=5), say("a", start=50, **past)]
    again = [say("b", claims=[people(60)], start=9, language="ky"), say("b", start=70, language="ky", **past)]
    assert sources(*told, *again) == 1
    assert sources(told[0], again[0]) == 2  # one round number alone is no sign


def test_an_account_without_numbers_is_no_sign():
    mentions = [say("a", place=NARYN, start=1), say("a", place=KOCHKOR, start=40), say("a", kind="clash", start=90)]
    assert document_accounts(mentions) == {}


@given(st.text(max_size=400), st.text(max_size=400))
def test_the_shared_part_is_mutual_and_whole_for_a_text_itself(a: str, b: str):
    one, other = text_signature(a), text_signature(b)
    assert shared_part(one, other) == shared_part(other, one)
    assert 0 <= shared_part(one, other) <= 1
    assert shared_part(one, one) == (1.0 if one.runs else 0.0)


def test_the_shared_part_of_long_texts_is_estimated_from_their_samples():
    words = [f"{n * 7919 % 100003:05d}x" for n in range(3000)]
    one, other = text_signature(" ".join(words[:2000])), text_signature(" ".join(words[1000:]))
    assert len(one.runs) == len(other.runs) == KEPT
    assert abs(shared_part(one, other) - 0.5) < 0.15
