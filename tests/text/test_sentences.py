from hypothesis import given
from hypothesis import strategies as st

from khronika.text.sentences import paragraphs, sentences


def cut(text: str, language: str = "en", abbreviations: tuple[str, ...] = ()) -> list[str]:
    return [text[a:b] for a, b in sentences(text, language, frozenset(abbreviations))]


def test_an_abbreviation_of_the_pack_ends_no_sentence():
    assert cut("Gen. Ortiz spoke. He left.", abbreviations=("gen",)) == ["Gen. Ortiz spoke.", "He left."]


def test_a_wrapped_line_goes_on():
    wrapped = "The farmers of the valley blocked the northern road with\ntractors and hay on Monday."
    assert len(cut(wrapped)) == 1


def test_lines_of_a_channel_post_are_sentences():
    assert len(cut("Shops reopening\n⚠️ Curfew from seven\nPort is calm")) == 3


def test_korean_sentences_end_at_the_verb():
    assert cut("시위가 열렸다. 경찰이 해산시켰다.", "ko") == ["시위가 열렸다.", "경찰이 해산시켰다."]


def test_one_line_of_a_megabyte_is_cut_in_time():
    assert cut("word " * 200_000)


@given(st.text(max_size=300))
def test_nothing_but_blanks_lies_between_sentences(text: str):
    for start, stop in paragraphs(text):
        paragraph, at = text[start:stop], 0
        for a, b in sentences(paragraph, "en"):
            assert at <= a < b <= len(paragraph)
            assert not paragraph[at:a].strip()
            at = b
        assert not paragraph[at:].strip()


def test_a_sentence_goes_on_behind_its_quotation():
    assert cut('"No more!" they cried. Then they left.') == ['"No more!" they cried.', "Then they left."]
    korean = '주민들이 모여 "전기를 달라!" 외쳤다. 경찰은 지켜봤다.'
    assert [korean[a:b] for a, b in sentences(korean, "ko", cased=False)] == [
        '주민들이 모여 "전기를 달라!" 외쳤다.',
        "경찰은 지켜봤다.",
    ]
