"""The layouts of others: columns and codes exactly theirs, sums that hold, offsets that are true, losses that are told."""

import csv
import io
import itertools
import json
from pathlib import Path

import pytest
from conftest import SENTENCES

from khronika.codebook import codebook
from khronika.disclosure import View
from khronika.disclosure.names import MASK
from khronika.release import acled, ged, plover
from khronika.release.annotations import is_masked
from khronika.release.crosswalk import crosswalk, disorder_type, interaction
from khronika.release.dialect import cell, spreadsheet, tabbed
from khronika.release.grid import month_id, priogrid

TYPES = list(crosswalk().inter)
VALUES = {10, *range(11, 19), 20, *range(22, 29), 30, *range(33, 39), 40, *range(44, 49), 50, *range(55, 59), 60, 66, 67, 68, 70, 77, 78, 80, 88}  # fmt: skip


def rows(content: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), delimiter=delimiter))


def loss(files: dict[str, bytes], name: str) -> dict:
    return json.loads(files[f"layouts/{name}.loss.json"])


def test_columns_are_those_of_the_layouts() -> None:
    assert " ".join(acled.COLUMNS) == (
        "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2 "
        "assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude "
        "geo_precision source source_scale notes fatalities tags timestamp"
    )
    assert (len(acled.COLUMNS), len(ged.COLUMNS), len(plover.POLECAT)) == (31, 49, 40)
    assert ged.COLUMNS[44:47] == ("best", "high", "low")
    assert ged.COLUMNS[-2:] == ("gwnoa", "gwnob")


def test_all_pairs_of_actors_give_exactly_the_values_of_the_layout() -> None:
    pairs = {int(interaction(a, b)[0]) for a, b in itertools.product(TYPES, TYPES)}
    alone = {int(interaction(a, None)[0]) for a in TYPES}
    assert pairs | alone == VALUES
    assert len(pairs | alone) == 44
    assert interaction("civilians", "external_forces") == ("78", "External/Other forces-Civilians")
    assert interaction(None, None) == ("", "")


def test_each_class_stands_under_its_type() -> None:
    for kind in codebook().kinds.values():
        if kind.sub_event_type:
            assert disorder_type(kind.event_type, kind.sub_event_type) in (
                "Political violence", "Demonstrations", "Strategic developments", "Political violence; Demonstrations")  # fmt: skip
    assert disorder_type("Riots", "Mob violence") == "Political violence"
    assert disorder_type("Protests", "Excessive force against protesters") == "Political violence; Demonstrations"


def test_every_kind_has_a_way_or_a_reason_in_each_layout() -> None:
    for kind, known in codebook().kinds.items():
        assert known.sub_event_type or kind in crosswalk().acled_dropped or kind in crosswalk().acled_other, kind
        assert kind in crosswalk().plover or kind in ("statement", "group_change"), kind


def test_every_event_is_a_row_or_a_line_of_the_loss_report(files: dict[str, bytes], view: View) -> None:
    everything = {e.event_id for e in view.events}
    told = {r["relid"] for r in rows(files["layouts/ged_style.csv"])}
    assert told | {d["id"] for d in loss(files, "ged_style")["dropped"]} == everything
    links = {json.loads(line)["link"] for line in files["layouts/plover.jsonl"].splitlines()}
    assert links | {d["id"] for d in loss(files, "plover")["dropped"]} == everything
    dropped = {d["id"] for d in loss(files, "acled_style")["dropped"]}
    names = {acled.row_id(e) for e in view.events if e.event_id not in dropped}
    assert {r["event_id_cnty"].rsplit("-", 1)[0] if r["event_id_cnty"].count("-") == 3 else r["event_id_cnty"] for r in rows(files["layouts/acled_style.csv"])} == names  # fmt: skip


