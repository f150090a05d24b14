"""The release as a whole: same bytes twice, a manifest anyone can check, validators of the field, what changed."""

import csv
import io
import json
import subprocess
from pathlib import Path

import pytest
from release_case import AT, make_view

from khronika.disclosure import View
from khronika.errors import CannotError, UsageError
from khronika.release import MANIFEST, release_files, write_release


def rows(content: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_two_builds_have_the_same_bytes(files: dict[str, bytes]) -> None:
    assert release_files(make_view(), "sample", AT) == files


def test_sha256sum_checks_the_release_and_finds_one_changed_byte(files: dict[str, bytes], tmp_path: Path) -> None:
    write_release(tmp_path / "r", files)
    check = ["sha256sum", "-c", "--quiet", MANIFEST]
    assert subprocess.run(check, cwd=tmp_path / "r", capture_output=True, check=False).returncode == 0
    path = tmp_path / "r" / "claims.csv"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    assert subprocess.run(check, cwd=tmp_path / "r", capture_output=True, check=False).returncode == 1


def test_the_manifest_names_every_other_file(files: dict[str, bytes]) -> None:
    named = {line[66:] for line in files[MANIFEST].decode().splitlines()}
    assert named == set(files) - {MANIFEST}


def test_frictionless_finds_no_fault(release: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    tables = {"events", "claims", "sources", "actors", "event_actors", "event_sources", "corrections", "deletions"}
    package = frictionless.Package(str(release / "datapackage.json"))
    for resource in package.resources:
        if resource.name in tables:
            report = resource.validate()
            assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])
    assert tables <= {r.name for r in package.resources}


def test_sizes_and_hashes_of_the_package_are_those_of_the_files(files: dict[str, bytes]) -> None:
    from hashlib import sha256

    package = json.loads(files["datapackage.json"])
    for resource in package["resources"]:
        content = files[resource["path"]]
        assert (resource["bytes"], resource["hash"]) == (len(content), f"sha256:{sha256(content).hexdigest()}")


@pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)  # the reader leaves its file open
def test_hxl_tags_are_read_and_valid(release: Path) -> None:
    hxl = pytest.importorskip("hxl")
    source = hxl.data(str(release / "layouts" / "events.hxl.csv"), hxl.InputOptions(allow_local=True))
    assert "#date+start" in [str(c.display_tag) for c in source.columns]
    assert len(list(source)) == len([r for r in rows((release / "events.csv").read_bytes()) if r["record"] == "event"])


def test_keys_of_the_ties_exist(files: dict[str, bytes]) -> None:
    events = {r["event_id"] for r in rows(files["events.csv"])}
    sources = {r["source_id"] for r in rows(files["sources.csv"])}
    assert {r["event_id"] for r in rows(files["claims.csv"])} <= events
    assert {r["source_id"] for r in rows(files["claims.csv"])} <= sources | {""}
    assert {r["source_id"] for r in rows(files["event_sources.csv"])} <= sources


def test_tables_are_plain_and_no_cell_says_none(files: dict[str, bytes]) -> None:
    for name in ("events.csv", "claims.csv", "layouts/acled_style.csv", "layouts/ged_style.csv"):
        text = files[name].decode("utf-8")
        assert not text.startswith("\ufeff")
        assert "\r" not in text
        cells = {value for row in rows(files[name]) for value in row.values()}
        assert not cells & {"None", "NA", "nan", "NaN"}


def test_spreadsheets_run_nothing(files: dict[str, bytes]) -> None:
    content = files["layouts/events.xlsx.csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    cells = [value for row in rows(content) for value in row.values()]
    assert any(value.startswith("'=cmd") for value in cells)
    assert not [v for v in cells if v.startswith(("=", "@", "+"))]
    assert not [v for v in cells if v.startswith("-") and not v[1:].replace(".", "", 1).isdigit()]


def test_a_release_after_another_counts_revisions_and_tells_what_changed(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    before = tmp_path / "before"
    write_release(before, files)
    later = "2031-07-31T00:00:00Z"
    same = release_files(make_view(), "sample", later, before)
    assert rows(same["events.csv"]) == rows(files["events.csv"])
    assert rows(same["corrections.csv"]) == []
    view = make_view(without=202)
    gone = release_files(view, "sample", later, before, {f"khr-{202:0>26}": f"khr-{201:0>26}"})
    (deleted,) = rows(gone["deletions.csv"])
    assert (deleted["event_id"], deleted["reason"]) == (f"khr-{202:0>26}", "duplicate")
    assert deleted["merged_into"] == f"khr-{201:0>26}"
    assert deleted["event_id_cnty"] in {r["event_id_cnty"] for r in rows(files["layouts/acled_style.csv"])}


def test_a_changed_value_is_a_correction_with_both_values(files: dict[str, bytes], view: View, tmp_path: Path) -> None:
    import msgspec

    write_release(tmp_path / "before", files)
    changed = [msgspec.structs.replace(e, n_independent=9) if e.event_id.endswith("201") else e for e in view.events]
    now = release_files(
        msgspec.structs.replace(view, events=changed), "sample", "2031-07-31T00:00:00Z", tmp_path / "before"
    )
    (row,) = rows(now["corrections.csv"])
    assert (row["field"], row["old_value"], row["new_value"], row["revision_to"]) == ("n_independent", "1", "9", "2")
    (event,) = [r for r in rows(now["events.csv"]) if r["event_id"].endswith("201")]
    assert (event["revision"], event["updated_at"]) == ("2", "2031-07-31T00:00:00Z")
    again = release_files(
        msgspec.structs.replace(view, events=changed), "sample", "2031-07-31T00:00:00Z", tmp_path / "before"
    )
    assert again == now


def test_a_privacy_correction_never_tells_the_old_value(files: dict[str, bytes], view: View, tmp_path: Path) -> None:
    old = files["events.csv"].decode().replace("Dagestan,532096", "Dagestan,532096")
    content = dict(files) | {"events.csv": _with_secret(old)}
    write_release(tmp_path / "before", content)
    now = release_files(view, "sample", "2031-07-31T00:00:00Z", tmp_path / "before")
    assert b"Secrettown" not in b"".join(now.values())
    assert {r["reason"] for r in rows(now["corrections.csv"])} == {"privacy"}


def _with_secret(text: str) -> bytes:
    """The table as it was before the place of the desertion was made coarse."""
    table = list(csv.reader(io.StringIO(text, newline="")))
    at = table[0].index("place_name")
    for row in table:
        if row[0].endswith("204"):
            row[at] = "Secrettown"
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(table)
    return buffer.getvalue().encode()


def test_a_folder_with_something_else_is_left_alone(files: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="no release"):
        write_release(tmp_path, files)
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_since_must_be_a_release(view: View, tmp_path: Path) -> None:
    with pytest.raises(CannotError, match="no release"):
        release_files(view, "sample", AT, tmp_path)


def test_nothing_protected_is_in_any_file(files: dict[str, bytes]) -> None:
    (desertion,) = [r for r in rows(files["events.csv"]) if r["kind"] == "desertion" and r["event_id"].endswith("204")]
    assert (desertion["place_name"], desertion["date_start"], desertion["geo_coarsened"]) == (
        "Dagestan",
        "2031-05-01",
        "true",
    )
    assert desertion["date_end"] == "2031-05-31"
    assert desertion["lat"] != "42.977"


def test_rows_follow_day_and_id(files: dict[str, bytes]) -> None:
    keys = [(r["date_start"] or "9999", r["event_id"]) for r in rows(files["events.csv"])]
    assert keys == sorted(keys)
