"""Put number words together: tokens of one run are added up as long as they make one number, then the next begins.

"three hundred twenty-five" is one number, "three two" are two, 삼십만 오천 is one. All languages share these rules;
which word is worth what, and whether units may stand before tens, is the pack's.
"""

import math
from dataclasses import dataclass
from typing import Literal

from khronika.extraction.counts.digits import neat

TokenKind = Literal["add", "digits", "small", "big", "fraction"]


@dataclass(frozen=True, slots=True)
class Token:
    """A number word or number in digits with its place. `joined`: a word like "and" stands before it."""

    kind: TokenKind
    value: int | float
    start: int
    stop: int
    bound: bool = False
    about: bool = False
    joined: bool = False
    gap: bool = False
    word: str = ""
    unscaled: bool = False


class Sum:
    """A number under construction: closed groups with their multipliers, the open group, the pending unit."""

    __slots__ = ("done", "fixed", "groups", "last", "pending", "room", "small")

    def __init__(self) -> None:
        self.groups: list[tuple[float, float]] = []
        self.done: float = 0
        self.small: float = math.inf
        self.pending: float | None = None
        self.room: float = 0
        self.last: float = 0
        self.fixed = False

    def take(self, token: Token, units_first: bool, following: Token | None = None) -> bool:
        """Add the token if it goes on with the number; False leaves the number as it was. A fraction may belong to the
        multiplier that follows: one billion and a quarter million."""
        if (token.bound and self.empty) or (self.fixed and token.kind in ("small", "big")):
            return False
        self.fixed = token.unscaled
        if token.kind == "small":
            return self._small(token.value)
        if token.kind == "big":
            return self._big(token.value)
        if token.kind == "fraction":
            scales = following is not None and following.kind == "big" and following.value < self.last
            return self._fraction(token.value, scales)
        return self._unit(token, units_first)

    @property
    def empty(self) -> bool:
        """Nothing was taken yet."""
        return self.pending is None and not self.done and not self.groups

    def value(self) -> int | float:
        """What was said so far."""
        return neat(sum(v for _, v in self.groups) + self.done + (self.pending or 0))

    def _unit(self, token: Token, units_first: bool) -> bool:
        value = token.value
        if self.pending is not None:
            return self._join_unit(token, units_first)
        if value >= self._limit() or (value == 0 and not self.empty):
            return False
        self.pending, self.room = value, _step(value) if token.kind == "add" else 0
        return True

    def _join_unit(self, token: Token, units_first: bool) -> bool:
        pending, value = self.pending or 0, token.value
        if token.kind != "add" or not value:
            return False
        if value < self.room and not (token.joined and self.room < 100):
            self.pending, self.room = pending + value, min(self.room, _step(value))
            return True
        if units_first and token.joined and 0 < pending < 10 and 20 <= value < 100 and self.room == 1:
            self.pending, self.room = pending + value, 0
            return True
        return False

    def _limit(self) -> float:
        """What is added must be smaller than the last multiplier; a dozen takes nothing."""
        top = self.groups[-1][0] if self.groups else math.inf
        return min(self.small, top if top >= 100 else 0)

    def _small(self, value: float) -> bool:
        if value >= self._limit() or self.pending == 0 or (self.pending is not None and _step(value) != value):
            return False  # 90 and five hundred are two numbers
        self.done += (1 if self.pending is None else self.pending) * value
        self.small, self.pending, self.last = value, None, value
        return True

    def _big(self, value: float) -> bool:
        if self.pending == 0 or any(m == value for m, _ in self.groups):
            return False
        group = self.done + (self.pending or 0)
        lower = sum(v for m, v in self.groups if m < value)
        if not group and not lower and self.groups and self.groups[-1][0] <= value:
            return False
        self.groups = [g for g in self.groups if g[0] > value]
        self.groups.append((value, (group + lower or 1) * value))
        self.done, self.small, self.pending, self.last = 0, math.inf, None, value
        return True

    def _fraction(self, value: float, scales: bool) -> bool:
        if self.pending is None and self.last and not scales:
            self.done += value * self.last
            return True
        if self.pending is not None and float(self.pending).is_integer():
            self.pending, self.room = self.pending + value, 0
            return True
        if self.empty or (scales and self.pending is None):
            self.pending, self.room = value, 0
            return True
        return False


@dataclass(frozen=True, slots=True)
class Total:
    """One number read from tokens[first:last]."""

    first: int
    last: int
    value: int | float


def add_up(tokens: list[Token], units_first: bool) -> list[Total]:
    """Cut a run of tokens into numbers, from left to right, each as long as it can be."""
    totals: list[Total] = []
    at = 0
    while at < len(tokens):
        total = _longest(tokens, at, units_first)
        if total.last > at:
            totals.append(total)
        at = max(total.last, at + 1)
    return totals


def _longest(tokens: list[Token], first: int, units_first: bool) -> Total:
    """The number that begins at `first`. Units whose multiplier does not fit are given back: "3 hundred, 2 hundred"."""
    total = Sum()
    closed, value_closed = first, total.value()
    at = first
    while at < len(tokens) and total.take(tokens[at], units_first, tokens[at + 1] if at + 1 < len(tokens) else None):
        at += 1
        if total.pending is None:
            closed, value_closed = at, total.value()
    if at < len(tokens) and first < closed < at and tokens[at].kind in ("small", "big"):
        return Total(first, closed, value_closed)
    return Total(first, at, total.value())


def _step(value: float) -> float:
    """Greatest power of ten in the number's last non-zero digit: 20 leaves room for units, 200 for tens and units."""
    step = 1
    while value and value % (step * 10) == 0:
        step *= 10
    return step
