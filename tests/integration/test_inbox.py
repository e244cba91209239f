"""From the stream of history to the reporters' inboxes, and the texts messages are made from."""

from __future__ import annotations

import json
from datetime import timedelta

import boto3
import pytest

from kernel import aws, clock, ids
from kernel.problems import TryAgain
from kernel.storage import dynamo
from kernel.texts import Text
from notices import handler
from notices.api import API as NOTICES
from notices.inbox.rules.messages import Message
from notices.inbox.rules.told import About, Told
from notices.inbox.service import write_messages
from notices.inbox.store import messages
from notices.inbox.store.texts import TEXTS
from notices.service import subjects
from notices.service.follow_history import follow_history
from tests.integration.notices_world import record
from tests.support.county import COUNTY, GRID, NEXT_GRID, VILLAGE, lambda_context
from tests.support.figures import noted

NOT_SOLVED = {"satisfied": False, "answer": "not_solved"}


class Inboxes:
    """The county with the notices' part of the cloud: its history is carried to people as the stream would."""

    def __init__(self, county):
        self.county = county
        self.carried = set()

    def records(self):
        """Return a stream record for every history entry that was not carried yet, in order of the incidents' steps."""
        rows = [row for row in self.county.rows() if row["sk"]["S"].startswith("HIST#")]
        fresh = [row for row in rows if (row["pk"]["S"], row["sk"]["S"]) not in self.carried]
        fresh.sort(key=lambda row: (row["at"]["S"], row["pk"]["S"], row["sk"]["S"]))
        self.carried |= {(row["pk"]["S"], row["sk"]["S"]) for row in fresh}
        return [
            {
                "eventName": "INSERT",
                "dynamodb": {
                    "Keys": {"pk": row["pk"], "sk": row["sk"]},
                    "NewImage": row,
                    "SequenceNumber": f"{number:021d}",
                },
            }
            for number, row in enumerate(fresh, 1)
        ]

    def carry(self, records=None):
        """Carry what happened to people; return what failed."""
        records = self.records() if records is None else records
        return follow_history({"Records": records}, subjects)["batchItemFailures"]

    def read(self, by, **query):
        answer = self.county.go("GET", "/v1/notices/inbox", by=by, query=query, api=NOTICES)
        assert answer.status == 200, answer
        return answer.body

    def events(self, by):
        """Return what a person was told, oldest first."""
        return [item["event"] for item in reversed(self.read(by)["items"])]

    def mark(self, by, up_to, key=None):
        headers = {"idempotency-key": key} if key else None
        body = {"action": "read", "up_to": up_to}
        return self.county.go(
            "POST", "/v1/notices/inbox/transitions", body, by=by, headers=headers, api=NOTICES
        )


@pytest.fixture
def inboxes(county, monkeypatch):
    aws.client.cache_clear()
    for tier in ("VILLAGE", "TOWN", "COUNTY"):
        topic = boto3.client("sns").create_topic(Name=f"sizhi-{tier}")["TopicArn"]
        monkeypatch.setenv(f"{tier}_TOPIC_ARN", topic)
    county.appoint(friend=("resident", NEXT_GRID), cousin=("resident", GRID))
    yield Inboxes(county)
    aws.client.cache_clear()


def step(county, incident, action, by, **more):
    """Take a step a minute after the one before."""
    county.advance(minutes=1)
    return county.moved(incident, action, by, **more)


def closed(county, incident):
    step(county, incident, "accept", "village")
    step(county, incident, "resolve", "village")
    step(county, incident, "confirm", "worker")


def test_a_reporter_hears_of_every_stage_and_of_the_result(inboxes):
    county = inboxes.county
    report = county.report(by="resident").body
    closed(county, report["id"])

    assert inboxes.carry() == []

    assert inboxes.events("resident") == ["accepted", "resolved", "confirmed"]
    result = inboxes.read("resident")["items"][0]
    assert (result["incident_id"], result["case_code"]) == (report["id"], report["case_code"])
    assert report["case_code"] in result["text"]
    assert result["rating"]["until"] == "2026-12-23T10:03:00.000+08:00"
    assert {"code": "not_solved", "name": "问题没有解决"} in result["rating"]["answers"]


