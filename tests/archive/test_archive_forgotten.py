"""After `destroy` no run of a document's characters stands in any byte of archive, caches or a new backup, in no encoding."""

import base64
import json
import random
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from archive_case import TOWNS, bytes_of, event_table, feed

from khronika.archive import Archive
from khronika.archive.overlap import WINDOW
from khronika.sources import ReadOptions

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "cp1251", "koi8-r", "euc-kr", "shift_jis", "latin-1")
SAYS = (
    "Полиция задержала {n} студентов на митинге в городе {word} 3 июня 2031 года, сообщил свидетель {word}.",
    "About {n} {word} dockers marched through {town} on 4 June 2031, the clerk {word} said.",
    "3일 {town}에서 노동자 {n}명이 행진했다고 증인 {word} 씨가 말했다. 경찰은 {n}명을 연행했다.",
)


def told(seed: int) -> str:
    """An invented report with words that no other text has."""
    chance = random.Random(seed)
    word = "".join(chance.choices("bdfgklmnprstvz", k=5)) + "ovka"
    text = SAYS[seed % 3].format(n=chance.randrange(20, 900), word=word.title(), town=chance.choice(TOWNS))
    return f"{text} Ref {chance.randrange(10**9)}."


def in_file(folder: Path, seed: int) -> tuple[Path, ReadOptions]:
    """The report in a file of one of several kinds."""
    text, place = told(seed), folder / f"s{seed}"
    if seed % 5 == 0:
        codec = ("koi8-r", "utf-8", "euc-kr")[seed % 3]
        place.with_suffix(".txt").write_bytes(text.encode(codec))
        return place.with_suffix(".txt"), ReadOptions(encoding=codec, source=text[:30])
    if seed % 5 == 1:
        place.with_suffix(".txt").write_bytes(text.encode("utf-16"))
        return place.with_suffix(".txt"), ReadOptions()
    if seed % 5 == 2:
        place.with_suffix(".html").write_text(
            f"<html><title>{text[:40]}</title><body><p>{text}</p></body></html>", "utf-8"
        )
        return place.with_suffix(".html"), ReadOptions()
    if seed % 5 == 3:
        place.with_suffix(".jsonl").write_text(
            json.dumps({"id": f"d{seed}", "text": text, "title": text[5:40]}), "utf-8"
        )
        return place.with_suffix(".jsonl"), ReadOptions()
    table = event_table(1).replace("Protesters", f'"{text}"').replace("Porto", f'"{text[3:25]}"')
    place.with_suffix(".csv").write_text(table, "utf-8")
    return place.with_suffix(".csv"), ReadOptions(source=text[:25])


def forms(text: str) -> Iterator[bytes]:
    """Every run of WINDOW characters in each encoding that has them, as JSON escapes, in hexadecimal and in base64."""
    for run in (text[at : at + WINDOW] for at in range(len(text) - WINDOW + 1)):
        for word in {run, run.casefold(), run.upper()}:
            for codec in ENCODINGS:
                try:
                    yield word.encode(codec)
                except UnicodeEncodeError:
                    continue
            yield json.dumps(word)[1:-1].encode()
            yield word.encode().hex().encode()
        for shift in range(3):
            yield base64.b64encode(b"x" * shift + run.encode())[4:-4]


def traces(folders: list[Path], text: str, others: bytes) -> list[str]:
    """Files that hold a form which no other document has."""
    wanted = {form for form in forms(text) if form not in others and len(form) >= WINDOW}
    held = {f"{folder.name}/{name}": content for folder in folders for name, content in bytes_of(folder).items()}
    return sorted(name for name, content in held.items() if any(form in content for form in wanted))


@pytest.mark.parametrize("seed", range(15))
def test_nothing_is_left_of_a_destroyed_document_in_any_encoding(archive: Archive, tmp_path: Path, seed: int) -> None:
    lines = feed(tmp_path / "all.jsonl", range(4))
    archive.add(lines)
    (tmp_path / "in").mkdir()
    path, options = in_file(tmp_path / "in", seed)
    done = archive.add(path, options)
    assert done.new == 1, done.problems
    archive.code("fast")
    archive.code_again("fast")
    archive.backup(tmp_path / "copy")
    others = b"".join(e.encode() if isinstance(e, str) else e for e in (lines.read_bytes(), event_table(3)))
    root, text = archive.folder.root, told(seed)
    found = traces([root], text, others)
    assert {name.split("/")[1] for name in found} >= {"captures", "texts"}
    assert not any("ledger" in name for name in found)
    with archive.reading() as opened:
        name = [s.subject for s in opened.ledger.statements(0, "document")][-1]
    archive.destroy(name, "asked for")
    archive.backup(tmp_path / "copy")
    archive.backup(tmp_path / "one.tar")
    with tarfile.open(tmp_path / "one.tar") as tar:
        tar.extractall(
            tmp_path / "unpacked", **({"filter": "data"} if hasattr(tarfile, "data_filter") else {})
        )  # Python 3.11.2 has none
    assert traces([root, tmp_path / "copy", tmp_path / "unpacked"], text, others) == []
    assert archive.replay().problems == []
    archive.code_again("fast")
    assert traces([root], text, others) == []
    assert archive.verify() == []
