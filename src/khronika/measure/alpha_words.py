"""What is said of agreement: the method, the sentence, what a value allows, the warnings."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from khronika.measure.result import Method
from khronika.measure.words import listed, percent

if TYPE_CHECKING:
    from khronika.measure.alpha import Alpha

FIRM, TENTATIVE, FEW_UNITS = 0.8, 0.667, 30
METHOD = Method(
    measure="agreement",
    version=1,
    says="Krippendorff's alpha, one minus observed over expected disagreement; percentile interval over units drawn with"
    " replacement",
    references=("doi:10.1080/19312450709336664", "doi:10.1186/s12874-016-0200-9"),
    assumes=(
        "coders worked apart from each other, with the same instructions",
        "units are a random sample of those to be coded",
        "an empty value was not coded; that somebody saw nothing is a value of its own",
    ),
    not_when=(
        "one value makes up nearly all: alpha is then unstable, and low although coders rarely differ",
        "coders settled their differences before the values were written down",
        "there are few units (under 30): the interval is then too short",
    ),
    cannot_tell=(
        "whether the coders are right: they can agree on a mistake",
        "how others than these coders would do",
    ),
)


def sentence(rows: Sequence["Alpha"], level: float) -> str:
    """Each field with its alpha; fields without one are said."""
    return "; ".join(_field(row, level) for row in rows) + "."


def _field(row: "Alpha", level: float) -> str:
    if row.alpha is None:
        return f"{row.field}: agreement is undefined ({row.says})"
    limits = (
        f"{percent(level)} bootstrap interval {row.lower:.3f} to {row.upper:.3f}"
        if row.lower is not None and row.upper is not None
        else "no interval: too many draws have no alpha"
    )
    return (
        f"{row.field}: {row.coders} coders, {row.units} units, Krippendorff's alpha {row.alpha:.3f} ({row.measurement};"
        f" {limits}), {row.says}"
    )


def verdict(alpha: float, lower: float | None, upper: float | None) -> str:
    """What Krippendorff's customary floors allow, judged by the lower limit and not by the estimate."""
    least = lower if lower is not None else -1.0
    if least >= FIRM:
        return "which bears conclusions"
    if least >= TENTATIVE:
        return "which bears tentative conclusions"
    if (upper if upper is not None else alpha) < TENTATIVE:
        return "on which no conclusion should rest"
    return "which may be too low to conclude from: the interval reaches under 0.667"


def warnings(rows: Sequence["Alpha"]) -> list[str]:
    """What is odd about these values."""
    few = [row.field for row in rows if row.alpha is not None and row.units < FEW_UNITS]
    point = [row.field for row in rows if row.lower is not None and row.lower == row.upper]
    lost = [f"{row.field} ({row.undefined})" for row in rows if row.undefined]
    single = [f"{row.field} ({row.single})" for row in rows if row.single]
    made = [
        f"fewer than {FEW_UNITS} units for {listed(few)}: the interval is too short" if few else "",
        f"the interval of {listed(point)} is one point, which promises too much" if point else "",
        f"draws without variation were left out: {listed(lost)}" if lost else "",
        f"units with one value tell nothing of agreement and were left out: {listed(single)}" if single else "",
    ]
    return [warning for warning in made if warning]
