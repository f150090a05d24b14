"""Average the weights of several runs that began from one state: steadier than each of them.

python training/mean.py OUT RUN RUN…     writes OUT/state.pt, with the pieces and the log of the first run
"""

import shutil
import sys
from pathlib import Path

import torch


def main() -> None:
    """The command line."""
    out, runs = Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]
    out.mkdir(parents=True, exist_ok=True)
    states = [torch.load(run / "state.pt") for run in runs]
    mean = {
        part: {name: sum(s[part][name] for s in states) / len(states) for name in states[0][part]} for part in states[0]
    }
    torch.save(mean, out / "state.pt")
    for name in ("pieces.msgpack", "log.jsonl"):
        shutil.copy(runs[0] / name, out / name)


if __name__ == "__main__":
    main()
