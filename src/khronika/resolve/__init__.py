"""Room: resolve. Mentions in, events out: `resolve(mentions)` joins what tells of one happening and says why."""

from khronika.resolve.explain import PairExplanation, StepExplanation
from khronika.resolve.resolution import Resolution, resolve
from khronika.resolve.weights import Weights, shipped_weights

__all__ = ["PairExplanation", "Resolution", "StepExplanation", "Weights", "resolve", "shipped_weights"]