def test_how_many_messages_were_told_is_a_figure_of_the_function_that_tells_them(inboxes, caplog):
    incident = inboxes.county.report(by="resident").body["id"]
    step(inboxes.county, incident, "accept", "village")
    caplog.clear()

    handler.follow_stream({"Records": inboxes.records()}, lambda_context())

    assert [told for told in noted(caplog) if told[0] == "MessagesTold"] == [("MessagesTold", 1)]


def test_extension_suspension_and_passing_on_are_told(inboxes):
    county = inboxes.county
    incident = county.reported(by="resident")
    step(county, incident, "escalate", "village")
    step(county, incident, "assign", "town", unit=VILLAGE)
    step(county, incident, "accept", "village")
    step(county, incident, "ask_extension", "village")
    step(county, incident, "approve", "town")
    step(county, incident, "ask_suspension", "village")
    step(county, incident, "approve", "county")
    step(county, incident, "resume", "village")

    assert inboxes.carry() == []

    assert inboxes.events("resident") == [
        "escalated",
        "passed_on",
        "accepted",
        "extended",
        "suspended",
        "resumed",
    ]


def test_whom_it_was_reported_for_and_who_joined_hear_as_well_and_nobody_else(inboxes):
    county = inboxes.county
    incident = county.reported(by="worker", on_behalf_of="resident")
    step(county, incident, "join", "friend")
    step(county, incident, "accept", "village")

    inboxes.carry()

    assert inboxes.events("resident") == ["reported", "accepted"]
    assert inboxes.events("friend") == ["joined", "accepted"]
    assert inboxes.events("worker") == ["accepted"]
    assert inboxes.events("cousin") == inboxes.events("village") == []


def test_the_reporters_of_what_was_merged_hear_the_result_of_what_it_follows(inboxes):
    county = inboxes.county
    lead = county.report(by="resident").body
    county.advance(minutes=1)
    duplicate = county.report(by="friend").body
    step(county, duplicate["id"], "join", "cousin")
    step(county, duplicate["id"], "merge", "village", into=lead["id"])
    closed(county, lead["id"])

    assert inboxes.carry() == []

    assert inboxes.events("resident") == ["accepted", "resolved", "confirmed"]
    for who, before in (("friend", []), ("cousin", ["joined"])):
        assert inboxes.events(who) == [*before, "merged", "accepted", "resolved", "confirmed"]
    told = {item["event"]: item for item in inboxes.read("friend")["items"]}
    assert lead["case_code"] in told["merged"]["text"]
    assert told["merged"]["case_code"] == duplicate["case_code"]
    assert told["confirmed"]["incident_id"] == lead["id"]


def test_one_dissatisfied_reporter_reopens_it_for_all(inboxes):
    county = inboxes.county
    incident = county.reported(by="resident")
    step(county, incident, "join", "friend")
    closed(county, incident)
    step(county, incident, "rate", "friend", reason="还是坏的", **NOT_SOLVED)

    assert inboxes.carry() == []

    # Whoever opened it again knows.
    assert (inboxes.events("resident")[-1], inboxes.events("friend")[-1]) == (
        "reopened",
        "confirmed",
    )
    text = inboxes.read("resident")["items"][0]["text"]
    assert "friend" not in text
    assert "还是坏的" not in text


def test_after_a_separation_nobody_hears_of_what_is_not_the_own_any_more(inboxes):
    county = inboxes.county
    lead, duplicate = county.reported(by="resident"), county.reported(by="friend")
    step(county, duplicate, "merge", "village", into=lead)
    step(county, duplicate, "separate", "village")
    step(county, lead, "accept", "village")

    inboxes.carry()

    assert inboxes.events("friend") == ["merged", "separated"]
    assert inboxes.events("resident") == ["accepted"]


def test_the_tasks_of_departments_are_not_told_to_reporters(inboxes):
    county = inboxes.county
    incident = county.reported(by="resident")
    step(county, incident, "escalate", "village")
    joint = step(county, incident, "whistle", "town")
    step(county, joint["tasks"][0], "accept", "water")

    assert inboxes.carry() == []

    assert inboxes.events("resident") == ["escalated", "joint"]
    assert inboxes.events("town") == []


