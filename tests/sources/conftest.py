from collections.abc import Callable
from pathlib import Path

import pytest

from khronika.model import Document, Problem
from khronika.sources import ReadOptions, read_paths


class Reading:
    def __init__(self, paths: list[str | Path], options: ReadOptions | None) -> None:
        items = list(read_paths(paths, options))
        self.documents = [item for item in items if isinstance(item, Document)]
        self.problems = [item for item in items if isinstance(item, Problem)]

    @property
    def only(self) -> Document:
        assert self.problems == []
        assert len(self.documents) == 1
        return self.documents[0]

    @property
    def problem(self) -> Problem:
        assert len(self.problems) == 1, self.problems
        found = self.problems[0]
        assert found.where and found.what and found.then, "a refusal says which file, why, and what to do"
        return found


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """Read files given as name=content (bytes or text) from a fresh folder, or paths as they are."""

    def reading(*paths: str | Path, options: ReadOptions | None = None, **files: bytes | str) -> Reading:
        made: list[str | Path] = list(paths)
        for name, content in files.items():
            path = tmp_path / name.replace("__", ".")
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            made.append(path)
        return Reading(made, options)

    return reading
