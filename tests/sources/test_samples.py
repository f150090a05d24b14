import re
from datetime import date

from khronika.model import Document
from khronika.samples import reports_folder
from khronika.sources import read_paths

ENDS = ("This is an invented sample; no such report exists.", "이 글은 지어낸 견본이며 실제 보도가 아니다.")


def samples() -> list[Document]:
    found = list(read_paths([reports_folder()]))
    assert all(isinstance(item, Document) for item in found), found
    return [item for item in found if isinstance(item, Document)]


def test_all_samples_are_read_and_say_that_they_are_samples() -> None:
    assert len(samples()) == 23
    assert [d.id for d in samples() if not d.text.rstrip().endswith(ENDS)] == []


def test_samples_lie_in_the_invented_fortnight() -> None:
    days = [d.published_day() for d in samples()]
    assert all(day is None or date(2031, 5, 2) <= day <= date(2031, 5, 16) for day in days)
    assert sum(day is None for day in days) == 3


def test_samples_come_in_both_languages_and_keep_no_page_junk() -> None:
    texts = [d.text for d in samples()]
    assert sum(bool(re.search("[가-힣]", t)) for t in texts) == 8
    assert not [t for t in texts if re.search("All rights|무단 전재|Most read|Share this|Front page", t)]
