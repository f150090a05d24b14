"""A language of the user's own: made, checked, measured and read, without a line of code; and its faults are told."""

import json
from pathlib import Path

import pytest
from own_packs import POLISH, khronika

from khronika.errors import PackError, UsageError
from khronika.languages import own_packs
from khronika.languages.own import own_folder

REPORT = "W sobotę około 300 pielęgniarek protestowało w Lublinie przeciwko niskim płacom."


def pack(root: Path, **files: str) -> Path:
    """A folder with a pack xx."""
    (root / "xx").mkdir()
    for name, text in {"pack": "name: Test\ncode: xx\n", **files}.items():
        (root / "xx" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return root


def faults(root: Path) -> list[str]:
    with pytest.raises(PackError) as caught:
        own_packs(root)
    return [str(problem) for problem in caught.value.problems]


def test_the_polish_sample_holds_what_its_examples_say_and_has_no_hole() -> None:
    code, out, err = khronika("languages", "check", "pl", "--in", POLISH, "--json")
    assert json.loads(out) == {"packs": ["pl"], "problems": []}, err
    code, out, _ = khronika("languages", "coverage", "pl", "--in", POLISH, "--json")
    (row,) = json.loads(out)
    assert (code, row["name"], row["holes"], row["kinds"], row["own"]) == (0, "Polish", 0, 39, True)


def test_polish_is_read_when_its_folder_is_named(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "text": REPORT, "published": "2022-09-28", "language": "pl"},
        {"id": "b", "text": "Kolejarze planują strajk 3 października w Warszawie.", "published": "2022-09-28"},
        {
            "id": "c",
            "text": "Rzecznik wojska zaprzeczył, że rebelianci zajęli miasto Kielce.",
            "published": "2022-09-28",
        },
        {
            "id": "d",
            "text": "W meczu ligi gospodarze zaatakowali lewą stroną i zdobyli bramkę.",
            "published": "2022-09-28",
        },
    ]
    docs = tmp_path / "docs.jsonl"
    docs.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    code, out, err = khronika("extract", docs, KHRONIKA_LANGUAGES=str(POLISH))
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 0, err
    assert [(m["kind"], m["status"], m["date_start"], m["place"]["geonameid"]) for m in found] == [
        ("protest_peaceful", "occurred", "2022-09-24", 765876),
        ("strike", "planned", "2022-10-03", 756135),
        ("territory_overtaken", "denied", None, 769250),
    ]
    assert [(c["quantity"], c["low"], c["high"], c["kind"]) for c in found[0]["claims"]] == [
        ("participants", 300, 300, "about")
    ]
    code, out, _ = khronika("extract", docs, KHRONIKA_LANGUAGES="none")
    assert out == ""


def test_a_new_pack_is_usable_at_once_and_grows(tmp_path: Path) -> None:
    code, _, err = khronika("languages", "new", "eo", "--name", "Esperanto", "--in", tmp_path)
    assert code == 0 and "KHRONIKA_LANGUAGES" in err
    assert len(list((tmp_path / "eo").glob("*.yaml"))) == 9
    assert khronika("languages", "check", "eo", "--in", tmp_path)[0] == 0
    code, out, _ = khronika("languages", "coverage", "eo", "--in", tmp_path)
    assert code == 1 and out.startswith("eo  Esperanto: 60 holes; 0 of 39 kinds")
    triggers = tmp_path / "eo" / "triggers.yaml"
    entry = (
        '- id: eo.strike\n  concept: strike\n  words: [strikis]\n  finds: ["Ili [[strikis]]"]\n  ignores: ["Strio"]\n'
    )
    triggers.write_text(entry, encoding="utf-8")
    (row,) = json.loads(khronika("languages", "coverage", "eo", "--in", tmp_path, "--json")[1])
    assert (row["kinds"], row["entries"]["triggers"], row["holes"]) == (1, 1, 57)
    assert "strike" not in row["kinds_without_triggers"]


