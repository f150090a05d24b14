"""A bulletin as PDF: the same numbers and stories on pages, with links from each number to the events that it counts.

Needs the extra `paper` and fonts for the scripts in it: those of the machine, or files handed in. A character that no
font has is told, never dropped in silence. The same view, fonts and libraries give the same content.
"""

import io
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from khronika.bulletin.numbers import Row
from khronika.bulletin.render import MARK, Order, content, drawing, order_mark
from khronika.bulletin.shapes import number_words
from khronika.disclosure import View
from khronika.errors import CannotError, MissingExtraError
from khronika.figures import png

if TYPE_CHECKING:
    from fpdf import FPDF

WANTED = ("NotoSans-Regular.ttf", "DejaVuSans.ttf", "NotoSansArabic-Regular.ttf", "NotoNaskhArabic-Regular.ttf",
          "NotoSansCJK-Regular.ttc", "NotoSansKR-Regular.otf", "NotoSansHebrew-Regular.ttf", "NotoSansDevanagari-Regular.ttf",
          "NotoSansGeorgian-Regular.ttf", "arial.ttf", "malgun.ttf", "Arial Unicode.ttf", "AppleSDGothicNeo.ttc")  # fmt: skip
_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)


def find_fonts() -> list[Path]:
    """Fonts of this machine that together cover many scripts, in the order of `WANTED`."""
    found: dict[str, Path] = {}
    for folder in _FOLDERS:
        for where, folders, files in os.walk(Path(folder).expanduser()):
            folders.sort()
            found |= {name: Path(where) / name for name in sorted(files) if name in WANTED and name not in found}
    return [found[name] for name in WANTED if name in found]


def render_pdf(view: View, order: Order, fonts: Sequence[Path] = ()) -> tuple[bytes, str]:
    """The bulletin, and the characters that no font has. Raises MissingExtraError, CannotError: no font is found."""
    try:
        import uharfbuzz  # noqa: F401 (fpdf shapes letters with it)
        from fpdf import FPDF
    except ImportError as error:
        raise MissingExtraError("a bulletin as PDF", "paper") from error
    paths = [*fonts, *find_fonts()]
    if not paths:
        raise CannotError(
            "PDF", "no font was found on this machine", "give one with --font FILE, such as NotoSans-Regular.ttf"
        )
    paper = _Paper(FPDF(format="A4"), content(view, order), order, paths)
    paper.write(png(drawing(view, order)))
    return paper.written(), paper.missing()


def pdf_text(data: bytes) -> str:
    """All text of a PDF and the mark it carries. Raises MissingExtraError, CannotError."""
    try:
        import pypdfium2
    except ImportError as error:
        raise MissingExtraError("checking a PDF", "paper") from error
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise CannotError("PDF", str(error), "give a bulletin that khronika made") from error
    pages = [page.get_textpage().get_text_range() for page in document]
    return "\n".join([*pages, document.get_metadata_value("Keywords")])


