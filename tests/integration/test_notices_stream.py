"""From the stream of history to the topics of the tiers."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from kernel.observability import log
from kernel.problems import TryAgain
from kernel.storage import dynamo
from notices.service.follow_history import follow_history
from notices.store import deliveries as store
from notices.store import topics
from tests.integration.notices_world import (
    GRID,
    TOWN,
    VILLAGE,
    Now,
    a_world,
    record,
)

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


def test_a_failure_stops_there_so_that_the_order_is_kept_and_the_next_try_goes_on(
    world, follow, faults
):
    world.listening("village")
    faults.on_call = {2: an_error("AuthorizationError")}
    batch = [record(1, event="reported"), record(2, event="escalated"), record(3, event="resolved")]

    failed = follow(*batch)
    states = {row["seq"]: row["state"] for row in world.rows("NOTICE#")}
    follow(*batch[1:])

    assert failed == [f"{2:021d}"]
    assert states == {"1": "sent", "2": "failed"}
    assert [json.loads(message["Message"])["event"] for message in world.received()] == [
        "reported",
        "escalated",
        "resolved",
    ]


def test_the_record_of_a_failure_says_why_and_how_often(world, follow, faults):
    fault = ConnectionClosedError(endpoint_url="https://sns")
    faults.on_call = {1: fault, 2: fault}

    follow(record(event="reported"))
    follow(record(event="reported"))

    (row,) = world.rows("NOTICE#")
    assert (row["state"], row["tries"], row["fault"]) == ("failed", "2", "ConnectionClosedError")


def test_one_addressee_that_fails_is_tried_again_alone(world, follow, faults):
    world.listening("village", "at-village")
    world.listening("town", "at-town")
    faults.on_call = {2: an_error("InternalError")}

    follow(record(event="reported", addressees=BOTH))
    follow(record(event="reported", addressees=BOTH))

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


def test_a_malformed_entry_is_handed_back_until_it_reaches_the_dead_letters(world, follow):
    assert follow(record(event="reported", category="张三 13800000000")) == [f"{1:021d}"]
    assert world.rows("NOTICE#") == []


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

    assert [one["correlation_id"] for one in logged()] == ["01JD", "01JE"]


def test_an_entry_that_cannot_be_read_is_logged_with_its_incidents_id(world, follow, logged):
    follow(record(1, event="reported"), record(1, event="nothing", incident_id="01JE"))

    assert [(one["message"], one["correlation_id"]) for one in logged()] == [
        ("notice not delivered", "01JE")
    ]


def test_what_was_sent_failed_and_stale_is_counted_by_tier(world, follow, faults, capsys):
    world.incidents.present["01JD"] = Now(status="accepted")
    faults.on_call = {2: an_error("InternalError")}

    follow(record(1, event="reported"), record(2, event="reminded"), record(3, event="escalated"))

    lines = [
        json.loads(line)
        for line in capsys.readouterr().out.splitlines()
        if "CloudWatchMetrics" in line
    ]
    counted = {
        line["_aws"]["CloudWatchMetrics"][0]["Metrics"][0]["Name"]: line["tier"] for line in lines
    }
    assert counted == {
        "NoticesSent": "village",
        "NoticesStale": "village",
        "NoticesFailed": "village",
    }
