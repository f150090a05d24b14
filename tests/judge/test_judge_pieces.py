"""The cutter: nothing of a text is lost, offsets are the text's."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.judge.passages import calm
from khronika.judge.pieces import BOS, EOS, Pieces

TABLE = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁march", "ed", "m", "a", "r", "c", "h", "e", "d", "▁m", "시", "위"]
SMALL = Pieces(TABLE, [0.0] * 4 + [-3.0, -2.0, -1.0] + [-5.0] * 10, {"Ａ": "a", "ﬀ": "ed", "\t": " "})


def words(text: str) -> list[str]:
    _, spans = SMALL.encode(text)
    return [text[a:b] for a, b in spans]


def test_the_likeliest_cut_wins() -> None:
    ids, _ = SMALL.encode("marched")
    assert [TABLE[i] for i in ids] == ["<s>", "▁march", "ed", "</s>"]
    assert words("marched") == ["", "march", "ed", ""]


def test_a_replaced_sign_keeps_its_place() -> None:
    assert words("mﬀ") == ["", "m", "ﬀ", ""]
    assert words("Ａ")[-2] == "Ａ"


def test_a_long_text_is_cut_at_the_limit_and_still_closed() -> None:
    ids, spans = SMALL.encode("march " * 50, limit=10)
    assert len(ids) == len(spans) == 10
    assert (ids[0], ids[-1]) == (BOS, EOS)


@given(st.text(max_size=80))
def test_spans_lie_in_the_text_in_order_and_cover_every_word(text: str) -> None:
    _, spans = SMALL.encode(text, limit=10_000)
    inner = spans[1:-1]
    assert all(0 <= a <= b <= len(text) for a, b in inner)
    assert inner == sorted(inner)
    seen = {i for a, b in inner for i in range(a, b)}
    assert all(i in seen or c.isspace() for i, c in enumerate(text) if c not in "\t")


@given(st.text(max_size=80))
def test_calming_keeps_every_offset(text: str) -> None:
    assert len(calm(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "calmed"),
    [
        ("POLICE BROKE UP A MARCH IN IZMIR", "police broke up a march in izmir"),
        ("ПОЛІЦІЯ РОЗІГНАЛА МІТИНГ У ДНІПРІ", "поліція розігнала мітинг у дніпрі"),
        ("The UN and the EU spoke of peace", "The UN and the EU spoke of peace"),
        ("NATO", "NATO"),
    ],
)
def test_only_shouting_is_calmed(text: str, calmed: str) -> None:
    assert calm(text) == calmed


def test_the_shipped_table_reads_ten_languages() -> None:
    from importlib.resources import files

    table = msgspec.msgpack.decode(files("khronika_weights").joinpath("pieces.msgpack").read_bytes())
    pieces = Pieces(**table)
    for text in (
        "Demonstranten blockierten",
        "집회가 열렸다",
        "Протестувальники",
        "محتجون أغلقوا",
        "göstericiler",
        "manifestações",
    ):
        ids, spans = pieces.encode(text)
        assert 3 not in ids, text
        assert "".join(text[a:b] for a, b in spans).replace(" ", "") == text.replace(" ", "")
