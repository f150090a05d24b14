"""The codebook as data: kinds, concepts, refinements, cues. Languages map words to its concepts."""

from khronika.codebook.book import Codebook, Effect, Kind, Refinement, Trigger, codebook

__all__ = ["Codebook", "Effect", "Kind", "Refinement", "Trigger", "codebook"]