@pytest.mark.parametrize("comments", ["triggers", "actors", "cues"])
def test_each_entry_of_a_skeleton_is_yaml_once_its_mark_is_taken_out(tmp_path: Path, comments: str) -> None:
    import yaml

    from khronika.codebook.skeleton import write_skeleton

    write_skeleton("eo", "Esperanto", tmp_path)
    _, _, entries = (tmp_path / "eo" / f"{comments}.yaml").read_text(encoding="utf-8").partition("\n\n")
    rows = yaml.safe_load(
        "\n".join(line.removeprefix("#") for line in entries.splitlines() if not line.startswith("##"))
    )
    assert rows and all(set(row) == {"id", "concept", "words", "finds", "ignores"} for row in rows)


@pytest.mark.parametrize(
    ("code", "why"), [("en", "shipped"), ("Polish", "no code"), ("../x", "no code"), ("xx", "there already")]
)
def test_what_cannot_be_made(tmp_path: Path, code: str, why: str) -> None:
    pack(tmp_path)
    done, _, err = khronika("languages", "new", code, "--in", tmp_path)
    assert done == 2 and why in err


@pytest.mark.parametrize("command", ["extract", "dates"])
def test_faults_of_shape_stop_every_command_with_file_and_line(tmp_path: Path, command: str) -> None:
    pack(tmp_path, triggers='# one\n- id: xx.a\n  concept: protest\n  words: []\n  finds: ["a"]\n')
    docs = tmp_path / "docs.jsonl"
    docs.write_text('{"id": "a", "text": "On 3 May 2021 nurses marched in Lisbon."}\n', encoding="utf-8")
    code, _, err = khronika(command, docs, KHRONIKA_LANGUAGES=str(tmp_path))
    assert code == 3 and f"{tmp_path}/xx/triggers.yaml:2: xx.a: words is missing" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"triggers": "a: b\n"}, "triggers.yaml:1: must hold a list"),
        ({"triggers": "- words\n"}, "triggers.yaml:1: 'words' is no entry"),
        ({"actors": "- {concept: police, words: [x]}\n"}, "actors.yaml:1: entry: id is missing"),
        ({"cues": "- {id: xx.a, concept: plan, words: [x], near: y}\n"}, "near must be a list"),
        ({"cues": "- {id: xx.a, concept: plan, words: [x], reach: far}\n"}, "reach must be a whole number"),
        ({"cues": '- {id: xx.a, concept: plan, words: ["go* out"]}\n'}, "'go* out' has * or ~ inside"),
        ({"counts": "- a\n"}, "counts.yaml:1: must hold a mapping"),
        ({"verbs": "a: b\n"}, "no file of a pack is called so"),
        ({"pack": "name: Test\ncode: yy\n"}, "code is 'yy', the folder is called 'xx'"),
        ({"pack": "code: xx\n"}, "name is missing"),
        ({"pack": "name: Test\ncode: xx\ncased: often\n"}, "cased must be true or false"),
        ({"pack": "name: Test\ncode: xx\ncolour: red\n"}, "unknown key 'colour'"),
        ({"pack": "name: Test\ncode: xx\ndirection: up\n"}, "give one of: ltr, rtl"),
        ({"triggers": "- id: xx.a\n  words: [a\n"}, "triggers.yaml:3"),
    ],
)
def test_each_fault_of_shape_is_told(tmp_path: Path, files: dict[str, str], told: str) -> None:
    assert any(told in fault for fault in faults(pack(tmp_path, **files))), faults(tmp_path)


def test_bytes_that_are_no_text_are_a_fault(tmp_path: Path) -> None:
    (pack(tmp_path) / "xx" / "cues.yaml").write_bytes(b"\xff\xfe\xfa")
    assert "write it in UTF-8" in faults(tmp_path)[0]


