"""Train the judge on marked texts.

    python training/train.py WHEEL OUT [--epochs 8] [--layers 12] [--all]

A tenth of the documents (by a hash of their id) is set aside to watch; `--all` trains on them too (the last run).
Writes OUT/state.pt, OUT/pieces.msgpack and OUT/log.jsonl; takes up again where a run was broken off.
"""

import argparse
import json
import random
import time
from pathlib import Path

import msgspec
import torch
from base import prune, read_base
from batches import IGNORE, Batch, Example, batches, example
from corpus import Marked, load
from network import Encoder, Heads, Mean
from plain import examples
from torch import Tensor
from torch.nn import functional
from variants import joined, variants
from watched import aside

from khronika.judge.labels import LINKS
from khronika.judge.pieces import SPECIALS, UNKNOWN, Pieces

HERE = Path(__file__).parent
BEST = 55_000
HIDDEN = 0.1


def drawn(documents: list[Marked], pieces: Pieces, draw: random.Random) -> list[Example]:
    """One epoch's examples: the documents and their variants, some of them joined, in pieces."""
    read_too = [one for document in documents for one in variants(document)]
    return [example(one, pieces) for one in [*joined(read_too, draw), *examples()]]


def loss(encoder: Encoder, heads: Heads, batch: Batch) -> tuple[Tensor, dict[str, float]]:
    """The sum of all heads' losses, and each by name."""
    ids = torch.where(
        torch.rand(batch.ids.shape) < HIDDEN, UNKNOWN, batch.ids
    )  # some words hidden: less learnt by heart
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = encoder(torch.where(batch.ids < SPECIALS, batch.ids, ids), batch.mask)
    hidden = hidden.float()
    scores = heads(hidden)
    real = batch.mask.bool()
    parts = {"told": functional.binary_cross_entropy_with_logits(
        scores.told[real], batch.told[real])}  # fmt: skip
    for name in ("kind", "status", "quantity", "group"):
        logits, target = getattr(scores, name).flatten(0, 1), getattr(batch, name).flatten()
        if (target != IGNORE).any():
            parts[name] = functional.cross_entropy(logits, target, ignore_index=IGNORE, label_smoothing=0.03)
    if len(batch.owner):
        tellings = torch.einsum("tl,tlh->th", batch.means, hidden[batch.owner])
        linked = heads.links(tellings, scores.keys[batch.owner])
        parts["same"], parts["links"] = _link_losses(linked, batch)
    weights = {"told": 4.0, "kind": 2.0, "status": 1.0, "quantity": 0.4, "group": 0.2, "links": 6.0, "same": 0.7}
    total = torch.stack([weights[name] * value for name, value in parts.items()]).sum()
    return total, {name: float(value.detach()) for name, value in parts.items()}


def _link_losses(linked: Tensor, batch: Batch) -> tuple[Tensor, Tensor]:
    """Of "same": over the other tellings of the passage alone, since only these are ever asked. Of the roles: over all
    pieces, those that play the role in some happening four times, since the others are easily told apart.
    """
    real = batch.mask.bool()[batch.owner]
    others = (batch.told[batch.owner] > 0) & (batch.means == 0)
    owners = (batch.owner[:, None] == batch.owner[None, :]).float()
    some = (torch.einsum("ts,srl->trl", owners, batch.links) > 0).float()
    raw = functional.binary_cross_entropy_with_logits(linked, batch.links, reduction="none")
    same = raw[:, 0][others].mean() if others.any() else raw.sum() * 0
    weight = (1 + 3 * some[:, 1:]) * real[:, None, :]
    return same, (raw[:, 1:] * weight).sum() / weight.sum()


@torch.no_grad()
def watch(encoder: Encoder, heads: Heads, examples: list[Example]) -> dict[str, float]:
    """Tellings found (overlap), with kind, with status; F1 of linked pieces by role, given the tellings."""
    encoder.eval()
    found = right = kinds = both = gold = 0
    pairs = torch.zeros(len(LINKS), 3)
    for batch in batches(examples, 4096):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = encoder(batch.ids, batch.mask)
        hidden = hidden.float()
        scores = heads(hidden)
        told = (scores.told > 0) & batch.mask.bool()
        for row in range(len(told)):
            for span in runs(told[row].tolist()):
                found += 1
                hit = [i for i in span if batch.kind[row, i] != IGNORE]
                right += bool(hit)
                if hit:
                    kind = int(scores.kind[row, span].sum(0).argmax()) == int(batch.kind[row, hit[0]])
                    status = int(scores.status[row, span].sum(0).argmax()) == int(batch.status[row, hit[0]])
                    kinds += kind
                    both += kind and status
            gold += sum(1 for _ in runs((batch.kind[row] != IGNORE).tolist()))
        if len(batch.owner):
            tellings = torch.einsum("tl,tlh->th", batch.means, hidden[batch.owner])
            said = (heads.links(tellings, scores.keys[batch.owner]) > 0) & batch.mask.bool()[batch.owner][:, None, :]
            want = batch.links > 0
            others = (batch.told[batch.owner] > 0) & (batch.means == 0)
            said[:, 0] &= others
            want[:, 0] &= others
            pairs[:, 0] += (said & want).sum((0, 2))
            pairs[:, 1] += said.sum((0, 2))
            pairs[:, 2] += want.sum((0, 2))
    encoder.train()

    def f1(hits: float, said: float, want: float) -> float:
        return round(200 * hits / max(1, said + want), 1)

    figures = {"told": f1(right, found, gold), "kind": f1(kinds, found, gold), "status": f1(both, found, gold)}
    return figures | {name: f1(*map(float, pairs[i])) for i, name in enumerate(LINKS)}


