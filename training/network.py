"""The network: an encoder and light heads on its hidden states.

For each piece: is it part of a telling; of which kind; of which status; what does a number count. For each telling, and
each piece of the passage: is the piece its place, its date, its number … ("links": a product of two projections a role).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from base import Base
from torch import Tensor, nn
from torch.nn import functional

from khronika.judge.labels import GROUPS, KINDS, LINKS, QUANTITIES, STATUSES

PARTS = ("q", "k", "v", "ao", "aln", "fi", "fo", "oln")
WIDTH = 48
DROPPED = 0.1
SLOW = 0.998


class Layer(nn.Module):
    """One block of BERT: attention and feed-forward, each with a residual and a norm after it."""

    def __init__(self, hidden: int, inner: int, heads: int, epsilon: float) -> None:
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.ao = (nn.Linear(hidden, hidden) for _ in range(4))
        self.fi, self.fo = nn.Linear(hidden, inner), nn.Linear(inner, hidden)
        self.aln, self.oln = (nn.LayerNorm(hidden, eps=epsilon) for _ in range(2))

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Hidden states (batch, length, hidden) to the same; `bias` hides the padding."""
        batch, length, hidden = x.shape
        size = hidden // self.heads
        q, k, v = (f(x).view(batch, length, self.heads, size).transpose(1, 2) for f in (self.q, self.k, self.v))
        near = q * size**-0.5 @ k.transpose(2, 3) + bias.to(q.dtype)
        with torch.autocast("cpu", enabled=False):
            share = near.softmax(-1)
        mixed = (share @ v).transpose(1, 2).reshape(batch, length, hidden)
        x = self.aln(x + self._drop(self.ao(mixed)))
        return self.oln(x + self._drop(self.fo(functional.gelu(self.fi(x)))))

    def _drop(self, x: Tensor) -> Tensor:
        """Dropout of the same features over a whole passage: as good, and a mask a passage is cheap to draw."""
        if not self.training:
            return x
        kept = (torch.rand(x.shape[0], 1, x.shape[2]) >= DROPPED).to(x.dtype) / (1 - DROPPED)
        return x * kept


class Encoder(nn.Module):
    """Piece ids to hidden states. `shrink` makes the word table 8 bit, one scale a row (for the export)."""

    def __init__(self, base: Base, layers: int | None = None) -> None:
        super().__init__()
        rows = len(base.weights["emb.word"])
        positions = len(base.weights["emb.pos"].reshape(-1, base.hidden))
        self.word, self.pos = nn.Embedding(rows, base.hidden), nn.Embedding(positions, base.hidden)
        self.norm = nn.LayerNorm(base.hidden, eps=base.epsilon)
        self.layers = nn.ModuleList(
            Layer(base.hidden, base.inner, base.heads, base.epsilon) for _ in range(layers or base.layers)
        )
        self.eight: tuple[Tensor, Tensor] | None = None
        self.load_state_dict(_state(base, len(self.layers)))
        self.word.weight.requires_grad_(False)
        self.pos.weight.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Ids and mask (batch, length) to (batch, length, hidden)."""
        word = self.word(ids) if self.eight is None else self.eight[0][ids].float() * self.eight[1][ids]
        x = self.norm(word + self.pos.weight[: ids.shape[1]])
        bias = (1.0 - mask[:, None, None, :].float()) * -1e9
        for layer in self.layers:
            x = layer(x, bias.to(x.dtype))
        return x

    def shrink(self) -> None:
        """Replace the word table by 8-bit rows."""
        table = self.word.weight.detach()
        scale = table.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
        self.eight = ((table / scale).round().to(torch.int8), scale)


def _state(base: Base, layers: int) -> dict[str, Tensor]:
    weights = {name: torch.from_numpy(np.array(values)) for name, values in base.weights.items()}
    state = {"word.weight": weights["emb.word"], "norm.weight": weights["emb.ln.w"], "norm.bias": weights["emb.ln.b"]}
    kinds = weights["emb.type"].view(-1, base.hidden)
    state["pos.weight"] = weights["emb.pos"].view(-1, base.hidden) + kinds[0]
    for i in range(layers):
        for part in PARTS:
            state[f"layers.{i}.{part}.weight"] = weights[f"l{i}.{part}.w"]
            state[f"layers.{i}.{part}.bias"] = weights[f"l{i}.{part}.b"]
    return state


@dataclass
class Scores:
    """What the heads say of each piece; `keys` are its projections for the links."""

    told: Tensor
    kind: Tensor
    status: Tensor
    quantity: Tensor
    group: Tensor
    keys: Tensor


class Heads(nn.Module):
    """Linear heads; `ask` projects a telling, to be multiplied with the keys of all pieces."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.told, self.kind = nn.Linear(hidden, 1), nn.Linear(hidden, len(KINDS))
        self.status = nn.Linear(hidden, len(STATUSES))
        self.quantity, self.group = nn.Linear(hidden, len(QUANTITIES)), nn.Linear(hidden, len(GROUPS))
        self.ask, self.key = nn.Linear(hidden, len(LINKS) * WIDTH), nn.Linear(hidden, len(LINKS) * WIDTH)
        self.bias = nn.Parameter(torch.full((len(LINKS),), -2.0))

    def forward(self, hidden: Tensor) -> Scores:
        """Scores of all pieces."""
        return Scores(
            self.told(hidden)[..., 0], self.kind(hidden), self.status(hidden), self.quantity(hidden),
            self.group(hidden), self.key(hidden),
        )  # fmt: skip

    def links(self, tellings: Tensor, keys: Tensor) -> Tensor:
        """(tellings, hidden) and their passages' keys (tellings, length, links × WIDTH) to (tellings, links, length)."""
        asked = self.ask(tellings).view(-1, len(LINKS), WIDTH)
        known = keys.view(keys.shape[0], keys.shape[1], len(LINKS), WIDTH)
        return torch.einsum("trw,tlrw->trl", asked, known) * WIDTH**-0.5 + self.bias[None, :, None]


class Mean:
    """A slow mean of all trained weights, steadier than the last of them."""

    def __init__(self, *modules: nn.Module) -> None:
        self.live = [p for m in modules for p in m.parameters() if p.requires_grad]
        self.mean = [p.detach().clone() for p in self.live]
        self.steps = 0

    @torch.no_grad()
    def add(self) -> None:
        """After a step: the mean moves a little towards the weights, in the beginning more."""
        self.steps += 1
        share = 1 - min(SLOW, self.steps / (self.steps + 10))
        torch._foreach_lerp_(self.mean, self.live, share)

    @contextmanager
    def instead(self) -> Iterator[None]:
        """The mean in the place of the weights, as long as the block runs."""
        kept = [p.detach().clone() for p in self.live]
        for p, m in zip(self.live, self.mean, strict=True):
            p.data.copy_(m)
        yield
        for p, k in zip(self.live, kept, strict=True):
            p.data.copy_(k)
