"""Read the text that is to be cited: one file, as it is written, with its markup. The other readers drop what leads to sources."""

from pathlib import Path

from khronika.cite.markup import Form
from khronika.model import Document, Problem
from khronika.sources import ReadOptions
from khronika.sources.file import File, read_decoded

_FORMS: dict[str, Form] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}
LONGEST = 2_000_000


def read_text(path: Path, options: ReadOptions) -> tuple[Document | None, Form, list[Problem]]:
    """The document with its markup, what that is, and what is wrong with the file.

    The form is told by the file's ending; what ends in nothing known is plain text. Longer than two million characters is
    refused: such a file is a book, to be cited chapter by chapter.
    """
    form = _FORMS.get(path.suffix.lower(), "plain")
    found, problem = read_decoded(File(path=path, id=path.name, where=str(path)), options, html=form == "html")
    problems = [problem] if problem else []
    if found is None:
        return None, form, problems
    if len(found.text) > LONGEST:
        too_long = Problem(str(path), f"is longer than {LONGEST:,} characters", "cite it chapter by chapter")
        return None, form, [*problems, too_long]
    document = Document(
        id=path.name, text=found.text, language=options.language, published=options.published, source=options.source
    )
    return document, form, problems
