"""Write docs/codebook.md from codebook/*.yaml and docs/cli.md from the help of every command.

`python tools/docs/build.py` writes both; with `--check` it writes nothing and ends with 1 where a file is stale.
The same input gives the same bytes: no clock, no folder of the machine, a fixed width of 80 columns.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from khronika.languages.source import LINE, read_yaml

ROOT = Path(__file__).resolve().parents[2]
CODEBOOK = ROOT / "src" / "khronika" / "codebook"
MADE = "<!-- Made by tools/docs/build.py; do not edit. -->"
WIDTH = "80"


def codebook_page(folder: Path = CODEBOOK) -> str:
    """docs/codebook.md: kinds, concepts, rules, status and weights as tables."""
    kinds, concepts, refine, status, resolve = (
        _bare(read_yaml(folder / f"{name}.yaml")) for name in ("kinds", "concepts", "refine", "status", "resolve")
    )
    parts = [
        [
            "# The codebook",
            MADE,
            f"Version {kinds['version']}. The rules for coders that it carries out are explained in the"
            " [glossary](glossary.md); `khronika codebook KIND` prints one entry.",
        ],
        _kinds(kinds["kinds"]),
        _concepts(concepts),
        _refinements(refine),
        _status(status["effects"]),
        _weights(resolve),
    ]
    return "\n\n".join(block for part in parts for block in part) + "\n"


def cli_page() -> str:
    """docs/cli.md: the help of the program and of each command, as printed."""
    root_help = _help()
    blocks = [
        "# The commands",
        MADE,
        f"<!-- typer {_typer()} -->",
        "Exit codes: 0 done; 1 done, with problems in the data, which are listed; 2 wrong use; 3 could not.",
        *_help_block("khronika", root_help),
    ]
    for command in _commands(root_help):
        text = _help(command)
        blocks += _help_block(f"khronika {command}", text)
        for inner in _commands(text):
            blocks += _help_block(f"khronika {command} {inner}", _help(command, inner))
    return "\n\n".join(blocks) + "\n"


def _commands(text: str) -> list[str]:
    """Commands that a help text lists; none for a command without any below it."""
    return re.findall(r"^  ([a-z][a-z-]*)  ", text.partition("Commands:")[2], re.MULTILINE)


def pages() -> dict[Path, str]:
    """Every generated page with its content."""
    return {ROOT / "docs" / "codebook.md": codebook_page(), ROOT / "docs" / "cli.md": cli_page()}


def main(arguments: list[str]) -> int:
    """Writes the pages, or with `--check` says which are stale."""
    stale = [path for path, text in pages().items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        name = path.relative_to(ROOT)
        if "--check" in arguments:
            print(f"{name} is stale; run: python tools/docs/build.py")
        else:
            path.write_text(pages()[path], encoding="utf-8")
            print(f"wrote {name}")
    return 1 if stale and "--check" in arguments else 0


def _typer() -> str:
    """Version of the library that lays the help out, without its last part."""
    return ".".join(version("typer").split(".")[:2])


def _help(*command: str) -> str:
    width = {"COLUMNS": WIDTH, "TERMINAL_WIDTH": WIDTH, "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "NO_COLOR": "1"}
    call = [sys.executable, "-c", "from khronika.cli import main; main()", *command, "--help"]
    done = subprocess.run(call, env={**os.environ, **width}, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise SystemExit(f"khronika {' '.join(command)} --help ended with {done.returncode}: {done.stderr}")
    return done.stdout


def _help_block(name: str, text: str) -> list[str]:
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return [f"## {name}", "\n".join(["```text", *lines, "```"])]


def _bare(value: Any) -> Any:
    """The value without the line numbers that the reader adds."""
    if isinstance(value, dict):
        return {key: _bare(inner) for key, inner in value.items() if key != LINE}
    return [_bare(inner) for inner in value] if isinstance(value, list) else value


def _table(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    names = list(head)
    lines = [names, ["---"] * len(names), *([_cell(value) for value in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    if isinstance(value, dict):
        return ", ".join(f"{key} {_cell(inner)}" for key, inner in value.items())
    return str(value).replace("|", "\\|").replace("\n", " ")


def _code(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_code, value))
    return f"`{value}`" if value not in (None, "") else ""


def _kinds(kinds: dict[str, dict[str, Any]]) -> list[str]:
    rows = (
        (_code(name), kind["means"], kind["event_type"], kind.get("sub_event_type"), kind["family"], kind["rank"])
        for name, kind in kinds.items()
    )
    return [
        "## Kinds",
        "`event_type` and `sub_event_type` are the labels of ACLED-style layouts. Kinds of one family may be two"
        " readings of one happening; of two such readings the one with the higher rank names it.",
        _table(("kind", "means", "event_type", "sub_event_type", "family", "rank"), rows),
    ]


def _concepts(concepts: dict[str, Any]) -> list[str]:
    triggers = (
        (_code(name), _code(t["kind"]), t.get("quantity"), _code(t.get("needs", [])))
        for name, t in concepts["triggers"].items()
    )
    return [
        "## Concepts",
        "Language packs map words to concepts; what concepts mean together is written here once for all languages.",
        "### Triggers: words that may begin a mention",
        "`kind` holds where no rule below refines it; `counts` is what a number beside the word counts; a trigger with"
        " `needs` begins a mention only if one of these concepts stands in its sentence.",
        _table(("concept", "kind", "counts", "needs"), triggers),
        "### Quantities: words that say what a number counts",
        _table(("concept", "quantity"), ((_code(k), _code(v)) for k, v in concepts["quantities"].items())),
        "### Actors",
        _table(("concept", "type of actor"), ((_code(k), _code(v)) for k, v in concepts["actors"].items())),
        "### Objects and cues",
        "Objects decide a kind: " + _code(concepts["objects"]) + ".",
        "Cues decide a status or steer a reader: " + _code(concepts["cues"]) + ".",
    ]


def _refinements(refine: dict[str, Any]) -> list[str]:
    keys = ("any", "with", "also", "without")
    rules = (
        (n, _code(rule["id"]), *(_code(rule.get(key, [])) for key in keys), _code(rule["kind"]))
        for n, rule in enumerate(refine["rules"], 1)
    )
    return [
        "## From concepts to kinds",
        "The first rule that fits names the kind. `any`: one of these triggers is in the group; `with` and `also`: one of"
        " these concepts is in the sentence; `without`: none of these is.",
        _table(("no.", "rule", *keys, "kind"), rules),
        "### What a trigger takes in",
        "Triggers on the right are facts of the happening on the left when one sentence holds both, and no happening of"
        " their own.",
        _table(("trigger", "takes in"), ((_code(k), _code(v)) for k, v in refine["absorbs"].items())),
    ]


def _status(effects: list[dict[str, Any]]) -> list[str]:
    keys = ("kinds", "unless", "weak")
    rows = (
        (_code(e["cue"]), _code(e["status"]), e.get("topic"), *(_code(e.get(key, [])) for key in keys)) for e in effects
    )
    return [
        "## What cues do to the status",
        "The first that applies decides; without any the status is `occurred`. `void`: no mention at all. `topic`: two"
        " such cues around a paragraph reach all of it, one where all triggers are among `weak`. `unless`: concepts of"
        " the sentence that keep the mention.",
        _table(("cue", "status", "topic", *keys), rows),
    ]


def _weights(resolve: dict[str, Any]) -> list[str]:
    made = [
        "## Weights of resolving",
        f"Version {resolve['version']}; two mentions are linked from {resolve['threshold']} bits."
        " [How mentions become events](method/resolve.md) explains them.",
    ]
    for comparison, levels in resolve["levels"].items():
        rows = ((_code(level["id"]), level["says"], _evidence(level)) for level in levels)
        made += [f"### {comparison}", _table(("level", "says", "evidence"), rows)]
    for name in ("alike", "apart"):
        rows = ((_code(row["id"]), _code(row["kinds"]), row["says"]) for row in resolve[name])
        made += [f"### {name}", _table(("rule", "kinds", "because"), rows)]
    others = (key for key in resolve if key not in ("version", "threshold", "levels", "alike", "apart"))
    made += ["### Other settings", _table(("setting", "value"), ((_code(key), resolve[key]) for key in others))]
    return made


def _evidence(level: dict[str, Any]) -> str:
    return ", ".join(_evidence_parts(level))


def _evidence_parts(level: dict[str, Any]) -> Iterator[str]:
    if level.get("never"):
        yield "never one happening"
    for key in ("chance", "m", "u", "weight"):
        if key in level:
            yield f"{key} {level[key]}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
