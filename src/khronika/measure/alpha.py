"""How far coders agree, field by field: Krippendorff's alpha with a bootstrap interval over units.

Alpha is the library `krippendorff`'s. Units are drawn with replacement, since values of one unit hang together; the draws
follow a fixed seed. Zapf, Castell, Morawietz and Karch, BMC Medical Research Methodology 16 (2016).
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args

import krippendorff
import msgspec
import numpy as np

from khronika.errors import RefusedError, UsageError
from khronika.measure.alpha_words import METHOD, sentence, verdict, warnings
from khronika.measure.read import Given
from khronika.measure.result import Result, how_read, snapshot_id
from khronika.measure.rows import Judgement
from khronika.measure.told_rows import read_rows
from khronika.measure.units import Units, arrange
from khronika.table import Table

if TYPE_CHECKING:
    import numpy.typing as npt

    from khronika.measure.exact import Floats

Measurement = Literal["nominal", "ordinal", "interval", "ratio"]
_SEED = 1955
_MOST_UNDEFINED = 0.05


class Alpha(msgspec.Struct, frozen=True, kw_only=True):
    """Alpha of one field over `units` with two values or more. None: undefined, `says` tells why."""

    field: str
    measurement: Measurement
    alpha: float | None
    lower: float | None
    upper: float | None
    units: int
    single: int
    coders: int
    values: int
    undefined: int
    says: str


class Agreement(Result, frozen=True, kw_only=True):
    """Alpha by field, in order of the fields' names."""

    rows: list[Alpha]

    def table(self) -> Table[Alpha]:
        """A row a field."""
        return Table(Alpha, self.rows)


def agreement(
    given: Given, measurement: Measurement | Mapping[str, Measurement] = "nominal", *, level: float = 0.95,
    resamples: int = 1000, order: Sequence[str] = (), columns: Mapping[str, str] | None = None,
) -> Agreement:  # fmt: skip
    """Agreement in a table with `unit, coder, value`, and `field` where there is more than one.

    An empty value is not coded and counts neither way. `order` ranks the words of ordinal fields, lowest first.
    """
    rows, problems = read_rows(given, Judgement, columns)
    coded = [row for row in rows if row.value is not None]
    _check(coded)
    fields = sorted({row.field for row in coded})
    settings: dict[str, Any] = {
        "measurement": measurement if isinstance(measurement, str) else dict(sorted(measurement.items())),
        "level": level, "resamples": resamples, "order": list(order), "seed": _SEED,
    }  # fmt: skip
    made = [_field(coded, field, _measurement(measurement, field), settings) for field in fields]
    if all(row.alpha is None for row in made):
        raise RefusedError(
            f"agreement is undefined: {made[0].field}: {made[0].says}", "code more units, or other fields"
        )
    return Agreement(
        method=METHOD, sentence=sentence(made, level), n=len({row.unit for row in coded}), n_of="units", level=level,
        sources=sorted({row.coder for row in coded}), warnings=warnings(made), settings=settings,
        snapshot=snapshot_id(METHOD, coded, settings), problems=problems, rows=made,
        reading=how_read(columns=dict(columns or {})),
    )  # fmt: skip


def _measurement(given: Measurement | Mapping[str, Measurement], field: str) -> Measurement:
    found = given if isinstance(given, str) else given.get(field, "nominal")
    if found not in get_args(Measurement):
        raise UsageError(f"{found!r} is no level of measurement; use {', '.join(get_args(Measurement))}")
    return found


def _check(coded: Sequence[Judgement]) -> None:
    if len({row.coder for row in coded}) < 2:
        raise RefusedError(
            "agreement needs two coders", "have a second person code the same units without seeing the first"
        )
    seen: set[tuple[str, str, str]] = set()
    for row in coded:
        key = (row.unit, row.coder, row.field)
        if key in seen:
            raise RefusedError(
                f"{row.coder} coded {row.field} of unit {row.unit} twice ({row.where})",
                "keep one value a coder and unit",
            )
        seen.add(key)


def _field(coded: Sequence[Judgement], field: str, measurement: Measurement, settings: Mapping[str, Any]) -> Alpha:
    units = arrange([row for row in coded if row.field == field], measurement, settings["order"])
    base: dict[str, Any] = {
        "field": field, "measurement": measurement, "units": len(units.counts), "single": units.single,
        "coders": units.coders, "values": len(units.domain),
    }  # fmt: skip
    why = _undefined(units)
    if why:
        return Alpha(**base, alpha=None, lower=None, upper=None, undefined=0, says=why)
    point = _alpha(units.counts, units, measurement)
    drawn = _bootstrap(units, measurement, settings["resamples"])
    defined = drawn[~np.isnan(drawn)]
    lower, upper = _limits(defined, len(drawn), settings["level"])
    return Alpha(
        **base, alpha=point, lower=lower, upper=upper, undefined=len(drawn) - len(defined),
        says=verdict(point, lower, upper),
    )  # fmt: skip


def _undefined(units: Units) -> str:
    if not len(units.counts):
        return "no unit was coded by two people"
    if int((units.counts.sum(axis=0) > 0).sum()) < 2:
        return "all values are the same, so chance agreement is total and alpha has no meaning"
    return ""


def _alpha(counts: "npt.NDArray[np.int64]", units: Units, measurement: Measurement) -> float:
    """The library's alpha; not a number where all values of the units are the same."""
    if int((counts.sum(axis=0) > 0).sum()) < 2:
        return float("nan")
    return float(krippendorff.alpha(value_counts=counts, value_domain=units.domain, level_of_measurement=measurement))


def _bootstrap(units: Units, measurement: Measurement, resamples: int) -> "Floats":
    generator, many = np.random.default_rng(_SEED), len(units.counts)
    draws = generator.integers(0, many, (resamples, many))
    return np.array([_alpha(units.counts[draw], units, measurement) for draw in draws], dtype=float)


def _limits(defined: "Floats", resamples: int, level: float) -> tuple[float | None, float | None]:
    """Percentiles; none where more than one draw in twenty has no alpha."""
    if len(defined) < (1 - _MOST_UNDEFINED) * max(resamples, 1) or not len(defined):
        return None, None
    lower, upper = np.quantile(defined, [(1 - level) / 2, (1 + level) / 2])
    return float(lower), float(upper)
