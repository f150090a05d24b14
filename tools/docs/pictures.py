"""Take the pictures of docs/images: `python tools/docs/pictures.py`, with the extra `dev` and a Chromium.

Makes an archive of the shipped samples, opens the review page and the site in a browser, and writes review.png and site.png.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
_SIZE = {"width": 1280, "height": 860}
_PROGRAM = [sys.executable, "-m", "khronika"]


def site(browser: Browser, archive: Path, folder: Path) -> None:
    """The first page of a static site."""
    subprocess.run([*_PROGRAM, "site", folder, "--archive", archive, "--as-of", "2031-12-31", "--quiet"], check=True)
    page = browser.new_page(viewport=_SIZE)
    page.goto((folder / "index.html").as_uri())
    page.wait_for_timeout(800)
    page.screenshot(path=IMAGES / "site.png")


def review(browser: Browser, archive: Path) -> None:
    """An event with its sources beside."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [*_PROGRAM, "serve", "--archive", archive, "--port", "0", "--no-open"], stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, env=environment,
    ) as server:  # fmt: skip
        assert server.stdout is not None
        try:
            found = next(m.group() for line in server.stdout if (m := re.search(r"http://\S+", line)))
            page = browser.new_page(viewport=_SIZE)
            page.goto(found)
            page.locator("a[href*='/event/khr-']", has_text="Gdańsk").first.click()
            page.wait_for_timeout(800)
            page.screenshot(path=IMAGES / "review.png")
        finally:
            server.terminate()


def main() -> None:
    """Both pictures."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        archive, program = Path(name) / "archive", shutil.which("chromium")
        samples = Path(__file__).resolve().parents[2] / "src" / "khronika" / "samples" / "reports"
        for order in (["init", archive], ["add", samples, "--archive", archive], ["code", "--archive", archive]):
            subprocess.run([*_PROGRAM, *order], check=False)
        browser = playwright.chromium.launch(executable_path=program) if program else playwright.chromium.launch()
        site(browser, archive, Path(name) / "site")
        review(browser, archive)
        browser.close()


if __name__ == "__main__":
    main()
