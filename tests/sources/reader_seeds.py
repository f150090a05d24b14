"""One small invented file of each sort, made here: seeds of the tests and of bench/fuzz_readers.py. All of it is a sample."""

import io
import zipfile
from collections.abc import Sequence

WORDS = "About 300 dockers blocked the road to the port on Friday, the union of this sample said."
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def packed(files: dict[str, str | bytes]) -> bytes:
    """A ZIP archive of the files, the same bytes each time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def pdf(pages: Sequence[bytes | None], *, extra: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF with one page for each stream of drawing commands; None is a page that shows a picture alone."""
    kids = b" ".join(b"%d 0 R" % (10 + 2 * n) for n in range(len(pages)))
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        4: b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 1 >>"
        b"\nstream\n\x80\nendstream",
        5: b"<< /Title (Dockers of a sample) /CreationDate (D:20310503) >>",
    }
    for n, page in enumerate(pages):
        content = b"q 500 0 0 500 0 0 cm /Im1 Do Q" if page is None else page
        objects[10 + 2 * n] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> /XObject << /Im1 4 0 R >> >> >>" % (11 + 2 * n)
        )
        objects[11 + 2 * n] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
    return _written(objects, extra, trailer)


def _written(objects: dict[int, bytes], extra: bytes, trailer: bytes) -> bytes:
    out, places = b"%PDF-1.4\n", {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    out += extra
    table = b"".join(
        b"%010d %05d %c \n" % (places.get(n, 0), 0 if n in places else 65535, b"n"[0] if n in places else b"f"[0])
        for n in range(max(places) + 1)
    )
    size = max(places) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(out))
    return out + b"xref\n0 %d\n" % size + table + end


def page(*lines: str, gaps: Sequence[int] = ()) -> bytes:
    """Drawing commands for lines of text, 14 points apart; `gaps` are numbers of lines with 30 points above them."""
    commands, height = [b"BT /F1 11 Tf"], 780
    for number, line in enumerate(lines):
        height -= 30 if number in gaps else 14
        escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("latin-1")
        commands.append(b"1 0 0 1 60 %d Tm (%s) Tj" % (height, escaped))
    return b"\n".join([*commands, b"ET"])


def docx(body: str, *, notes: str = "", more: dict[str, str | bytes] | None = None) -> bytes:
    """A Word document of the XML inside its body and its footnotes."""
    style = '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"/>',
        "word/document.xml": f"{_HEAD}<w:document {_W}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"{_HEAD}<w:styles {_W}>{style}</w:styles>",
        "word/footnotes.xml": f"{_HEAD}<w:footnotes {_W}>{notes}</w:footnotes>",
        "docProps/core.xml": f'{_HEAD}<c:coreProperties xmlns:c="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Dockers of a sample</dc:title></c:coreProperties>',
    }
    return packed(files | (more or {}))


def paragraph(text: str, properties: str = "", after: str = "") -> str:
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{text}</w:t></w:r>{after}</w:p>'


def xlsx(rows: Sequence[Sequence[str | float]], name: str = "Reports") -> bytes:
    """A workbook of one sheet; texts are inline strings."""

    def cell(value: str | float) -> str:
        if isinstance(value, str):
            escaped = value.replace("&", "&amp;").replace("<", "&lt;")
            return f'<c t="inlineStr"><is><t xml:space="preserve">{escaped}</t></is></c>'
        return f"<c><v>{value}</v></c>"

    body = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    return workbook(f"<sheetData>{body}</sheetData>", name)


def workbook(sheet: str, name: str = "Reports") -> bytes:
    """A workbook of one sheet given as XML."""
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return packed(
        {
            "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{main}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{main}.worksheet+xml"/></Types>',
            "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
            f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'{_HEAD}<workbook {_S} {_R}><sheets><sheet name="{name}" sheetId="1" r:id="rId1"/>'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship'
            f' Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f"{_HEAD}<worksheet {_S}>{sheet}</worksheet>",
        }
    )


ACLED = [
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region",
    "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale",
    "notes", "fatalities", "tags", "timestamp",
]  # fmt: skip
ACLED_ROW = [
    "KHR-PRT-1", "2031-05-03", "2031", "1", "Demonstrations", "Protests", "Protest with intervention",
    "Protesters (Portugal)", "Union of Samples; Dockers", "Protesters", "Police Forces of Portugal", "", "State forces",
    "State forces-Protesters", "", "620", "Europe", "Portugal", "Porto", "Porto", "", "Porto", "41.1496", "-8.6110", "1",
    "Douro Courier; Northsea Ledger", "National", "An invented row: dockers were dispersed.", "2", "crowd size=around 300",
    "1935619200",
]  # fmt: skip
GED = [
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec",
    "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa",
    "gwnob",
]  # fmt: skip
GED_ROW = dict.fromkeys(GED, "") | {
    "id": "7", "year": "2031", "type_of_violence": "1", "side_a": "Government of Sampleland", "side_b": "Sample Front",
    "source_office": "Northsea Ledger", "source_original": "the army", "where_prec": "3", "where_coordinates": "Kivu sample",
    "adm_1": "North", "latitude": "-1.5", "longitude": "29.2", "country": "DR Congo (Zaire)", "country_id": "490",
    "date_prec": "2", "date_start": "2031-05-03 00:00:00.000", "date_end": "2031-05-05 00:00:00.000", "deaths_a": "3",
    "deaths_b": "5", "deaths_civilians": "1", "deaths_unknown": "0", "best": "9", "high": "14", "low": "7",
}  # fmt: skip


