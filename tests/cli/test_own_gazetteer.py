import json
from pathlib import Path

import pytest
from calls import Khronika

VILLAGE = "name,lat,lon,level,alternate_names,country_iso3\nVerkhnyaya Zorka,43.1,46.5,town,Верхняя Зорка,RUS\n"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of one's own, and in the folder stood in a list and a report that names its village."""
    monkeypatch.setenv("KHRONIKA_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "villages.csv").write_text(VILLAGE, "utf-8")
    (tmp_path / "over.txt").write_text("Lisbon => 2735943\n", "utf-8")
    text = "About 300 nurses marched in Verkhnyaya Zorka. In Lisbon, miners blocked a road on Sunday."
    report = {"id": "a", "text": text, "published": "2031-05-06"}
    (tmp_path / "docs.jsonl").write_text(json.dumps(report) + "\n", "utf-8")
    return tmp_path


def rows(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


def test_an_imported_village_has_coordinates_until_it_is_removed(khronika: Khronika, own: Path):
    before = khronika("places", "docs.jsonl")
    code, out, err = khronika("gazetteer", "import", "villages.csv")
    assert (code, out) == (0, "")
    assert "1 places taken, 0 lines at fault" in err
    assert (own / "home" / "gazetteers" / "villages.khg").is_file()
    found = rows(khronika("places", "docs.jsonl")[1])
    assert (found[0]["quote"], found[0]["lat"], found[0]["lon"]) == ("Verkhnyaya Zorka", 43.1, 46.5)
    assert found[0]["rule"].startswith("gazetteer.user:villages")
    assert rows(khronika("places", "docs.jsonl", "--gazetteer", "none")[1]) == rows(before[1])
    assert "villages  list of 1 places, wins over namesakes; from villages.csv" in khronika("gazetteer", "list")[1]
    assert khronika("gazetteer", "remove", "villages")[0] == 0
    assert khronika("places", "docs.jsonl") == before


def test_the_place_reaches_mentions_and_the_chronicle(khronika: Khronika, own: Path):
    khronika("gazetteer", "import", "villages.csv")
    mentions = rows(khronika("extract", "docs.jsonl", "--mode", "fast", "--overrides", "over.txt")[1])
    assert {(m["place"]["name"], m["place"]["lat"]) for m in mentions} == {
        ("Verkhnyaya Zorka", 43.1),
        ("Porto", 41.1485),
    }
    assert {m["rules"]["place"].partition("+")[0] for m in mentions} == {
        "gazetteer.user:villages",
        "gazetteer.override",
    }
    khronika("chronicle", "docs.jsonl", "--mode", "fast", "--quiet", "--overrides", "over.txt")
    events = rows(Path("chronicle/events.jsonl").read_text("utf-8"))
    assert {e["place"]["name"] for e in events if e["place"]} == {"Verkhnyaya Zorka", "Porto"}


def test_a_project_may_carry_its_own_folder(khronika: Khronika, own: Path):
    assert khronika("gazetteer", "import", "villages.csv", "--gazetteer", "gaz")[0] == 0
    assert not (own / "home").exists()
    for where in ("gaz", "gaz/villages.khg"):
        assert rows(khronika("places", "docs.jsonl", "--gazetteer", where)[1])[0]["lat"] == 43.1
    code, _, err = khronika("places", "docs.jsonl", "--gazetteer", "gap")
    assert code == 2
    assert "gap is not there" in err


def test_lines_at_fault_are_listed_and_counted(khronika: Khronika, own: Path):
    (own / "villages.csv").write_text(VILLAGE + "Malaya Zorka,431,46,town,,RUS\n", "utf-8")
    code, out, err = khronika("gazetteer", "import", "villages.csv", "--json")
    facts = json.loads(out)
    assert code == 1
    assert (facts["taken"], facts["faults"], facts["problems"][0]["where"]) == (1, 1, "villages.csv:3")
    assert "problem: villages.csv:3: lat '431' is not a number from -90 to 90; write degrees" in err


def test_overrides_for_good_and_for_one_run(khronika: Khronika, own: Path):
    assert rows(khronika("places", "docs.jsonl", "--overrides", "over.txt")[1])[-1]["name"] == "Porto"
    assert rows(khronika("places", "docs.jsonl")[1])[-1]["name"] == "Lisbon"
    assert khronika("gazetteer", "override", "over.txt")[0] == 0
    last = rows(khronika("places", "docs.jsonl")[1])[-1]
    assert (last["name"], last["rule"].partition("+")[0]) == ("Porto", "gazetteer.override")
    assert khronika("gazetteer", "override", "over.txt")[0] == 0
    (own / "over.txt").write_text("Lisbon => 1,2\nLisbon\n", "utf-8")
    code, _, err = khronika("places", "docs.jsonl", "--overrides", "over.txt")
    assert code == 2
    assert "over.txt:2: no name and place" in err


def test_search_lists_candidates(khronika: Khronika, own: Path):
    khronika("gazetteer", "import", "villages.csv")
    khronika("gazetteer", "override", "over.txt")
    _, out, _ = khronika("gazetteer", "search", "верхняя зорка")
    assert out == "Verkhnyaya Zorka, RUS: town, 43.1, 46.5, population not given, id none; user:villages\n"
    found = rows(khronika("gazetteer", "search", "Lisbon", "--json")[1])
    assert (found[0]["name"], found[0]["source"]) == ("Porto", "override")
    assert (2267057, "built-in") in {(r["geonameid"], r["source"]) for r in found[1:]}
    keys = {"name", "geonameid", "country_iso3", "admin1", "level", "population", "lat", "lon", "source"}
    assert all(set(row) == keys for row in found)
    code, out, err = khronika("gazetteer", "search", "Zzyzzxberg")
    assert (code, out) == (0, "")
    assert "no place is called 'Zzyzzxberg'" in err


def test_wrong_use(khronika: Khronika, own: Path):
    assert khronika("gazetteer", "remove", "villages")[0] == 2
    assert khronika("gazetteer", "import", "none.csv")[0] == 3
    assert khronika("gazetteer", "import", "villages.csv", "--name", "../x")[0] == 2
    assert khronika("gazetteer", "import", "docs.jsonl")[0] == 2
    assert khronika("gazetteer", "list")[0] == 0


def test_a_damaged_gazetteer_stops_the_run_and_says_what_to_do(khronika: Khronika, own: Path):
    khronika("gazetteer", "import", "villages.csv")
    (own / "home" / "gazetteers" / "villages.khg").write_bytes(b"x\n")
    code, _, err = khronika("places", "docs.jsonl")
    assert code == 3
    assert "import it again" in err
    code, out, _ = khronika("gazetteer", "list")
    assert code == 1
    assert "villages  not usable" in out
    assert khronika("gazetteer", "import", "villages.csv")[0] == 0
    assert khronika("places", "docs.jsonl")[0] == 0
