"""The form of an answer, and how it is read out of what a server sends; whatever breaks the form is told, not guessed at."""

import re
from functools import lru_cache
from typing import Any, Literal, TypeVar

import msgspec

from khronika.codebook import codebook
from khronika.judge.labels import GROUPS, QUANTITIES
from khronika.model.mention import Role, Status

T = TypeVar("T")
_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)
_TYPES = Literal[
    "state_forces", "rebels", "political_militia", "identity_militia", "rioters", "protesters", "civilians",
    "external_forces",
]  # fmt: skip
COUNTED = frozenset(q + g for q in QUANTITIES for g in (GROUPS if q in ("killed", "injured") else ("",)))


class ToldClaim(msgspec.Struct, frozen=True):
    """A number that the model points at."""

    quantity: str
    quote: str
    single: bool = False
    speaker: str | None = None


class ToldActor(msgspec.Struct, frozen=True):
    """Who took part, by words of the text."""

    quote: str
    role: Role
    type: _TYPES | None = None


class ToldMention(msgspec.Struct, frozen=True):
    """One happening or figure as the model codes it; every value but the classes is a quote."""

    record: Literal["event", "figure"]
    kind: str
    status: Status
    trigger: str
    status_words: str | None = None
    date: str | None = None
    place: str | None = None
    claims: list[ToldClaim] = []
    actors: list[ToldActor] = []
    attributed_to: str | None = None
    group: str | None = None
    comparison: str | None = None
    confidence: float = 0.5


class Coded(msgspec.Struct, frozen=True):
    """The answer to "code". A mention that breaks the form is dropped by itself and counted."""

    mentions: list[msgspec.Raw]


class Verdict(msgspec.Struct, frozen=True):
    """What the model says of one unsure mention."""

    item: int
    told: bool
    kind: str
    status: Status
    quote: str
    confidence: float = 0.5


class Adjudicated(msgspec.Struct, frozen=True):
    """The answer to "adjudicate"."""

    verdicts: list[Verdict]


class _CodedForm(msgspec.Struct, frozen=True):
    mentions: list[ToldMention]


class _Message(msgspec.Struct, frozen=True):
    content: str | None = None


class _Choice(msgspec.Struct, frozen=True):
    message: _Message
    finish_reason: str | None = None


class _Usage(msgspec.Struct, frozen=True):
    total_tokens: int | None = None


class _Completion(msgspec.Struct, frozen=True):
    choices: list[_Choice]
    usage: _Usage | None = None


class FormError(Exception):
    """The answer has not the required form."""


def content(reply: bytes) -> tuple[str, int]:
    """What the model wrote, and the tokens that the server reports."""
    try:
        made = msgspec.json.decode(reply, type=_Completion)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise FormError("the reply is no chat completion") from error
    tokens = (made.usage.total_tokens if made.usage else None) or 0
    if not made.choices or not made.choices[0].message.content:
        return "", tokens
    cut = made.choices[0].finish_reason == "length"
    return "" if cut else made.choices[0].message.content, tokens


def parse(written: str, form: type[T]) -> T:
    """The JSON object in what a model wrote, also with words or marks around it."""
    bare = _THOUGHT.sub("", written)
    for part in (bare, bare[bare.find("{") : bare.rfind("}") + 1]):
        try:
            return msgspec.json.decode(part.encode("utf-8", "replace"), type=form)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue
    raise FormError("the answer is no JSON of the required form")


def told_mention(raw: msgspec.Raw) -> ToldMention | None:
    """One mention of an answer; None where it breaks the form or the codebook does not know its kind."""
    try:
        made = msgspec.json.decode(raw, type=ToldMention)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return made if made.kind in codebook().kinds else None


@lru_cache(maxsize=2)
def schema(form: type[Coded] | type[Adjudicated]) -> dict[str, Any]:
    """The JSON schema of an answer as servers want it: without references, every field required, no others allowed."""
    (top,), parts = msgspec.json.schema_components([_CodedForm if form is Coded else form])
    made: dict[str, Any] = _strict(top, parts)
    return made


def _strict(node: Any, parts: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_strict(inner, parts) for inner in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _strict(parts[node["$ref"].rpartition("/")[2]], parts)
    made = {k: _strict(v, parts) for k, v in node.items() if k not in ("title", "description", "default", "properties")}
    if "properties" in node:
        made["properties"] = {name: _listed(name, _strict(inner, parts)) for name, inner in node["properties"].items()}
        made |= {"required": list(made["properties"]), "additionalProperties": False}
    return made


def _listed(name: str, node: Any) -> Any:
    """The words that the codebook allows, where it is the codebook that lists them."""
    lists = {"kind": sorted(codebook().kinds), "quantity": sorted(COUNTED)}
    return {"type": "string", "enum": lists[name]} if name in lists else node
