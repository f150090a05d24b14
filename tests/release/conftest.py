"""What the tests of this room share: the invented view, its release as bytes and as a folder."""

from pathlib import Path

import pytest
from release_case import AT, make_view

from khronika.disclosure import View


@pytest.fixture(scope="session")
def view() -> View:
    return make_view()


@pytest.fixture(scope="session")
def files(view: View) -> dict[str, bytes]:
    from khronika.release import release_files

    return release_files(view, "sample", AT)


@pytest.fixture(scope="session")
def release(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    from khronika.release import write_release

    out = tmp_path_factory.mktemp("release") / "out"
    write_release(out, files)
    return out
