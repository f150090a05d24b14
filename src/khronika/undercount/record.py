"""The result as plain values for JSON, with what every estimate must carry: assumptions, doubts, versions and snapshot."""

from dataclasses import asdict
from typing import Any

import msgspec

from khronika.undercount.arrays import np
from khronika.undercount.loglinear import Fitted, weights
from khronika.undercount.measure import Analysis
from khronika.undercount.snapshot import snapshot, versions
from khronika.undercount.words import ASSUMPTION, NOT_WHEN, sentence, warnings

METHOD = "lowest-BIC hierarchical log-linear model; BCa bootstrap that chooses the model again"


def record(found: Analysis) -> dict[str, Any]:
    """All findings; numbers are floats as computed, None where there is none, also for an end that is infinite."""
    return {
        "measure": "undercount", **_headline(found), "models": _models(found), "models_fitted": len(found.models),
        "models_without_estimate": sum(f.estimate is None for f in found.models),
        "profile": {"low": found.profile.low, "high": found.profile.high, "model": found.best.name},
        "bootstrap": _bootstrap(found), "latent_classes": _posterior(found), "graphs": _graphs(found),
        "heterogeneity": [_heterogeneous(found, i) for i in range(len(found.heterogeneity))],
        "held_lists": [msgspec.to_builtins(h) for h in found.held],
        "one_case_changed": msgspec.to_builtins(found.stability),
        "highest_order": [msgspec.to_builtins(h) for h in found.highest_order],
        "dependence": [{"lists": list(pair), "odds_ratio": odds} for pair, odds in found.dependence.items()],
        "about": msgspec.to_builtins(found.about), "seen": msgspec.to_builtins(found.table.seen),
        "linked": found.linked, "options": asdict(found.options),
        **_origin(found),
    }  # fmt: skip


def _headline(found: Analysis) -> dict[str, Any]:
    single = not found.single
    return {
        "stratum": found.table.stratum or None, "of": found.table.of, "listed": found.table.listed, "lists": found.table.sizes(),
        "estimate": found.estimate if single else None, "low": _finite(found.bootstrap.low),
        "high": _finite(found.bootstrap.high), "level": found.options.level, "method": METHOD,
        "sentence": sentence(found), "no_single_number": found.single, "warnings": warnings(found),
        "assumes": ASSUMPTION, "not_when": NOT_WHEN, "range_within_10_bic": list(found.range),
    }  # fmt: skip


def _bootstrap(found: Analysis) -> dict[str, Any]:
    drawn = found.bootstrap
    return {
        "kind": "BCa", "draws": len(drawn.draws), "candidates": found.candidates, "seed": found.options.seed,
        "without_estimate": drawn.without_estimate, "chosen": drawn.chosen,
    }  # fmt: skip


def _models(found: Analysis) -> list[dict[str, Any]]:
    """Models within 10 BIC with weights among all models that have an estimate."""
    known = [f for f in found.models if f.estimate is not None]
    by_bic, by_aic = weights([f.bic for f in known]), weights([f.aic for f in known])
    return [_model(f, float(b), float(a)) for f, b, a in zip(found.near, by_bic, by_aic, strict=False)]


def _model(fitted: Fitted, by_bic: float, by_aic: float) -> dict[str, Any]:
    return {
        "model": fitted.name, "estimate": fitted.estimate, "error": fitted.error, "bic": fitted.bic, "aic": fitted.aic,
        "bic_weight": by_bic, "aic_weight": by_aic, "terms": len(fitted.model), "vanished_cells": fitted.vanished,
    }  # fmt: skip


def _heterogeneous(found: Analysis, i: int) -> dict[str, Any]:
    given = found.heterogeneity[i]
    ends = given.interval(found.table, found.options.level)
    return {
        "model": given.label, "estimate": given.estimate, "error": given.error, "bic": given.bic,
        "low": ends.low if ends else None, "high": ends.high if ends else None, "why_not": given.why_not,
    }  # fmt: skip


def _posterior(found: Analysis) -> dict[str, Any] | None:
    p = found.posterior
    if p is None:
        return None
    return {
        "median": p.median, "low": p.low, "high": p.high, "r_hat": p.r_hat, "effective_size": p.effective,
        "spread_of_medians": p.spread, "chains": p.draws.shape[0], "sweeps": p.draws.shape[1], "agrees": p.agrees,
    }  # fmt: skip


def _graphs(found: Analysis) -> dict[str, Any] | None:
    g = found.graphs
    if g is None:
        return None
    best = [{"graph": name, "chance": chance, "mean": mean} for name, chance, mean in g.graphs if chance > 0.001]
    return {"mean": g.mean, "median": g.median, "low": g.low, "high": g.high, "at_edge": g.at_edge, "graphs": best}


def _origin(found: Analysis) -> dict[str, Any]:
    return {"snapshot": snapshot(found), "version": versions()["khronika"], "versions": versions()}


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
