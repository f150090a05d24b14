"""Room: resolve. Mentions in, events out: `resolve(mentions)` joins what tells of one happening and says why."""

from khronika.resolution.estimate import estimate_weights
from khronika.resolution.explain import PairExplanation, StepExplanation
from khronika.resolution.history import Regrouping, regroupings, undo
from khronika.resolution.judgements import Judgement, judgement_conflicts
from khronika.resolution.neighbourhood import Marks, is_told, neighbourhood
from khronika.resolution.run import Resolution, resolve
from khronika.resolution.signature import TextSignature, text_signature
from khronika.resolution.weights import EstimatedWeights, Weights, shipped_weights

__all__ = [
    "EstimatedWeights",
    "Judgement",
    "Marks",
    "PairExplanation",
    "Regrouping",
    "Resolution",
    "StepExplanation",
    "TextSignature",
    "Weights",
    "estimate_weights",
    "is_told",
    "judgement_conflicts",
    "neighbourhood",
    "regroupings",
    "resolve",
    "shipped_weights",
    "text_signature",
    "undo",
]
