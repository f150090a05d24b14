"""What persons judged of pairs: the same happening, different ones, or unsure. Stronger than any weight, in every run.

An agent's later judgement replaces the own earlier one. Where judgements contradict each other, nothing is forced by
those concerned, but for `different`, and the contradiction is reported. `unsure` leaves the answer to the weights.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from khronika.model import Problem

Verdict = Literal["same", "different", "unsure"]
Pair = tuple[int, int]


class Judgement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One person's word on two mentions, or on two events, each meant by the mention that its id comes from.

    `agent` is an alias, `at` an ISO time; of equal times the later line counts.
    """

    a: str
    b: str
    judgement: Verdict
    agent: str
    at: str
    reason: str = ""


class Judged(msgspec.Struct, frozen=True):
    """Pairs of mentions by their numbers, the smaller first: what holds, and who said it."""

    same: dict[Pair, Judgement]
    different: dict[Pair, Judgement]
    problems: list[Problem]

    def of(self, i: int, j: int) -> Judgement | None:
        """The judgement that holds for two mentions, None where there is none."""
        pair = (i, j) if i < j else (j, i)
        return self.different.get(pair) or self.same.get(pair)


def read_judgements(given: Iterable[Judgement], numbers: Mapping[str, int]) -> Judged:
    """What holds of the judgements. `numbers`: the mention that each id of a mention or an event stands for."""
    by_pair: dict[Pair, dict[str, Judgement]] = {}
    problems: list[Problem] = []
    for one in sorted(given, key=lambda j: j.at):
        unknown = [name for name in (one.a, one.b) if name not in numbers]
        if unknown:
            problems.append(Problem(unknown[0], "judged, and in no mention here", "keep the judgement; it waits"))
        elif numbers[one.a] == numbers[one.b]:
            problems.append(Problem(one.a, "judged beside itself", "name two mentions"))
        else:
            first, second = sorted((numbers[one.a], numbers[one.b]))
            by_pair.setdefault((first, second), {})[one.agent] = one
    return _settled(by_pair, problems)


def judgement_conflicts(given: Iterable[Judgement]) -> list[Problem]:
    """What contradicts among judgements, by themselves: nothing is forced by these, but for a `different`."""
    told = list(given)
    names = sorted({name for one in told for name in (one.a, one.b)})
    return read_judgements(told, {name: number for number, name in enumerate(names)}).problems


def _settled(by_pair: dict[Pair, dict[str, Judgement]], problems: list[Problem]) -> Judged:
    """What holds of each pair, and then of chains: who is the same as the same is the same."""
    judged = Judged({}, {}, problems)
    wished: dict[Pair, Judgement] = {}
    for pair, by_agent in sorted(by_pair.items()):
        firm = [j for j in by_agent.values() if j.judgement != "unsure"]
        verdicts = {j.judgement for j in firm}
        if len(verdicts) > 1:
            problems.append(_contradiction(firm[0], "judged same and different: " + ", ".join(sorted(by_agent))))
        elif verdicts:
            (judged.different if "different" in verdicts else wished)[pair] = firm[-1]
    parent: dict[int, int] = {}
    for pair, one in sorted(wished.items(), key=lambda item: (item[1].at, item[0])):
        if _would_join(pair, judged.different, parent):
            problems.append(_contradiction(one, "judged the same, though others of the same are judged different"))
        else:
            judged.same[pair] = one
            parent[_root(parent, pair[1])] = _root(parent, pair[0])
    return judged


def _would_join(pair: Pair, different: Iterable[Pair], parent: dict[int, int]) -> bool:
    """Whether joining the pair would put two mentions that are judged different into one event."""
    ends = {_root(parent, k) for k in pair}
    return any({_root(parent, i), _root(parent, j)} <= ends for i, j in different)


def _root(parent: dict[int, int], index: int) -> int:
    while parent.setdefault(index, index) != index:
        index = parent[index]
    return index


def _contradiction(one: Judgement, what: str) -> Problem:
    return Problem(f"{one.a} {one.b}", what, "settle it: the weights decide until then")
