"""Whatever byte of captures, texts, keys or ledger changes, and whatever derived value: verify names it."""

import random
import sqlite3
from pathlib import Path

import msgspec
import pytest
from archive_case import bytes_of, feed

from khronika.archive import Archive
from khronika.cli.app import run


@pytest.fixture
def coded(archive: Archive, tmp_path: Path) -> Archive:
    archive.add(feed(tmp_path / "all.jsonl", range(12)))
    archive.code("fast")
    assert archive.verify() == []
    return archive


@pytest.mark.parametrize("where", ["captures", "texts", "keys", "ledger"])
def test_every_flipped_byte_is_found_where_it_is(coded: Archive, where: str) -> None:
    chance, root = random.Random(f"{where} 11"), coded.folder.root
    files = [p for p in (root / where).rglob("*") if p.is_file()]
    files = files or [*[coded.folder.ledger] * 9, coded.folder.ledger.with_suffix(".seal")]
    for place in chance.choices(files, k=200 if where in ("captures", "ledger") else 40):
        whole = place.read_bytes()
        changed = bytearray(whole)
        changed[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        place.write_bytes(changed)
        faults = coded.verify()
        assert faults, place
        named = "ledger.sqlite" if where == "ledger" else place.relative_to(root).as_posix()
        assert faults[0].where.split(":")[0] == named
        place.write_bytes(whole)
    assert coded.verify() == []


@pytest.mark.parametrize("shelf", ["captures", "texts", "keys"])
def test_a_file_that_is_gone_or_too_many_is_named(coded: Archive, shelf: str) -> None:
    place = next(p for p in (coded.folder.root / shelf).rglob("*") if p.is_file())
    content = place.read_bytes()
    place.unlink()
    assert [f.where.split("/")[-1] for f in coded.verify()] == [place.name]
    place.write_bytes(content)
    other = place.with_name(place.name[:2] + "0" * (len(place.name) - 2))
    other.write_bytes(content)
    assert [f.where.split("/")[-1] for f in coded.verify()] == [other.name]


@pytest.mark.parametrize(
    ("forgery", "says"),
    [
        ("UPDATE mention SET content = replace(content, '\"confidence\":0.', '\"confidence\":0.0')", "values or words"),
        ('UPDATE mention SET content = replace(content, \'"quote":"\', \'"quote":"x\')', "does not stand there"),
        ("UPDATE event SET content = replace(content, '\"n_independent\":1', '\"n_independent\":7')", "do not follow"),
        ("UPDATE event SET digest = 'x' WHERE id = (SELECT min(id) FROM event)", "do not follow"),
        ("DELETE FROM document WHERE number = 3", "does not know"),
        ("UPDATE document SET coding = 1 WHERE number = 3", "not the ledger's last"),
        ("DELETE FROM mention WHERE document = (SELECT max(document) FROM mention)", "not those of the ledger"),
    ],
)
def test_a_derived_value_that_is_not_the_ledgers_is_named(coded: Archive, forgery: str, says: str) -> None:
    connection = sqlite3.connect(coded.folder.derived / "derived.sqlite")
    kept = forgery.replace("content = replace(content", "content = cast(replace(cast(content AS TEXT)")
    if kept != forgery:
        kept = kept[: kept.rindex(")")] + ") AS BLOB)" + kept[kept.rindex(")") + 1 :]
    assert connection.execute(kept).rowcount > 0
    connection.commit()
    connection.close()
    assert any(says in fault.what for fault in coded.verify())


def test_the_command_names_the_first_broken_thing_and_ends_with_one(
    coded: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    root = str(coded.folder.root)
    assert run(["verify", root, "--quiet"]) == 0
    places = sorted(p for p in (coded.folder.root / "texts").rglob("*") if p.is_file())
    for place in places[:3]:
        place.write_bytes(place.read_bytes() + b"!")
    capsys.readouterr()
    assert run(["verify", root, "--json"]) == 1
    out, err = capsys.readouterr()
    faults = msgspec.json.decode(out)["faults"]
    assert {f["where"] for f in faults} == {p.relative_to(coded.folder.root).as_posix() for p in places[:3]}
    assert err.splitlines()[0].startswith(f"first broken: {faults[0]['where']}")


def test_verify_writes_nothing(coded: Archive) -> None:
    before = {n: c for n, c in bytes_of(coded.folder.root).items() if not n.endswith(("-shm", "-wal"))}
    coded.verify()
    assert {n: c for n, c in bytes_of(coded.folder.root).items() if not n.endswith(("-shm", "-wal"))} == before
