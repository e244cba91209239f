"""From the stream of history to the topics of the tiers."""

from __future__ import annotations

import json
from functools import partial
from io import BytesIO, StringIO

import boto3
import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from infra.redrive import Redriven, redrive_stream
from infra.stack import Stack
from kernel.observability import log
from kernel.problems import TryAgain
from kernel.storage import dynamo
from notices.service.follow_history import follow_history
from notices.service.release_held import release_held
from notices.store import deliveries as store
from notices.store import topics
from tests.integration.notices_world import (
    GRID,
    REGION,
    TOWN,
    VILLAGE,
    Now,
    a_world,
    record,
)
from tests.support.in_process import table_of

BOTH = json.dumps([{"tier": "village", "unit": VILLAGE}, {"tier": "town", "unit": TOWN}])
NOBODY = "[]"


@pytest.fixture
def world():
    with a_world() as world:
        yield world


@pytest.fixture
def follow(world):
    def follow(*records):
        return [
            one["itemIdentifier"]
            for one in follow_history({"Records": list(records)}, world.incidents)[
                "batchItemFailures"
            ]
        ]

    return follow


class Faults:
    """Breaks calls to SNS at the wire: before they arrive, or after they had their effect."""

    def __init__(self):
        self.calls = 0
        self.on_call = {}
        self.on_chinese_subject = None
        topics.client().meta.events.register("before-call.sns.Publish", self._before)

    def _before(self, params, **_):
        self.calls += 1
        fault = self.on_call.get(self.calls)
        if self.on_chinese_subject and not params["body"]["Subject"].isascii():
            fault = self.on_chinese_subject
        if fault:
            raise fault


@pytest.fixture
def faults(world):
    return Faults()


def an_error(code, message="no"):
    return ClientError({"Error": {"Code": code, "Message": message}}, "Publish")


def test_an_entry_reaches_the_topic_of_its_tier_with_what_subscriptions_filter_on(world, follow):
    world.listening("village", unit=[{"prefix": VILLAGE}])

    failed = follow(record(event="reported"))

    (message,) = world.received()
    assert failed == []
    assert message["Subject"].startswith("【新事件】生态环境（较急）")
    facts = json.loads(message["Message"])
    assert (facts["event"], facts["unit"], facts["origin"]) == ("reported", VILLAGE, GRID)
    assert facts["text"].startswith(message["Subject"])
    assert {name: one["Value"] for name, one in message["MessageAttributes"].items()} == {
        name: facts[name]
        for name in ("unit", "origin", "category", "severity", "event", "case_code", "notice_id")
    }


def test_an_overdue_decision_reaches_the_town_and_the_village_that_has_to_carry_it_out(
    world, follow
):
    world.listening("village", "at-village")
    world.listening("town", "at-town")

    follow(record(event="escalated", subject="obligation", category="resolution", addressees=BOTH))

    (at_the_town,) = world.received("at-town")
    assert at_the_town["Subject"].startswith("【上报】")
    assert "责任单位尽快落实" in json.loads(at_the_town["Message"])["text"]
    assert len(world.received("at-village")) == 1


def test_an_urgent_entry_reaches_village_and_town_once_each(world, follow):
    world.listening("village", "at-village")
    world.listening("town", "at-town")

    follow(record(event="reported", severity="urgent", addressees=BOTH))

    assert len(world.received("at-village")) == len(world.received("at-town")) == 1


def test_a_prefix_does_not_let_a_neighbour_through(world, follow):
    world.listening("village", unit=[{"prefix": "140426106202"}])

    follow(record(event="reported"))

    assert world.received() == []


def test_an_entry_that_concerns_no_tier_is_not_published(world, follow):
    world.listening("village")

    assert follow(record(event="accepted", addressees=NOBODY)) == []
    assert world.received() == []
    assert world.rows("NOTICE#") == []


@pytest.mark.parametrize("change", [{"eventName": "MODIFY"}, {"eventName": "REMOVE"}])
def test_only_new_entries_are_told(world, follow, change):
    assert follow({**record(), **change}) == []
    assert world.rows("NOTICE#") == []


def test_other_rows_of_the_incidents_table_are_passed_over(world, follow):
    other = record()
    other["dynamodb"]["Keys"]["sk"]["S"] = "INCIDENT"

    assert follow(other) == []


def test_the_delivery_record_says_what_was_sent_when(world, follow):
    follow(record(event="reported"))

    (row,) = world.rows("NOTICE#")
    assert (row["pk"], row["sk"]) == ("INC#01JD", f"NOTICE#000001#village#{VILLAGE}")
    assert (row["state"], row["tries"], row["updated_at"]) == (
        "sent",
        "1",
        "2026-11-23T02:00:00.000Z",
    )
    assert row["message_id"]
    assert row["origin"] == GRID


def test_a_batch_handed_out_twice_is_sent_once(world, follow):
    world.listening("village")

    follow(record(event="reported"), record(2, event="escalated"))
    follow(record(event="reported"), record(2, event="escalated"))

    assert len(world.received()) == 2