def test_a_message_knows_neither_staff_nor_what_people_wrote(inboxes):
    county = inboxes.county
    incident = county.reported(by="resident", description="张三家门口")
    step(county, incident, "escalate", "village", reason="李四不肯")
    inboxes.carry()

    rows = [
        row
        for row in dynamo.client().scan(TableName="notices")["Items"]
        if row["sk"]["S"].startswith("MESSAGE#")
    ]

    told = json.dumps(rows, ensure_ascii=False).replace("PERSON#resident", "")
    assert rows
    for private in ("张三", "李四", "演示", '"village"', "resident"):
        assert private not in told


def test_a_batch_handed_out_twice_is_told_once_and_stays_read(inboxes):
    county = inboxes.county
    closed(county, county.reported(by="resident"))
    records = inboxes.records()
    inboxes.carry(records)
    inboxes.mark("resident", inboxes.read("resident")["items"][0]["id"])
    county.advance(hours=1)

    inboxes.carry(records)

    told = inboxes.read("resident")
    assert len(told["items"]) == 3
    assert all(item["read"] for item in told["items"])


def test_a_store_that_was_busy_in_between_loses_and_doubles_nothing(inboxes, monkeypatch):
    county = inboxes.county
    incident = county.reported(by="resident")
    for who in ("friend", "cousin"):
        county.moved(incident, "join", who)
    inboxes.carry()
    step(county, incident, "accept", "village")
    records, write = inboxes.records(), dynamo.write
    calls = []

    def busy_the_second_time(writes):
        calls.append(len(writes))
        if len(calls) == 2:
            raise TryAgain
        write(writes)

    monkeypatch.setattr(write_messages, "_AT_ONCE", 2)
    monkeypatch.setattr(dynamo, "write", busy_the_second_time)
    failed = inboxes.carry(records)
    again = inboxes.carry(records)

    assert (len(failed), again) == (1, [])
    for who in ("resident", "friend", "cousin"):
        assert inboxes.events(who).count("accepted") == 1


def test_messages_are_gone_after_the_time_the_county_sets(inboxes):
    county = inboxes.county
    texts = county.go("GET", "/v1/notices/texts", by="admin", api=NOTICES).body["message_texts"]
    assert put(county, {**texts, "keep_days": 90}).status == 200
    step(county, county.reported(by="resident"), "accept", "village")
    inboxes.carry()

    (row,) = [
        row
        for row in dynamo.client().scan(TableName="notices")["Items"]
        if row["sk"]["S"].startswith("MESSAGE#")
    ]

    assert int(row["expires_at"]["N"]) == int((county.now + timedelta(days=90)).timestamp())


def test_a_result_asks_no_more_once_its_time_to_be_rated_is_over(inboxes):
    county = inboxes.county
    closed(county, county.reported(by="resident"))
    inboxes.carry()

    county.advance(days=30, minutes=1)

    assert inboxes.read("resident")["items"][0]["rating"] is None


# Reading


@pytest.fixture
def five(inboxes):
    """The resident has five messages."""
    for number in range(5):
        inboxes.county.advance(minutes=1)
        accepted = Message(
            About.INCIDENT,
            ids.new_id(clock.now()),
            f"{number:06d}",
            Told.ACCEPTED,
            clock.now(),
            Text("已受理", "accepted"),
            ids.new_case_code(COUNTY, clock.now()),
            "environment",
        )
        write_messages.write_messages(["resident"], accepted, 366)
    return inboxes


def test_the_inbox_comes_newest_first_in_pages_of_one_query(five):
    county = five.county
    county.calls.clear()
    first = five.read("resident", limit=2)
    calls = county.calls.copy()
    second = five.read("resident", limit=2, cursor=first["next_cursor"])
    third = five.read("resident", limit=2, cursor=second["next_cursor"])

    pages = [first, second, third]
    happened = [item["happened_at"] for page in pages for item in page["items"]]
    assert calls.count("Query") == 1
    assert [len(page["items"]) for page in pages] == [2, 2, 1]
    assert happened == sorted(happened, reverse=True)
    assert [page["unread"] for page in pages] == [{"count": 5, "more": False}, None, None]
    assert third["next_cursor"] is None


