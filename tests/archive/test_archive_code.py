"""Coding step by step gives what coding at once gives; ids stay; what is derived can be dropped and made again."""

import random
import shutil
from pathlib import Path

import msgspec
import pytest
from archive_case import TOWNS, Clock, feed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khronika.archive import Archive, again, code
from khronika.archive.blocks import enter
from khronika.archive.derived import Derived
from khronika.archive.resolving import current_events, keep_changes, resolve_waiting
from khronika.extraction.stream import extract
from khronika.ledger import Statement, canonical
from khronika.model import Actor, Claim, Document, Event, Mention, Place, Span
from khronika.resolution import resolve, text_signature
from khronika.sources import read_paths

NARYN = Place("Naryn", 1527590, "KGZ", "Naryn", None, 41.43, 75.99, "town", 5000)
PLACES = (
    NARYN, Place("Osh", 1527534, "KGZ", "Osh City", None, 40.53, 72.80, "town", 5000),
    Place("Naryn", 1527590, "KGZ", "Naryn", None, 41.43, 75.99, "near", 15000),
    Place("Naryn", 1527588, "KGZ", "Naryn", None, 41.5, 75.5, "adm1", 100000),
    Place("Kyrgyzstan", 1527747, "KGZ", None, None, 41.0, 75.0, "country", None), None,
)  # fmt: skip


def content(events: list[Event]) -> list[object]:
    """Events without ids, in an order of their own."""
    plain = [msgspec.to_builtins(event) for event in events]
    homes = {event["event_id"]: min(event["mentions"]) for event in plain}
    for event in plain:
        event["event_id"] = homes[event["event_id"]]
        event["episode"] = homes.get(event["episode"])
    return sorted(plain, key=lambda event: event["event_id"])


