"""Weights of resolving from the command line: estimated from a file of mentions and kept as JSON, or in an archive's ledger."""

from pathlib import Path

import msgspec
import typer

from khronika.cli.common import json_line, tell
from khronika.errors import CannotError, UsageError
from khronika.model import Mention
from khronika.resolution import EstimatedWeights, Weights, estimate_weights, shipped_weights


def read_weights(path: Path | None) -> Weights | None:
    """Weights that `--estimate` wrote; None for the shipped ones. Raises CannotError, UsageError."""
    if path is None:
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=EstimatedWeights).table()
    except (OSError, msgspec.DecodeError) as error:
        then = "write it with: khronika resolve MENTIONS.jsonl --estimate --weights FILE"
        raise CannotError(str(path), str(error), then) from error


def write_weights(mentions: list[Mention], path: Path | None, quiet: bool) -> Weights:
    """Estimates from the mentions and writes the file. Raises UsageError without a file, CannotError."""
    if path is None:
        raise UsageError("--estimate writes weights: name the file with --weights FILE")
    found = estimate_weights(mentions)
    try:
        path.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")
    except OSError as error:
        raise CannotError(str(path), error.strerror or str(error), "name a file that can be written") from error
    tell_weights(found, quiet)
    return found.table()


def tell_weights(found: EstimatedWeights | None, quiet: bool) -> None:
    """A line for each level that was estimated, beside the reasoned weight."""
    if found is None:
        tell("resolved by the weights that ship", quiet)
        return
    shipped = shipped_weights().levels
    tell(f"weights in bits, estimated from {found.mentions} mentions (reasoned -> estimated)", quiet)
    for name, level in found.levels.items():
        tell(f"    {shipped[name].weight:+6.2f} -> {level.weight:+6.2f}  {name}", quiet)


def weigh_archive(archive: Path | None, shipped: bool, json: bool, quiet: bool) -> int:
    """Estimates from the archive's mentions, or goes back to the shipped weights; the ledger keeps it."""
    from khronika.archive import Archive

    opened = Archive(archive)
    done = opened.use_shipped_weights() if shipped else opened.estimate_weights()
    if json:
        typer.echo(json_line(done).decode(), nl=False)
    tell_weights(done.weights, quiet)
    said = f"statement {done.statement}" if done.statement else "nothing stated: these weights count already"
    tell(f"{said}; events: {done.events_new} new, {done.events_changed} changed, {done.events_gone} gone", quiet)
    return 0
