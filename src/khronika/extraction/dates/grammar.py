"""A language's date patterns, compiled on first use, and the readings of one cluster of nodes.

Stage 1: patterns over words and numbers. Stage 2, repeated: patterns that name `{date}`, `{time}` or `{duration}` take
readings up again (ranges, parts, apposition). Stage 3: entries that say so, which would eat words that stage 2 needs.
In each the longest match wins; an entry's `rank` goes before length.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from khronika.extraction.dates import template
from khronika.extraction.dates.groups import Groups
from khronika.extraction.dates.interpret import INTERPRETERS
from khronika.extraction.dates.lexicon import Lexicon, Node
from khronika.extraction.dates.readings import Nothing, Reading, tags
from khronika.extraction.dates.scan import BAD_GLUE, clusters
from khronika.languages import Pack
from khronika.text.fold import fold

_ROUNDS = 4
_OPENING, _CLOSING = "«“„‹「『‘", "»”“›」』’"
_SURROGATE = re.compile("[\ud800-\udfff]")
_LETTERS = re.compile(r"[^\W\d_]+")
_MEMO = 20_000
_LONGEST = 400
_KINDS_OF_DATE = ("weekdate", "day_of_month", "year_date", "other_date", "timed")
COMPOSED = frozenset({"date", "time", "duration", "set", "closed", *_KINDS_OF_DATE})
_RESULTS = [frozenset({k}) for k in ("duration", "time", "set", "closed")] + [
    frozenset({"date", k}) for k in _KINDS_OF_DATE
]


class Pattern(NamedTuple):
    """One entry of dates.yaml: how it is read, in which stage, and its template with the parts written out."""

    id: str
    reads: str
    fixed: Mapping[str, Any]
    rank: int
    stage: int
    template: str
    needs: tuple[str, ...]


class Match(NamedTuple):
    """A place where a pattern fits a cluster's characters; `groups` are (class, index of node)."""

    pattern: Pattern
    start: int
    stop: int
    groups: tuple[tuple[str, int], ...]


class Expression(NamedTuple):
    """A reading with its offsets in the paragraph and the rule that made it."""

    start: int
    stop: int
    reading: Reading
    rule: str