@st.composite
def told(draw: st.DrawFn, number: int) -> list[Mention]:
    found = []
    text = draw(st.sampled_from([f"{number:032d}", f"{0:032d}"]))
    for nth in range(draw(st.integers(1, 4))):
        day = draw(st.sampled_from([None, "2031-03-03", "2031-03-04", "2031-03-05", "2032-03-04"]))
        claims = draw(st.sampled_from([[], [("participants", 47)], [("killed", 137)], [("killed", 20)]]))
        found.append(
            Mention(
                id=f"d{number}#{nth}", document=f"d{number}", status="occurred", confidence=0.8, language="en",
                record=draw(st.sampled_from(["event", "event", "figure"])),
                kind=draw(st.sampled_from(["protest_peaceful", "protest_intervened", "clash", "attack_official", "arrest"])),
                date_start=day, date_end=day, place=draw(st.sampled_from(PLACES)), document_hash=text,
                claims=[Claim(q, n, n, "exact", str(n)) for q, n in claims], source=f"Paper {number % 4}",
                actors=draw(st.sampled_from([[], [Actor("police", "side_b", "state_forces")]])),
                spans={"trigger": [Span(10 * nth, 10 * nth + 3, "xyz")]},
            )
        )  # fmt: skip
    return found


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_resolving_bit_by_bit_gives_what_resolving_the_whole_gives(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    documents = [data.draw(told(number)) for number in range(data.draw(st.integers(2, 14)))]
    derived = Derived(tmp_path_factory.mktemp("d") / "derived" / "derived.sqlite", write=True)
    issued: dict[str, str] = {}

    def keep(changes: list) -> None:  # type: ignore[type-arg]
        from khronika.archive.resolving import events_body

        body = canonical(events_body(changes)).decode()
        issued.update({name: "" for change in changes for name in change.changed})
        keep_changes(derived, changes, Statement(1, "", "", "events", "", body, "", ""))

    for number, mentions in enumerate(documents):
        with derived.writing() as connection:
            connection.execute(
                "INSERT INTO document (number, id, capture, text, key, same, current) VALUES (?, ?, '', ?, '', ?, 1)",
                (number, f"d{number}", mentions[0].document_hash, str(number)),
            )
            enter(connection, number, str(mentions[0].document_hash), mentions)
        if data.draw(st.booleans()) or number == len(documents) - 1:
            resolve_waiting(derived, keep)
    whole = resolve([m for mentions in documents for m in mentions]).events
    found = list(current_events(derived.connection))
    assert content(found) == content(whole)
    aliases = dict(derived.connection.execute("SELECT old, new FROM alias"))
    now = {event.event_id for event in found}
    assert {aliases.get(name, name) for name in issued} <= now  # an id once issued leads to an event for ever
    derived.close()


def test_an_archive_coded_in_parts_says_what_one_coded_at_once_says(archive: Archive, tmp_path: Path) -> None:
    seeds = list(range(60))
    random.Random(3).shuffle(seeds)
    once = Archive.init(tmp_path / "once", clock=Clock())
    once.add(feed(tmp_path / "all.jsonl", seeds))
    once.code("fast")
    for at in range(0, 60, 17):
        archive.add(feed(tmp_path / "all.jsonl", seeds[: at + 17]))
        archive.code("fast")
    texts = list(read_paths([tmp_path / "all.jsonl"]))
    signed = {d.id: text_signature(d.text) for d in texts if isinstance(d, Document)}
    straight = resolve([m for e in extract(texts, "fast") for m in e.mentions], texts=signed).events  # type: ignore[arg-type]
    assert content(list(once.events())) == content(list(archive.events())) == content(straight)
    assert once.verify() == archive.verify() == []
    assert len(straight) > len(TOWNS)


def test_coding_again_at_once_states_nothing(archive: Archive, tmp_path: Path) -> None:
    archive.add(feed(tmp_path / "all.jsonl", range(10)))
    first = archive.code("fast")
    with archive.reading() as opened:
        last = opened.ledger.last()
    second = archive.code("fast")
    assert (first.documents, second.documents, second.events_new) == (10, 0, 0)
    with archive.reading() as opened:
        assert opened.ledger.last() == last


def test_the_derived_store_comes_back_when_it_is_dropped(archive: Archive, tmp_path: Path) -> None:
    archive.add(feed(tmp_path / "all.jsonl", range(25)))
    archive.code("fast")
    before = list(archive.events())
    with archive.reading() as opened:
        last = opened.ledger.last()
    shutil.rmtree(archive.folder.derived)
    archive.code("fast")
    assert list(archive.events()) == before
    with archive.reading() as opened:
        assert opened.ledger.last() == last
    assert archive.verify() == []


def other_versions(monkeypatch: pytest.MonkeyPatch, drop: str) -> None:
    """The next version of the program, which no longer finds what tells of one town."""
    real, versions = again.extract_one_safely, code.present_versions

    def later(document, mode):  # type: ignore[no-untyped-def]
        found = real(document, mode)
        kept = [m for m in found.mentions if not (m.place and m.place.name == drop)]
        return msgspec.structs.replace(found, mentions=kept)

    monkeypatch.setattr(again, "extract_one_safely", later)
    monkeypatch.setattr(code, "extract_one_safely", later)
    for room in (code, again):
        monkeypatch.setattr(room, "present_versions", lambda mode: {**versions(mode), "khronika": "later"})


def test_an_upgrade_moves_no_number_until_it_is_accepted(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.add(feed(tmp_path / "all.jsonl", range(30)))
    archive.code("fast")
    before = list(archive.events())
    assert not archive.code_again("fast").differs()
    other_versions(monkeypatch, "Lisbon")
    assert archive.code("fast").earlier == 30
    assert list(archive.events()) == before
    listed = archive.code_again("fast")
    gone = {e.event_id for e in before if e.place and e.place.name == "Lisbon"}
    assert gone and set(listed.gone) == gone and not listed.new and not listed.accepted
    assert list(archive.events()) == before
    assert archive.verify() == []
    assert archive.code_again("fast", accept=True).accepted
    assert {e.event_id for e in archive.events()} == {e.event_id for e in before} - gone
    assert archive.verify() == []
    assert archive.code("fast").earlier == 0
