"""Constructions that every grammar has, in words of several languages: none of things, parts, folds, ranges, lists."""

import pytest

from khronika.extraction.counts import read_counts
from khronika.languages import all_packs
from khronika.text.fold import fold

SAID = [
    ("en", "Killings halved within a year", "halved", (0.5, 0.5)),
    ("es", "Los asesinatos se redujeron a la mitad", "se redujeron a la mitad", (0.5, 0.5)),
    ("fr", "Les meurtres ont baissé de moitié", "de moitié", (0.5, 0.5)),
    ("tr", "Cinayetler yarı yarıya azaldı", "yarı yarıya", (0.5, 0.5)),
    ("ru", "Более половины задержанных отпустили", "Более половины", (0.5, None)),
    ("uk", "Понад половину затриманих відпустили", "Понад половину", (0.5, None)),
    ("pt", "Mais da metade dos detidos saiu", "Mais da metade", (0.5, None)),
    ("de", "Ein Zehntel der Soldaten kam zurück", "Ein Zehntel", (0.1, 0.1)),
    ("en", "No houses were left standing", "No", (0, 0)),
    ("es", "Ninguna casa quedó en pie", "Ninguna", (0, 0)),
    ("fr", "Aucune maison n'est restée debout", "Aucune", (0, 0)),
    ("tr", "Hiçbir ev ayakta kalmadı", "Hiçbir", (0, 0)),
    ("ko", "집이 한 채도 남지 않았다", "한 채도", (0, 0)),
    ("ko", "5, 6명이 남았다", "5, 6명", (5, 6)),
    ("ru", "Не один десяток машин сгорел", "Не один десяток", (10, None)),
    ("en", "A 300-strong column joined later", "300-strong", (300, 300)),
    ("en", "One 14-year-old boy was held", "One", (1, 1)),
    ("en", "A man, his wife and their son drowned", "A man, his wife and their son", (3, 3)),
    ("fr", "Un homme, sa femme et leur fils sont morts", "Un homme, sa femme et leur fils", (3, 3)),
]
SILENT = [
    ("en", "no house rules"),
    ("en", "zero tolerance"),
    ("fr", "la Formule 1"),
    ("ru", "первая половина дня"),
]


@pytest.mark.parametrize(("language", "text", "quote", "bounds"), SAID)
def test_construction_has_its_bounds(
    language: str, text: str, quote: str, bounds: tuple[float | None, float | None]
) -> None:
    found = {c.quote: (c.low, c.high) for c in read_counts(text, fold(text), all_packs()[language])}
    assert found.get(quote) == bounds, found


@pytest.mark.parametrize(("language", "text"), SILENT)
def test_what_looks_like_it_counts_nothing(language: str, text: str) -> None:
    assert read_counts(text, fold(text), all_packs()[language]) == []