class Grammar:
    """The date grammar of one language."""

    def __init__(self, pack: Pack) -> None:
        section = pack.section("dates")
        parts = _plain(section.get("parts"))
        listed = [(e, t) for e in section.get("patterns") or () for t in _each(e)]
        entries = [dict(e, pattern=template.with_parts(t, parts)) for e, t in listed]
        words = _words(pack)
        named = {w for e in entries for w in template.literals(e["pattern"])}
        self.endings, self.prefixes = section.get("endings") or [], section.get("prefixes") or []
        self.lexicon = Lexicon(
            words,
            _plain(section.get("weak")),
            section.get("capital") or [],
            named,
            bool(self.endings or self.prefixes),
            _plain(section.get("respelt")),
        )
        self._results = {classes: self.lexicon.char(classes) for classes in _RESULTS}
        cues = _plain(section.get("cues"))
        self.future = _cues(cues.get("future") or [], bool(self.endings))
        self.future_verb = _verbs(cues.get("future_endings"), cues.get("never_future"))
        self.past_verb = _verbs(cues.get("past_endings"))
        self.verbs_of_ahead = bool(cues.get("endings_only_ahead"))
        self._is_ending, self._is_prefix = _affixes(self.endings), _affixes(self.prefixes)
        self._guard = self._edges()
        self._patterns = [self._pattern(e) for e in entries]
        self._index = self._indexed()
        self._regex: dict[str, re.Pattern[str]] = {}
        self._memo: dict[tuple[int, str], tuple[Match, ...]] = {}

    def expressions(self, text: str, folded: str) -> list[Expression]:
        """All time expressions of a paragraph, in order, not overlapping."""
        try:
            return self._expressions(text, folded)
        except UnicodeEncodeError:  # half a surrogate pair, which the matcher cannot take
            return self._expressions(text, _SURROGATE.sub("\ufffd", folded))

    def _expressions(self, text: str, folded: str) -> list[Expression]:
        if not self._patterns or not self.lexicon.may_hold(folded):
            return []
        found: list[Expression] = []
        nodes = self.lexicon.nodes(text, folded)
        for run in clusters(
            text, folded, nodes, self.lexicon.core, self.lexicon.name, self._is_ending, self._is_prefix
        ):
            for begin in range(0, len(run), _LONGEST):
                read = (e for e in self._read(run[begin : begin + _LONGEST]) if self._ends_well(folded, e.stop))
                found += [e for e in read if not _is_title(text, e)]
        return found

    def _ends_well(self, folded: str, stop: int) -> bool:
        """Whether what is glued to the end of an expression are endings of the language, if anything."""
        rest = _LETTERS.match(folded, stop)
        return rest is None or self._is_ending(rest[0])

    def _read(self, run: list[Node]) -> list[Expression]:
        run = self._round(run, 1)
        for _ in range(_ROUNDS):
            fresh = self._round(run, 2)
            if len(fresh) == len(run):
                break
            run = fresh
        run = self._round(run, 3)
        done = [n for n in run if "reading" in n.values and not isinstance(n.values["reading"], Nothing)]
        return [Expression(n.start, n.stop, n.values["reading"], n.values["rule"]) for n in done]

    def _round(self, run: list[Node], stage: int) -> list[Node]:
        """The run with the best readings in place of the nodes that they were made of."""
        taken: list[tuple[int, int, Node]] = []
        chars = "".join(n.char for n in run)
        best = [*reversed(self._matches(stage, chars))]
        while best:
            match = best.pop()
            over = max((stop for start, stop, _ in taken if match.start < stop and start < match.stop), default=0)
            if over:
                if match.start < over < match.stop:
                    best = sorted([*best, *self._fits(match.pattern, chars, over)[:1]], key=_worth)
                continue
            reading = self._interpret(match, run)
            if reading is not None:
                taken.append((match.start, match.stop, self._node(match, run, reading)))
        for start, stop, node in sorted(taken, reverse=True, key=lambda t: t[0]):
            run = [*run[:start], node, *run[stop:]]
        return run

    def _interpret(self, match: Match, run: list[Node]) -> Reading | None:
        said = [(name.split("__")[0], run[i].values[name]) for name, i in match.groups]
        groups = Groups(said, match.pattern.fixed)
        return INTERPRETERS[match.pattern.reads](groups)

    def _node(self, match: Match, run: list[Node], reading: Reading) -> Node:
        classes = tags(reading)
        values = dict.fromkeys(classes, reading) | {"reading": reading, "rule": match.pattern.id}
        return Node(self._results[classes], run[match.start].start, run[match.stop - 1].stop, values)

    def _matches(self, stage: int, chars: str) -> tuple[Match, ...]:
        """Where patterns of this stage fit, best first. The same characters are matched once in a process."""
        known = self._memo.get((stage, chars))
        if known is None:
            if len(self._memo) > _MEMO:
                self._memo.clear()
            found = [m for p in self._candidates(stage, frozenset(chars)) for m in self._fits(p, chars)]
            known = tuple(sorted(found, key=_worth, reverse=True))
            self._memo[stage, chars] = known
        return known

    def _candidates(self, stage: int, present: frozenset[str]) -> list[Pattern]:
        """Patterns of a stage all of whose words and classes are present, in the order of the pack."""
        index = self._index[stage]
        numbers = {n for char in present for n in index.get(char, ())} | set(index.get("", ()))
        options = (self._patterns[n] for n in sorted(numbers))
        return [p for p in options if all(not present.isdisjoint(need) for need in p.needs)]

    def _indexed(self) -> dict[int, dict[str, list[int]]]:
        """Stage and character to the patterns (numbers) whose rarest needed class holds it; "" to those without."""
        index: dict[int, dict[str, list[int]]] = {1: {}, 2: {}, 3: {}}
        for number, pattern in enumerate(self._patterns):
            for char in min(pattern.needs, key=len, default="") or [""]:
                index[pattern.stage].setdefault(char, []).append(number)
        return index

    def _fits(self, pattern: Pattern, chars: str, at: int = 0) -> list[Match]:
        regex = self._regex.get(pattern.template)
        if regex is None:
            regex = re.compile(template.to_regex(pattern.template, self.lexicon.chars_of, self._guard))
            self._regex[pattern.template] = regex
        found = []
        for m in regex.finditer(chars, at):
            places = [(_class_of(name), m.start(name)) for name in regex.groupindex if name != "it"]
            groups = sorted((g for g in places if g[1] >= 0), key=lambda g: g[1])
            found.append(Match(pattern, m.start("it"), self._trimmed(chars, m.end("it")), tuple(groups)))
        return found

    def _trimmed(self, chars: str, stop: int) -> int:
        """The end without the point of an abbreviation, which may be the sentence's; points after numbers stay."""
        abbreviated = chars[stop - 1] == "." and chars[stop - 2 : stop - 1] not in self.lexicon.digit_chars
        return stop - 1 if abbreviated else stop

    def _pattern(self, entry: Mapping[str, Any]) -> Pattern:
        text = entry["pattern"]
        needs = tuple(self.lexicon.chars_of(name) for name in template.required(text))
        stage = entry.get("stage", 2 if template.classes(text) & COMPOSED else 1)
        return Pattern(entry["id"], entry["reads"], _plain(entry.get("with")), entry.get("rank", 0), stage, text, needs)

    def _edges(self) -> tuple[str, str]:
        """What may not stand around any expression: glued letters, digits of a longer number, signs of money."""
        digits = template.as_ranges(self.lexicon.digit_chars)
        before = rf"(?<![{BAD_GLUE}$€£№@_{digits}])(?<![{digits}][.,:/])(?<!№ )"
        return before.replace("^", r"\^"), rf"(?![\^%_@{digits}])(?![.,:/][{digits}])"


