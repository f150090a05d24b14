"""Room: resolve. Mentions in, events out: `resolve(mentions)` joins what tells of one happening and says why."""

from khronika.resolution.explain import PairExplanation, StepExplanation
from khronika.resolution.run import Resolution, resolve
from khronika.resolution.weights import Weights, shipped_weights

__all__ = ["PairExplanation", "Resolution", "StepExplanation", "Weights", "resolve", "shipped_weights"]
