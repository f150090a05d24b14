import os
import socket
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khronika.errors import UsageError
from khronika.model import Document
from khronika.sources import MANIFESTS, ReadOptions, read_paths


def fill(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"report {name}", encoding="utf-8")


def test_folder_is_walked_sorted_without_hidden_files(read, tmp_path: Path) -> None:
    fill(tmp_path, "b.txt", "a/z.md", "a/c/x.txt", "c.txt", ".git/x.txt", ".hidden.txt")
    found = read(tmp_path)
    assert [d.id for d in found.documents] == ["a/c/x.txt", "a/z.md", "b.txt", "c.txt"]
    assert found.problems == []


def test_order_of_given_paths_is_kept_and_nothing_is_read_twice(read, tmp_path: Path) -> None:
    fill(tmp_path, "x/1.txt", "y/1.txt")
    found = read(tmp_path / "y", tmp_path / "x" / "1.txt", tmp_path / "x")
    assert [(d.id, d.text) for d in found.documents] == [("1.txt", "report y/1.txt"), ("1.txt~2", "report x/1.txt")]
    assert found.problems == []


def test_folder_is_read_as_a_stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, *[f"{i}.txt" for i in range(20)])
    opened, real = [], Path.open

    def counted(path: Path, mode: str) -> object:
        opened.append(path)
        return real(path, mode)

    monkeypatch.setattr(Path, "open", counted)
    next(iter(read_paths([tmp_path])))
    assert len(opened) == 1


def test_links(read, tmp_path: Path) -> None:
    fill(tmp_path, "in/a.txt", "out/secret.txt")
    (tmp_path / "in" / "b-inside.txt").symlink_to(tmp_path / "in" / "a.txt")
    (tmp_path / "in" / "c-outside").symlink_to(tmp_path / "out")
    (tmp_path / "in" / "d-loop").symlink_to(tmp_path / "in")
    found = read(tmp_path / "in")
    assert [d.id for d in found.documents] == ["a.txt"]
    assert "leads out" in found.problem.what


def test_broken_link(read, tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    assert "leads nowhere" in read(tmp_path).problem.what


@pytest.mark.parametrize("inside", [True, False])
def test_pipes_and_sockets_are_not_opened(read, tmp_path: Path, inside: bool) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "a pipe" in read(tmp_path if inside else tmp_path / "pipe.txt").problem.what
    assert "a device" in read("/dev/zero").problem.what


def test_socket(read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s")
        assert "a socket" in read("s").problem.what


def test_unreadable_file_in_a_folder(read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "a.txt", "b.txt", "c.txt", "d")
    real = Path.open

    def guarded(path: Path, *args: str) -> object:
        if path.name in ("b.txt", "d"):
            raise PermissionError(13, "Permission denied")
        return real(path, *args)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", guarded)
    found = read(tmp_path)
    assert [d.id for d in found.documents] == ["a.txt", "c.txt"]
    assert [(Path(p.where).name, p.what) for p in found.problems] == [
        (n, "no permission to read it") for n in ("b.txt", "d")
    ]


def test_unreadable_folder(read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "a/x.txt", "b.txt")
    real = os.scandir

    def guarded(path: Path) -> object:
        if Path(path).name == "a":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", guarded)
    found = read(tmp_path)
    assert [d.id for d in found.documents] == ["b.txt"]
    assert "permission" in found.problem.what


def test_folder_without_files(read, tmp_path: Path) -> None:
    fill(tmp_path, "deep/.hidden")
    assert "no readable file" in read(tmp_path).problem.what


@pytest.mark.parametrize("path", ["http://127.0.0.1:8080/a", "HTTPS://[::1]/a", Path("http://127.0.0.1/a")])
def test_addresses_are_fetched_within_the_rules_of_capture(read, path: str | Path) -> None:
    pytest.importorskip("urllib3")
    assert "an address of this machine" in read(path).problem.what


@pytest.mark.parametrize("path", ["nope.txt", "", "a\0b", "x" * 5000])
def test_paths_that_lead_nowhere(read, path: str) -> None:
    assert read(path).problem


def test_a_file_of_100_mb_is_refused_by_its_size(read, tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    found = read(path).problem
    assert "100 MB" in found.what
    assert "JSON lines" in found.then


def test_jsonl_of_any_size_streams(tmp_path: Path) -> None:
    path = tmp_path / "big.jsonl"
    with path.open("wb") as stream:
        stream.write(b'{"text": "first"}\n')
        stream.truncate(200_000_000)
    first = next(iter(read_paths([path])))
    assert isinstance(first, Document)
    assert first.text == "first"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("<!DOCTYPE html><html><body><article><p>A march.</p></article></body></html>", "A march."),
        ('{"id": "d1", "text": "A march."}\n', "A march."),
        ("A march, plainly.", "A march, plainly."),
    ],
)
def test_unknown_ending_is_judged_by_content(read, content: str, says: str) -> None:
    assert read(a__unknown=content).only.text == says


def test_unknown_binary_and_xml_are_refused(read) -> None:
    assert "picture" in read(a__jpg=b"\xff\xd8\xff\xe0" + bytes(100)).problem.what
    assert "XML" in read(a__xml=b"<?xml version='1.0'?><note></note>").problem.what


def test_file_name_that_is_no_utf8(read, tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("A march.", encoding="utf-8")
    assert read(tmp_path).only.id == "caf\ufffd.txt"


def test_options_that_cannot_be_are_refused() -> None:
    with pytest.raises(UsageError, match="2031-05-03"):
        ReadOptions(published="last week")
    with pytest.raises(UsageError, match="koi8-r"):
        ReadOptions(encoding="klingon")


def test_manifests_name_real_options() -> None:
    fields = set(ReadOptions.__struct_fields__)
    assert all(
        m.description and m.limits and (m.endings or m.name == "html_careful") and set(m.options) <= fields
        for m in MANIFESTS
    )
    assert len({ending for m in MANIFESTS for ending in m.endings}) == sum(len(m.endings) for m in MANIFESTS)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.sampled_from(["txt", "md", "html", "jsonl", "json", "bin"]))
def test_any_bytes_under_any_ending(read, content: bytes, ending: str) -> None:
    found = read(**{f"a__{ending}": content})
    assert found.documents or found.problems
    assert all(d.text.encode() is not None for d in found.documents)
