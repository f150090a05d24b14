"""What a terminal shows of an archive names no private person, unless it is asked to; people and texts are invented."""

import json
from pathlib import Path

import pytest
from calls import Khronika

TEXTS = {
    "one": "About 300 nurses marched through Lisbon on Sunday, police said. Marta Oliveira, a nurse, carried the banner.",
    "two": "Nurses led by Marta Oliveira marched through Lisbon on Sunday to demand higher pay. About 400 took part.",
}


@pytest.fixture
def archive(khronika: Khronika, tmp_path: Path) -> Path:
    rows = [
        {"id": name, "text": text, "published": "2024-05-14", "source": f"Sample {name}"}
        for name, text in TEXTS.items()
    ]
    given, folder = tmp_path / "given.jsonl", tmp_path / "archive"
    given.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert khronika("init", folder)[0] == 0
    assert khronika("add", given, "--archive", folder, "--quiet")[0] == 0
    assert khronika("code", "--archive", folder, "--mode", "fast", "--quiet")[0] == 0
    return folder


def event_of(khronika: Khronika, archive: Path) -> str:
    _, out, _ = khronika("events", "--archive", archive, "--json")
    return str(json.loads(out.splitlines()[0])["event_id"])


@pytest.mark.parametrize("json_wanted", [True, False])
@pytest.mark.parametrize("verb", ["events", "show", "explain"])
def test_no_name_of_a_private_person_is_shown(khronika: Khronika, archive: Path, verb: str, json_wanted: bool) -> None:
    wanted = [] if verb == "events" else [event_of(khronika, archive)]
    code, out, _ = khronika(verb, *wanted, "--archive", archive, *(["--json"] if json_wanted else []))
    assert code == 0 and "Lisbon" in out
    assert "Marta" not in out and "Oliveira" not in out


def test_the_rest_stays_as_it_is_and_full_shows_all(khronika: Khronika, archive: Path) -> None:
    event = event_of(khronika, archive)
    _, masked, _ = khronika("show", event, "--archive", archive)
    _, full, _ = khronika("show", event, "--archive", archive, "--full")
    assert "Marta Oliveira" in full, full
    assert "██████████████" in masked, masked
    assert masked.replace("██████████████", "Marta Oliveira") == full
    kept, shown = (
        json.loads(khronika("show", event, "--archive", archive, "--json", *more)[1]) for more in ([], ["--full"])
    )
    assert kept["event"] == shown["event"]
    assert [m["spans"] for m in kept["mentions"]] == [m["spans"] for m in shown["mentions"]]
    assert [m["document_hash"] for m in kept["mentions"]] == [m["document_hash"] for m in shown["mentions"]]


def test_a_policy_that_shows_names_must_be_on_record(khronika: Khronika, archive: Path) -> None:
    event = event_of(khronika, archive)
    with (archive / "khronika.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[disclosure.names]\nmask = false\n")
    code, _, err = khronika("show", event, "--archive", archive)
    assert code == 2 and "khronika disclosure loosen" in err
    assert khronika("disclosure", "loosen", "names.mask", "--archive", archive, "--reason", "a sample")[0] == 0
    assert "Marta Oliveira" in khronika("show", event, "--archive", archive)[1]