def test_a_crash_between_sending_and_writing_it_down_sends_again_under_the_same_id(
    world, follow, monkeypatch
):
    world.listening("village")
    write = dynamo.write
    written = []

    def dies_after_the_first(writes):
        written.append(writes)
        if len(written) == 2:
            raise TryAgain
        write(writes)

    monkeypatch.setattr(dynamo, "write", dies_after_the_first)

    first = follow(record(event="reported"))
    again = follow(record(event="reported"))

    ids = [message["MessageAttributes"]["notice_id"]["Value"] for message in world.received()]
    assert (first, again) == ([f"{1:021d}"], [])
    assert len(ids) == 2
    assert len(set(ids)) == 1
    assert [row["state"] for row in world.rows("NOTICE#")] == ["sent"]


def test_what_a_topic_did_not_take_is_told_in_order_once_it_is_back(world, follow, faults):
    world.listening("village")
    faults.on_call = {2: an_error("InternalError"), 3: an_error("InternalError")}
    batch = [record(1, event="reported"), record(2, event="escalated"), record(3, event="resolved")]

    failed = follow(*batch)
    states = {row["seq"]: row["state"] for row in world.rows("NOTICE#")}
    tried_in_the_batch = faults.calls
    for _ in range(3):
        world.passes(minutes=1)
        release_held(world.incidents)
    follow(*batch)

    assert failed == []
    assert tried_in_the_batch == 2
    assert states["1"] == "sent"
    assert "sent" not in (states["2"], states["3"])
    assert [json.loads(message["Message"])["event"] for message in world.received()] == [
        "reported",
        "escalated",
        "resolved",
    ]


def test_fifty_notices_of_a_minute_without_topics_are_each_told_once(world, follow, faults):
    world.listening("village")
    faults.on_call = dict.fromkeys(range(1, 51), ConnectionClosedError(endpoint_url="https://sns"))
    for one in range(50):
        follow(record(1, event="reported", incident_id=f"01J{one:02d}"))

    world.passes(minutes=1)
    release_held(world.incidents)
    world.passes(minutes=1)
    release_held(world.incidents)

    facts = [json.loads(message["Message"]) for message in world.received()]
    told = [one["notice_id"] for fact in facts for one in fact.get("notices", [fact])]
    assert {row["state"] for row in world.rows("NOTICE#")} == {"sent"}
    assert sorted(told) == sorted(row["notice_id"] for row in world.rows("NOTICE#"))


def test_a_reminder_that_a_topic_took_too_late_says_so(world, follow, faults):
    world.listening("village")
    faults.on_call = {1: an_error("InternalError")}
    follow(record(event="reminded"))

    world.incidents.present["01JD"] = Now(status="accepted")
    world.passes(minutes=1)
    release_held(world.incidents)

    assert world.received() == []
    assert [row["state"] for row in world.rows("NOTICE#")] == ["stale"]


def test_one_addressee_that_fails_is_tried_again_alone(world, follow, faults):
    world.listening("village", "at-village")
    world.listening("town", "at-town")
    faults.on_call = {2: an_error("InternalError")}

    follow(record(event="reported", addressees=BOTH))
    world.passes(minutes=1)
    release_held(world.incidents)

    assert len(world.received("at-village")) == len(world.received("at-town")) == 1


def test_a_region_that_refuses_chinese_subjects_gets_an_ascii_one_and_the_chinese_text(
    world, follow, faults
):
    world.listening("village")
    faults.on_chinese_subject = an_error("InvalidParameter", "Invalid parameter: Subject")

    failed = follow(record(event="reported"))

    (message,) = world.received()
    assert failed == []
    assert message["Subject"].startswith("[Sizhi] reported 140426-26-")
    assert json.loads(message["Message"])["text"].startswith("【新事件】")


@pytest.mark.parametrize(
    "now", [Now(status="accepted"), Now(status="confirmed"), Now(tier="town"), Now(epoch=2)]
)
def test_a_reminder_of_what_was_done_meanwhile_is_recorded_as_stale_and_not_sent(
    world, follow, now
):
    world.listening("village")
    world.incidents.present["01JD"] = now

    failed = follow(record(event="reminded"))

    assert failed == []
    assert world.received() == []
    assert [row["state"] for row in world.rows("NOTICE#")] == ["stale"]


def test_a_reminder_that_is_still_wanted_is_sent(world, follow):
    world.listening("village")

    follow(record(event="reminded"))

    assert len(world.received()) == 1


def test_a_stale_notice_stays_stale(world, follow):
    world.listening("village")
    world.incidents.present["01JD"] = Now(status="accepted")
    follow(record(event="reminded"))

    world.incidents.present["01JD"] = Now()
    follow(record(event="reminded"))

    assert world.received() == []


def test_a_fact_is_sent_without_looking_at_the_incident_again(world, follow):
    follow(record(event="confirmed"))

    assert world.incidents.asked == 0


@pytest.fixture
def poison():
    return record(2, event="reported", category="张三 13800000000")


