"""The codebook as data: kinds, concepts, refinements, cues. Languages map words to its concepts."""

from khronika.codebook.book import Codebook, Effect, Kind, Refinement, Trigger, codebook, shipped_codebook
from khronika.codebook.coverage import Coverage, coverage
from khronika.codebook.local import LocalWords

__all__ = [
    "Codebook", "Coverage", "Effect", "Kind", "LocalWords", "Refinement", "Trigger", "codebook", "coverage",
    "shipped_codebook",
]  # fmt: skip
