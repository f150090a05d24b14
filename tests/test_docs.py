"""The documentation is true: its blocks run, its links lead somewhere, and everything public is named in it."""

import contextlib
import doctest
import importlib.util
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer

import khronika as kh
from khronika.cli.app import app
from khronika.codebook import codebook
from khronika.model import Document, Event, Mention

ROOT = Path(__file__).resolve().parents[1]
DOCS = sorted(
    p
    for p in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    if "_build" not in p.parts and p.name != "SECURITY.md"
)
RUN = [
    *(ROOT / "README.md", ROOT / "docs" / "tutorial.md"),
    *sorted((ROOT / "docs" / "how-to").glob("*.md")),
    *sorted((ROOT / "docs" / "method").glob("*.md")),
]
_FENCE = re.compile(r"^```(\S+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!\\)!?\[[^\]]*\]\(([^)\s]+)\)")
_LEFT_OUT = "…"


@dataclass(frozen=True)
class Block:
    """A fenced block: ```language name=value…"""

    language: str
    settings: dict[str, str]
    text: str
    line: int


def blocks(path: Path) -> Iterator[Block]:
    text = path.read_text(encoding="utf-8")
    for found in _FENCE.finditer(text):
        settings = dict(pair.split("=", 1) for pair in found[2].split())
        yield Block(found[1], settings, found[3], text.count("\n", 0, found.start()) + 1)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", RUN, ids=name_of)
def test_the_blocks_of_a_page_run_as_it_says(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "src").symlink_to(ROOT / "src")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KHRONIKA_HOME", str(tmp_path / "home"))
    names: dict[str, Any] = {"__name__": "docs"}
    for block in blocks(page):
        where = f"{name_of(page)}:{block.line}"
        if "file" in block.settings:
            target = tmp_path / block.settings["file"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            run_console(block, where, tmp_path)
        elif block.language == "python" and not missing(block):
            run_python(block, where, names)


def missing(block: Block) -> list[str]:
    needed = block.settings.get("needs", "").split(",")
    return [name for name in needed if name and importlib.util.find_spec(name) is None]


def run_console(block: Block, where: str, folder: Path) -> None:
    """Each `$ command` must end well and print the lines below it; `…` stands for anything, blanks count as one."""
    for command, expected in steps(block.text):
        done = subprocess.run(
            ["sh", "-c", command], cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, encoding="utf-8", timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, f"{where}: {command!r} ended with {done.returncode}:\n{done.stdout}"
        assert says(expected, done.stdout), f"{where}: {command!r}\nshould print\n{expected}\nprinted\n{done.stdout}"


def steps(text: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        yield command, expected


def says(expected: str, printed: str) -> bool:
    """Whether the pieces between the marks stand in the output one after another, from its beginning."""
    bare = "".join(printed.split())
    pieces = ["".join(piece.split()) for piece in expected.split(_LEFT_OUT)]
    at = len(pieces[0])
    if not bare.startswith(pieces[0]):
        return False
    for piece in pieces[1:]:
        found = bare.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def environment() -> dict[str, str]:
    """A terminal of 100 columns that finds this Python's `khronika` first."""
    from os import environ

    here = Path(sys.executable).parent
    return {
        **environ, "KHRONIKA_MODE": "careful", "PATH": f"{here}:{environ.get('PATH', '')}", "COLUMNS": "100", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8",
    }  # fmt: skip


def run_python(block: Block, where: str, names: dict[str, Any]) -> None:
    """Statements are run; a session with >>> must print what it shows."""
    if ">>> " not in block.text:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(block.text, where, "exec"), names)
        return
    session = doctest.DocTestParser().get_doctest(block.text, names, where, where, block.line)
    said = io.StringIO()
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    runner.run(session, out=said.write, clear_globs=False)
    assert runner.summarize(verbose=False).failed == 0, said.getvalue()
    names.update(session.globs)


@pytest.mark.parametrize("page", DOCS, ids=name_of)
def test_relative_links_and_images_lead_somewhere(page: Path) -> None:
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    broken = []
    for target in _LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, part = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        if not found.exists() or (part and found.suffix == ".md" and part not in headings(found)):
            broken.append(target)
    assert broken == []


def headings(page: Path) -> set[str]:
    """Addresses of a page's headings, as GitHub makes them."""
    lines = re.findall(r"^#+ (.+)$", _FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


def words() -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in DOCS)


def unnamed(names: Any) -> list[str]:
    text = words()
    return [name for name in names if not re.search(rf"(?<![\w]){re.escape(name)}(?![\w])", text)]


def test_every_command_is_named() -> None:
    commands = list(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    assert unnamed(f"khronika {command}" for command in commands) == []


def test_every_public_name_is_named() -> None:
    assert unnamed(kh.__all__) == []


def test_every_kind_is_named() -> None:
    assert unnamed(codebook().kinds) == []


@pytest.mark.parametrize("noun", [Document, Mention, Event], ids=lambda noun: noun.__name__)
def test_every_field_is_named(noun: Any) -> None:
    assert unnamed(f"`{field}`" for field in noun.__struct_fields__) == []


def test_every_error_is_part_of_the_tree_that_is_drawn() -> None:
    from khronika import errors

    drawn = errors.__doc__ or ""
    assert [
        name
        for name, found in vars(errors).items()
        if isinstance(found, type) and issubclass(found, Exception) and name not in drawn
    ] == []


def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_build", ROOT / "tools" / "docs" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_codebook_page_is_up_to_date() -> None:
    assert (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8") == builder().codebook_page(), (
        "run tools/docs/build.py"
    )


def test_the_page_of_commands_is_up_to_date() -> None:
    """Another typer lays help out otherwise; then every option must still be there."""
    written, made = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8"), builder().cli_page()
    mark = re.compile(r"<!-- typer .* -->")
    if mark.findall(written) == mark.findall(made):
        assert written == made, "run tools/docs/build.py"
    option = re.compile(r"^## .*|(?<!\w)--[a-z-]+", re.MULTILINE)
    assert set(option.findall(written)) == set(option.findall(made)), "run tools/docs/build.py"


def test_the_two_commands_of_the_readme_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in re.findall(r"^sh (\S+)", text, re.MULTILINE) if not (ROOT / name).is_file()] == []


def test_left_out_parts_are_told_from_missing_ones() -> None:
    assert says("a … c", "a\nb\nc")
    assert says("a b", "a   b\nmore")
    assert not says("b", "a b")
    assert not says("a … d", "a b c")
