"""The evaluation as one HTML page that asks for nothing: tables, intervals drawn as bars, kinds, the worst documents.

Everything foreign goes through jinja2's autoescape; the page forbids itself scripts and requests.
"""

import base64
import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from khronika.evaluation import labels
from khronika.evaluation.compare import EVENT_SLOTS, FIGURE_SLOTS
from khronika.evaluation.confusion import Confusion
from khronika.evaluation.measures import ENDINGS, HEADLINES, LESS_IS_BETTER, STATUSES
from khronika.evaluation.report import Evaluation
from khronika.evaluation.tables import GROUPED
from khronika.publish.safety import shown
from khronika.publish.words import kind_label, language_label

HERE = Path(__file__).parent / "templates"
TITLES = {"dev": "documents to learn from", "aside": "documents set aside", "all": "all documents"}


def render(found: Evaluation, title: str) -> str:
    """The whole page as text. `title` says what was evaluated."""
    style = (HERE / "evaluation.css").read_text(encoding="utf-8")
    html = (
        _templates()
        .get_template("evaluation.html")
        .render(
            title=title, found=found, part=TITLES[found.part], style=Markup(style), policy=_policy(style),
            headlines=HEADLINES, grouped=GROUPED, event_slots=EVENT_SLOTS, figure_slots=FIGURE_SLOTS,
            statuses=STATUSES, endings=ENDINGS, matrix=matrix(found.confusions), less_is_better=LESS_IS_BETTER,
        )
    )  # fmt: skip
    return shown(html)


def matrix(confusions: Iterable[Confusion]) -> dict[str, list[tuple[str, int, bool]]]:
    """Gold's kind -> (kind told, times, is right), most often first; `missed` and `invented` are rows and cells too."""
    rows: dict[str, list[tuple[str, int, bool]]] = {}
    for cell in sorted(confusions, key=lambda c: -c.times):
        told = _kind(cell.told, "missed")
        rows.setdefault(_kind(cell.gold, "invented"), []).append((told, cell.times, cell.gold == cell.told))
    return dict(sorted(rows.items(), key=lambda r: (r[0] == "invented", -sum(times for _, times, _ in r[1]), r[0])))


def _kind(kind: str | None, else_: str) -> str:
    return else_ if kind is None else kind_label(kind)


@lru_cache(maxsize=1)
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.globals.update(
        LABELS=labels.LABELS, NOTES=labels.NOTES, number=labels.number, interval=labels.interval, short=labels.short,
        kind_label=kind_label, language_label=language_label,
    )  # fmt: skip
    return made


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
