"""Score what the lesser readers find, time expressions and quantities, against hand-coded spans (evaluation/spans).

An item is met by the reading that overlaps it most. A date is right with the same type and an interval that gold accepts
(of durations and sets: the same TIMEX3 value); a quantity is right with the same bounds.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec
import yaml

from khronika.errors import UsageError
from khronika.model import Document
from khronika.readers import rows

Reader = Literal["dates", "counts"]
_OPEN = frozenset({"DURATION", "SET"})


class SpanGold(NamedTuple):
    """One sentence and its items, each a mapping as written in the file, with `start` and `stop`."""

    document: Document
    items: list[dict[str, Any]]


class SpanScore(NamedTuple):
    """Counts over some sentences: items of gold, items told, pairs that overlap, pairs with the right value."""

    gold: int
    told: int
    met: int
    right: int

    @property
    def span_f1(self) -> float:
        """F1 of spans by overlap."""
        return 2 * self.met / max(1, self.gold + self.told)

    @property
    def value_f1(self) -> float:
        """F1 of right values."""
        return 2 * self.right / max(1, self.gold + self.told)


class Wrong(NamedTuple):
    """One thing amiss: the sentence, the gold item or None (invented), what was told or None (missed)."""

    document: Document
    wanted: dict[str, Any] | None
    told: dict[str, Any] | None


def read_spans(path: Path, language: str) -> list[SpanGold]:
    """The sentences of one file. Raises UsageError where a quote is not in its text, with the sentence's id."""
    made = []
    for row in yaml.safe_load(path.read_text(encoding="utf-8")):
        items = [dict(item) for item in row["items"]]
        for item in items:
            item["start"] = row["text"].find(item["quote"]) if "start" not in item else item["start"]
            item["stop"] = item["start"] + len(item["quote"])
            if row["text"][item["start"] : item["stop"]] != item["quote"]:
                raise UsageError(f"{path}: {row['id']}: {item['quote']!r} is not in the text; mend the file")
        published = str(row["published"]) if row.get("published") else None
        made.append(SpanGold(Document(id=row["id"], text=row["text"], published=published, language=language), items))
    return made


def score_spans(reader: Reader, gold: Iterable[SpanGold]) -> tuple[SpanScore, list[Wrong]]:
    """The score of our reader over the sentences, and all that is amiss."""
    return score_told(reader, ((one, ours(reader, one.document)) for one in gold))


def ours(reader: Reader, document: Document) -> list[dict[str, Any]]:
    """What our reader tells of a document, as the contract's objects."""
    return [msgspec.to_builtins(row) for row in rows(reader, [document])]


def score_told(
    reader: Reader, told: Iterable[tuple[SpanGold, Sequence[dict[str, Any]]]]
) -> tuple[SpanScore, list[Wrong]]:
    """The score over sentences with what anybody told of each, and all that is amiss."""
    sums, wrongs = [0, 0, 0, 0], []
    for (document, items), said in told:
        pairs = pair_up(items, said)
        good = [(i, j) for i, j in pairs if _right(reader, items[i], said[j])]
        for k, more in enumerate((len(items), len(said), len(pairs), len(good))):
            sums[k] += more
        met = dict(pairs)
        wrongs += [Wrong(document, items[i], said[j]) for i, j in pairs if (i, j) not in good]
        wrongs += [Wrong(document, item, None) for i, item in enumerate(items) if i not in met]
        wrongs += [Wrong(document, None, one) for j, one in enumerate(said) if j not in met.values()]
    return SpanScore(*sums), wrongs


def pair_up(items: Sequence[dict[str, Any]], told: Sequence[dict[str, Any]]) -> list[tuple[int, int]]:
    """Pairs (item, reading) by number, each in one at most: those that share most come first."""
    shared = sorted(
        (
            (min(a["stop"], b["stop"]) - max(a["start"], b["start"]), -i, -j)
            for i, a in enumerate(items)
            for j, b in enumerate(told)
        ),
        reverse=True,
    )
    made: dict[int, int] = {}
    for overlap, i, j in shared:
        if overlap > 0 and -i not in made and -j not in made.values():
            made[-i] = -j
    return list(made.items())


def _right(reader: Reader, wanted: dict[str, Any], told: dict[str, Any]) -> bool:
    if reader == "counts":
        return any(
            (told["low"], told["high"]) == (a.get("low"), a.get("high")) for a in (wanted, *wanted.get("alt", ()))
        )
    if wanted["type"] in _OPEN:
        return bool(told["type"] == wanted["type"] and wanted.get("value") in (None, told["value"]))
    accepted = {_interval(a) for a in (wanted, *wanted.get("alt", ()))}
    return told["type"] not in _OPEN and (told["date_start"], told["date_end"]) in accepted


def _interval(item: dict[str, Any]) -> tuple[str | None, str | None]:
    first, last = item.get("date_start"), item.get("date_end")
    return (str(first) if first else None, str(last) if last else None)
