"""The shallow judge: spans inside the sentence, chances that are chances, the same answer always, a small file."""

from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.judge.labels import KINDS, STATUSES
from khronika.judge.shallow import BUCKETS, FILE, Model, buckets, pieces, shallow

MARCH = "Hundreds of protesters marched through the centre on Sunday against the new tax."
QUIET = "The bakery on the corner sells bread with walnuts and honey."


def data() -> bytes:
    return resources.files("khronika.judge").joinpath(FILE).read_bytes()


def test_the_file_stays_small() -> None:
    assert len(data()) <= 6_000_000


def test_another_file_is_refused() -> None:
    with pytest.raises(ValueError, match="shallow"):
        Model(b"something else")


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        (MARCH, "protest_peaceful"),
        ("La policía detuvo el martes a tres activistas en la plaza.", "arrest"),
        ("Russische Artillerie beschoss in der Nacht das Dorf.", "shelling"),
        ("В понедельник рабочие завода объявили забастовку.", "strike"),
    ],
)
def test_plain_reports_are_told_and_named(sentence: str, kind: str) -> None:
    said = shallow().read(sentence)
    assert said.odds > 0
    assert max(said.kinds, key=said.kinds.__getitem__) == kind
    assert sentence[said.start : said.stop].strip()


@pytest.mark.parametrize(
    "sentence", [QUIET, "Le festival de jazz a ouvert ses portes.", "Der Umsatz stieg um drei Prozent."]
)
def test_a_quiet_sentence_stays_quiet(sentence: str) -> None:
    assert shallow().odds(sentence) < 0


@given(st.text(max_size=200))
def test_spans_lie_inside_and_chances_sum_to_one(sentence: str) -> None:
    said = shallow().read(sentence)
    assert 0 <= said.start <= said.stop <= len(sentence)
    assert sum(said.kinds.values()) == pytest.approx(1) == pytest.approx(sum(said.statuses.values()))
    assert set(said.kinds) == set(KINDS)
    assert set(said.statuses) == set(STATUSES)
    assert 0 <= said.chance <= 1


@given(st.lists(st.sampled_from([*MARCH.split(), *QUIET.split(), "시위", "مظاهرة", "2024"]), max_size=30))
def test_the_quick_way_says_the_same_and_memory_changes_nothing(words: list[str]) -> None:
    sentence = " ".join(words)
    fresh, used = Model(data()), shallow()
    assert fresh.read(sentence) == used.read(sentence)
    assert used.odds(sentence) == pytest.approx(used.read(sentence).odds)


@given(st.text(min_size=1, max_size=30).filter(lambda word: not any(c.isspace() for c in word)))
def test_every_word_has_pieces_and_buckets(word: str) -> None:
    found, stem = pieces(word)
    assert stem in word or word[0].isdigit()
    assert any(found)
    assert all(0 <= bucket < BUCKETS for bucket in buckets(word)[0])


def test_no_word_of_memory_too_many() -> None:
    model = Model(data())
    for number in range(200):
        model.odds(" ".join(f"word{number}x{i}" for i in range(300)))
    assert len(model._words) <= 1 << 15