def runs(flags: list[bool]) -> list[list[int]]:
    """Runs of true flags, as lists of positions."""
    made: list[list[int]] = []
    for i, flag in enumerate(flags):
        if flag and i and flags[i - 1]:
            made[-1].append(i)
        elif flag:
            made.append([i])
    return made


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("wheel", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--corpus", type=Path, default=HERE / "corpus")
    parser.add_argument("--words", type=Path, nargs="*", default=[], help="texts whose pieces stay")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--layers", type=int, default=12)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--pieces", type=int, default=2048, help="pieces in a batch")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--share", type=float, default=1.0, help="part of the documents drawn for each epoch")
    parser.add_argument("--fresh", default="", help="letters of the batches that are drawn whole")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path, help="state to start from")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    draw = random.Random(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    base = read_base(args.wheel)
    texts = [p.read_text(encoding="utf-8") for p in [*sorted(args.corpus.glob("*/*.txt")), *args.words]]
    base = prune(base, texts, BEST)
    table = {"pieces": base.pieces, "scores": base.scores, "normal": base.normal}
    (args.out / "pieces.msgpack").write_bytes(msgspec.msgpack.encode(table))
    encoder, heads = Encoder(base, args.layers).train(), Heads(base.hidden)
    if args.start:
        state = torch.load(args.start)
        encoder.load_state_dict(state["encoder"], strict=False)
        heads.load_state_dict(state["heads"])
    _train(encoder, heads, Pieces(**table), args, draw)


def _train(encoder: Encoder, heads: Heads, pieces: Pieces, args: argparse.Namespace, draw: random.Random) -> None:
    trained = [p for p in encoder.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": trained, "lr": args.rate}, {"params": heads.parameters(), "lr": args.rate * 10}],
        weight_decay=0.01, fused=True,
    )  # fmt: skip
    rates = [group["lr"] for group in optimiser.param_groups]
    mean = Mean(encoder, heads)
    begun = time.time()
    for epoch in range(args.epochs):
        documents = load(args.corpus)  # anew each time, so that a corpus that grows is taken in
        free = (d for d in documents if args.all or not aside(d.id))
        used = drawn(
            [d for d in free if draw.random() < args.share or d.id.split("-")[1][0] in args.fresh], pieces, draw
        )
        todo = list(batches(used, args.pieces, draw))
        sums: dict[str, float] = {}
        for count, batch in enumerate(todo):
            done = (epoch + count / len(todo)) / args.epochs
            for group, rate in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = rate * min((done + 1e-4) / 0.05, max(0.02, 1 - done))
            total, parts = loss(encoder, heads, batch)
            optimiser.zero_grad()
            total.backward()
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimiser.step()
            mean.add()
            for name, value in parts.items():
                sums[name] = sums.get(name, 0.0) + value
        figures = {"epoch": epoch, "seconds": round(time.time() - begun), "documents": len(documents)}
        figures |= {f"loss_{k}": round(v / len(todo), 4) for k, v in sums.items()}
        with mean.instead():
            if epoch % 2 or epoch == args.epochs - 1:
                figures |= watch(encoder, heads, [example(d, pieces) for d in documents if aside(d.id)])
            _save(encoder, heads, args.out / "state.pt")
        print(json.dumps(figures), flush=True)
        with (args.out / "log.jsonl").open("a") as log:
            log.write(json.dumps(figures) + "\n")


def _save(encoder: Encoder, heads: Heads, path: Path) -> None:
    layers = {k: v for k, v in encoder.state_dict().items() if not k.startswith("word.")}  # never trained
    torch.save({"encoder": layers, "heads": heads.state_dict()}, path)


if __name__ == "__main__":
    main()
