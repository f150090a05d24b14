"""Write the trained judge as data of the package `khronika-weights`.

    python training/export.py WHEEL RUN [--to weights/src/khronika_weights]

The encoder becomes ONNX with 8-bit matrices and an 8-bit word table; the heads stay float.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import msgspec
import torch
from base import read_base
from corpus import load
from network import Encoder, Heads
from onnxruntime.quantization import QuantType, quantize_dynamic

from khronika.judge.labels import KINDS, QUANTITIES
from khronika.judge.pieces import BOS, EOS, PAD

HERE = Path(__file__).parent


def export(encoder: Encoder, path: Path) -> None:
    """ONNX (inputs ids, mask; output hidden), 8 bit."""
    encoder.eval().shrink()
    example = (torch.tensor([[BOS, 5, EOS], [BOS, EOS, PAD]]), torch.tensor([[1, 1, 1], [1, 1, 0]]))
    axes = {name: {0: "batch", 1: "length"} for name in ("ids", "mask", "hidden")}
    whole = path.with_suffix(".float.onnx")
    torch.onnx.export(
        encoder, example, str(whole), dynamo=False, input_names=["ids", "mask"], output_names=["hidden"], dynamic_axes=axes
    )  # fmt: skip
    only = {"MatMulConstBOnly": True}
    quantize_dynamic(whole, path, ["MatMul"], per_channel=True, weight_type=QuantType.QInt8, extra_options=only)
    whole.unlink()


def likely(corpus: Path) -> dict[str, dict[str, float]]:
    """Of each kind, what its numbers count how often in the corpus (a little for what was never seen)."""
    seen: dict[str, Counter[str]] = {kind: Counter(QUANTITIES) for kind in KINDS}
    for document in load(corpus):
        for mark in document.marks:
            for event in mark.events if mark.role == "c" and mark.quantity else ():
                seen[document.events[event][0]][mark.quantity.split("_")[0]] += 1
    return {kind: {name: n / some.total() for name, n in some.items()} for kind, some in seen.items()}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("wheel", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--to", type=Path, default=HERE.parent / "weights" / "src" / "khronika_weights")
    args = parser.parse_args()
    args.to.mkdir(parents=True, exist_ok=True)
    table = msgspec.msgpack.decode((args.run / "pieces.msgpack").read_bytes())
    base = read_base(args.wheel)
    known = {piece: i for i, piece in enumerate(base.pieces)}
    base.weights["emb.word"] = base.weights["emb.word"][[known[piece] for piece in table["pieces"]]]
    state = torch.load(args.run / "state.pt")
    layers = 1 + max(int(name.split(".")[1]) for name in state["encoder"] if name.startswith("layers."))
    encoder, heads = Encoder(base, layers), Heads(base.hidden)
    encoder.load_state_dict(state["encoder"], strict=False)
    heads.load_state_dict(state["heads"])
    export(encoder, args.to / "encoder.onnx")
    (args.to / "pieces.msgpack").write_bytes(msgspec.msgpack.encode(table))
    tensors = {name: (list(value.shape), value.numpy().tobytes()) for name, value in heads.state_dict().items()}
    about = json.loads((args.run / "log.jsonl").read_text().splitlines()[-1])
    whole = {"tensors": tensors, "about": about, "likely": likely(HERE / "corpus")}
    (args.to / "heads.msgpack").write_bytes(msgspec.msgpack.encode(whole))
    for path in sorted(args.to.glob("*.*")):
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
