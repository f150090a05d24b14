"""Headline numbers by named rules; the conflicts are the same under each. All numbers are invented."""

import pytest
from told_mentions import at_least, hundreds, people, say
from typer.testing import CliRunner

from khronika.cli.app import app
from khronika.model import Claim, Mention
from khronika.resolution import resolve
from khronika.resolution.summarise import RULES

POLICE = Claim("participants", 150, 150, "exact", "150", "the police")
MARCH = [
    say("a", claims=[people(400)], source="Lake Post", topics=["wages"]),
    say("b", claims=[POLICE], topics=["wages"]),
    say("c", claims=[hundreds()], topics=["wages"]),
]


@pytest.mark.parametrize(
    ("rule", "authorities", "expected"),
    [
        ("median-of-independent", [], (150, 275, 999)),
        ("range-only", [], (150, None, 999)),
        ("acled-like", [], (150, 150, 999)),
        ("most-authoritative", ["Lake Post"], (400, 400, 400)),
        ("most-authoritative", ["nobody", "The Police", "Lake Post"], (150, 150, 150)),
    ],
)
def test_each_rule_has_its_own_headline_and_hides_no_conflict(rule: str, authorities: list[str], expected: tuple):
    (event,) = resolve(MARCH, summary=rule, authorities=authorities).events
    found = event.summary["participants"]
    assert ((found.low, found.best, found.high), found.rule, found.n_sources) == (expected, rule, 3)
    assert len(event.claims) == 3 and any(c.field == "claims.participants" for c in event.conflicts)


def test_without_an_order_the_sharpest_claim_is_believed():
    (event,) = resolve([say("a", claims=[hundreds()]), say("b", claims=[at_least(250)]), say("c", claims=[people(300)])],
                       summary="most-authoritative").events  # fmt: skip
    assert event.summary["participants"].best == 300


@pytest.mark.parametrize(("low", "high", "expected"), [(24, 99, 12), (200, 999, 100), (3, 9, 3)])
def test_words_for_deaths_have_fixed_numbers(low: int, high: int, expected: int):
    told = say("a", "clash", claims=[Claim("killed", low, high, "word", "a word")])
    (event,) = resolve([told], summary="acled-like").events
    assert event.summary["killed"].best == expected


def test_up_to_alone_gives_no_lowest_number():
    (event,) = resolve([say("a", claims=[Claim("killed", None, 9, "max", "up to 9")])], summary="acled-like").events
    assert event.summary["killed"].best is None


def test_an_unknown_rule_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=RULES[0]):
        resolve(MARCH, summary="guess")


def test_the_command_takes_texts_judgements_and_a_rule(tmp_path):
    import msgspec

    def write(name: str, *rows: object) -> str:
        (tmp_path / name).write_bytes(b"\n".join(map(msgspec.json.encode, rows)))
        return str(tmp_path / name)

    mentions: list[Mention] = MARCH[:2]
    words = {"a": mentions[0].id, "b": mentions[1].id, "agent": "reviewer-1", "at": "2031-04-01"}
    given = [
        "resolve", write("m.jsonl", *mentions), "--out", str(tmp_path / "e.jsonl"), "--summary", "range-only",
        "--judgements", write("j.jsonl", {**words, "judgement": "different"}, {"judgement": "perhaps"}),
        "--texts", write("d.jsonl", {"id": "a", "text": "Marchers."}),
    ]  # fmt: skip
    answer = CliRunner().invoke(app, given)
    rows = [msgspec.json.decode(line) for line in (tmp_path / "e.jsonl").read_bytes().splitlines()]
    assert answer.exit_code == 1 and "j.jsonl:2" in answer.output
    assert len(rows) == 2 and rows[0]["summary"]["participants"]["rule"] == "range-only"
