"""Each decision through the page is one line of the ledger, seen at once, undone by one more, and never lost unseen."""

import threading
from typing import Any

import pytest
from review_case import TEXTS, acts, event_with
from starlette.testclient import TestClient

from khronika.archive import Archive
from khronika.review.desk import Desk


def send(client: TestClient, desk: Desk, event: str, **fields: Any) -> Any:
    return client.post(f"/event/{event}/decide", data={"token": desk.gate.form, **fields})


def shown(client: TestClient, event: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/event/{event}.json").json()["event"]
    return found


def field(view: dict[str, Any], name: str) -> dict[str, Any]:
    return next(f for f in view["fields"] if f["name"] == name)


@pytest.mark.parametrize(("act", "state"), [("confirm", "confirmed"), ("not_event", "not_event"), ("unsure", "unsure")])
def test_a_verdict_is_one_line_and_moves_the_queue_on(
    client: TestClient, desk: Desk, archive: Archive, act: str, state: str
) -> None:
    event, before = client.get("/queue.json?state=open").json()["rows"][0]["id"], acts(archive)
    answer = send(client, desk, event, act=act, seen=shown(client, event)["revision"], then="next")
    assert acts(archive) == [*before, "verdict"]
    assert answer.headers["location"].startswith("/event/khr-") and event not in answer.headers["location"]
    assert shown(client, event)["state"] == state
    assert client.get("/queue.json").json()["counts"][state] == 1
    assert event not in [r["id"] for r in client.get("/queue.json?state=open").json()["rows"]]


def test_a_value_is_changed_by_pasted_words_without_script(client: TestClient, desk: Desk, archive: Archive) -> None:
    event = event_with(archive, "en2")
    answer = send(client, desk, event, act="value", field="actors.side_a", type="protesters", words="200 dockers")
    assert answer.status_code == 303, answer.text
    view = shown(client, event)
    assert field(view, "actors.side_a")["value"] == [{"name": "200 dockers", "type": "protesters"}]
    start = TEXTS["en2"][1].index("200 dockers")
    assert view["decisions"][0]["body"]["spans"][0][:3] == ["en2", start, start + len("200 dockers")]
    assert "coder" in client.get(f"/event/{event}").text
    assert archive.verify() == []


@pytest.mark.parametrize(
    ("fields", "value"),
    [
        ({"field": "date", "date_start": "2031-06-01", "date_end": "2031-06-04"},
         {"date_start": "2031-06-01", "date_end": "2031-06-04", "date_level": "days"}),
        ({"field": "claims.killed", "low": "2", "high": "5"}, {"low": 2, "best": None, "high": 5}),
        ({"field": "kind", "value": "strike"}, "strike"),
        ({"field": "status", "value": "planned"}, "planned"),
        ({"field": "date", "none": "1"}, None),
    ],
)  # fmt: skip
def test_values_by_form(client: TestClient, desk: Desk, archive: Archive, fields: dict[str, str], value: Any) -> None:
    event = event_with(archive, "en1")
    assert send(client, desk, event, act="value", **fields).status_code == 303
    found = field(shown(client, event), fields["field"])["value"]
    assert found == value if not isinstance(value, dict) else {k: found[k] for k in value} == value


def test_a_place_with_many_namesakes_is_asked_back(client: TestClient, desk: Desk, archive: Archive) -> None:
    event, before = event_with(archive, "en1"), acts(archive)
    answer = send(client, desk, event, act="value", field="place", place_name="Santiago")
    assert answer.status_code == 200 and answer.text.count('type="radio"') > 3
    assert acts(archive) == before
    assert send(client, desk, event, act="value", field="place", geonameid="3871336").status_code == 303
    assert field(shown(client, event), "place")["value"]["country_iso3"] == "CHL"


@pytest.mark.parametrize(
    "fields",
    [
        {"act": "value", "field": "date", "date_start": "yesterday"},
        {"act": "value", "field": "claims.killed", "low": "many"},
        {"act": "value", "field": "kind", "value": "picnic"},
        {"act": "value", "field": "actors.side_a", "words": "words of no source"},
        {"act": "comment", "comment": " "},
        {"act": "comment", "comment": "They write: Dockers blocked the port"},
        {"act": "same", "other": "khr-NOBODY"},
        {"act": "dance"},
        {"act": "undo", "statement": "1"},
    ],
)
def test_what_makes_no_decision_writes_nothing(
    client: TestClient, desk: Desk, archive: Archive, fields: dict[str, str]
) -> None:
    before = acts(archive)
    answer = send(client, desk, event_with(archive, "en1"), **fields)
    assert answer.status_code in (400, 404)
    assert acts(archive) == before


def test_two_tabs_see_the_conflict_and_none_loses_work(client: TestClient, desk: Desk, archive: Archive) -> None:
    event = event_with(archive, "en1")
    seen = shown(client, event)["revision"]
    assert send(client, desk, event, act="value", field="kind", value="strike", seen=seen).status_code == 303
    late = send(client, desk, event, act="value", field="kind", value="boycott", seen=seen)
    assert late.status_code == 409
    assert "Strike" in late.text and 'value="boycott"' in late.text and "coder" in late.text
    assert field(shown(client, event), "kind")["value"] == "strike"
    now = shown(client, event)["revision"]
    assert f'name="seen" value="{now}"' in late.text
    assert send(client, desk, event, act="value", field="kind", value="boycott", seen=now).status_code == 303
    assert [d["body"]["value"] for d in shown(client, event)["decisions"]] == [{"kind": "strike"}, {"kind": "boycott"}]


def test_history_and_undo(client: TestClient, desk: Desk, archive: Archive) -> None:
    event = event_with(archive, "en1")
    send(client, desk, event, act="value", field="kind", value="strike")
    seq = shown(client, event)["decisions"][0]["seq"]
    assert send(client, desk, event, act="undo", statement=str(seq)).status_code == 303
    view = shown(client, event)
    assert field(view, "kind")["value"] == "blockade" and field(view, "kind")["by"] is None
    assert [d["act"] for d in view["decisions"]] == ["value", "undo"]
    assert send(client, desk, event, act="undo", statement=str(seq)).status_code == 400


def test_a_missed_event_is_added_by_forms_alone(client: TestClient, desk: Desk, archive: Archive) -> None:
    words = "창고가 불탔다"
    first = client.post("/document/missed?id=ko1", data={"token": desk.gate.form, "step": "select", "words": words})
    page = client.get(first.headers["location"].partition("#")[0])
    start = TEXTS["ko1"][1].index(words)
    assert f'name="start" value="{start}"' in page.text and "Daegu" in page.text
    model = client.get(f"/document.json?id=ko1&start={start}&stop={start + len(words)}").json()
    daegu = model["proposal"]["places"][0]
    assert "Daegu" in daegu["label"] and daegu["quote"] in TEXTS["ko1"][1]
    before = acts(archive)
    told = {"start": start, "stop": start + len(words), "kind": "property_destruction", "date_start": "2031-06-03",
            "date_end": "2031-06-03", "geonameid": daegu["value"]["geonameid"]}  # fmt: skip
    answer = client.post("/document/missed?id=ko1", data={"token": desk.gate.form, **told})
    event = answer.headers["location"].rpartition("/")[2]
    assert acts(archive)[len(before) :] == ["missed", "events"]
    view = shown(client, event)
    assert field(view, "kind")["value"] == "property_destruction"
    assert field(view, "kind")["rivals"][0]["quotes"] == [words]
    assert field(view, "place")["rivals"][0]["quotes"] == [daegu["quote"]]
    assert archive.verify() == []


def test_pairs_are_judged_and_leave_the_page(client: TestClient, desk: Desk, archive: Archive) -> None:
    model = client.get("/pairs.json").json()
    assert model["waiting"] >= 1
    a, b = (side["id"] for side in model["pair"]["sides"])
    assert model["pair"]["why"]["steps"]
    assert "waterfall" in client.get("/pairs").text
    send(client, desk, a, act="different", other=b, then="pairs")
    desk.weigher.weigh()
    assert client.get("/pairs.json").json()["waiting"] == model["waiting"] - 1
    assert acts(archive)[-1] == "judgement"
    send(client, desk, a, act="same", other=event_with(archive, "ru1"))
    assert shown(client, a)["id"] == shown(client, event_with(archive, "ru1"))["id"]
    assert archive.verify() == []


def test_a_split_by_form(client: TestClient, desk: Desk, archive: Archive) -> None:
    event = event_with(archive, "en1")
    mentions = [m for s in shown(client, event)["sources"] for m in s["mentions"]]
    assert len(mentions) == 2
    assert send(client, desk, event, act="split", mention=mentions[:1]).status_code == 303
    assert event_with(archive, "en1") != event_with(archive, "en2")


def test_what_was_drawn_is_checked_and_gives_recall(client: TestClient, desk: Desk) -> None:
    answer = client.post("/document/check?id=none", data={"token": desk.gate.form, "verdict": "irrelevant"})
    assert answer.status_code == 303
    rows = {r["id"]: r["checked"] for r in client.get("/documents.json").json()["rows"]}
    assert rows["none"] == "irrelevant" and rows["en1"] is None
    assert client.post("/document/check?id=none", data={"token": desk.gate.form, "verdict": "maybe"}).status_code == 400


def test_programs_write_as_json(client: TestClient, archive: Archive) -> None:
    event = event_with(archive, "en1")
    act = {
        "act": "value",
        "field": "kind",
        "value": {"kind": "strike"},
        "words": [{"document": "en1", "start": 0, "stop": 7}],
    }
    done = client.post(f"/event/{event}/decide.json", json=act)
    assert done.status_code == 200
    assert done.json()["event"] == event and done.json()["revision"] == shown(client, event)["revision"]
    late = client.post(f"/event/{event}/decide.json", json={"act": "confirm", "seen": "old"})
    assert late.status_code == 409 and event in late.json()["error"]
    assert client.post(f"/event/{event}/decide.json", json={"act": "confirm", "what": 1}).status_code == 422


def test_many_tabs_write_at_once_and_nothing_is_lost(client: TestClient, desk: Desk, archive: Archive) -> None:
    events = [r["id"] for r in client.get("/queue.json").json()["rows"]]
    before, codes = acts(archive), []

    def tab(number: int) -> None:
        for n in range(5):
            body = {"act": "comment", "comment": f"tab {number} note {n}"}
            codes.append(client.post(f"/event/{events[(number + n) % len(events)]}/decide.json", json=body).status_code)

    tabs = [threading.Thread(target=tab, args=(n,)) for n in range(8)]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join()
    assert codes == [200] * 40
    assert acts(archive)[len(before) :] == ["comment"] * 40
    desk.clerk.close()
    assert archive.verify() == []
