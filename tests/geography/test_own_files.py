"""Reading, compiling and storing users' files: faults are told with file and line, the rest goes on, nothing is left half done."""

import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from own import HEAD, ZORKA, country_file, found, line, table, take

from khronika.errors import CannotError, KhronikaError, UsageError
from khronika.geography.current import opened, shipped
from khronika.geography.own import entry, store
from khronika.geography.own.home import checked_name, home, name_from
from khronika.geography.own.layer import Layer
from khronika.geography.own.overrides import override
from khronika.geography.own.store import import_file, listing, remove


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("Zorka,91,1,,,,,,", "lat '91' is not a number from -90 to 90"),
        ('Zorka,"43,1",1,,,,,,', "lat '43,1' is not a number"),
        ("Zorka,43,nan,,,,,,", "lon 'nan' is not a number"),
        ("Zorka,43,1,village,,,,,", "level 'village' is not known"),
        ("Zorka,43,1,,,RUX,,,", "country_iso3 'RUX' is not known"),
        ("Zorka,43,1,,,RUS,Texas,,", "admin1 'Texas' is not known in this country"),
        ("Zorka,43,1,,,,,x1,", "geonameid 'x1' is not a whole number"),
        ("Zorka,43,1,,,,,,-5", "population '-5' is not a whole number"),
        ("Zorka,43,1,,,,,,99999999999", "population '99999999999' is not a whole number"),
        (",43,1,,,,,,", "no name"),
        ("12,43,1,,,,,,", "the name '12' has no letter"),
        ("Z" * 61 + ",43,1,,,,,,", "the name has 61 characters"),
        ("Zorka,43", "2 columns, not 9"),
        ('"Zorka,43,1,,,,,,', "the line is no row"),
        ("Zorka\0,43,1,,,,,,", "zero byte"),
        ("Zorka,43,1,," + "A|" * 401 + ",,,,", "401 alternate names"),
        ("Zorka,43,1,," + "A" * 70_000 + ",,,,", "over 65536 bytes"),
        (f"{ZORKA[:-1]}77,\nMalaya Zorka,1,1,,,,,77,", "the geonameid 77 stands in line 2 already"),
    ],
)
def test_a_line_at_fault_is_told_and_the_others_go_on(tmp_path: Path, row: str, what: str) -> None:
    path = table(tmp_path, row, "Last Zorka,43.1,46.5,,,,,,")
    made = take(path, tmp_path)
    number = 3 if "\n" in row else 2
    assert [p.where for p in made.problems] == [f"{path}:{number}"]
    assert what in made.problems[0].what and made.problems[0].then
    assert made.faults == 1
    assert found("They met in Last Zorka.", tmp_path)["Last Zorka"].place.lat == 43.1


def test_a_line_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_bytes(f"{HEAD}\n".encode("utf-8-sig") + "Зорка,1,1,,,,,,\n".encode("cp1251") + b"Zorka,1,2,,,,,,\r\n")
    made = take(path, tmp_path)
    assert (made.taken, made.faults, made.problems[0].where) == (1, 1, f"{path}:2")
    assert "UTF-8" in made.problems[0].then


@pytest.mark.parametrize("mark", [";", "\t"])
def test_other_separators_and_few_columns(tmp_path: Path, mark: str) -> None:
    path = table(
        tmp_path, mark.join(("ours", "2", "Malaya Zorka", "1")), head=mark.join(("note", "LON", " Name", "latitude"))
    )
    made = take(path, tmp_path)
    assert (made.taken, made.ignored) == (1, ["note"])
    place = found("They met in Malaya Zorka.", tmp_path)["Malaya Zorka"].place
    assert (place.lat, place.lon, place.level, place.country_iso3) == (1, 2, "town", None)


@pytest.mark.parametrize("head", ["name,lat", "a,b,c", "{", "name,lat,lon,lat", "%PDF-1.7"])
def test_what_is_no_table_is_refused(tmp_path: Path, head: str) -> None:
    with pytest.raises(UsageError, match="first line must name the columns"):
        take(table(tmp_path, "x,1,1", head=head), tmp_path)
    assert not (tmp_path / "own").exists()


def test_a_country_file_takes_places_and_passes_over_the_rest(tmp_path: Path) -> None:
    rows = [
        line(40_000_001, "Zorka River", 1, 1, "H.STM"),
        line(40_000_002, "Old Zorka", 1, 1, "P.PPLH"),
        line(40_000_003, "Zorka Airport", 43, 46, "S.AIRP"),
        line(40_000_004, "Zorka District", 43, 46, "A.ADM2", "RU.17.99"),
        line(40_000_005, "Big Zorka", 43, 46, home="RU.17.99", population=900_000),
        line(40_000_006, "Zorka Hill", 43, 46, "P.PPLX"),
        line(40_000_007, "Zorka", 43, 46, home="QQ.17"),
        line(40_000_008, "Zorka", 43, 460),
        "40000009\tZorka\tZorka",
    ]
    made = take(country_file(tmp_path, rows), tmp_path)
    assert (made.kind, made.taken, made.passed, made.faults) == ("geonames", 4, 2, 3)
    assert [p.where.rpartition(":")[2] for p in made.problems] == ["7", "8", "9"]
    places = opened(str(tmp_path / "own"))
    levels = {i: p.level for i in range(40_000_001, 40_000_010) if (p := places.by_id(i))}
    assert levels == {40_000_003: "point", 40_000_004: "adm2", 40_000_005: "town", 40_000_006: "suburb"}


