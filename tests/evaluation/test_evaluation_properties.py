"""What holds of any gold: told perfectly it scores 1 everywhere, told nothing 0, and order decides nothing."""

import random
from pathlib import Path

import msgspec
import pytest
from gold_case import CLASH, HUNDRED, LVIV, MARCH, RIVNE, TOLL, document
from hypothesis import given, settings
from hypothesis import strategies as st

from khronika.codebook import codebook
from khronika.evaluation import read_gold
from khronika.evaluation.gold import Gold, GoldDocument, Number, Told
from khronika.evaluation.intervals import Scores, score
from khronika.evaluation.measures import LESS_IS_BETTER, SHARES, TRAPS, score_document

GOLD = Path(__file__).parents[2] / "evaluation" / "gold"
SEEN = sorted(folder.name for folder in GOLD.iterdir() if folder.is_dir())

records = st.builds(
    lambda base, **changes: Gold(**{**base, **changes}),
    st.sampled_from([MARCH, CLASH]), kind=st.sampled_from(sorted(codebook().kinds)), trigger=st.text("abcde ", max_size=9),
    place=st.sampled_from([None, LVIV, RIVNE]), claims=st.lists(st.sampled_from([HUNDRED, Number("killed", 2, None)]), max_size=2).map(tuple),
    status=st.sampled_from(["occurred", "occurred", "planned", "denied", "historical"]), optional=st.booleans(),
    date_start=st.sampled_from([None, "2024-05-01", "2024-05-12"]), date_end=st.just("2024-05-14"),
    attributed_to=st.sampled_from([None, "police", "the mayor"]),
)  # fmt: skip
figures = st.builds(lambda group: Gold(**{**TOLL, "group": group}), group=st.sampled_from(["soldiers", "miners"]))
texts = st.lists(st.lists(st.one_of(records, figures), max_size=4, unique_by=repr), min_size=1, max_size=4)


def repeated(gold: GoldDocument) -> list[Told]:
    """Gold's own records as if a program had told them."""
    raw = [msgspec.to_builtins(g) for g in gold.gold]
    return [msgspec.convert({**r, "document": gold.document.id}, Told) for r in raw]


def scores(documents: list[GoldDocument], telling: dict[str, list[Told]]) -> Scores:
    return score([score_document(d, telling.get(d.document.id, [])).tally for d in documents])


def assert_perfect(found: Scores) -> None:
    for name, measure in found.measures.items():
        right_trap = name in TRAPS and name.endswith("right")
        best = 0.0 if name in LESS_IS_BETTER and not right_trap else 1.0
        assert measure.score in (best, None), name


@settings(deadline=None, max_examples=60)
@given(texts)
def test_a_perfect_telling_scores_one_everywhere(made: list[list[Gold]]) -> None:
    documents = [document(*gold, name=f"d-{i}") for i, gold in enumerate(made)]
    assert_perfect(scores(documents, {d.document.id: repeated(d) for d in documents}))


@settings(deadline=None, max_examples=60)
@given(texts)
def test_an_empty_telling_scores_nothing(made: list[list[Gold]]) -> None:
    found = scores([document(*gold, name=f"d-{i}") for i, gold in enumerate(made)], {})
    assert all(m.score in (0.0, None) for name, m in found.measures.items() if name not in TRAPS)


@settings(deadline=None, max_examples=60)
@given(texts, st.randoms(use_true_random=False))
def test_the_order_of_lines_decides_nothing(made: list[list[Gold]], chance: random.Random) -> None:
    for gold in made:
        said = repeated(document(*gold))[:-1]
        mixed_gold, mixed_said = chance.sample(gold, len(gold)), chance.sample(said, len(said))
        assert score_document(document(*gold), said).tally == score_document(document(*mixed_gold), mixed_said).tally


@pytest.mark.parametrize("language", SEEN)
def test_our_gold_told_perfectly_scores_one(language: str) -> None:
    documents = list(read_gold([GOLD / language]).documents)
    found = scores(documents, {d.document.id: repeated(d) for d in documents})
    assert_perfect(found)
    assert found.measures["events"].wanted > 30
    assert all(found.measures[name].wanted for name in SHARES - set(TRAPS))
