"""What persons decide is one statement each; it survives a lost store, a replay, a kill, and verify checks it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from khronika.archive import Archive, reviewing
from khronika.archive.decisions import decisions_about, event_revision
from khronika.archive.dump import dump
from khronika.archive.held import find_mention
from khronika.archive.reviewed import reviewed_event
from khronika.archive.selections import selected_words
from khronika.errors import ChangedError, UsageError
from khronika.model import Event, Mention, Span

TEXTS = {
    "en1": "Dockers blocked the port of Lisbon on 3 June 2031.",
    "en2": "On 3 June 2031 about 200 dockers blocked the port of Lisbon, police said.",
    "far": "Farmers blocked a road in Cusco on 9 June 2031. Later that day the minister resigned in Cusco.",
    "none": "The museum of Porto showed old maps to 40 visitors.",
}


@pytest.fixture
def coded(archive: Archive, tmp_path: Path) -> Archive:
    lines = [
        json.dumps({"id": name, "text": text, "published": "2031-06-12", "source": f"Paper {name}"})
        for name, text in TEXTS.items()
    ]
    source = tmp_path / "all.jsonl"
    source.write_text("\n".join(lines), "utf-8")
    archive.add(source)
    archive.code("fast")
    return archive


def statements(archive: Archive) -> list[tuple[str, str]]:
    with archive.reading() as opened:
        return [(s.act, s.subject) for s in opened.ledger.statements()]


def lines(archive: Archive) -> list[bytes]:
    with archive.reading() as opened:
        return list(dump(opened.derived.connection))


def event_of(archive: Archive, document: str) -> Event:
    return next(e for e in archive.events() if any(m.startswith(f"{document}#") for m in e.mentions))


def holds(archive: Archive) -> None:
    """The store follows from the ledger: verified, and made anew the same."""
    assert archive.verify() == []
    before = lines(archive)
    done = archive.replay()
    assert done.problems == []
    assert lines(archive) == before
    (archive.folder.derived / "derived.sqlite").unlink()
    archive.code("fast")
    assert lines(archive) == before
    assert archive.verify() == []


def test_a_value_changed_by_words_stands_over_the_machines(coded: Archive) -> None:
    event = event_of(coded, "far")
    start = TEXTS["far"].index("Farmers")
    with coded.writing() as opened:
        seen = event_revision(opened.derived.connection, event.event_id)
        words = [("far", start, start + 7)]
        reviewing.change_value(opened, event.event_id, "actors.side_a", {"types": ["protesters"]}, words, seen)
        reviewing.change_value(opened, event.event_id, "claims.killed", {"low": 2, "best": 3}, words, None)
        reviewing.change_value(opened, event.event_id, "kind", {"kind": "strike"}, [], None)
        quote = lambda d, a, b: selected_words(opened, d, a, b)  # noqa: E731
        found = reviewed_event(opened.derived.connection, event, quote)
    assert [a.name for a in found.event.actors if a.role == "side_a"] == ["Farmers"]
    assert (found.event.summary["killed"].low, found.event.summary["killed"].best) == (2, 3)
    assert (found.event.kind, found.machine.kind) == ("strike", "blockade")
    assert found.event.rules["kind"] == "review.value"
    assert statements(coded)[-3:] == [("value", event.event_id)] * 3
    assert b"Farmers" not in coded.folder.ledger.read_bytes()
    holds(coded)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", {"kind": "picnic"}),
        ("date", {"date_start": "3 June"}),
        ("date", {"date_start": "2031-06-03", "date_end": "2031-06-01"}),
        ("claims.killed", {"low": 5, "best": 2}),
        ("claims.killed", {}),
        ("claims.cows", {"low": 5}),
        ("place", {"lat": 99.0, "lon": 0.0}),
        ("kind", None),
        ("password", {"kind": "strike"}),
    ],
)
def test_a_value_that_is_none_is_refused_and_nothing_written(
    coded: Archive, field: str, value: dict[str, object]
) -> None:
    event, before = event_of(coded, "far"), statements(coded)
    with coded.writing() as opened, pytest.raises(UsageError):
        reviewing.change_value(opened, event.event_id, field, value, [], None)
    assert statements(coded) == before


def test_who_saw_an_older_state_writes_nothing(coded: Archive) -> None:
    event = event_of(coded, "far")
    with coded.writing() as opened:
        seen = event_revision(opened.derived.connection, event.event_id)
        reviewing.give_verdict(opened, event.event_id, "confirmed", seen)
        with pytest.raises(ChangedError):
            reviewing.give_verdict(opened, event.event_id, "not_event", seen)
    assert [act for act, _ in statements(coded)].count("verdict") == 1


def test_events_that_are_one_become_one_and_can_be_parted_again(coded: Archive) -> None:
    one, far = event_of(coded, "en1"), event_of(coded, "far")
    with coded.writing() as opened:
        said = reviewing.merge(opened, one.event_id, far.event_id, {})
    joined = event_of(coded, "en1")
    assert event_of(coded, "far") == joined
    assert set(joined.mentions) == {*one.mentions, *far.mentions}
    assert coded.show(far.event_id).event == coded.show(one.event_id).event
    holds(coded)
    with coded.writing() as opened:
        reviewing.undo(opened, said.seq)
    assert event_of(coded, "far").mentions == far.mentions
    assert event_of(coded, "far").event_id == far.event_id
    holds(coded)


def test_an_event_split_stays_split(coded: Archive) -> None:
    whole = event_of(coded, "en1")
    assert len(whole.mentions) == 2
    with coded.writing() as opened:
        reviewing.split(opened, whole.event_id, [m for m in whole.mentions if m.startswith("en2#")], None)
    assert event_of(coded, "en1").event_id != event_of(coded, "en2").event_id
    assert [act for act, _ in statements(coded)][-2:] == ["judgement", "events"]
    holds(coded)
    with coded.writing() as opened, pytest.raises(UsageError):
        reviewing.split(opened, whole.event_id, ["nobody#1"], None)


def missed(document: str, trigger: str) -> Mention:
    start = TEXTS[document].index(trigger)
    span = Span(start, start + len(trigger), trigger)
    return Mention(
        id="", document=document, record="event", kind="statement", status="occurred", date_start="2031-06-09",
        date_end="2031-06-09", date_level="day", confidence=1.0, language="en", source=f"Paper {document}",
        published="2031-06-12", spans={"trigger": [span]}, rules={"trigger": "review.added"},
    )  # fmt: skip


@pytest.mark.parametrize(("document", "trigger"), [("far", "minister resigned"), ("none", "showed old maps")])
def test_a_missed_event_is_a_mention_like_others(coded: Archive, document: str, trigger: str) -> None:
    before = len(list(coded.events()))
    with coded.writing() as opened:
        name = reviewing.tell_missed(opened, missed(document, trigger))
        told = find_mention(opened.derived.connection, f"{document}#r1")
        assert told is not None and told.spans["trigger"][0].quote == trigger
    assert len(list(coded.events())) == before + 1
    assert coded.show(name).mentions == [told]
    holds(coded)
    with coded.writing() as opened:
        (seq,) = [s.seq for s in opened.ledger.statements(0, "missed")]
        reviewing.undo(opened, seq)
    assert len(list(coded.events())) == before
    holds(coded)


def test_words_that_do_not_stand_there_are_no_missed_event(coded: Archive) -> None:
    wrong = missed("far", "minister resigned")
    spans = {"trigger": [Span(0, 4, "Fork")]}
    with coded.writing() as opened, pytest.raises(UsageError):
        reviewing.tell_missed(
            opened, Mention(**{f: getattr(wrong, f) for f in wrong.__struct_fields__} | {"spans": spans})
        )


def test_a_comment_is_kept_and_may_not_quote(coded: Archive) -> None:
    event = event_of(coded, "far")
    with coded.writing() as opened:
        reviewing.comment(opened, event.event_id, "Ask the desk which road.")
        with pytest.raises(UsageError):
            reviewing.comment(opened, event.event_id, "It says: Farmers blocked a road")
        told = decisions_about(opened.derived.connection, event.event_id)
    assert [d.body["words"] for d in told] == ["Ask the desk which road."]


def test_killed_after_the_statement_the_next_writer_shows_it(coded: Archive) -> None:
    one, far = event_of(coded, "en1"), event_of(coded, "far")
    script = """
import os, signal, sys
from khronika.archive import Archive, reviewing
reviewing.catch_up = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
with Archive(sys.argv[1]).writing() as opened:
    reviewing.merge(opened, sys.argv[2], sys.argv[3], {})
"""
    ended = subprocess.run(
        [sys.executable, "-c", script, str(coded.folder.root), one.event_id, far.event_id], check=False
    )
    assert ended.returncode == -9
    assert statements(coded)[-1][0] == "judgement"
    assert coded.verify() == []
    coded.code("fast")
    assert event_of(coded, "en1") == event_of(coded, "far")
    holds(coded)
