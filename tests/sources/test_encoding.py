import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khronika.sources import decode

NEWS = {
    "ru": "В субботу в Рязани полиция задержала двенадцать участников шествия, сообщили очевидцы. Никто не пострадал.",
    "uk": "У суботу в Полтаві поліція затримала дванадцятьох учасників ходи, повідомили очевидці. Її організатори мовчать.",
    "bg": "В събота полицията в Пловдив задържа дванадесет участници в шествието, съобщиха очевидци.",
    "el": "Το Σάββατο η αστυνομία στη Θεσσαλονίκη συνέλαβε δώδεκα διαδηλωτές, όπως είπαν μάρτυρες.",
    "he": "המשטרה עצרה ביום שבת שנים עשר מפגינים בחיפה, כך אמרו עדי ראייה.",
    "ar": "اعتقلت الشرطة يوم السبت اثني عشر متظاهرا في صفاقس، بحسب شهود عيان.",
    "tr": "Polis cumartesi günü İzmir'de yürüyüşe katılan on iki kişiyi gözaltına aldı; tanıklar olayı doğruladı.",
    "pl": "W sobotę policja w Łodzi zatrzymała dwunastu uczestników marszu, powiedzieli świadkowie.",
    "cs": "V sobotu policie v Brně zadržela dvanáct účastníků pochodu, řekli svědkové.",
    "lt": "Šeštadienį policija Šiauliuose sulaikė dvylika eitynių dalyvių, pasakojo liudininkai.",
    "fr": "Samedi, la police a interpellé douze manifestants à Nîmes, ont déclaré des témoins.",
    "es": "La policía detuvo el sábado a doce estudiantes en una marcha en Logroño, según testigos.",
    "en": "Police “detained” twelve marchers on Saturday – the city’s largest rally — witnesses said.",
    "ko": "경찰은 토요일 전주에서 행진하던 시위대 12명을 연행했다고 밝혔다. 주최 측은 800여 명이 모였다고 말했다.",
    "ja": "警察は土曜日、広島市でデモ行進をしていた12人を拘束したと発表した。けが人はなかった。",
    "zh": "警方星期六在武汉逮捕了十二名参加游行的工人。目击者说，没有人受伤。",
    "zh-Hant": "警方星期六在臺南逮捕了十二名參加遊行的工人。目擊者說，沒有人受傷。",
    "th": "ตำรวจจับกุมผู้ชุมนุมสิบสองคนในเชียงใหม่เมื่อวันเสาร์ พยานกล่าว",
}
OLD = [
    ("ru", "cp1251"), ("ru", "koi8-r"), ("ru", "cp866"), ("ru", "iso8859-5"), ("uk", "cp1251"), ("uk", "koi8-u"), ("bg", "cp1251"),
    ("el", "cp1253"), ("he", "cp1255"), ("ar", "cp1256"), ("ar", "iso8859-6"), ("tr", "iso8859-9"), ("tr", "cp1254"),
    ("pl", "cp1250"), ("pl", "iso8859-2"), ("cs", "cp1250"), ("lt", "cp1257"), ("fr", "latin-1"), ("es", "latin-1"), ("en", "cp1252"),
    ("ko", "euc-kr"), ("ko", "cp949"), ("ja", "shift_jis"), ("ja", "euc-jp"), ("ja", "iso2022_jp"), ("zh", "gb18030"), ("zh", "gbk"),
    ("zh-Hant", "big5"), ("th", "cp874"),
]  # fmt: skip
MARKED = ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-8"]


@pytest.mark.parametrize(("language", "codec"), OLD + [(lang, codec) for lang in NEWS for codec in MARKED])
def test_short_news_text_is_read_right(language: str, codec: str) -> None:
    found = decode(NEWS[language].encode(codec))
    assert found is not None
    assert found.text == NEWS[language]


@pytest.mark.parametrize(
    ("language", "codec"), [("ru", "cp1251"), ("ru", "koi8-r"), ("ko", "euc-kr"), ("tr", "iso8859-9")]
)
@pytest.mark.parametrize("length", [20, 30, 45])
def test_a_headline_is_enough(language: str, codec: str, length: int) -> None:
    text = NEWS[language][:length]
    found = decode(text.encode(codec))
    assert found is not None
    assert found.text == text


def test_long_ascii_before_the_first_foreign_letter() -> None:
    text = "Wire service header. " * 5000 + NEWS["ko"]
    found = decode(text.encode("euc-kr"))
    assert found is not None
    assert found.text == text


def test_newlines_stay_as_they_are() -> None:
    found = decode(b"one\r\ntwo\rthree\n")
    assert found is not None
    assert found.text == "one\r\ntwo\rthree\n"


def test_page_that_declares_its_encoding_is_believed() -> None:
    page = f'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>{NEWS["ru"]}</p>'
    found = decode(page.encode("cp1251"), html=True)
    assert found is not None
    assert (found.text, found.how) == (page, "declared")


def test_page_that_declares_a_wrong_encoding_is_not_believed() -> None:
    page = f'<meta charset="iso-8859-1"><p>{NEWS["ko"]}</p>'
    found = decode(page.encode("euc-kr"), html=True)
    assert found is not None
    assert found.text == page


def test_text_cut_off_inside_a_character_is_still_utf8() -> None:
    found = decode(NEWS["ko"].encode()[:-2])
    assert found is not None
    assert (found.codec, found.broken) == ("utf-8", 1)


def test_the_user_has_the_last_word() -> None:
    found = decode(NEWS["ru"].encode("koi8-r"), declared="cp1251")
    assert found is not None
    assert found.codec == "cp1251"
    assert decode(b"\xff\xfe\xfd", declared="utf-8") is None


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\nxx", b"PK\x03\x04rest", b"\x89PNG\r\n", bytes(range(256)) * 4, b"text\0text"]
)
def test_binary_is_no_text(content: bytes) -> None:
    assert decode(content) is None


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_give_a_text_or_nothing(content: bytes, html: bool) -> None:
    found = decode(content, html=html)
    assert found is None or isinstance(found.text.encode(), bytes)


@settings(max_examples=300, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200).filter(
        lambda t: not t.startswith("\ufeff")
    )
)
def test_utf8_comes_back_exactly(text: str) -> None:
    content = text.encode()
    found = decode(content)
    assert found is None or found.how == "escapes" or found.text == text
