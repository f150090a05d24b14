import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khronika.model import Document, Problem
from khronika.sources import ReadOptions
from khronika.sources.file import File
from khronika.sources.html import read as read_page
from khronika.sources.tag_depth import tag_problem

STORY = (
    "<h1>Dockers block road</h1><p>About 300 dockers blocked the road to the port on <time datetime='2031-05-02'>Friday</time>,"
    " the union said.</p><ul><li>In Gdynia, 120 dockers joined them, the union said.</li></ul><p>No one was hurt.<br>The road is free.</p>"
)
NAV = "<nav><ul><li><a href='/'>Home page of the paper</a></li></ul></nav><div class='share'>Share this</div>"
FOOT = "<footer><p>All rights reserved.</p></footer><script>var attack = 'strike';</script>"
EXPECTED = (
    "Dockers block road\n\nAbout 300 dockers blocked the road to the port on Friday, the union said.\n\n"
    "In Gdynia, 120 dockers joined them, the union said.\n\nNo one was hurt.\nThe road is free."
)


@pytest.mark.parametrize("tags", ["article", "main", "div itemprop=articleBody", "div id=content", "section"])
def test_the_report_without_the_page_around_it(read, tags: str) -> None:
    page = f"<html><body>{NAV}<{tags}>{STORY}</{tags.split()[0]}>{FOOT}</body></html>"
    assert read(a__html=page).only.text == EXPECTED


def test_date_and_list_inside_the_report_are_not_lost(read) -> None:
    text = read(a__html=f"<body><div>{STORY}</div></body>").only.text
    assert "on Friday," in text
    assert "120 dockers" in text


def test_what_the_page_says_of_itself(read) -> None:
    head = (
        '<meta property="og:title" content="Dockers block road"><meta property="og:site_name" content="Northsea Ledger">'
        '<meta property="article:published_time" content="2031-05-03T00:30:00+02:00"><title>x | y</title>'
        '<link rel="canonical" href="https://ledger.example/1">'
    )
    found = read(a__html=f'<html lang="en-GB"><head>{head}</head><body><article>{STORY}</article></body></html>').only
    assert (found.title, found.source, found.language) == ("Dockers block road", "Northsea Ledger", "en")
    assert (found.published, found.url) == ("2031-05-03T00:30:00+02:00", "https://ledger.example/1")


@pytest.mark.parametrize(
    "mark",
    [
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2031-05-03"}]}</script>',
        '<script type="application/ld+json">[{"datePublished": "2031-05-03"}]</script>',
        '<script type="application/ld+json">broken {</script><meta name="date" content="2031-05-03">',
        '<meta itemprop="datePublished" content="2031-05-03">',
        '<p><time datetime="2031-05-03">3 May</time></p>',
        '<meta property="article:published_time" content="yesterday"><time datetime="2031-05-03">3 May</time>',
    ],
)
def test_day_of_publication(read, mark: str) -> None:
    assert read(a__html=f"<html><body>{mark}<p>{'A march. ' * 9}</p></body></html>").only.published == "2031-05-03"


def test_page_says_nothing_of_itself(read) -> None:
    found = read(a__html="<p>A march in the town.", options=ReadOptions(language="en")).only
    assert (found.title, found.published, found.source, found.language) == (None, None, None, "en")


def test_korean_page_in_euc_kr(read) -> None:
    page = '<html lang="ko"><head><meta charset="euc-kr"></head><body><article><p>농민 30명이 행진했다.</p></article></body></html>'
    assert read(a__html=page.encode("euc-kr")).only.text == "농민 30명이 행진했다."


def test_hidden_text_is_not_read(read) -> None:
    page = f"<article>{STORY}<p hidden>secret one</p><p style='display: none'>secret two</p></article>"
    assert "secret" not in read(a__html=page).only.text


def test_page_without_text_is_refused(read) -> None:
    assert "no text" in read(a__html="<html><body><script>load()</script></body></html>").problem.what


def test_page_nested_too_deep_is_refused(read) -> None:
    assert "tags are open" in read(a__html="<div>" * 100_000 + "text").problem.what


def test_page_of_too_many_tags_is_refused(read) -> None:
    assert "300,000 tags" in read(a__html="<p>x" * 300_002).problem.what


def test_a_page_of_thousands_of_paragraphs_is_read_quickly(read) -> None:
    page = f"<body>{'<p>A march in the town.</p>' * 5000}</body>"  # wrapping the node list at each step took minutes
    assert read(a__html=page).only.text.count("march") == 5000


@pytest.mark.parametrize(
    ("page", "deep"),
    [
        ("<p>one" * 5000, False), ("<li>one" * 5000, False), ("<div><span>x</div>" * 5000, False), ("<div>x</div>" * 5000, False),
        ("<!-- <div> -->" * 5000, False), ("<script>'<div>'</script>" * 5000, False), ("<div></x>" * 5000, True),
        ("<b><div></b>" * 5000, True), ("<!--><div>" * 5000, True), ("<table><div></table>" * 5000, True),
    ],
)  # fmt: skip
def test_depth_of_tags(page: str, deep: bool) -> None:
    assert (tag_problem(page, 256) is not None) is deep


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<ul>",
                "<li>",
                "</li>",
                "</ul>",
                "<article>",
                "</article>",
                "<time>",
                "</time>",
                "<div",
                "hidden>",
                "<div",
                "class=nav>",
                "</div>",
                "<table>",
                "<td>",
                "<a",
                "href=x>",
                "</a>",
                "<b>",
                "</b>",
                "<script>",
                "</script>",
                "<!--",
                "-->",
                "<main>",
                "text",
                "한국어",
                "\x01",
                "&amp;",
                "&#0;",
                "&#xD800;",
                "<svg>",
                "<template>",
                "<title>",
                "<frameset>",
                "<html",
                "lang=ko>",
            ]
        ),
        max_size=40,
    )
)
def test_any_page_gives_a_document_or_a_problem(tmp_path, parts: list[str]) -> None:
    path = tmp_path / "a.html"
    path.write_text(" ".join(parts), encoding="utf-8")
    for item in read_page(File(path, "a.html", "a.html"), ReadOptions()):
        assert isinstance(item, Problem) or (isinstance(item, Document) and item.text.encode())
