"""Line up the language editions of one text, and compare their numbers passage by passage.

Passages are lined up by the notes that both cite and by counting paragraphs between them; where an edition has more or
fewer paragraphs between two notes, nothing there is compared. An edition is no independent source: it cannot confirm.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from khronika.cite.body import Block, Body, Number
from khronika.cite.model import Evidence, Statement
from khronika.cite.notes import Note
from khronika.cite.reasons import Finding

Findings = dict[tuple[int, int], list[Finding]]
_MANY = 1e4


def compare_editions(body: Body, statements: Sequence[Statement], notes: Sequence[Note]) -> Findings:
    """Findings by the number's start and stop."""
    found: Findings = {}
    text = [b for b in body.blocks if not any(n.start < b.stop and b.start < n.stop for n in notes)]
    for one, other in _aligned(text, body, statements):
        _compare(one, other, body, found)
        _compare(other, one, body, found)
    return found


def _aligned(text: Sequence[Block], body: Body, statements: Sequence[Statement]) -> Iterator[tuple[Block, Block]]:
    """Pairs of paragraphs in two languages that say the same."""
    anchors = _anchors(body, statements)
    languages = sorted({language for marks in anchors.values() for language in marks})
    for number, one in enumerate(languages):
        for other in languages[number + 1 :]:
            shared = [(marks[one], marks[other]) for marks in anchors.values() if one in marks and other in marks]
            yield from _between(shared, text, one, other)


def _anchors(body: Body, statements: Sequence[Statement]) -> dict[int, dict[str, Block]]:
    """Note to language to the paragraph that cites it; only where a language cites it once."""
    anchors: dict[int, dict[str, Block]] = {}
    twice = set()
    for statement in statements:
        block = body.block_at(statement.span.stop - 1)
        if statement.note is None or block is None:
            continue
        marks = anchors.setdefault(statement.note.start, {})
        if block.language in marks:
            twice.add(statement.note.start)
        marks[block.language] = block
    return {note: marks for note, marks in anchors.items() if note not in twice}


def _between(
    shared: Sequence[tuple[Block, Block]], text: Sequence[Block], one: str, other: str
) -> Iterator[tuple[Block, Block]]:
    """The paragraphs of each two neighbouring anchors, and the anchors' own."""
    ordered = sorted(shared, key=lambda pair: pair[0].start)
    if [pair[1].start for pair in ordered] != sorted(pair[1].start for pair in ordered):
        return
    seen = set()
    for pair in ordered[:1]:
        seen.add(pair[0].number)
        yield pair
    for before, pair in pairwise(ordered):
        first = [b for b in text if before[0].start < b.start < pair[0].start and b.language == one and not b.heading]
        second = [
            b for b in text if before[1].start < b.start < pair[1].start and b.language == other and not b.heading
        ]
        if len(first) == len(second):
            yield from zip(first, second, strict=True)
        if pair[0].number not in seen:
            seen.add(pair[0].number)
            yield pair


def _compare(one: Block, other: Block, body: Body, found: Findings) -> None:
    """What the numbers of `one` are in `other`."""
    left, lone = _unmatched(one.numbers, other.numbers), _unmatched(other.numbers, one.numbers)
    for number in one.numbers:
        twin = next((n for n in other.numbers if _same(n, number)), None)
        if twin is not None:
            finding = Finding("editions_agree", [_evidence(twin, other, body)])
        else:
            rivals = [n for n in lone if n.found.unit_type and n.found.unit_type == number.found.unit_type]
            alone = [n for n in left if n.found.unit_type == number.found.unit_type]
            differs = len(rivals) == 1 and len(alone) == 1
            code = "editions_differ" if differs else "not_in_other_edition"
            finding = Finding(code, [_evidence(n, other, body, _power(number, n)) for n in rivals[:1] if differs])
        found.setdefault((number.start, number.stop), []).append(finding)


def _unmatched(numbers: Sequence[Number], others: Sequence[Number]) -> list[Number]:
    return [n for n in numbers if not any(_same(n, o) for o in others)]


def _same(one: Number, other: Number) -> bool:
    """Whether both say the same number; how it is hedged may be lost."""
    return (one.found.low or one.found.high) == (other.found.low or other.found.high)


def _power(one: Number, other: Number) -> str:
    """What a tenfold difference hints at: a word for a thousand or ten thousand that one of them lost."""
    low, high = sorted(float(n.found.low or n.found.high or 0) for n in (one, other))
    ratio = high / low if low else 0.0
    return (
        f"; {ratio:,.0f} to 1, as if a word for a power of ten were lost"
        if ratio in (1e2, 1e3, _MANY, 1e6, 1e8)
        else ""
    )


def _evidence(number: Number, block: Block, body: Body, more: str = "") -> Evidence:
    says = f"the edition in {block.pack.name}{more}"
    return Evidence(side="document", says=says, span=body.span(number.start, number.stop))