def csv_of(*rows: Sequence[str]) -> bytes:
    """Rows as CSV."""
    import csv

    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode()


RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Northsea Ledger</title><language>en-GB</language><link>https://ledger.example/</link>
<item><title>Dockers &amp; road</title><link>https://ledger.example/1</link><guid>tag:ledger.example,1</guid>
<pubDate>Sat, 03 May 2031 00:30:00 +0200</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>{WORDS}</p><p>No one was hurt.</p>]]></content:encoded></item>
<item><title>Only a title</title><link>https://ledger.example/2</link><pubDate>yesterday</pubDate></item>
</channel></rss>""".encode()
ATOM = f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="pt"><title>Douro Courier</title><id>urn:x</id>
<entry><title>Strike</title><id>urn:x:1</id><link href="https://courier.example/1"/>
<published>2031-05-03T23:30:00-03:00</published><updated>2031-05-09T01:00:00Z</updated><summary>{WORDS}</summary></entry>
<entry><title>Later</title><id>urn:x:2</id><updated>2031-05-09T01:00:00Z</updated><summary>{WORDS}</summary></entry>
</feed>""".encode()
PAGE = (
    '<html lang="en"><head><title>Dockers | Ledger</title><meta name="author" content="Harbour desk">'
    '<meta property="og:title" content="Dockers block road"><meta property="og:site_name" content="Northsea Ledger">'
    '<meta property="article:published_time" content="2031-05-03T00:30:00+02:00"></head><body><nav><a href="/">Home page of'
    f' the paper</a></nav><div class="content"><h1>Dockers block road</h1><p>{WORDS}</p><p>They met on <time>Sunday</time>'
    " again, and some 40 of them stayed the night, as the union of this sample said.</p><table><tr><td>Gdynia</td><td>120"
    "</td></tr></table></div><footer><p>All rights reserved.</p></footer></body></html>"
).encode()
WORD_BODY = (
    paragraph("Dockers block road", '<w:pPr><w:pStyle w:val="berschrift1"/></w:pPr>')
    + paragraph(WORDS, after='<w:r><w:footnoteReference w:id="2"/></w:r>')
    + "<w:tbl><w:tr><w:tc>" + paragraph("Gdynia") + "</w:tc><w:tc>" + paragraph("120") + "</w:tc></w:tr></w:tbl>"
    + "<w:p><w:del><w:r><w:delText>gone</w:delText><w:t>gone too</w:t></w:r></w:del><w:ins><w:r><w:t>No one</w:t><w:tab/>"
    "<w:t>was hurt.</w:t></w:r></w:ins></w:p>"
)  # fmt: skip
WORD_NOTES = (
    '<w:footnote w:type="separator" w:id="0">' + paragraph("rule") + "</w:footnote>"
    '<w:footnote w:id="2">' + paragraph("As told by the union.") + "</w:footnote>"
)
SEEDS: dict[str, tuple[str, bytes]] = {
    "text": ("a.txt", WORDS.encode()),
    "markdown": ("a.md", f"---\ntitle: Dockers\npublished: 2031-05-03\n---\n# Road\n\n{WORDS}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n".encode()),
    "html": ("a.html", PAGE),
    "pdf": ("a.pdf", pdf([page("Dockers block road", WORDS[:60], WORDS[60:], gaps=[1]), page("No one was hurt."), None])),
    "docx": ("a.docx", docx(WORD_BODY, notes=WORD_NOTES)),
    "feed": ("a.rss", RSS),
    "csv": ("a.csv", csv_of(["id", "text", "published"], ["d1", WORDS, "2031-05-03"], ["d2", "No one\nwas hurt.", ""])),
    "events": ("events.csv", csv_of(ACLED, ACLED_ROW)),
    "xlsx": ("a.xlsx", xlsx([["id", "text", "published"], ["d1", WORDS, "2031-05-03"], ["d2", "No one was hurt.", 7]])),
    "jsonl": ("a.jsonl", b'{"id": "d1", "text": "A march.", "published": "2031-05-03"}\n{"text": "Two.", "parts": [[0, 3, "page", 1]]}\n'),
}  # fmt: skip