def test_what_is_unread_is_counted_up_to_a_bound(five, monkeypatch):
    monkeypatch.setattr(messages, "UNREAD_LOOK_BACK", 3)

    assert five.read("resident", limit=1)["unread"] == {"count": 3, "more": True}


def test_reading_up_to_a_message_reads_the_older_ones_too(five):
    items = five.read("resident")["items"]

    answer = five.mark("resident", items[2]["id"])

    assert (answer.status, answer.body["up_to"]) == (200, items[2]["id"])
    after = five.read("resident")
    assert [item["read"] for item in after["items"]] == [False, False, True, True, True]
    assert after["unread"] == {"count": 2, "more": False}


def test_reading_an_older_message_unreads_nothing(five):
    items = five.read("resident")["items"]
    five.mark("resident", items[0]["id"])

    five.mark("resident", items[4]["id"])

    assert five.read("resident")["unread"]["count"] == 0


def test_what_is_told_late_is_unread_however_old_it_is(inboxes):
    county = inboxes.county
    incident = county.reported(by="resident")
    step(county, incident, "accept", "village")
    late = inboxes.records()
    step(county, incident, "escalate", "village")
    inboxes.carry()
    inboxes.mark("resident", inboxes.read("resident")["items"][0]["id"])
    county.advance(minutes=5)

    inboxes.carry(late)

    told = inboxes.read("resident")
    assert [(item["event"], item["read"]) for item in told["items"]] == [
        ("escalated", True),
        ("accepted", False),
    ]
    assert told["unread"]["count"] == 1


def test_marking_twice_under_one_key_is_answered_once(five):
    newest = five.read("resident")["items"][0]["id"]

    first = five.mark("resident", newest, key="k-1")
    five.county.advance(minutes=1)
    again = five.mark("resident", newest, key="k-1")

    assert (first.status, again.body) == (200, first.body)
    assert again.headers["Idempotent-Replayed"] == "true"


def test_two_devices_that_mark_at_once_both_count(five, monkeypatch):
    items = five.read("resident")["items"]
    write, others = dynamo.write, [items[0]["id"]]

    def overtaken(writes):
        if others:
            up_to = others.pop()
            five.mark("resident", up_to)
        write(writes)

    monkeypatch.setattr(dynamo, "write", overtaken)

    assert five.mark("resident", items[3]["id"]).status == 200
    assert five.read("resident")["unread"]["count"] == 0


def test_nobody_reads_or_marks_the_messages_of_another(five):
    newest = five.read("resident")["items"][0]["id"]

    assert five.read("cousin")["items"] == []
    assert five.mark("cousin", newest).status == 404


def test_a_cursor_of_another_inbox_opens_nothing(five):
    cursor = five.read("resident", limit=1)["next_cursor"]

    answer = five.county.go(
        "GET", "/v1/notices/inbox", by="cousin", query={"cursor": cursor}, api=NOTICES
    )

    assert (answer.status, answer.wrong_fields) == (422, ["cursor"])


def test_messages_come_in_english_when_asked_for(five):
    answer = five.county.go(
        "GET", "/v1/notices/inbox", by="resident", headers={"accept-language": "en"}, api=NOTICES
    )

    assert answer.body["items"][0]["text"] == "accepted"


# Texts


def text(**changes):
    return {
        "event": "accepted",
        "category": "*",
        "zh": "收到{case_code}",
        "en": "got {case_code}",
    } | changes


def put(county, body, by="admin", seen=None):
    headers = {"if-match": f'"{seen}"'} if seen is not None else None
    return county.go("PUT", "/v1/notices/texts", body, by=by, headers=headers, api=NOTICES)


def texts_of(*texts):
    return {"keep_days": 366, "texts": list(texts)}


def test_the_county_sets_its_own_words_by_event_and_category(inboxes):
    county = inboxes.county
    own = text(category="environment", zh="环境{case_code}")
    assert put(county, texts_of(text(), own)).body["version"] == 1
    for category in ("public_facilities", "environment"):
        step(county, county.reported(by="resident", category=category), "accept", "village")

    inboxes.carry()

    told = [item["text"] for item in inboxes.read("resident")["items"]]
    assert told[0].startswith("环境140426-")
    assert told[1].startswith("收到140426-")


