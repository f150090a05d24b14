"""The packs' words for notes and sources do what their examples say."""

import re
from pathlib import Path

import pytest

from khronika.cite.lexicon import LISTS, headings, opens_with, pattern, phrases
from khronika.cite.marks import find_marks
from khronika.cite.markup import read_page
from khronika.errors import PackError
from khronika.languages import Pack, own_packs, shipped_packs
from khronika.text.fold import fold

PACKS = sorted(shipped_packs().items())
CASES = [(code, name) for code, pack in PACKS for name in LISTS if pack.section("cite").get(name)]
_MARKED = re.compile(r"\[\[(.+?)\]\]")


def found(pack: Pack, name: str, text: str) -> str | None:
    """What a list finds in a text: a heading is a whole line, a note's word has its number, leaning words open a sentence."""
    if name == "lists":
        return text if fold(text) in headings() else None
    if name == "note":
        pairs, _, _ = find_marks(read_page(f"{text}\n\n1. Ledger: Gate\n", "plain"))
        word = re.search(rf"(?:{pattern('note', pack).pattern})\.?\s?(\d+)\)", fold(text))
        return word[1] if word and not pairs else None
    if name in ("leaning", "same_work", "signals"):
        hit = opens_with(name, fold(text), pack)
        return text[hit.start("word") : hit.end("word")] if hit else None
    hit = pattern(name, pack).search(fold(text))
    return text[hit.start() : hit.end()] if hit else None


@pytest.mark.parametrize(("code", "name"), CASES)
def test_each_list_finds_its_examples_and_ignores_the_others(code: str, name: str) -> None:
    pack = shipped_packs()[code]
    entry = pack.section("cite")[name]
    assert entry["id"] == f"{code}.cite.{name}" and entry["finds"] and entry["ignores"]
    for example in entry["finds"]:
        marked = _MARKED.search(example)
        assert marked is not None
        assert found(pack, name, _MARKED.sub(r"\1", example)) == marked[1]
    for example in entry["ignores"]:
        assert found(pack, name, example) is None


def test_every_language_has_every_list_and_folded_words_once() -> None:
    assert [(code, name) for code, _ in PACKS for name in LISTS] == CASES
    for code, name in CASES:
        words = phrases(shipped_packs()[code], name)
        assert len(words) == len(set(words))


@pytest.mark.parametrize(
    "entry", ["note: [footnote]", "note: {id: xx.cite.note}", "note: {id: xx.cite.note, words: [1]}"]
)
def test_a_list_of_the_users_own_that_cannot_be_read_is_told_with_its_file(tmp_path: Path, entry: str) -> None:
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "pack.yaml").write_text("name: Test\ncode: xx\n", encoding="utf-8")
    (tmp_path / "xx" / "cite.yaml").write_text(entry + "\n", encoding="utf-8")
    with pytest.raises(PackError) as caught:
        own_packs(tmp_path)
    assert "cite.yaml:1: note: words is missing" in str(caught.value)
