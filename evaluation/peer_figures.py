"""Our readers and their peers on the same sentences of our own gold, and places on public gold: figures, no texts.

Used by `places_dates_counts.py`. The peers live in an environment of their own (see bench/README.md); `peer_readings.py` runs there.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from spans import HERE as SPANS
from spans import parts

from khronika.evaluation.found import Reader, SpanGold, SpanScore, ours, pair_up, score_told
from khronika.evaluation.intervals import percentiles, wilson

Told = list[dict[str, Any]]
Figures = dict[str, Any]
BENCH = Path(__file__).parents[1] / "bench"
PEER: dict[Reader, str] = {"dates": "dateparser", "counts": "text2num"}
LANGUAGES: dict[Reader, tuple[str, ...]] = {
    "dates": ("ar", "de", "en", "es", "fr", "ko", "pt", "ru", "tr", "uk"),
    "counts": ("de", "en", "es", "fr", "pt"),  # text2num has no ar, ko, ru, tr, uk
}
DRAWS, SEED = 1000, 20261123
_OPEN = ("DURATION", "SET")


class Case(NamedTuple):
    """A sentence of gold with what we and the peer tell of it."""

    gold: SpanGold
    ours: Told
    theirs: Told | None


def sentences(reader: Reader, language: str) -> list[SpanGold]:
    """The sentences set aside; of dates only those with a day of publication, as the peer cannot leave a date open."""
    aside = parts(reader, language)["aside"]
    return [one for one in aside if reader == "counts" or one.document.published]


def gold_hash(reader: Reader, language: str) -> str:
    """Of the file that the sentences stand in."""
    return hashlib.sha256((SPANS / reader / f"{language}.yaml").read_bytes()).hexdigest()


def ask_peer(python: Path, reader: Reader, language: str, gold: Sequence[SpanGold]) -> tuple[str, list[Told]]:
    """The peer's version, and its readings of each sentence in the form of ours."""
    asked = [
        {"peer": PEER[reader], "language": language, "text": one.document.text, "published": one.document.published}
        for one in gold
    ]
    lines = "\n".join(json.dumps(line) for line in asked) + "\n"
    script = Path(__file__).parent / "peer_readings.py"
    done = subprocess.run([python, script], input=lines, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SystemExit(f"{PEER[reader]} ended with {done.returncode}:\n{done.stderr}")
    versions, *told = done.stdout.splitlines()
    return json.loads(versions)[PEER[reader]], [json.loads(line) for line in told]


def figures(reader: Reader, gold: Sequence[SpanGold], told: Sequence[Told]) -> Figures:
    """All measures of one reader over the sentences, each with its 95 % interval."""
    pairs = list(zip(gold, told, strict=True))
    each = [score_told(reader, [pair])[0] for pair in pairs]
    made: Figures = {
        "sentences": len(gold),
        "gold": sum(one.gold for one in each),
        "told": sum(one.told for one in each),
    }
    if reader == "dates":
        made["span"] = drawn(each, lambda score: score.span_f1)
        made["value"] = drawn(each, lambda score: score.value_f1)
        inside = [SpanScore(*_inside(one, said)) for one, said in pairs]
        made["inside"] = drawn(inside, lambda score: score.value_f1)
        return made
    made["bounds"] = share(sum(one.right for one in each), made["gold"])
    words = [_in_words(one, said) for one, said in pairs]
    made["words"] = share(sum(right for right, _ in words), sum(of for _, of in words))
    return made


def drawn(each: Sequence[SpanScore], measure: Callable[[SpanScore], float]) -> list[float]:
    """[score, low, high]: sentences are drawn with replacement."""
    random, values = Random(SEED), []
    for _ in range(DRAWS):
        values.append(measure(added(random.choices(each, k=len(each)))))
    return [round(x, 3) for x in (measure(added(each)), *(percentiles(values) or (0, 0)))]


def added(each: Iterable[SpanScore]) -> SpanScore:
    """The scores of many sentences as one."""
    return SpanScore(*(sum(column) for column in zip(*each, strict=True)))


def share(right: int, of: int) -> list[float]:
    """[share, low, high, of]; Wilson's interval."""
    low, high = wilson(right, of) or (0.0, 0.0)
    return [round(right / max(1, of), 3), round(low, 3), round(high, 3), of]


def _inside(gold: SpanGold, told: Told) -> tuple[int, int, int, int]:
    """Gold, told, met and right, where a reading is right if it lies within an interval of gold; durations and sets are free."""
    items = [item for item in gold.items if item["type"] not in _OPEN]
    free = [item for item in gold.items if item["type"] in _OPEN]
    said = [
        one for one in told if one["type"] not in _OPEN and not (pair_up(free, [one]) and not pair_up(items, [one]))
    ]
    pairs = pair_up(items, said)
    return len(items), len(said), len(pairs), sum(_within(items[i], said[j]) for i, j in pairs)


def _within(item: dict[str, Any], told: dict[str, Any]) -> bool:
    first, last = told["date_start"], told["date_end"]
    for one in (item, *item.get("alt", ())):
        low, high = (str(one[key]) if one.get(key) else None for key in ("date_start", "date_end"))
        if (low or high) and first and last and (not low or low <= first) and (not high or last <= high):
            return True
    return False


def _in_words(gold: SpanGold, told: Told) -> tuple[int, int]:
    """How many numbers that stand in words alone are right, hedges aside, and how many there are."""
    items = [item for item in gold.items if _is_words(item)]
    pairs = pair_up(items, told)
    return sum(_number(items[i]) == _number(told[j]) for i, j in pairs), len(items)


def _is_words(item: dict[str, Any]) -> bool:
    """One number in words, with or without a hedge: no vague word ("hundreds"), no range, no "none"."""
    plain = item["kind"] in ("exact", "about", "min", "max") and _number(item) not in (None, 0)
    return plain and not any(c.isdigit() for c in item["quote"])


def _number(item: dict[str, Any]) -> float | None:
    low, high = item.get("low"), item.get("high")
    number = high if low is None else low
    return None if number is None else float(number)


def measure(reader: Reader, python: Path | None, before: Figures) -> Figures:
    """Ours by language, and the peer's: measured where its environment is given, else as they stood for the same gold."""
    made: Figures = {}
    for language in LANGUAGES[reader]:
        gold, known = sentences(reader, language), before.get(language, {})
        one: Figures = {"gold": gold_hash(reader, language)}
        one["ours"] = figures(reader, gold, [ours(reader, each.document) for each in gold])
        if python is not None:
            version, told = ask_peer(python, reader, language, gold)
            one |= {"theirs": figures(reader, gold, told), "version": version}
        elif known.get("gold") == one["gold"]:
            one |= {key: known[key] for key in ("theirs", "version") if key in known}
        else:
            raise SystemExit(f"{reader} {language}: gold has changed since the peers were measured; give --env")
        made[language] = one
        print(reader, language, one["ours"], one.get("theirs"), file=sys.stderr)
    return made


def measure_places(folder: Path) -> Figures:
    """Figures of LGL and GeoVirus; their texts are read where they lie."""
    sys.path.insert(0, str(BENCH))
    import ceiling
    import toponyms

    made: Figures = {}
    for name, file in (("LGL", "lgl.xml.gz"), ("GeoVirus", "GeoVirus.xml.gz")):
        articles = list(toponyms.read(folder / file))
        found = ceiling.outcomes(articles, demonyms=False)
        right, reachable = sum(one.right for one in found), sum(one.reachable for one in found)
        made[name] = {
            "articles": len(articles), "toponyms": len(found), "ceiling": share(reachable, len(found)),
            "given": share(right, len(found)), "of_ceiling": round(right / max(1, reachable), 3),
            "spans": drawn([_spans(article) for article in articles], lambda score: score.span_f1),
        }  # fmt: skip
        print(name, made[name], file=sys.stderr)
    return made


def _spans(article: Any) -> SpanScore:
    """Gold and told toponyms of an article by overlap; demonyms and toponyms without coordinates are free."""
    from khronika.model import Document
    from khronika.readers import read_place_rows

    free = [{"start": a, "stop": b} for a, b in article.unplaced]
    free += [{"start": t.start, "stop": t.stop} for t in article.toponyms if t.demonym]
    items = [{"start": t.start, "stop": t.stop} for t in article.toponyms if not t.demonym]
    rows = read_place_rows(Document(id=article.id, text=article.text, published=article.day))
    told = [{"start": row.start, "stop": row.stop} for row in rows]
    met = pair_up(items, told)
    rest = [one for j, one in enumerate(told) if j not in {j for _, j in met}]
    spared = len(pair_up(free, rest))
    return SpanScore(len(items), len(told) - spared, len(met), len(met))