def test_examples_of_dates_counts_and_places_are_checked(tmp_path: Path) -> None:
    dates = """words:
  weekday: {7: [sunday]}
patterns:
  - id: xx.date.weekday
    pattern: "{weekday}"
    reads: calendar
    finds: [{text: "on [[sunday]]", value: "2022-09-24"}]
    ignores: ["a sundae"]
  - {id: xx.date.odd, pattern: "{weekday} past", reads: tealeaves, finds: [], ignores: ["x"]}
"""
    counts = """numbers:
  id: xx.count.number
  add: {two: 2}
  finds: ["[[3|two]] men"]
  ignores: ["tower"]
"""
    places = (
        'before:\n  - {id: xx.place.in, words: [in], weight: 1.4, finds: ["in [[Lublin]]", "in [[Nowhereville]]"]}\n'
    )
    pack(tmp_path, dates=dates, counts=counts, places=places)
    code, _, err = khronika("languages", "check", "--in", tmp_path)
    assert code == 1
    for told in (
        "dates.yaml:4: xx.date.weekday: 'sunday' is read as 2022-09-25, not 2022-09-24",
        "dates.yaml:9: xx.date.odd: reads is 'tealeaves'; give one of:",
        "counts.yaml:2: xx.count.number: not found in '[[3|two]] men'; instead: 'two' 2..2",
        "places.yaml:2: xx.place.in: Nowhereville not found",
    ):
        assert told in err, err


def test_a_pattern_that_cannot_be_compiled_is_told_with_its_line(tmp_path: Path) -> None:
    dates = """words:
  weekday: {7: [sunday]}
patterns:
  - {id: xx.date.a, pattern: "{weekday}", reads: calendar, finds: [{text: "[[sunday]]"}], ignores: ["x"]}
  - {id: xx.date.b, pattern: "[(<on >|<at >)]{weekday}", reads: calendar, finds: [{text: "[[sunday]]"}], ignores: ["x"]}
"""
    _, _, err = khronika("languages", "check", "--in", pack(tmp_path, dates=dates))
    assert "dates.yaml:5: cannot be used" in err and "Traceback" not in err


def test_a_pack_of_ones_own_stands_in_place_of_a_shipped_one(tmp_path: Path) -> None:
    folder = tmp_path / "tr"
    folder.mkdir()
    (folder / "pack.yaml").write_text("name: Turkish of ours\ncode: tr\n", encoding="utf-8")
    _, out, _ = khronika("languages", KHRONIKA_LANGUAGES=str(tmp_path))
    assert f"Turkish of ours None: 0 entries, 0 kinds begun by words of their own; from {folder}" in out
    assert len(out.splitlines()) == 10


def test_where_own_packs_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KHRONIKA_LANGUAGES", raising=False)
    monkeypatch.setenv("KHRONIKA_HOME", str(tmp_path))
    assert own_folder() is None
    (tmp_path / "languages").mkdir()
    assert own_folder() == tmp_path / "languages"
    monkeypatch.setenv("KHRONIKA_LANGUAGES", "none")
    assert own_folder() is None
    monkeypatch.setenv("KHRONIKA_LANGUAGES", str(tmp_path / "nowhere"))
    with pytest.raises(UsageError, match="khronika languages new"):
        own_folder()


def test_own_packs_are_compiled_beside_themselves_and_again_after_a_change(tmp_path: Path) -> None:
    folder = pack(tmp_path, cues='- {id: xx.a, concept: plan, words: [x], finds: ["[[x]]"], ignores: ["y"]}\n')
    assert own_packs(folder)["xx"].section("cues")[0]["words"] == ["x"]
    assert (folder / "packs.msgpack").is_file()
    (folder / "xx" / "cues.yaml").write_text("- {id: xx.a, concept: plan, words: [z]}\n", encoding="utf-8")
    assert own_packs(folder)["xx"].section("cues")[0]["words"] == ["z"]