class _Paper:
    """Writes one bulletin onto pages."""

    def __init__(self, pdf: "FPDF", values: dict[str, Any], order: Order, fonts: Sequence[Path]) -> None:
        self.pdf, self.v, self.t = pdf, values, values["t"]
        self.align = "R" if self.t.dir == "rtl" else "L"
        self.links: dict[str, int] = {}
        names = []
        for number, path in enumerate(fonts):
            pdf.add_font(f"f{number}", fname=path)
            names.append(f"f{number}")
        pdf.set_font(names[0], size=10)
        pdf.set_fallback_fonts(names[1:], exact_match=False)
        pdf.set_text_shaping(True)
        pdf.set_creation_date(datetime(order.as_of.year, order.as_of.month, order.as_of.day, tzinfo=UTC))
        pdf.set_title(values["title"])
        pdf.set_lang(order.language)
        pdf.set_keywords(f"<!-- {MARK} {order_mark(order)} -->")
        self.seen: set[str] = set()

    def written(self) -> bytes:
        """The file."""
        return bytes(self.pdf.output())

    def missing(self) -> str:
        """Characters of the text that no font has, each once."""
        known = [font.cmap for font in self.pdf.fonts.values() if hasattr(font, "cmap")]
        return "".join(
            sorted(c for c in self.seen if c.isprintable() and not c.isspace() and not any(ord(c) in k for k in known))
        )

    def write(self, picture: bytes) -> None:
        """All of it."""
        v, t = self.v, self.t
        self.pdf.add_page()
        self.line(v["title"], 20)
        self.line(t("period", since=v["period"].since, until=v["period"].until), 12)
        self.line(t("before_is", n=v["period"].days, since=v["before"].since, until=v["before"].until), 9)
        self.head(t("in_short"))
        self.rows("", [v["numbers"].events, v["numbers"].figures], [t("events"), t("figures")])
        self.line(
            f"{t('going_on', n=number_words(v['numbers'].touching, t))}. {t('undated', n=number_words(v['numbers'].undated, t))}.",
            9,
        )
        for sort, rows, label in (("kind", v["numbers"].kinds, "by_kind"), ("country", v["numbers"].countries, "by_country"),
                                  ("people", v["numbers"].people, "people")):  # fmt: skip
            if rows:
                self.line(t(label), 12)
                self.rows(sort, rows)
        self.line(t("people_note"), 9)
        self.head(t("map"))
        self.pdf.image(io.BytesIO(picture), w=self.pdf.epw, alt_text=t("map"))
        self.stories()
        self.closing()

    def stories(self) -> None:
        """Main events, where reports differ, tallies that rise."""
        v, t = self.v, self.t
        self.head(t("main"), t("main_note"))
        for story in v["main"]:
            numbers = "; ".join(f"{label}: {bounds}" for label, bounds in story.numbers)
            self.line(
                f"• {story.headline}. {numbers}. {t('independent', n=story.n_independent)}", 10, self.link(story.id)
            )
        self.head(t("differing"), t("differing_note"))
        for story in v["differing"]:
            values = " ".join(f"{field}: {' / '.join(said)}." for field, said in story.differing)
            self.line(f"• {story.headline}. {values}", 10, self.link(story.id))
        self.head(t("rising"), t("rising_note", n=v["recent_days"]))
        for story, quantity, steps in v["rising"]:
            said = ", ".join(f"{day}: {bounds}" for day, bounds in steps)
            self.line(f"• {story.headline}: {quantity} {said} ({t('is_rising')})", 10, self.link(story.id))

    def closing(self) -> None:
        """Methods, limits, what each number counts, the sentences."""
        v, t = self.v, self.t
        for part in ("method", "limit"):
            self.head(t(f"{part}s"))
            for at in range(1, 5):
                self.line(f"• {t(f'{part}_{at}')}")
        self.head(t("basis"), t("basis_note"))
        for key, number in v["numbers"].all().items():
            self.pdf.set_link(self.link(key))
            self.line(
                f"{number_words(number, t)}: {'; '.join(v['stories'][name].headline for name in number.events) or t('none')}",
                8,
            )
        self.head(t("sources"))
        for story in v["stories"].values():
            self.pdf.set_link(self.link(story.id))
            self.line(story.headline, 11)
            for quote in story.quotes:
                self.line(quote.text, 9)
                self.line(", ".join(part for part in (quote.source, quote.title, quote.published) if part), 8)
            if not story.quotes:
                self.line(t("no_quote"), 8)
        self.line(t("credits"), 8)

    def head(self, words: str, note: str = "") -> None:
        """A heading, and a line below it."""
        self.pdf.ln(3)
        self.line(words, 14)
        if note:
            self.line(note, 9)

    def line(self, words: str, size: int = 10, link: int | None = None) -> None:
        """A paragraph."""
        self.seen.update(words)
        self.pdf.set_font(size=size)
        self.pdf.multi_cell(0, None, words, align=self.align, link=link or "", new_x="LMARGIN", new_y="NEXT")
        self.pdf.ln(1)

    def link(self, key: str) -> int:
        """The place in the file that a key has."""
        if key not in self.links:
            self.links[key] = self.pdf.add_link()
        return self.links[key]

    def rows(self, sort: str, rows: Sequence[Row], names: Sequence[str] = ()) -> None:
        """Lines of a comparison; each number leads to what it counts."""
        self.pdf.set_font(size=9)
        with self.pdf.table(col_widths=(46, 26, 26, 22), first_row_as_headings=False, text_align=self.align) as table:
            heads = ("", self.t("now"), self.t("before"), self.t("change"))
            self.cells(table.row(), [(words, None) for words in heads])
            for at, row in enumerate(rows):
                label = names[at] if names else self.v["row_name"](sort, row)
                if row.now.of is not None:
                    label = f"{label} ({self.t('given_by', n=len(row.now.events), all=row.now.of)})"
                numbers = [(number_words(n, self.t), self.link(n.key)) for n in (row.now, row.before)]
                self.cells(table.row(), [(label, None), *numbers, (self.v["change"](row), None)])
        self.pdf.ln(2)

    def cells(self, row: Any, cells: Sequence[tuple[str, int | None]]) -> None:
        """One line; the first cell stands at the right where the language runs from there."""
        for words, link in cells if self.align == "L" else list(cells)[::-1]:
            self.seen.update(words)
            row.cell(words, link=link or None)


__all__ = ["find_fonts", "pdf_text", "render_pdf"]
