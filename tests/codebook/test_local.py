"""Kinds and topics of the user's own: named last, exported as their parent, and every fault told with its line."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from khronika.codebook import shipped_codebook
from khronika.codebook.book import with_local
from khronika.codebook.local import local_file
from khronika.errors import PackError, UsageError
from khronika.languages import shipped_packs

LOCAL = """kinds:
  school_attack:
    parent: attack_civilians
    means: Armed people attack a school, pupils or teachers.
  tractor_march:
    parent: protest_peaceful
    means: Farmers march or drive with tractors.
topics:
  education: {means: "Schools, pupils, teachers."}
words:
  - id: local.school_attack.en
    language: en
    kind: school_attack
    words: [school, schools]
    not_after: [old-]
    finds: ["Gunmen attacked a [[school]]"]
    ignores: ["old-school music"]
  - id: local.tractor_march.en
    language: en
    kind: tractor_march
    begins: true
    words: [drove tractors through, tractor convoy]
    finds: ["Growers [[drove tractors through]] the city"]
    ignores: ["He drove a tractor"]
  - id: local.education.en
    language: en
    topic: education
    words: [school, schools, teachers]
    finds: ["The [[teachers]] left"]
    ignores: ["The preacher left"]
"""
REPORTS = [
    ("a", "Gunmen attacked a school in Lisbon on Sunday and killed two pupils."),
    ("b", "Growers drove tractors through Porto on Monday."),
    ("c", "Police fired tear gas to disperse a tractor convoy of growers who protested in Braga on Monday."),
    ("d", "About 300 growers protested in Porto on Monday over the levy."),
    ("e", "Gunmen attacked a market in Faro on Sunday."),
    ("f", "Teachers went on strike in Evora on Monday."),
]
SRC = Path(__file__).parents[2] / "src"


def khronika(folder: Path, *arguments: object, **env: str) -> tuple[int, str, str]:
    """A command in a process of its own, standing in a folder: the codebook is read once a process."""
    call = [sys.executable, "-c", "from khronika.cli import main; main()", *map(str, arguments)]
    there = {**os.environ, "PYTHONPATH": str(SRC), "KHRONIKA_MODE": "fast", "PYTHONUTF8": "1", **env}
    done = subprocess.run(call, cwd=folder, env=there, capture_output=True, text=True, encoding="utf-8", timeout=120)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with codebook/local.yaml and reports."""
    (tmp_path / "codebook").mkdir()
    (tmp_path / "codebook" / "local.yaml").write_text(LOCAL, encoding="utf-8")
    rows = [{"id": i, "text": text, "published": "2024-05-14", "source": f"Wire {i}"} for i, text in REPORTS]
    (tmp_path / "docs.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return tmp_path


def told(folder: Path, **env: str) -> dict[str, dict]:
    code, out, err = khronika(folder, "extract", "docs.jsonl", "--mode", "fast", **env)
    assert code == 0, err
    return {m["document"]: m for m in map(json.loads, out.splitlines())}


def test_mentions_bear_the_users_kinds_and_topics_with_the_labels_of_the_parent(project: Path) -> None:
    found = told(project)
    assert {d: m["kind"] for d, m in found.items()} == {
        "a": "school_attack",
        "b": "tractor_march",
        "c": "protest_intervened",  # what rules make of it goes before
        "d": "protest_peaceful",
        "e": "attack_civilians",
        "f": "strike",
    }
    assert (found["a"]["event_type"], found["a"]["sub_event_type"]) == ("Violence against civilians", "Attack")
    assert found["a"]["rules"]["kind"] == "codebook.attack+local.school_attack"
    assert found["b"]["rules"]["trigger"] == "local.tractor_march.en"
    assert {d: m["topics"] for d, m in found.items() if m["topics"]} == {"a": ["education"], "f": ["education"]}


def test_without_the_file_nothing_of_it_is_told(project: Path) -> None:
    found = told(project, KHRONIKA_CODEBOOK="none")
    assert "local" not in found.get("b", {"rules": {}})["rules"].get("trigger", "")
    assert {d: m["kind"] for d, m in found.items() if d in "acd"} == {
        "a": "attack_civilians",
        "c": "protest_intervened",
        "d": "protest_peaceful",
    }
    assert not any(m["topics"] for m in found.values())


def test_values_are_the_same_with_and_without_the_file(project: Path) -> None:
    own, bare = told(project), told(project, KHRONIKA_CODEBOOK="none")
    for document in "acdef":
        for key in ("status", "date_start", "place", "claims", "event_type", "sub_event_type", "actors", "confidence"):
            assert own[document][key] == bare[document][key], (document, key)


def test_tables_show_the_parent_and_events_keep_the_name(project: Path) -> None:
    code, _, err = khronika(project, "chronicle", "docs.jsonl", "--out", "out", "--mode", "fast")
    assert code == 0, err
    events = {e["event_id"]: e for e in map(json.loads, (project / "out" / "events.jsonl").read_text().splitlines())}
    kinds = sorted(e["kind"] for e in events.values())
    assert kinds == ["attack_civilians", "protest_intervened", "school_attack", "strike", "tractor_march"]
    march = next(e for e in events.values() if e["kind"] == "tractor_march")
    assert (
        len(march["mentions"]) == 2 and march["conflicts"] == []
    )  # one source names it finer, the other does not contradict
    assert march["rules"]["kind"] == "resolve.kind.only+local"
    with (project / "out" / "events.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["event_id"]: row["kind"] for row in csv.DictReader(stream)}
    assert {rows[e["event_id"]] for e in events.values()} <= set(shipped_codebook().kinds)
    assert rows[march["event_id"]] == "protest_peaceful"
    points = json.loads((project / "out" / "events.geojson").read_text())["features"]
    assert {p["properties"]["kind"] for p in points} <= set(shipped_codebook().kinds)


def test_the_command_lists_and_checks_them(project: Path) -> None:
    assert khronika(project, "codebook", "--check")[0] == 0
    _, out, _ = khronika(project, "codebook", "school_attack")
    assert "a kind of your own under attack_civilians" in out
    facts = json.loads(khronika(project, "codebook", "--json")[1])
    assert facts["kinds"]["tractor_march"]["parent"] == "protest_peaceful"
    assert list(facts["topics"]) == ["education"] and len(facts["kinds"]) == 41
    wrong = LOCAL.replace("The preacher left", "Two teachers left").replace(
        "language: en\n    topic", "language: zz\n    topic"
    )
    (project / "codebook" / "local.yaml").write_text(
        wrong.replace("a [[school]]", "a [[schoolyard]]"), encoding="utf-8"
    )
    code, _, err = khronika(project, "codebook", "--check")
    assert code == 1
    assert "local.yaml:11: local.school_attack.en: not found in" in err
    assert "local.yaml:25: local.education.en: no pack 'zz'" in err


def test_a_kind_nobody_in_the_shipped_codebook_has_and_no_check_without_a_file(tmp_path: Path) -> None:
    code, _, err = khronika(tmp_path, "codebook", "--check", KHRONIKA_CODEBOOK="none")
    assert code == 2 and "own-codebook.md" in err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("parent: attack_civilians", "parent: attack", ":3: school_attack: parent is 'attack'; give a kind"),
        ("  school_attack:\n", "  strike:\n", ":3: the name strike is taken"),
        ("  school_attack:\n", "  School attack:\n", "'School attack' is no name"),
        ("    means: Farmers march or drive with tractors.\n", "", ":6: tractor_march: means is missing"),
        ("kind: school_attack", "kind: school_raid", ":11: local.school_attack.en: kind 'school_raid' is not among"),
        ("    topic: education\n", "", ":25: local.education.en: needs either kind or topic"),
        ("topic: education", "topic: learning", "topic 'learning' is not among"),
        ("topic: education", "topic: education\n    begins: true", "only words of a kind can begin a mention"),
        ("begins: true", "begins: often", "begins must be true or false"),
        ("begins: true", "begins: true\n    like: march", "like is 'march'; give one of"),
        ("id: local.education.en", "id: local.school_attack.en", ":25: local.school_attack.en: id given twice"),
        ("id: local.education.en", "id: en.education", "id must begin with `local.`"),
        ("    words: [school, schools]\n", "", ":11: local.school_attack.en: words is missing"),
        ("words: [school, schools, teachers]", "words: school", "words must be a list of words"),
        ("not_after: [old-]", "not_behind: [old-]", "unknown key 'not_behind'"),
        ("topics:\n", "themes:\n", "unknown part 'themes'"),
        ("kinds:\n", "kinds: [\n", "local.yaml:"),
        ("parent: attack_civilians", "parent: protest_excessive_force", None),
    ],
)
def test_each_fault_names_file_and_line(tmp_path: Path, old: str, new: str, said: str | None) -> None:
    path = tmp_path / "local.yaml"
    path.write_text(LOCAL.replace(old, new, 1), encoding="utf-8")
    if said is None:
        assert with_local(shipped_codebook(), path).kinds["school_attack"].parent == "protest_excessive_force"
        return
    with pytest.raises(PackError) as caught:
        with_local(shipped_codebook(), path)
    assert any(said in str(p) and str(p).startswith(f"{path}:") for p in caught.value.problems), caught.value


