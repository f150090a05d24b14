"""Runs the command in a process of its own, since packs and codebook are read once a process."""

import os
import subprocess
import sys
from pathlib import Path

SRC = Path(__file__).parents[2] / "src"
POLISH = Path(__file__).parent / "own"


def khronika(*arguments: object, cwd: Path | None = None, **env: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command."""
    call = [sys.executable, "-c", "from khronika.cli import main; main()", *map(str, arguments)]
    there = {**os.environ, "PYTHONPATH": str(SRC), "KHRONIKA_MODE": "fast", "PYTHONUTF8": "1", **env}
    done = subprocess.run(call, cwd=cwd, env=there, capture_output=True, text=True, encoding="utf-8", timeout=120)
    return done.returncode, done.stdout, done.stderr
