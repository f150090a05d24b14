"""Read the YAML of language packs and codebook with the line of every entry, for the build and for the checks.

Slow and careful: it runs when packs are compiled, not when documents are read (see `pack`).
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from khronika.errors import PackError
from khronika.model import Problem

HERE = Path(__file__).parent
LINE = "__line__"


class _Lines(yaml.CSafeLoader):
    """Safe loader that writes the line of each mapping into it and refuses a key given twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [str(key.value) for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1} if len(keys) != len(set(keys)) else set()
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"key given twice: {sorted(twice)}", node.start_mark)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return mapping


def _construct_mapping(loader: _Lines, node: Any) -> Iterator[dict[Any, Any]]:
    mapping: dict[Any, Any] = {}
    yield mapping
    mapping.update(loader.construct_mapping(node, deep=True))
    mapping[LINE] = node.start_mark.line + 1


_Lines.add_constructor("tag:yaml.org,2002:map", _construct_mapping)


def _no_booleans(loader: Any) -> None:
    """Words stay words: YAML 1.1 would read the Norwegian "no" or "on" as a truth value."""
    loader.yaml_implicit_resolvers = {
        first: [(tag, rx) for tag, rx in rules if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
        for first, rules in loader.yaml_implicit_resolvers.items()
    }


_no_booleans(_Lines)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file; each mapping carries its line under `__line__`. Raises PackError where it is broken."""
    try:
        with path.open(encoding="utf-8") as stream:
            return yaml.load(stream, Loader=_Lines)  # a safe loader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        shipped = path.is_relative_to(HERE)
        where = f"{path.parent.name}/{path.name}:{line}" if shipped else f"{path}:{line}"
        raise PackError([Problem(where, error.problem or str(error), "mend the YAML")]) from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PackError([Problem(f"{path}:1", f"cannot be read: {error}", "write it in UTF-8")]) from error


def pack_files(root: Path = HERE) -> list[Path]:
    """All YAML files of all languages, sorted; folders without pack.yaml are no languages."""
    return sorted(
        path for folder in root.iterdir() if (folder / "pack.yaml").is_file() for path in folder.glob("*.yaml")
    )


def read_packs(root: Path = HERE) -> dict[str, dict[str, Any]]:
    """language -> section (file name without ending) -> content."""
    packs: dict[str, dict[str, Any]] = {}
    for path in pack_files(root):
        packs.setdefault(path.parent.name, {})[path.stem] = read_yaml(path)
    return packs


def fingerprint(root: Path = HERE) -> str:
    """Hash over names and bytes of all pack files: equal fingerprints mean equal packs."""
    digest = hashlib.blake2b(digest_size=16)
    for path in pack_files(root):
        digest.update(f"{path.parent.name}/{path.name}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