def test_a_poison_record_is_set_aside_alone_and_the_others_are_told(world, follow, poison):
    world.listening("village")

    failed = follow(record(1, event="reported"), poison, record(3, event="escalated"))

    assert failed == []
    assert len(world.received()) == 2
    assert world.dead_letters() == [
        {
            "RecordSetAside": {
                "streamArn": "",
                "keys": {"pk": {"S": "INC#01JD"}, "sk": {"S": "HIST#000002"}},
                "sequenceNumber": f"{2:021d}",
            }
        }
    ]


def test_a_fault_nobody_foresaw_keeps_nobody_else(world, follow):
    world.listening("village")
    unreadable = record(1, event="reported")
    unreadable["dynamodb"]["NewImage"]["at"] = {"S": "yesterday"}
    del unreadable["dynamodb"]["NewImage"]["seq"]

    assert follow(unreadable, record(2, event="escalated")) == []
    assert len(world.received()) == 1
    assert len(world.dead_letters()) == 1


def test_a_poison_record_that_is_redriven_is_reported_and_not_set_aside_again(world, poison):
    answer = follow_history({"Records": [poison], "redriven": True}, world.incidents)

    assert answer == {"batchItemFailures": [{"itemIdentifier": f"{2:021d}"}]}
    assert world.dead_letters() == []


class Cloud:
    """The clients that redriving asks for: the queue and tables as they are, the function in process."""

    class meta:  # noqa: N801 - as a client names it
        region_name = REGION

    def __init__(self, world):
        self._world = world

    def __call__(self, service):
        return (
            self
            if service in ("cloudformation", "lambda", "dynamodbstreams")
            else boto3.client(service, region_name=REGION)
        )

    def describe_stacks(self, **_):
        url = self._world.sqs.get_queue_url(QueueName="dead-letters")["QueueUrl"]
        return {"Stacks": [{"Outputs": [{"OutputKey": "Letters", "OutputValue": url}]}]}

    def describe_stack_resource(self, **_):
        return {"StackResourceDetail": {"PhysicalResourceId": "NoticeStream"}}

    def invoke(self, Payload, **_):  # noqa: N803 - as a client names it
        answer = follow_history(json.loads(Payload), self._world.incidents)
        return {"Payload": BytesIO(json.dumps(answer).encode())}


def test_what_really_lies_in_the_queue_is_told_once_when_it_is_redriven(world, follow, poison):
    world.listening("village")
    incidents = boto3.client("dynamodb", region_name=REGION)
    name = "incidents"
    incidents.create_table(**table_of(name))
    poison["eventSourceARN"] = f"arn:aws:dynamodb:{REGION}:1:table/{name}/stream/1"
    follow(poison)
    kept = poison["dynamodb"]["NewImage"]
    incidents.put_item(TableName=name, Item=kept)
    redrive = partial(redrive_stream, Stack("sizhi", Cloud(world)), "Letters", "NoticeStream")

    too_early = redrive(dry_run=False)
    incidents.put_item(TableName=name, Item=kept | {"category": {"S": "environment"}})
    mended = redrive(dry_run=False)
    again = redrive(dry_run=False)

    assert (too_early, mended, again) == (Redriven(0, 1), Redriven(1, 0), Redriven(0, 0))
    assert len(world.received()) == 1


def test_a_record_that_cannot_be_set_aside_is_handed_out_again(world, follow, poison, monkeypatch):
    monkeypatch.setenv("NOTICE_DEAD_LETTERS_URL", "https://sqs.us-east-1.amazonaws.com/1/gone")

    assert follow(poison) == [f"{2:021d}"]


def test_deliveries_are_kept_a_year(world, follow):
    follow(record(event="reported"))

    (row,) = world.rows("NOTICE#")
    assert int(row["expires_at"]) - world.now.timestamp() == store.KEEP_DELIVERIES.total_seconds()


@pytest.fixture
def logged(monkeypatch):
    written = StringIO()
    monkeypatch.setattr(log.registered_handler, "stream", written)

    def logged():
        return [json.loads(one) for one in written.getvalue().splitlines()]

    yield logged
    log.set_correlation_id(None)


def test_what_is_logged_of_a_notice_carries_the_incidents_id(world, follow, faults, logged):
    faults.on_chinese_subject = an_error("InvalidParameter", "Invalid parameter: Subject")

    follow(record(1, event="reported"), record(1, event="reported", incident_id="01JE"))

    told = [one["correlation_id"] for one in logged() if "number" not in one]
    assert told == ["01JD", "01JE"]


def test_an_entry_that_cannot_be_read_is_logged_with_its_incidents_id(world, follow, logged):
    follow(record(1, event="reported"), record(1, event="nothing", incident_id="01JE"))

    told = [(one["message"], one["correlation_id"]) for one in logged() if "number" not in one]
    assert told == [("notice set aside", "01JE")]


def test_what_was_sent_failed_and_stale_is_counted_by_tier(world, follow, faults, logged):
    world.incidents.present["01JD"] = Now(status="accepted")
    faults.on_call = {2: an_error("InternalError")}

    follow(record(1, event="reported"), record(2, event="reminded"), record(3, event="escalated"))

    counted = {one["message"]: one["tier"] for one in logged() if "number" in one}
    assert counted == {
        "NoticesSent": "village",
        "NoticesStale": "village",
        "NoticesFailed": "village",
    }