def test_a_new_text_changes_no_message_that_was_told(inboxes):
    county = inboxes.county
    step(county, county.reported(by="resident"), "accept", "village")
    inboxes.carry()
    before = inboxes.read("resident")["items"][0]["text"]

    put(county, texts_of(text()))

    assert inboxes.read("resident")["items"][0]["text"] == before


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"zh": "{name}"}, "texts.0.zh"),
        ({"en": "{case_code"}, "texts.0.en"),
        ({"en": None}, "texts.0.en"),
        ({"zh": "长" * 301}, "texts.0.zh"),
        ({"zh": " "}, "texts.0.zh"),
        ({"event": "reminded"}, "texts.0.event"),
        ({"category": "no_such_thing"}, "texts.0.category"),
    ],
)
def test_a_text_that_could_not_be_used_is_refused_with_its_place(inboxes, wrong, field):
    said = {name: value for name, value in text(**wrong).items() if value is not None}

    answer = put(inboxes.county, texts_of(said))

    assert (answer.status, answer.wrong_fields) == (422, [field])
    assert TEXTS.newest().version == 0


def test_an_event_has_one_text_for_a_category(inboxes):
    assert put(inboxes.county, texts_of(text(), text())).status == 422


def test_the_words_in_force_are_whole_and_earlier_versions_stay(inboxes):
    county = inboxes.county
    put(county, texts_of(text()))
    put(county, texts_of(text(zh="再改")))

    def read(**query):
        return county.go("GET", "/v1/notices/texts", by="village", query=query, api=NOTICES).body

    def accepted(kept):
        return [one["zh"] for one in kept["message_texts"]["texts"] if one["event"] == "accepted"]

    assert (read()["version"], accepted(read())) == (2, ["再改"])
    assert accepted(read(version=1)) == ["收到{case_code}"]
    assert read(version=0)["set_by"] == "packaged"
    assert {one["event"] for one in read()["message_texts"]["texts"]} > {"confirmed", "merged"}
    assert "case_code" in {one["name"] for one in read()["placeholders"]}


def test_what_is_read_can_be_set_again(inboxes):
    county = inboxes.county
    whole = county.go("GET", "/v1/notices/texts", by="admin", api=NOTICES)

    again = put(county, whole.body["message_texts"], seen=0)

    assert (again.status, again.headers["ETag"]) == (200, '"1"')
    assert again.body["message_texts"] == whole.body["message_texts"]


def test_nobodys_words_are_overwritten_unseen(inboxes):
    county = inboxes.county
    put(county, texts_of(text()))

    stale = put(county, texts_of(text(zh="别的")), seen=0)

    assert (stale.status, stale.problem) == (412, "stale-version")


def test_words_set_by_two_at_once_are_set_by_one(inboxes, monkeypatch):
    county = inboxes.county
    write, others = dynamo.write, [texts_of(text(zh="先"))]

    def overtaken(writes):
        if others:
            body = others.pop()
            put(county, body)
        write(writes)

    monkeypatch.setattr(dynamo, "write", overtaken)

    assert put(county, texts_of(text(zh="后"))).problem == "stale-version"
    assert TEXTS.newest().document["texts"][-1]["zh"] == "先"


def test_an_office_hears_of_what_it_owes_before_its_day(inboxes):
    named = json.dumps([{"tier": "village", "unit": VILLAGE}])
    owed = record(event="reminded", subject="obligation", category="resolution", addressees=named)

    assert inboxes.carry([owed, owed]) == []

    (message,) = inboxes.read("village")["items"]
    assert (message["event"], message["incident_id"]) == ("obligation_reminded", None)
    assert message["about"] == {"kind": "obligation", "id": "01JD"}
    assert "“村级决议落实”将于2026-11-23 10:20到期" in message["text"]
    assert inboxes.events("town") == inboxes.events("resident") == []


def test_the_id_of_a_message_tells_no_time_that_people_could_take_for_their_own(five):
    items = five.read("resident")["items"]

    assert all(str(five.county.now.year) not in item["id"] for item in items)
    assert [item["id"] for item in items] == sorted((item["id"] for item in items), reverse=True)
    assert [item["happened_at"] for item in items] == sorted(
        (item["happened_at"] for item in items), reverse=True
    )
