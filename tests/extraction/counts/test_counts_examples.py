"""Every rule of every counts.yaml: what it must find and what it must leave alone."""

import re

import pytest

from khronika.extraction.counts import read_counts
from khronika.extraction.counts.schema import Counts, Entry, read_counts_data
from khronika.languages import all_packs
from khronika.languages.pack import Pack
from khronika.text.fold import fold

MARK = re.compile(r"\[\[([^|\]]+)\|([^\]]+)\]\]")


def cases() -> list[tuple[Pack, Entry]]:
    found = []
    for pack in all_packs().values():
        if pack.section("counts"):
            data = read_counts_data(pack.section("counts"), pack.code)
            assert isinstance(data, Counts), data
            found += [(pack, entry) for entry in data.entries()]
    return found


def bounds(label: str) -> tuple[float | None, float | None]:
    low, dots, high = label.partition("..")
    ends = [float(end) if end else None for end in (low, high if dots else low)]
    return ends[0], ends[1]


@pytest.mark.parametrize(("pack", "entry"), cases(), ids=lambda x: getattr(x, "id", getattr(x, "code", "")))
def test_rule_finds_its_examples(pack: Pack, entry: Entry) -> None:
    for example in entry.finds:
        mark = MARK.search(example)
        assert mark is not None, example
        text = MARK.sub(r"\2", example)
        found = {(c.start, c.stop): c for c in read_counts(text, fold(text), pack)}
        count = found.get((mark.start(), mark.start() + len(mark[2])))
        assert count is not None, (example, [(c.quote, c.rule) for c in found.values()])
        assert (count.low, count.high) == bounds(mark[1]), (example, count)


@pytest.mark.parametrize(("pack", "entry"), cases(), ids=lambda x: getattr(x, "id", getattr(x, "code", "")))
def test_rule_ignores_its_counterexamples(pack: Pack, entry: Entry) -> None:
    for text in entry.ignores:
        rules = [c.rule for c in read_counts(text, fold(text), pack)]
        if entry.id.split(".")[1:3] == ["count", "not"]:
            assert f"{pack.code}.count.number" not in rules, text
        assert all(rule.removesuffix(".singular").removesuffix(".sum") != entry.id for rule in rules), (text, rules)


@pytest.mark.parametrize(("pack", "entry"), cases(), ids=lambda x: getattr(x, "id", getattr(x, "code", "")))
def test_rule_has_an_id_and_examples(pack: Pack, entry: Entry) -> None:
    assert entry.id.startswith(pack.code + ".")
    assert entry.ignores
