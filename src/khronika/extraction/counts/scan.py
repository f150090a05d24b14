"""Find every number and number-like word of a paragraph, without asking yet what it counts.

First step of the reader: seeds from one pattern, cut into numbers by `numeral`. Hedges, units, and what is no count at
all come later.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from khronika.extraction.counts.book import Book, vague_of
from khronika.extraction.counts.numeral import Token, Total, add_up
from khronika.model.mention import ClaimKind

_THOUSAND = 1000
_MINUS = re.compile(r"(?:^|[\s(])-\Z")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as the text has it. `worded`: written in letters only; `weak`: counts only with a noun beside it."""

    start: int
    stop: int
    low: int | float
    high: int | float
    kind: ClaimKind
    rule: str
    worded: bool = False
    weak: bool = False
    type: str | None = None
    head: int | float = 0
    factor: int | float = 1
    bare: bool = False


def scan(text: str, book: Book) -> list[Numeral]:
    """All numbers of the masked text, in its order, none within another."""
    found: list[Numeral] = []
    done = 0
    for start in book.starts.finditer(text):
        at = start.start()
        if at < done:
            continue
        vague = None if text[at].isdigit() else _vague_at(text, at, book)
        if vague is not None:
            found.append(_vague(vague, book))
            done = vague.end()
            continue
        tokens = _tokens(text, at, book)
        if tokens and any(t.kind != "fraction" for t in tokens):  # "y medio millar": half is no number by itself
            done = tokens[-1].stop
            found += _numerals(text, tokens, book)
    return _with_duals(text, found, book) if book.dual_word else found


def _with_duals(text: str, found: list[Numeral], book: Book) -> list[Numeral]:
    """The numbers and, where nothing of them was found yet, the nouns that say by their ending that there are two."""
    taken = {place for numeral in found for place in range(numeral.start, numeral.stop)}
    for word in book.dual_word.finditer(text) if book.dual_word else ():
        joined = word.group() not in book.duals and word.group().startswith(book.prefixes_of_words or ("\0",))
        rule = book.duals.get(word.group()[joined:])
        if rule is not None and not taken & {word.start() + joined, word.end() - 1}:
            numeral = Numeral(word.start() + joined, word.end(), 2, 2, "exact", rule.id, worded=True, type=rule.type)
            found.append(numeral)
    return sorted(found, key=lambda numeral: numeral.start)


def _vague_at(text: str, at: int, book: Book) -> re.Match[str] | None:
    """The vague word that begins here, or behind a joiner that is grown to it."""
    found = book.vague_word.match(text, at)
    if found is None and book.prefixes_of_words and text.startswith(book.prefixes_of_words, at):
        found = book.vague_word.match(text, at + 1)
    return found


def _vague(seed: re.Match[str], book: Book) -> Numeral:
    rule = vague_of(book, seed.group())
    low = rule.low if rule.low is not None else rule.high or 0
    return Numeral(
        seed.start(), seed.end(), low, low if rule.high is None else rule.high, rule.kind, rule.id, worded=True, weak=rule.needs_unit,
        type=rule.type,
    )  # fmt: skip


def _tokens(text: str, start: int, book: Book) -> list[Token]:
    """The run of tokens that begins here, with how each is joined to the one before."""
    tokens: list[Token] = []
    match = book.token.match(text, start)
    while match is not None:
        gap = match["g"] if tokens else ""
        joined = bool(gap) and book.joiner.search(gap.strip()) is not None
        tokens.append(_digits(match, book, joined, gap) if match["d"] else _word(match, book, joined, gap))
        match = book.next_token.match(text, match.end())
    if book.data.format.closed and book.bounded:
        while tokens and text[tokens[-1].stop : tokens[-1].stop + 1].isalnum():
            tokens.pop()
    return tokens


def _digits(match: re.Match[str], book: Book, joined: bool, gap: str) -> Token:
    quote = match["d"]
    value = (
        None
        if len(quote) > 2 and quote[0] == "0" and quote.isdigit() and quote.strip("0")
        else book.digits_value(quote)
    )
    return Token("digits", -1 if value is None else value, match.start("d"), match.end(), joined=joined, gap=" " in gap)