def test_a_zip_as_geonames_makes_them(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "XX.zip", "w") as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("XX.txt", line(40_000_005, "Big Zorka", 43, 46) + "\n")
    assert (take(tmp_path / "XX.zip", tmp_path).taken, take(tmp_path / "XX.zip", tmp_path).name) == (1, "XX")


def test_zips_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK not a zip")
    with pytest.raises(CannotError, match="cannot be unpacked"):
        take(tmp_path / "a.zip", tmp_path)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("a.txt", "")
        archive.writestr("b.csv", "")
    with pytest.raises(UsageError, match="2 tables"):
        take(tmp_path / "b.zip", tmp_path)


def test_sizes_have_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take(table(tmp_path, ZORKA), tmp_path)
    monkeypatch.setattr("khronika.geography.own.reading.MOST_ENTRIES", 3)
    rows = [f"Zorka {'abcdefg'[i]},1,1,,,,,," for i in range(5)]
    with pytest.raises(UsageError, match="over 3 places"):
        take(table(tmp_path, *rows), tmp_path)
    monkeypatch.setattr("khronika.geography.own.source.MOST_BYTES", 60)
    with pytest.raises(UsageError, match="split it"):
        take(table(tmp_path, *rows), tmp_path)
    assert found("They met in Verkhnyaya Zorka.", tmp_path)["Verkhnyaya Zorka"].place.lat == 43.1
    assert entry.MOST_ENTRIES >= 1_000_000


def test_nothing_taken_changes_nothing(tmp_path: Path) -> None:
    take(table(tmp_path, ZORKA), tmp_path)
    made = take(table(tmp_path, "Zorka,x,y,,,,,,"), tmp_path)
    assert (made.path, made.taken, made.faults) == (None, 0, 1)
    assert "Verkhnyaya Zorka" in found("They met in Verkhnyaya Zorka.", tmp_path)