@lru_cache(maxsize=64)
def grammar_of(pack: Pack) -> Grammar:
    """The compiled grammar of a pack; made on first use."""
    return Grammar(pack)


def _is_title(text: str, expression: Expression) -> bool:
    """Whether the expression is all that a pair of quotation marks holds: a newspaper, a unit, a film, no day."""
    before, after = text[: expression.start][-1:], text[expression.stop : expression.stop + 1]
    return bool(before and after) and before in _OPENING and after in _CLOSING


def _each(entry: Mapping[str, Any]) -> list[str]:
    """The templates of an entry, which may have one or a list."""
    templates = entry["pattern"]
    return [templates] if isinstance(templates, str) else list(templates)


def _class_of(group: str) -> str:
    """The class of a group of a template, which is numbered where the class comes again."""
    name, _, number = group.rpartition("__")
    return name if number.isdigit() else group


def _plain(mapping: Any) -> dict[Any, Any]:
    """A mapping of the pack without the line that the reader of YAML writes into it."""
    return {k: v for k, v in (mapping or {}).items() if k != "__line__"}


def _words(pack: Pack) -> dict[str, dict[Any, list[str]]]:
    """Words by class: names of the calendar from CLDR and the pack's own."""
    words: dict[str, dict[Any, list[str]]] = {}
    for section in (pack.section("calendar"), pack.section("dates").get("words")):
        for name, forms in _plain(section).items():
            into = words.setdefault(name, {})
            for value, spellings in _plain(forms).items():
                into[value] = [*into.get(value, []), *spellings]
    return words


def _cues(words: list[str], glued: bool) -> re.Pattern[str] | None:
    if not words:
        return None
    body = "|".join(re.escape(fold(w)) for w in sorted(words, key=len, reverse=True))
    return re.compile(body if glued else rf"\b(?:{body})\b")


def _verbs(endings: list[str] | None, never: list[str] | None = None) -> re.Pattern[str] | None:
    """Words with one of these endings, save some; with their accents, which tell "hablará" from "para"."""
    if not endings:
        return None
    other = rf"(?!(?:{'|'.join(never)})\b)" if never else ""
    return re.compile(rf"\b{other}[^\W\d_]{{2,}}(?:{'|'.join(endings)})\b", re.IGNORECASE)


def _worth(match: Match) -> tuple[int, int]:
    return match.pattern.rank, match.stop - match.start


def _affixes(forms: list[str]) -> Callable[[str], bool]:
    """Whether letters are one or several of these forms."""
    if not forms:
        return lambda letters: False
    regex = re.compile("(?:" + "|".join(re.escape(fold(f)) for f in sorted(forms, key=len, reverse=True)) + ")+")
    return lambda letters: regex.fullmatch(letters) is not None