def _word(match: re.Match[str], book: Book, joined: bool, gap: str) -> Token:
    word = " ".join(match["w"].split())
    known, start = book.words.get(word), match.start("w")
    if known is None:  # the word carries its "and" before it, as in Arabic
        size = next(n for n in range(1, len(word)) if word[n:] in book.words)
        known, joined, start = book.words[word[size:]], True, start + size
    return Token(
        known.kind, known.value, start, match.end(), known.bound, known.about, joined, " " in gap,
        known.word, known.unscaled,
    )  # fmt: skip


def _numerals(text: str, tokens: list[Token], book: Book) -> list[Numeral]:
    found: list[Numeral] = []
    for piece in _pieces(tokens, book):
        for total in add_up(piece, book.data.format.units_first):
            numeral = None if _is_suffix(piece, total) else _numeral(text, piece, total, book)
            if numeral is not None:
                found.append(_signed(text, numeral, book))
    return found


def _pieces(tokens: list[Token], book: Book) -> Iterator[list[Token]]:
    """Cut where no number goes on, whatever its parts are worth."""
    piece: list[Token] = []
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        unreadable = token.kind == "digits" and token.value < 0
        if unreadable or (piece and token.gap and not token.joined and _parted(piece, token, following, book)):
            yield piece
            piece = []
        if not unreadable:
            piece.append(token)
    yield piece


def _parted(piece: list[Token], token: Token, following: Token | None, book: Book) -> bool:
    """Whether a blank ends the number: between a unit and what is no multiplier where words grow together, before digits
    that stay alone."""
    last = piece[-1]
    if book.data.format.closed:
        if token.kind == "digits" and all(t.kind != "digits" for t in piece):
            return True  # iki yüz 2
        return last.kind == "add" and last.value < 10 and token.kind not in ("small", "big", "fraction")
    if token.kind != "digits" or (following is not None and following.kind in ("small", "big")):
        return False
    return not (len(piece) > 1 and last.kind == "big" and last.value == _THOUSAND and _below_thousand(token))


def _below_thousand(token: Token) -> bool:
    """Whether the digits may follow a thousand: "3 mil 500"."""
    return isinstance(token.value, int) and 0 < token.value < _THOUSAND


def _is_suffix(tokens: list[Token], total: Total) -> bool:
    """Whether the number is a syllable grown to digits: the 일 of 100일 is a day."""
    first = tokens[total.first]
    last = tokens[total.first - 1] if total.first else None
    return first.kind == "add" and last is not None and last.kind == "digits" and last.stop == first.start


def _numeral(text: str, tokens: list[Token], total: Total, book: Book) -> Numeral | None:
    used = tokens[total.first : total.last]
    if all(t.kind == "fraction" for t in used):
        return None
    start = used[0].start
    if used[0].kind in ("small", "big"):
        found = book.articles.before(text, start)
        start = found[0] if found else start
    worded = all(t.kind != "digits" for t in used)
    factor = _factor(used)
    return Numeral(
        start, used[-1].stop, total.value, total.value, "about" if any(t.about for t in used) else "exact",
        book.data.numbers.id, worded=worded, weak=len(used) == 1 and used[0].word in book.weak,
        head=used[0].value if factor != 1 or len(used) == 1 else 0, factor=factor, bare=len(used) == 1 and not worded,
    )  # fmt: skip


def _factor(tokens: list[Token]) -> int | float:
    """What the first token is multiplied by in "2.5 million"; 1 where the number is built otherwise."""
    factor: int | float = 1
    if tokens[0].kind not in ("add", "digits"):
        return 1
    for token in tokens[1:]:
        if token.kind not in ("small", "big"):
            return 1
        factor *= token.value
    return factor


def _signed(text: str, numeral: Numeral, book: Book) -> Numeral:
    """With the minus before it, as a sign or as a word."""
    start = numeral.start
    if start and text[start - 1] == "-" and not numeral.worded and _MINUS.search(text[max(0, start - 2) : start]):
        sign = start - 1
    elif found := book.minus.before(text, start):
        sign = found[0]
    else:
        return numeral
    return replace(numeral, start=sign, low=-numeral.low, high=-numeral.high)