@pytest.mark.parametrize("failure", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_a_write_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    take(table(tmp_path, ZORKA), tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(store.os, "fsync", lambda _: (_ for _ in ()).throw(failure))
        with pytest.raises((KeyboardInterrupt, CannotError)):
            take(table(tmp_path, "Malaya Zorka,1,2,,,,,,"), tmp_path)
    assert [p.name for p in (tmp_path / "own").iterdir()] == ["places.khg"]
    assert "Verkhnyaya Zorka" in found("They met in Verkhnyaya Zorka.", tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_an_import_that_is_killed_leaves_what_was_there(tmp_path: Path) -> None:
    take(table(tmp_path, ZORKA), tmp_path)
    before = (tmp_path / "own" / "places.khg").read_bytes()
    pipe = tmp_path / "places.fifo"
    os.mkfifo(pipe)
    call = [
        "-c",
        "from khronika.cli import main; main()",
        "gazetteer",
        "import",
        pipe,
        "--name",
        "places",
        "--gazetteer",
        tmp_path / "own",
    ]
    running = subprocess.Popen([sys.executable, *map(str, call)])
    with pipe.open("w") as stream:  # opens when the import reads; then it waits for more
        stream.write(HEAD + "\nMalaya Zorka,1,2,,,,,,\n")
        stream.flush()
        running.kill()
        assert running.wait() != 0
    assert (tmp_path / "own" / "places.khg").read_bytes() == before
    assert [p.name for p in (tmp_path / "own").iterdir()] == ["places.khg"]


def test_leftovers_of_killed_imports_are_swept(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    old, new = tmp_path / "own" / ".a.part", tmp_path / "own" / ".b.part"
    old.touch()
    new.touch()
    os.utime(old, (0, time.time() - 3 * 24 * 3600))
    take(table(tmp_path, ZORKA), tmp_path)
    assert not old.exists() and new.exists()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Zorka", "no name and place"),
        ("Zorka =>", "no name and place"),
        ("Zorka => here", "'here' is no place"),
        ("Zorka => 999999999", "no gazetteer has a place with the id 999999999"),
        ("Zorka => 1,2,3,4", "is no place"),
        ("Zorka => 1,200", "lon '200' is not a number"),
        ("Zorka => 1,2,hamlet", "level 'hamlet' is not known"),
        (" => 1,2", "no name"),
        ("Porto => 1,2\nPORTO => 3,4", "the name 'PORTO' stands in line 1 already"),
    ],
)
def test_overrides_at_fault(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "o.txt"
    path.write_text(text + "\nMalaya Zorka => 1,2\n", "utf-8")
    made = take(path, tmp_path, sort="overrides")
    assert what in made.problems[0].what and made.problems[0].where.startswith(f"{path}:")
    assert found("They met in Malaya Zorka.", tmp_path)["Malaya Zorka"].place.lat == 1
    with pytest.raises(UsageError, match="overrides are not in order"):
        opened("none", path)


def test_a_damaged_or_foreign_file_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = take(table(tmp_path, ZORKA), tmp_path)
    assert made.path
    base = shipped().fingerprint
    assert [one.fault for one in listing(base, str(tmp_path / "own"))] == [None]
    with pytest.raises(CannotError, match=r"another version .* khronika gazetteer import places.csv --name places"):
        Layer(made.path).check(base + 1)
    good = made.path.read_bytes()
    for cut in (len(good) // 2, len(good) - 9):
        made.path.write_bytes(good[:cut])
        assert "no compiled gazetteer" in (listing(base, str(tmp_path / "own"))[0].fault or "")
    made.path.write_bytes(b"{}\n")
    assert "no compiled gazetteer" in (listing(base, str(tmp_path / "own"))[0].fault or "")
    with pytest.raises(CannotError, match="import it again"):
        opened(str(made.path))
    made.path.write_bytes(b"")
    with pytest.raises(CannotError):
        opened(str(made.path))
    remove("places", str(tmp_path / "own"))
    with pytest.raises(UsageError, match="there are: none"):
        remove("places", str(tmp_path / "own"))


def test_where_gazetteers_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHRONIKA_HOME", str(tmp_path / "kept"))
    import_file(table(tmp_path, ZORKA), shipped())
    kept = tmp_path / "kept" / "gazetteers" / "places.khg"
    assert kept.is_file()
    assert opened().search("Verkhnyaya Zorka") and not opened("none").search("Verkhnyaya Zorka")
    monkeypatch.setenv("KHRONIKA_GAZETTEER", "none")
    assert not opened().search("Verkhnyaya Zorka") and opened(str(kept)).search("Verkhnyaya Zorka")
    with pytest.raises(UsageError, match="no folder to write"):
        import_file(table(tmp_path, ZORKA), shipped())
    monkeypatch.setenv("KHRONIKA_GAZETTEER", str(tmp_path / "nowhere"))
    with pytest.raises(UsageError, match="is not there"):
        opened()
    monkeypatch.delenv("KHRONIKA_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert home().name == "khronika"


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "a b", "x" * 41, "-x"])
def test_names_that_are_none(name: str) -> None:
    with pytest.raises(UsageError):
        checked_name(name)
    assert name_from(Path("my places (1).csv")) == "my-places-1"


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
NAMES = st.text(st.sampled_from("ABCdefghЖзийΑβ한글강بتث北京-' "), min_size=3, max_size=20).filter(
    lambda n: len("".join(n.split()).strip("-'")) > 2 and n.strip(" -'") == n and not n.startswith("-")
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, max_size=6))
def test_any_lines_give_entries_or_problems_and_never_more(tmp_path: Path, lines: list[str]) -> None:
    path = tmp_path / "any.csv"
    path.write_text(HEAD + "\n" + "\n".join(lines), encoding="utf-8", newline="")
    made = take(path, tmp_path)
    assert made.faults == len(made.problems)
    assert all(p.where.startswith(f"{path}:") and p.what and p.then for p in made.problems)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_any_line_of_overrides_gives_a_place_or_a_fault(text: str) -> None:
    try:
        found = override(text, shipped())
    except entry.Fault as fault:
        assert fault.what and fault.then
    else:
        assert found is None or found.names


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(NAMES, st.tuples(st.integers(-90, 90), st.integers(-180, 180)), min_size=1, max_size=8))
def test_whatever_is_taken_can_be_looked_up(tmp_path: Path, given_places: dict[str, tuple[int, int]]) -> None:
    rows = [f'"{name}",{lat},{lon},,,,,,' for name, (lat, lon) in given_places.items()]
    take(table(tmp_path, *rows, name="many.csv"), tmp_path)
    places = opened(str(tmp_path / "own"))
    for name, point in given_places.items():
        numbers = places.named(
            next(iter(sorted({n for n, _ in places.prefixes(_folded(name))}, key=len, reverse=True)))
        )
        assert point in [places.point(n & ((1 << 27) - 1)) for n in numbers]
        assert all(row < len(places.ids) for row in (n & ((1 << 27) - 1) for n in numbers))


def _folded(name: str) -> str:
    from khronika.geography.own.names import clean
    from khronika.text.fold import fold

    return fold(clean(name))


def test_every_error_is_one_of_khronikas(tmp_path: Path) -> None:
    with pytest.raises(KhronikaError, match="check the path"):
        take(tmp_path / "none.csv", tmp_path)
    with pytest.raises(KhronikaError):
        take(tmp_path, tmp_path, name="folder")
