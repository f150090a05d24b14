"""Weights of an archive: estimated by an explicit act, frozen in the ledger, taken back by one more line; reprints; regroupings."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from archive_case import feed

from khronika.archive import Archive
from khronika.archive.blocks import enter
from khronika.archive.derived import Derived
from khronika.archive.resolving import Change, current_events, events_body, keep_changes, resolve_waiting
from khronika.archive.signatures import Signatures
from khronika.errors import UsageError
from khronika.ledger import Statement, canonical
from khronika.model import Actor, Mention, Place, Span
from khronika.resolution import EstimatedWeights, Regrouping

REPRINTED = "About {n} nurses marched through Lisbon on 3 June 2031, police said. They asked for better pay, and the march ended at the river."


def shown(archive: Archive) -> bytes:
    return msgspec.json.encode(list(archive.events()))


def statements(archive: Archive, act: str) -> int:
    with archive.reading() as opened:
        return sum(1 for _ in opened.ledger.statements(0, act))


def test_estimated_weights_are_frozen_in_the_ledger_and_taken_back(archive: Archive, tmp_path: Path) -> None:
    archive.add(feed(tmp_path / "all.jsonl", range(60)))
    archive.code("fast")
    before = shown(archive)
    done = archive.estimate_weights()
    assert done.weights is not None and done.weights.mentions >= 60
    with archive.reading() as opened:
        (statement,) = opened.ledger.statements(0, "weights")
        assert msgspec.convert(statement.values()["estimated"], EstimatedWeights) == done.weights
    assert archive.verify() == []
    archive.add(feed(tmp_path / "more.jsonl", range(60, 80)))
    archive.code("fast")
    assert statements(archive, "weights") == 1  # new documents move no weight
    assert archive.verify() == [] and archive.replay().problems == []
    archive.use_shipped_weights()
    assert statements(archive, "weights") == 2 and archive.verify() == []
    fresh = Archive.init(tmp_path / "fresh")
    fresh.add(feed(tmp_path / "all.jsonl", range(60)))
    fresh.code("fast")
    assert shown(fresh) == before


def test_estimating_the_same_again_states_nothing(archive: Archive, tmp_path: Path) -> None:
    archive.add(feed(tmp_path / "all.jsonl", range(20)))
    archive.code("fast")
    archive.estimate_weights()
    again = archive.estimate_weights()
    assert again.statement is None and again.events_changed == 0
    assert statements(archive, "weights") == 1


def test_an_archive_without_mentions_estimates_nothing(archive: Archive) -> None:
    with pytest.raises(UsageError, match="no mentions"):
        archive.estimate_weights()
    assert statements(archive, "weights") == 0


def reprints(path: Path, counts: list[int]) -> Path:
    lines = [
        {"id": f"p{i}", "text": REPRINTED.format(n=n), "published": "2031-06-12", "source": f"Paper {i}"}
        for i, n in enumerate(counts)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def test_a_reprint_with_another_number_counts_as_one_source(archive: Archive, tmp_path: Path) -> None:
    archive.add(reprints(tmp_path / "wire.jsonl", [412, 437]))
    archive.code("fast")
    (event,) = [e for e in archive.events() if e.record == "event"]
    assert len(event.mentions) == 2 and event.n_independent == 1
    with archive.reading() as opened:
        connection = opened.derived.connection
        assert connection.execute("SELECT count(*) FROM signature").fetchone()[0] == 2

        def unread(name: str) -> bytes:
            raise AssertionError(name)

        kept = Signatures(connection, unread)
        assert kept["p0"].numbers and "p7" not in kept and set(kept) == {"p0", "p1"}


def test_hiding_a_document_takes_its_signature_away(archive: Archive, tmp_path: Path) -> None:
    archive.add(reprints(tmp_path / "wire.jsonl", [412, 437]))
    archive.code("fast")
    archive.destroy("p1", "asked for by those who wrote it")
    with archive.reading() as opened:
        found = opened.derived.connection.execute("SELECT name FROM sqlite_master WHERE name = 'signature'").fetchone()
        kept = Signatures(opened.derived.connection, lambda name: opened.store.read("texts", name))
        assert "p1" not in kept
        assert found is None or opened.derived.connection.execute("SELECT count(*) FROM signature").fetchone()[0] <= 1
    assert archive.verify() == []


REGION = Place("Naryn", 1527588, "KGZ", "Naryn", None, 41.5, 75.5, "adm1", 100000)
NARYN = Place("Naryn", 1527590, "KGZ", "Naryn", None, 41.43, 75.99, "town", 5000)
KOCHKOR = Place("Kochkor", 1527717, "KGZ", "Naryn", None, 42.22, 75.76, "town", 3000)


def march(name: str, place: Place) -> Mention:
    return Mention(
        id=f"{name}#1", document=name, record="event", kind="protest_peaceful", status="occurred", confidence=0.8,
        date_start="2031-03-04", date_end="2031-03-04", place=place, language="en", topics=["wages"],
        actors=[Actor("workers", "side_a", "protesters")], spans={"trigger": [Span(10, 17, "marched")]},
    )  # fmt: skip


def test_a_split_and_a_merge_say_what_decided_them(tmp_path: Path) -> None:
    derived = Derived(tmp_path / "derived" / "derived.sqlite", write=True)
    stated: list[dict[str, Any]] = []

    def keep(changes: list[Change]) -> None:
        body = canonical(events_body(changes)).decode()
        stated.append(msgspec.json.decode(body))
        keep_changes(derived, changes, Statement(len(stated), "", "", "events", "", body, "", ""))

    def take(number: int, mentions: list[Mention]) -> list[Regrouping]:
        with derived.writing() as connection:
            enter(connection, number, str(number), mentions)
        resolve_waiting(derived, keep)
        return msgspec.convert(stated[-1].get("regrouped", []), list[Regrouping])

    assert take(1, [march("town", NARYN)]) == take(2, [march("vague", REGION)]) == []
    (together,) = current_events(derived.connection)
    assert together.mentions == ["town#1", "vague#1"]
    (split,) = take(3, [march("other", KOCHKOR)])  # now the vague one fits two towns
    assert split.act == "split" and split.before == {together.event_id: ["town#1", "vague#1"]}
    assert split.reason.startswith("town#1 and vague#1: ") and "resolve.choice.two -1.4" in split.reason
    (merge,) = take(3, [])
    assert merge.act == "merge" and list(merge.after) == [together.event_id]
    assert merge.before.keys() == split.after.keys() and "resolve.place.inside" in merge.reason
    derived.close()
