"""From the events of Word's XML to blocks of text: paragraphs, headings, rows of tables, footnotes.

Raises XmlRefusedError for a text that no report has the length of.
"""

from dataclasses import dataclass, field

from khronika.sources.package import XmlRefusedError

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_HEADING = "heading "  # in the format itself, whatever language Word speaks
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
LONGEST = 8_000_000
MOST_BLOCKS = 200_000
_UNREAD = frozenset({"del", "moveFrom"})
_NO_NOTES = frozenset({"separator", "continuationSeparator", "continuationNotice"})


@dataclass
class Block:
    """A stretch of text: `kind` heading (label: its level), table (label: its number), or None; footnotes it refers to."""

    text: str
    kind: str | None = None
    label: int | None = None
    notes: list[str] = field(default_factory=list)
    story: str | None = None


def _local(name: str) -> str | None:
    """The name of an element of Word's own; None for others."""
    space, _, local = name.rpartition(" ")
    return local if space in (WORD, _STRICT) else None


def _value(attributes: dict[str, str], name: str) -> str | None:
    return attributes.get(f"{WORD} {name}") or attributes.get(f"{_STRICT} {name}")


class Styles:
    """Which styles are headings, and of which level; styles have local ids, but one name in every language."""

    def __init__(self) -> None:
        self.levels: dict[str, int] = {}
        self._id: str | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        local = _local(name)
        if local == "style":
            self._id = _value(attributes, "styleId")
        elif local == "name" and self._id:
            said = (_value(attributes, "val") or "").lower()
            level = said.removeprefix(_HEADING)
            if said.startswith(_HEADING) and level.isdigit():
                self.levels[self._id] = int(level)

    def end(self, name: str) -> None:
        """An element ends."""
        if _local(name) == "style":
            self._id = None


class _Paragraph:
    """What a paragraph has gathered so far."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.notes: list[str] = []
        self.level: int | None = None


class Story:
    """The main text, or the footnotes, as blocks in their order."""

    def __init__(self, levels: dict[str, int]) -> None:
        self.blocks: list[Block] = []
        self._levels = levels
        self._open: list[_Paragraph] = []
        self._rows: list[tuple[list[list[str]], list[str]]] = []  # of each open table row: its cells, its footnotes
        self._unread, self._in_text, self._tables, self._length = 0, False, 0, 0
        self._note: str | None = None

    def by_number(self) -> dict[str, str]:
        """The text of each footnote by its number."""
        found: dict[str, list[str]] = {}
        for block in self.blocks:
            if block.story is not None and block.text:
                found.setdefault(block.story, []).append(block.text)
        return {number: "\n".join(texts) for number, texts in found.items()}

    def characters(self, text: str) -> None:
        """Text between tags; only that of runs counts."""
        if self._in_text and self._open and not self._unread:
            self._open[-1].text.append(text)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        local = _local(name)
        if name == _FALLBACK or local in _UNREAD:
            self._unread += 1
        elif local == "p":
            self._open.append(_Paragraph())
        elif local == "t":
            self._in_text = True
        elif local == "tbl":
            self._tables += not self._rows
        elif local == "tr":
            self._rows.append(([], []))
        elif local == "tc" and self._rows:
            self._rows[-1][0].append([])
        elif local == "footnote":
            kept = _value(attributes, "type") not in _NO_NOTES
            self._note = _value(attributes, "id") if kept else None
        elif self._open and not self._unread:
            self._mark(local, attributes)

    def _mark(self, local: str | None, attributes: dict[str, str]) -> None:
        """What stands inside a paragraph."""
        paragraph = self._open[-1]
        if local in _SIGNS:
            paragraph.text.append(_SIGNS[local])
        elif local == "pStyle":
            paragraph.level = self._levels.get(_value(attributes, "val") or "")
        elif local == "footnoteReference" and (number := _value(attributes, "id")):
            paragraph.notes.append(number)

    def end(self, name: str) -> None:
        """An element ends."""
        local = _local(name)
        if name == _FALLBACK or local in _UNREAD:
            self._unread -= 1
        elif local == "t":
            self._in_text = False
        elif local == "p" and self._open:
            self._paragraph(self._open.pop())
        elif local == "tr" and self._rows:
            self._row(*self._rows.pop())

    def _paragraph(self, paragraph: _Paragraph) -> None:
        text = "".join(paragraph.text).strip()
        self._length += len(text)
        if self._length > LONGEST or len(self.blocks) > MOST_BLOCKS:
            raise XmlRefusedError(f"it holds more than {LONGEST:,} characters or {MOST_BLOCKS:,} paragraphs")
        if self._rows and self._rows[-1][0]:
            self._rows[-1][0][-1].append(text)
            self._rows[-1][1].extend(paragraph.notes)
        elif text or paragraph.notes:
            kind = "heading" if paragraph.level else None
            self.blocks.append(Block(text, kind, paragraph.level, paragraph.notes, self._note))

    def _row(self, cells: list[list[str]], notes: list[str]) -> None:
        """A row is a block of its own; that of a table inside a cell is text of the cell."""
        text = "\t".join(" ".join(part for part in cell if part) for cell in cells)
        if self._rows and self._rows[-1][0]:
            self._rows[-1][0][-1].append(text.strip())
            self._rows[-1][1].extend(notes)
        elif text.strip():
            self.blocks.append(Block(text.rstrip(), "table", self._tables, notes, self._note))
