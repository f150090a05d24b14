"""A policy that shows more than the default counts only with a reason in the ledger."""

from datetime import date
from pathlib import Path

import pytest

from khronika.archive import Archive
from khronika.archive.loosening import archive_policy, loosen
from khronika.archive.publishing import archive_view
from khronika.errors import UsageError

TEXT = "On 3 May 2031 about 300 nurses marched through Lisbon, said Mr Orrinsky.\n\nShells hit Porto on 2 May 2031, killing two.\n"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    made = Archive.init(tmp_path / "kept")
    made.add(tmp_path / "a.txt")
    made.code("fast")
    return made


def settle(archive: Archive, text: str) -> None:
    with archive.folder.settings.open("a", encoding="utf-8") as stream:
        stream.write(text)


def test_the_view_of_an_archive_waits_masks_and_coarsens(archive: Archive) -> None:
    with archive.reading() as session:
        early, late = archive_view(session, date(2031, 5, 10)), archive_view(session, date(2031, 6, 10))
    assert {e.kind for e in late.events} - {e.kind for e in early.events} == {"shelling"}
    (shelling,) = [e for e in late.events if e.kind == "shelling"]
    assert shelling.place is not None
    assert shelling.place.level == "adm1"
    assert "Orrinsky" not in "".join(d.text for d in late.documents)


def test_loosening_without_a_reason_is_refused_and_with_one_counts(archive: Archive) -> None:
    settle(archive, "\n[disclosure.kinds.shelling]\nwithhold_days = 2\n")
    with (
        archive.reading() as session,
        pytest.raises(UsageError, match=r"disclosure loosen kinds\.shelling\.withhold_days"),
    ):
        archive_view(session, date(2031, 5, 10))
    with archive.writing() as session:
        assert loosen(session, "kinds.shelling.withhold_days", "the town was evacuated") == ["2"]
    with archive.reading() as session:
        assert archive_policy(session).kinds["shelling"].withhold_days == 2
        assert "shelling" in {e.kind for e in archive_view(session, date(2031, 5, 10)).events}
        (line,) = session.ledger.statements(0, "loosen")
    assert line.values()["reason"] == "the town was evacuated"
    assert archive.verify() == []


def test_a_reason_counts_for_the_value_it_was_given_for(archive: Archive) -> None:
    settle(archive, "\n[disclosure.kinds.shelling]\nwithhold_days = 2\n")
    with archive.writing() as session:
        loosen(session, "kinds.shelling.withhold_days", "the town was evacuated")
    path = archive.folder.settings
    path.write_text(
        path.read_text(encoding="utf-8").replace("withhold_days = 2", "withhold_days = 0"), encoding="utf-8"
    )
    with archive.reading() as session, pytest.raises(UsageError, match="does not say why"):
        archive_policy(session)


def test_what_is_not_loosened_needs_no_reason_and_gets_none(archive: Archive) -> None:
    with archive.writing() as session, pytest.raises(UsageError, match="does not loosen"):
        loosen(session, "kinds.shelling.withhold_days", "because")


def test_a_sealed_document_is_not_in_the_view(archive: Archive) -> None:
    with archive.reading() as session:
        (name,) = {m.document for m in archive_view_mentions(session)}
    archive.seal(name, "its writer asked for it")
    with archive.reading() as session:
        view = archive_view(session, date(2031, 6, 10))
    assert (view.documents, view.mentions, view.events) == ([], [], [])


def archive_view_mentions(session) -> list:  # type: ignore[no-untyped-def]
    from khronika.archive.held import mentions_of
    from khronika.archive.resolving import current_events

    connection = session.derived.connection
    return [m for e in current_events(connection) for m in mentions_of(connection, e)]