def test_words_that_begin_need_a_concept_that_stands_for_the_parent(tmp_path: Path) -> None:
    path = tmp_path / "local.yaml"
    text = LOCAL.replace("parent: protest_peaceful", "parent: protest_excessive_force")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackError, match="needs like, since no concept by itself stands for protest_excessive_force"):
        with_local(shipped_codebook(), path)
    path.write_text(text.replace("begins: true", "begins: true\n    like: shoot"), encoding="utf-8")
    assert [w.row["concept"] for w in with_local(shipped_codebook(), path).words if "tractor" in w.row["id"]] == [
        "tractor_march",
        "shoot",
    ]


@pytest.mark.parametrize("text", ["", "kinds:\n", "words: []\n"])
def test_an_empty_file_adds_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "local.yaml"
    path.write_text(text, encoding="utf-8")
    assert with_local(shipped_codebook(), path).kinds == shipped_codebook().kinds


def test_where_the_file_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KHRONIKA_CODEBOOK", raising=False)
    monkeypatch.setenv("KHRONIKA_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    assert local_file() is None
    for place in ("home/codebook", "codebook"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "local.yaml").write_text("", encoding="utf-8")
    assert local_file() == Path("codebook/local.yaml")
    (tmp_path / "codebook" / "local.yaml").unlink()
    assert local_file() == tmp_path / "home" / "codebook" / "local.yaml"
    monkeypatch.setenv("KHRONIKA_CODEBOOK", str(tmp_path / "nowhere.yaml"))
    with pytest.raises(UsageError, match="is no file"):
        local_file()
    monkeypatch.setenv("KHRONIKA_CODEBOOK", "none")
    assert local_file() is None


def test_no_shipped_pack_uses_a_name_that_begins_like_local_ids() -> None:
    ids = [row["id"] for pack in shipped_packs().values() for row in pack.section("triggers")]
    assert not [name for name in ids if name.startswith("local.")]
