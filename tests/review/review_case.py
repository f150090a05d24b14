"""An archive for the tests of the review page: invented reports in several scripts, some of them hostile."""

import json
from pathlib import Path

from khronika.archive import Archive

SCRIPT = "<script>window.hurt=1</script><img src=x onerror=window.hurt=1>"
TEXTS = {
    "en1": ("en", "Dockers blocked the port of Lisbon on 3 June 2031."),
    "en2": ("en", "On 3 June 2031 about 200 dockers blocked the port of Lisbon, police said."),
    "ru1": ("ru", "3 июня 2031 года в Казани около 300 студентов вышли на митинг. Полиция задержала 12 человек.\n\n"
                  "Позже в Самаре неизвестные подожгли склад \U0001f525 у реки."),
    "ko1": ("ko", "2031년 6월 3일 부산에서 노동자 약 400명이 시위를 벌였다. 경찰은 7명을 연행했다고 밝혔다.\n\n"
                  "같은 날 밤 대구에서는 창고가 불탔다."),
    "ar1": ("ar", "تظاهر نحو 200 شخص في تونس يوم 3 يونيو 2031 احتجاجا على الغلاء. وقالت الشرطة إنها اعتقلت 9 متظاهرين.\n\n"
                  "وفي صفاقس احترق مخزن في الليل."),
    "odd": ("en", "👩‍👩‍👧‍👦 Cafe\u0301 owners\r\nblocked a road in Porto on 4 June 2031 \U0001f1f5\U0001f1f9. About 50 waiters marched in Porto too."),
    "bad": ("en", f"Farmers {SCRIPT} blocked a road in Cusco on 9 June 2031, police said."),
    "near1": ("en", "About 60 teachers marched in Daegu on 5 June 2031."),
    "near2": ("en", "Students threw bottles at police at a demonstration in Daegu on 5 June 2031, injuring 2 officers."),
    "none": ("en", "The museum of Porto showed old maps to 40 visitors."),
    "film": ("ko", "영화 '전선'이 극장가를 점령했다."),
}  # fmt: skip


def write_reports(path: Path, more: dict[str, tuple[str, str]] | None = None) -> Path:
    """The reports as JSON lines; the source and title of each hold a script too."""
    lines = []
    for name, (language, text) in {**TEXTS, **(more or {})}.items():
        source = f"Paper {name} {SCRIPT}" if name == "bad" else f"Paper {name}"
        title = SCRIPT if name == "bad" else None
        url = "javascript:window.hurt=1" if name == "bad" else f"https://paper.example/{name}"
        lines.append({"id": name, "text": text, "language": language, "published": "2031-06-12", "source": source,
                      "title": title, "url": url})  # fmt: skip
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def acts(archive: Archive) -> list[str]:
    """The acts of the ledger in their order."""
    with archive.reading() as opened:
        return [s.act for s in opened.ledger.statements()]


def event_with(archive: Archive, document: str) -> str:
    """The id of the first event that a document tells of."""
    return next(e.event_id for e in archive.events() if any(m.startswith(f"{document}#") for m in e.mentions))
