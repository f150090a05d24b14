"""Show why two mentions are one event or two: each step by name, in a sentence, with its weight. Twin of `weigh`."""

import msgspec

from khronika.model import Mention
from khronika.resolution.cases import Batch, Cell
from khronika.resolution.judgements import Judgement
from khronika.resolution.weigh import Step, Weigher


class StepExplanation(msgspec.Struct, frozen=True):
    """One step of a sum: the level's id, its sentence with the values filled in, what it adds in bits.

    `origin`: where the weight comes from: reasoned or estimated, with m and u; counted, for a frequency.
    """

    level: str
    sentence: str
    weight: float
    never: bool = False
    origin: str = ""


class PairExplanation(msgspec.Struct, frozen=True):
    """Two mentions weighed. `linked`: the sum reaches the threshold, nothing forbids; `together`: in one event."""

    mentions: tuple[str, str]
    steps: list[StepExplanation]
    total: float
    threshold: float
    linked: bool
    together: bool


def explain_pair(batch: Batch, weigher: Weigher, i: int, j: int, together: bool) -> PairExplanation:
    """The waterfall of one pair: prior first, the rest in the order of the comparisons."""
    first, second = (i, j) if i <= j else (j, i)
    steps = weigher.steps(first, second)
    told = [_tell(batch, step, first, second) for step in steps]
    total = sum(step.weight for step in steps)
    linked = total >= weigher.weights.threshold and not any(step.never for step in steps)
    ids = batch.mentions[first].id, batch.mentions[second].id
    return PairExplanation(ids, told, round(total, 3), weigher.weights.threshold, linked, together)


def with_judgement(pair: PairExplanation, one: Judgement) -> PairExplanation:
    """The pair with a person's word in front, which counts whatever the sum."""
    said = f"{one.agent} judged them {one.judgement} on {one.at}" + (f": {one.reason}" if one.reason else "")
    step = StepExplanation(f"resolve.judgement.{one.judgement}", said, 0.0, one.judgement == "different")
    return msgspec.structs.replace(pair, steps=[step, *pair.steps], linked=one.judgement == "same")


def _tell(batch: Batch, step: Step, i: int, j: int) -> StepExplanation:
    field = step.level.id.split(".")[1]
    a, b = (_value(batch, k, field, step.subject) for k in (i, j))
    sentence = step.level.says.replace("{a}", a).replace("{b}", b)
    origin = "counted in these mentions" if field == "frequency" else step.level.origin
    return StepExplanation(step.level.id, sentence, round(step.weight, 3), step.never, origin)


def _value(batch: Batch, index: int, field: str, subject: str) -> str:
    """What a mention says in the field that a step compares, as a person reads it."""
    mention, cell = batch.mentions[index], batch.cells[batch.cases[index].cell]
    if field in ("place", "frequency"):
        return _place(mention)
    if field == "date":
        return _days(mention)
    if field == "prior":
        return f"{mention.kind or 'no kind'}, {_place(mention)}, {_days(mention)}"
    if field == "claims":
        return _claims(mention, subject)
    return _other_value(batch, index, field, cell)


def _other_value(batch: Batch, index: int, field: str, cell: Cell) -> str:
    mention = batch.mentions[index]
    values = {
        "kind": cell.kind or "no kind",
        "actors": ", ".join(a.name for a in mention.actors) or "nobody",
        "topics": ", ".join(sorted(mention.topics)),
        "attribution": mention.attributed_to or "nobody",
        "group": str(mention.group),
        "comparison": getattr(mention.comparison, "text", "none"),
    }
    return values.get(field, "")


def _place(mention: Mention) -> str:
    place = mention.place
    if place is None:
        return "no place"
    name = place.name if place.level in (None, "town", "country") else f"{place.name or 'a place'} ({place.level})"
    return ", ".join(
        part for part in (name, place.admin1 if place.admin1 != place.name else None, place.country_iso3) if part
    )


def _days(mention: Mention) -> str:
    if not mention.date_start:
        return "no date"
    same = mention.date_end in (None, mention.date_start)
    return mention.date_start if same else f"{mention.date_start} to {mention.date_end}"


def _claims(mention: Mention, quantity: str) -> str:
    told = [f"{c.quantity} {c.text or c.low}" for c in mention.claims if not quantity or c.quantity == quantity]
    return " and ".join(told) or "no number"
