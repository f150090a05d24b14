"""Score what is told against what coders wrote: alignment, measures with intervals, kinds, calibration, floors.

`read_gold` → `tell` → `evaluate` → `as_text` or `render`. Needs the extra `stats` for the alignment.
"""

from khronika.evaluation.floors import Floor, Floors, check, raised, read_floors, write_floors
from khronika.evaluation.gold import Gold, GoldDocument, Told
from khronika.evaluation.page import render
from khronika.evaluation.read import GoldSet, read_gold, read_told
from khronika.evaluation.report import Evaluation, evaluate, of_part, tell, tell_baseline
from khronika.evaluation.tables import as_text

__all__ = [
    "Evaluation",
    "Floor",
    "Floors",
    "Gold",
    "GoldDocument",
    "GoldSet",
    "Told",
    "as_text",
    "check",
    "evaluate",
    "of_part",
    "raised",
    "read_floors",
    "read_gold",
    "read_told",
    "render",
    "tell",
    "tell_baseline",
    "write_floors",
]
