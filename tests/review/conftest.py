import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from review_case import write_reports
from starlette.testclient import TestClient

from khronika.archive import Archive
from khronika.review.app import make_app
from khronika.review.desk import Desk
from khronika.review.guard import new_gate
from khronika.review.start import make_ready

PORT = 8000


@pytest.fixture(scope="session")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the reports, coded; copied for each test."""
    folder = tmp_path_factory.mktemp("review")
    archive = Archive.init(folder / "ar", name="Tests", agent="coder")
    archive.add(write_reports(folder / "reports.jsonl"))
    archive.code("fast")
    return archive.folder.root


@pytest.fixture
def archive(coded: Path, tmp_path: Path) -> Archive:
    shutil.copytree(coded, tmp_path / "ar")
    return Archive(tmp_path / "ar", agent="coder")


@pytest.fixture
def desk(archive: Archive) -> Iterator[Desk]:
    desk = Desk(archive, new_gate(PORT, "secret"))
    make_ready(desk)
    desk.weigher.weigh()
    yield desk
    desk.close()


@pytest.fixture
def stranger(desk: Desk) -> TestClient:
    """A client that has not opened the printed address."""
    return TestClient(make_app(desk), base_url=f"http://127.0.0.1:{PORT}", follow_redirects=False)


@pytest.fixture
def client(stranger: TestClient) -> TestClient:
    """A browser that has."""
    answer = stranger.get("/?token=secret")
    assert answer.status_code == 303
    return stranger
