"""Invented texts with sources, in several languages and styles; nothing in them happened, and no source exists.

`statements`: (words that the statement begins with, words it ends with, day or year of its first source).
"""

from typing import NamedTuple

from khronika.cite import Form


class Sample(NamedTuple):
    text: str
    form: Form
    style: str
    statements: list[tuple[str, str, str | None]]
    titles: list[str | None]


ENGLISH = Sample(
    """The mill strikes

The weavers of Guimarães left work on Monday. According to the union, 340 people walked out of three mills.[1] Nobody was held.

A foreman told the paper: “We stood at the gate. Nobody wanted to go in.”[2] The town stayed calm. This surprised the council. [3]

[1] Ana Fonte: Looms at rest, Tagus Ledger, 6 May 2031, https://ledger.example/looms?a=1&b=2
[2] Tagus Ledger: “At the gate”, 7 May 2031
[3] Ibid, p. 4
""",
    "plain",
    "square",
    [
        ("According to the union", "three mills.", "2031-05-06"),
        ("A foreman told", "go in.”", "2031-05-07"),
        ("The town stayed calm", "surprised the council.", "2031-05-07"),
    ],
    ["Looms at rest", "At the gate", "At the gate"],
)

RUSSIAN = Sample(
    """В субботу в Костроме прошёл митинг. На площадь вышли около 700 человек¹. Полиция задержала 12 участников².

Организаторы довольны.

Примечания

¹ Вестник мельницы: Площадь заговорила. 4 мая 2031
² Там же
""",
    "plain",
    "superscript",
    [("На площадь вышли", "700 человек", "2031-05-04"), ("Полиция задержала", "12 участников", "2031-05-04")],
    ["Площадь заговорила", "Площадь заговорила"],
)

KOREAN = Sample(
    """지난 토요일 전주에서 교사들이 행진했다. 경찰은 참가자를 450명으로 추산했다.(각주 1) 시민단체는 다르게 말했다.

주최 측은 900명이 왔다고 밝혔다.(각주 2)

각주
각주 1) 새벽통신: 전주 교사 행진, 2031년 5월 4일
각주 2) 방앗간신문: 거리의 교사들, 2031년 5월 5일, 3쪽
""",
    "plain",
    "word",
    [("경찰은", "추산했다.", "2031-05-04"), ("주최 측은", "밝혔다.", "2031-05-05")],
    ["전주 교사 행진", "거리의 교사들"],
)

GERMAN = Sample(
    """# Streik in Görlitz

Am Montag blieben die Tore zu.[^tor] Rund **120 Näherinnen** standen davor.[^2]

Der Rat tagte, wie der [Görlitzer Bote](https://bote.example/rat) schreibt, bis in die Nacht.

[^tor]: Elbkurier: Die Tore bleiben zu. 5. Mai 2031. https://elbe.example/tore
[^2]: Vgl. Elbkurier: Näherinnen vor dem Tor, 6. Mai 2031
""",
    "markdown",
    "named",
    [
        ("Am Montag", "Tore zu.", "2031-05-05"),
        ("Rund **120", "standen davor.", "2031-05-06"),
        ("Der Rat tagte", "in die Nacht.", None),
    ],
    ["Die Tore bleiben zu", "Näherinnen vor dem Tor", "Görlitzer Bote"],
)

FRENCH = Sample(
    """<html><head><title>Le moulin</title><style>p { color: red } /* 99 */</style></head><body>
<p>Les meuniers ont d&eacute;fil&eacute; &agrave; Nantes. Ils &eacute;taient <b>3</b>00 selon la pr&eacute;fecture.<sup><a id="r1" href="#n1">1</a></sup></p>
<p>La gr&egrave;ve continue<a href="#n2">[2]</a>.</p>
<ol><li id="n1">Le Fanal : Les meuniers d&eacute;filent, 5 mai 2031 <a href="#r1">1</a></li>
<li id="n2"><a href="https://fanal.example/greve">Le Fanal</a> : La gr&egrave;ve tient, 6 mai 2031</li></ol>
</body></html>
""",
    "html",
    "anchor",
    [("Ils ", "fecture.", "2031-05-05"), ("La gr", "continue", "2031-05-06")],
    ["Les meuniers défilent", "La grève tient"],
)

SPANISH = Sample(
    """En Cuenca marcharon 80 panaderos (1). La policía cortó dos calles (2).

Fuentes

1. La Tahona: Panaderos en la calle, 3 de mayo de 2031
2. El Horno: Calles cortadas, 4 de mayo de 2031
""",
    "plain",
    "round",
    [("En Cuenca", "80 panaderos", "2031-05-03"), ("La policía", "dos calles", "2031-05-04")],
    ["Panaderos en la calle", "Calles cortadas"],
)

TURKISH = Sample(
    """Değirmen Postası'na göre Sivas'ta 60 işçi yürüdü. Kimse yaralanmadı.

Kaynaklar

- Değirmen Postası: Sivas'ta yürüyüş, 3 Mayıs 2031
- Ova Gazetesi: Yağmur, 4 Mayıs 2031
""",
    "plain",
    "name",
    [("Değirmen Postası", "işçi yürüdü.", "2031-05-03")],
    ["Sivas'ta yürüyüş", "Yağmur"],
)

YEARS = Sample(
    """Crowds in the square reached 2,000 (Fonte, 2031). Later they went home (Reis & Lima, 2030, p. 7).

References

Fonte, Ana (2031) Squares of the north. Tagus Press.
Reis, Rui and Lima, Eva (2030) Going home. Minho Books.
""",
    "plain",
    "author_year",
    [("Crowds in the square", "2,000", "2031"), ("Later they", "home", "2030")],
    ["Squares of the north", "Going home"],
)

ARABIC = Sample(
    """<html lang="ar"><body><p>خرج نحو ٣٤٠ عاملا في القاهرة.<sup>1</sup></p><p>لم يصب أحد [2].</p>
<h2>المصادر</h2><ol><li>1. الطاحونة: الأنوال صامتة، 6 مايو 2031</li><li>[2] النيل: يوم هادئ، 7 مايو 2031</li></ol></body></html>
""",
    "html",
    "square",
    [("خرج نحو", "القاهرة.", "2031-05-06"), ("لم يصب", "أحد", "2031-05-07")],
    ["الأنوال صامتة", "يوم هادئ"],
)

UKRAINIAN = Sample(
    """На площу вийшли 200 ткачів (виноска 1), а поліція нарахувала 90 (виноска 2).

Виноски
Виноска 1. Вісник млина: Площа, 4 травня 2031
Виноска 2. Гірський голос: Тихо на площі, 5 травня 2031, https://golos.example/1
""",
    "plain",
    "word",
    [("На площу", "200 ткачів", "2031-05-04"), ("а поліція", "90", "2031-05-05")],
    ["Площа", "Тихо на площі"],
)

SAMPLES = {
    "en": ENGLISH, "ru": RUSSIAN, "ko": KOREAN, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "tr": TURKISH, "years": YEARS,
    "ar": ARABIC, "uk": UKRAINIAN,
}  # fmt: skip