def test_deaths_of_several_days_are_split_and_add_up(files: dict[str, bytes]) -> None:
    split = [r for r in rows(files["layouts/acled_style.csv"]) if r["event_id_cnty"].count("-") == 3]
    assert [r["fatalities"] for r in split] == ["3", "2", "2"]
    assert [r["event_date"] for r in split] == ["2031-05-01", "2031-05-02", "2031-05-03"]


def test_coarse_places_have_the_coarse_code_and_a_tag(files: dict[str, bytes]) -> None:
    (shelling,) = [r for r in rows(files["layouts/acled_style.csv"]) if r["sub_event_type"].startswith("Shelling")]
    assert (shelling["geo_precision"], shelling["location"], shelling["admin1"]) == ("3", "Dagestan", "Dagestan")
    assert "location coarsened" in shelling["tags"]


def test_ged_sums_hold(files: dict[str, bytes]) -> None:
    table = rows(files["layouts/ged_style.csv"])
    assert table
    for row in table:
        parts = sum(int(row[c]) for c in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"))
        assert int(row["best"]) == parts >= 1
        assert int(row["low"]) <= int(row["best"]) <= int(row["high"])
        assert row["date_start"] <= row["date_end"]
        lon, lat = row["geom_wkt"].removeprefix("POINT (").rstrip(")").split()
        assert (lon, lat) == (row["longitude"], row["latitude"])
    assert {r["type_of_violence"] for r in table} == {"1", "3"}


def test_polecat_lines_have_39_tabs(files: dict[str, bytes]) -> None:
    lines = files["layouts/polecat_style.tsv"].decode().splitlines()
    assert len(lines) > 1
    assert {line.count("\t") for line in lines} == {39}
    assert tabbed(["a", "b"], [["x\ty", None]]) == b"a\tb\nx y\t\n"


def test_plover_records_have_what_is_required(files: dict[str, bytes]) -> None:
    for line in files["layouts/plover.jsonl"].splitlines():
        record = json.loads(line)
        assert record["id"].startswith(record["link"] + "#")
        assert record["date"] <= record["enddate"]
        assert record["event"][0] in crosswalk().plover_events
        assert record["quad_code"] in (1, 2, 3, 4)
        assert set(record["context"]) <= set(crosswalk().plover_contexts)


def test_geojson_is_valid(files: dict[str, bytes]) -> None:
    found = json.loads(files["layouts/events.geojson"])
    assert found["type"] == "FeatureCollection"
    assert "crs" not in found
    for feature in found["features"]:
        geometry = feature["geometry"]
        assert geometry is None or -180 <= geometry["coordinates"][0] <= 180
        assert geometry is None or -90 <= geometry["coordinates"][1] <= 90
        assert not [v for v in feature["properties"].values() if isinstance(v, dict | list)]
    coarse = [f for f in found["features"] if f["properties"]["coarsened"]]
    assert coarse
    assert all(f["properties"]["revision"] == 1 for f in found["features"])


def test_quotations_are_the_words_at_their_offsets_in_every_script(files: dict[str, bytes], view: View) -> None:
    texts = {d.url or f"urn:khr:document:{d.id}": d.text for d in view.documents}
    items = json.loads(files["annotations.jsonld"])["first"]["items"]
    quoted = [(i, s) for i in items for s in i["target"]["selector"] if s["type"] == "TextQuoteSelector"]
    for item, selector in quoted:
        position = next(s for s in item["target"]["selector"] if s["type"] == "TextPositionSelector")
        text = texts[item["target"]["source"]]
        assert text[position["start"] : position["end"]] == selector["exact"]
        assert selector.get("prefix", "") + selector["exact"] + selector.get("suffix", "") in text
        assert not is_masked(json.dumps(selector, ensure_ascii=False))
    assert {words for _, words in SENTENCES.values()} <= {s["exact"] for _, s in quoted}


def test_annotations_have_the_shape_of_the_recommendation(files: dict[str, bytes]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    found = json.loads(files["annotations.jsonld"])
    shape = {
        "type": "object", "required": ["@context", "id", "type", "motivation", "body", "target"],
        "properties": {
            "@context": {"const": "http://www.w3.org/ns/anno.jsonld"}, "type": {"const": "Annotation"}, "id": {"type": "string", "pattern": "^urn:"},
            "target": {"type": "object", "required": ["source", "selector"], "properties": {"selector": {"type": "array", "minItems": 1, "items": {"oneOf": [
                {"properties": {"type": {"const": "TextQuoteSelector"}, "exact": {"type": "string", "minLength": 1}}, "required": ["type", "exact"]},
                {"properties": {"type": {"const": "TextPositionSelector"}, "start": {"type": "integer", "minimum": 0}, "end": {"type": "integer"}}, "required": ["type", "start", "end"]},
            ]}}}},
        },
    }  # fmt: skip
    assert found["type"] == "AnnotationCollection"
    assert found["total"] == len(found["first"]["items"]) > 0
    for item in found["first"]["items"]:
        jsonschema.validate(item, shape)
    assert len({item["id"] for item in found["first"]["items"]}) == found["total"]


def test_masked_words_are_no_quotation() -> None:
    from conftest import make_view

    from khronika.release.annotations import collection

    view = make_view()
    mention = next(m for m in view.mentions if m.spans)
    import msgspec

    from khronika.model import Span

    covered = msgspec.structs.replace(mention, spans={"trigger": [Span(0, 3, MASK * 3)]})
    items = collection(msgspec.structs.replace(view, mentions=[covered]), "n", "2031-06-30T00:00:00Z")["first"]["items"]
    assert [s["type"] for i in items for s in i["target"]["selector"]] == ["TextPositionSelector"]
    assert json.loads(items[0]["body"]["value"])["masked"] is True


def test_provenance_names_only_what_it_describes(files: dict[str, bytes]) -> None:
    found = json.loads(files["prov.json"])
    for relation in found["wasDerivedFrom"].values():
        assert relation["prov:generatedEntity"] in found["entity"]
        assert relation["prov:usedEntity"] in found["entity"]
    assert list(found["agent"]) == ["khr:software"]


def test_grid_and_months() -> None:
    assert priogrid(10.51, 2.29) == 145085
    assert priogrid((151 - 1) / 2 - 90, (412 - 1) / 2 - 180) == 108412
    assert priogrid((119 - 1) / 2 - 90, (616 - 1) / 2 - 180) == 85576
    assert (priogrid(90, 180), priogrid(-90, -180), priogrid(0, 179.9)) == (259200, 1, 180 * 720 + 720)
    assert month_id("2026-11-01") == 563


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1+1", "@x", "-2+3", "\tx", "\rx"])
def test_formulas_are_neutral_in_spreadsheets(text: str) -> None:
    (row,) = list(csv.reader(io.StringIO(spreadsheet(["a"], [[text]]).decode("utf-8-sig"))))[1:]
    assert row[0].startswith("'")


def test_numbers_stay_numbers_in_spreadsheets() -> None:
    assert spreadsheet(["a", "b"], [[-5.5, "-77.02"]]).decode("utf-8-sig") == "a,b\n-5.5,-77.02\n"
    assert [cell(v) for v in (None, True, 3.0, 2.5, ["a", "", "a", "b"], "x\ny")] == [
        "",
        "true",
        "3",
        "2.5",
        "a; b",
        "x y",
    ]


def test_pandas_polars_and_duckdb_load_the_tables(release: Path) -> None:
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    table = pandas.read_csv(release / "events.csv")
    assert table["event_id"].is_unique
    assert str(table["lat"].dtype) == "float64"
    assert polars.read_csv(release / "layouts" / "ged_style.csv").width == 49
    duckdb = pytest.importorskip("duckdb")
    query = f"select count(*) from '{release / 'events.csv'}'"
    assert duckdb.sql(query).fetchall() == [(len(table),)]
