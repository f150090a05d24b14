"""Put an evaluation together: gold and what was told of it in; scores, groups, kinds, calibration, worst documents out.

Texts of the part set aside stay out of `worst` unless they are asked for by name.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

import msgspec

from khronika.evaluation.baseline import words_alone
from khronika.evaluation.calibration import Calibration, calibration
from khronika.evaluation.confusion import Confusion, KindScore, confusions, kind_scores
from khronika.evaluation.faults import Worst, worst
from khronika.evaluation.gold import GoldDocument, Part, Told
from khronika.evaluation.intervals import Gain, Scores, gains, score
from khronika.evaluation.measures import HEADLINES, Outcome, score_document
from khronika.evaluation.read import as_told
from khronika.extraction.stream import Mode, extract_one_safely
from khronika.model import Document, Problem

By = Literal["language", "register", "source"]


class Evaluation(msgspec.Struct, frozen=True, omit_defaults=True):
    """All numbers of one run over one part of the gold. `gains` are over a baseline, where one was given."""

    part: Part
    by: By
    scores: Scores
    groups: dict[str, Scores]
    kinds: list[KindScore]
    confusions: list[Confusion]
    calibration: Calibration
    worst: list[Worst]
    unknown: int
    gains: dict[str, Gain] = {}


def of_part(documents: Iterable[GoldDocument], part: Part) -> list[GoldDocument]:
    """Documents of one half, or all."""
    return [d for d in documents if part in ("all", d.part)]


def tell(
    documents: Iterable[GoldDocument],
    on_document: Callable[[str], None] = lambda _: None,
    mode: Mode = "auto",
) -> tuple[list[Told], list[Problem]]:
    """What our extractor tells of the documents; a document that breaks it is a problem, and scored as it ended."""
    told: list[Told] = []
    problems: list[Problem] = []
    for document in documents:
        extracted = extract_one_safely(document.document, mode)
        told += map(as_told, extracted.mentions)
        if extracted.report.outcome == "failed":
            problems.append(Problem(document.document.id, extracted.report.reason, "it counts as if nothing was told"))
        on_document(document.document.id)
    return told, problems


def tell_baseline(documents: Iterable[GoldDocument]) -> list[Told]:
    """What words alone tell of the documents."""
    return [told for document in documents for told in words_alone(document.document)]


def score_documents(documents: Sequence[GoldDocument], told: Iterable[Told]) -> list[Outcome]:
    """Each document with the mentions that are of it, in the order of their ids."""
    flat = any(d.flat for d in documents)
    by_key: defaultdict[tuple[str, str], list[Told]] = defaultdict(list)
    for mention in told:
        by_key[mention.document or "", (mention.language or "") if flat else ""].append(mention)
    return [score_document(d, by_key.get(d.key, ())) for d in sorted(documents, key=lambda d: d.key)]


def evaluate(
    documents: Sequence[GoldDocument], told: Sequence[Told], *, part: Part = "all", by: By = "language",
    many: int = 5, show: Part = "dev", baseline: Sequence[Told] | None = None,
) -> Evaluation:  # fmt: skip
    """Scores the part's documents. `show` is the part whose texts may stand among the `many` worst."""
    chosen = of_part(documents, part)
    outcomes = score_documents(chosen, told)
    cells = confusions(outcomes)
    return Evaluation(
        part=part, by=by, scores=score([o.tally for o in outcomes]), groups=scores_by(outcomes, by),
        kinds=kind_scores(cells), confusions=cells, calibration=calibration(outcomes),
        worst=worst([o for o in outcomes if show in ("all", o.document.part)], many),
        unknown=sum(m.document not in {d.document.id for d in documents} for m in told),
        gains=_gains(outcomes, chosen, baseline) if baseline is not None else {},
    )  # fmt: skip


def scores_by(outcomes: Sequence[Outcome], by: By) -> dict[str, Scores]:
    """Scores of the documents of each language, register or source."""
    groups: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[group_of(outcome.document, by)].append(outcome)
    return {name: score([o.tally for o in groups[name]]) for name in sorted(groups)}


def group_of(gold: GoldDocument, by: By) -> str:
    """The group a document falls in; `none` where it does not say."""
    document: Document = gold.document
    value = {"language": document.language, "register": gold.register, "source": document.source}[by]
    return value or "none"


def _gains(outcomes: Sequence[Outcome], documents: Sequence[GoldDocument], baseline: Sequence[Told]) -> dict[str, Gain]:
    before = score_documents(documents, baseline)
    return gains([o.tally for o in outcomes], [o.tally for o in before], HEADLINES)
