"""Subscribing endpoints to notices, and the delivery record, through the API."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from kernel.problems import TryAgain
from kernel.storage import dynamo
from kernel.storage.rates import bounds
from kernel.units import tier_of
from notices.api import API
from notices.rules.filters import Wanted
from notices.service import subscribe_endpoint
from notices.service.follow_history import follow_history
from notices.store import topics
from notices.store.subscriptions import Asked
from tests.integration.notices_world import (
    COUNTY,
    GRID,
    NEXT_VILLAGE,
    TOWN,
    VILLAGE,
    a_world,
    record,
    request,
)

MAIL = {"protocol": "email", "endpoint": "office@licheng.gov.cn", "unit": VILLAGE}


@pytest.fixture
def world():
    with a_world() as world:
        yield world


def call(method, path, body=None, *, person="village", **more) -> tuple[int, Any]:
    answer = API.handle(request(method, path, body, person=person, **more), None)
    return answer["statusCode"], json.loads(answer["body"]) if answer["body"] else None


def subscribe(person="village", *, headers=None, **changes) -> tuple[int, Any]:
    return call(
        "POST", "/v1/notices/subscriptions", {**MAIL, **changes}, person=person, headers=headers
    )


def mine(person="village", **query):
    return call("GET", "/v1/notices/subscriptions", person=person, query=query)[1]["items"]


def at_the_wire(event, answer):
    topics.client().meta.events.register(event, answer)


def nobody_confirms():
    def pending(parsed, **_):
        if "Attributes" in parsed:
            parsed["Attributes"]["PendingConfirmation"] = "true"

    at_the_wire("after-call.sns.GetSubscriptionAttributes", pending)


def test_an_officer_subscribes_a_mailbox_and_is_told_to_confirm_it(world):
    nobody_confirms()

    status, view = subscribe()

    assert status == 201
    assert (view["unit"], view["tier"], view["state"]) == (VILLAGE, "village", "pending")
    assert "链接" in view["next_step"]
    assert world.filter_of("village") == {"unit": [{"prefix": VILLAGE}]}


def test_a_confirmed_mailbox_is_shown_as_such_and_sns_is_not_asked_again(world):
    subscribe()
    asked = []
    at_the_wire("before-call.sns.GetSubscriptionAttributes", lambda **_: asked.append(1))

    assert [one["state"] for one in mine()] == ["confirmed"]
    assert asked == []


def test_a_mailbox_that_confirms_later_is_shown_as_confirmed_from_then_on(world):
    answers = ["true", "true", "false"]

    def told(parsed, **_):
        parsed["Attributes"]["PendingConfirmation"] = answers.pop(0)

    at_the_wire("after-call.sns.GetSubscriptionAttributes", told)
    view = subscribe()[1]

    seen = [view["state"], *(mine()[0]["state"] for _ in range(3))]

    assert seen == ["pending", "pending", "confirmed", "confirmed"]


def test_a_mailbox_that_did_not_confirm_in_time_is_shown_as_lapsed_and_may_subscribe_again(world):
    nobody_confirms()
    subscribe()
    (gone,) = world.subscriptions("village")
    world.sns.unsubscribe(SubscriptionArn=gone["SubscriptionArn"])

    lapsed = mine()[0]["state"]
    status, view = subscribe()

    assert lapsed == "lapsed"
    assert (status, view["state"]) == (200, "pending")
    assert len(world.subscriptions("village")) == 1


def followed_the_link_of(world):
    (gone,) = world.subscriptions("village")
    world.sns.unsubscribe(SubscriptionArn=gone["SubscriptionArn"])


def sns_is_away(asked):
    def refuse(**_):
        asked.append(1)
        raise ClientError(
            {"Error": {"Code": "InternalError", "Message": "away"}}, "GetSubscriptionAttributes"
        )

    at_the_wire("before-call.sns.GetSubscriptionAttributes", refuse)


def test_a_mailbox_ended_by_its_link_is_shown_as_lapsed_a_day_after_the_last_check(world):
    subscribe()
    followed_the_link_of(world)

    world.passes(days=1)
    within_the_day = mine()[0]["state"]
    world.passes(seconds=1)
    after = [mine()[0]["state"] for _ in range(2)]
    _, again = subscribe()

    assert (within_the_day, after) == ("confirmed", ["lapsed", "lapsed"])
    assert again["state"] == "confirmed"
    assert len(world.subscriptions("village")) == 1


def test_sns_is_asked_once_a_day_for_each_endpoint_that_has_confirmed(world):
    for unit in (VILLAGE, GRID):
        subscribe(unit=unit)
    asked = []
    at_the_wire("before-call.sns.GetSubscriptionAttributes", lambda **_: asked.append(1))

    world.passes(days=2)
    seen = [one["state"] for _ in range(2) for one in mine()]

    assert seen == ["confirmed"] * 4
    assert len(asked) == 1


def test_while_sns_is_away_the_list_tells_what_was_last_known_and_asks_no_further(world):
    subscribe()
    world.passes(days=2)
    nobody_confirms()
    subscribe(endpoint="other@licheng.gov.cn")
    asked = []
    sns_is_away(asked)

    seen = {one["endpoint"]: one["state"] for one in mine()}

    assert seen == {MAIL["endpoint"]: "confirmed", "other@licheng.gov.cn": "pending"}
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("person", "unit"),
    [
        ("village", VILLAGE),
        ("village", GRID),
        ("worker", GRID),
        ("chief", GRID),
        ("town", TOWN),
        ("town", NEXT_VILLAGE),
        ("county", COUNTY),
        ("admin", TOWN),
    ],
)
def test_one_may_subscribe_to_the_units_of_ones_posts(world, person, unit):
    assert subscribe(person, unit=unit)[0] == 201


@pytest.mark.parametrize(
    ("person", "unit"),
    [
        ("village", TOWN),
        ("neighbour", VILLAGE),
        ("worker", VILLAGE),
        ("town", COUNTY),
        ("town", "140426107"),
        ("county", "140427"),
    ],
)
def test_one_may_not_subscribe_to_the_units_of_others(world, person, unit):
    status, problem = subscribe(person, unit=unit)

    assert (status, problem["type"]) == (403, "urn:sizhi:problem:outside-your-area")
    assert world.rows("SUB#") == []


def test_a_resident_may_not_subscribe(world):
    status, problem = subscribe("resident", unit=GRID)

    assert (status, problem["type"]) == (403, "urn:sizhi:problem:not-allowed")


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("endpoint", {"endpoint": "nobody"}),
        ("endpoint", {"protocol": "https", "endpoint": "https://127.0.0.1/"}),
        ("endpoint", {"protocol": "sqs", "endpoint": "arn:aws-cn:sqs:cn-north-1:123456789012:q"}),
        ("endpoint", {"endpoint": "a\u202eb@licheng.gov.cn"}),
        ("protocol", {"protocol": "sms"}),
        ("unit", {"unit": "1404"}),
        ("events.0", {"events": ["exploded"]}),
        ("events.1", {"events": ["reported", "accepted"]}),
        ("severities", {"severities": "urgent"}),
    ],
)
def test_what_cannot_be_subscribed_is_refused_with_its_field(world, field, changes):
    status, problem = subscribe("admin", **changes)

    assert status == 422
    assert [error["field"] for error in problem["errors"]] == [field]
    assert world.rows("") == []


def test_subscribing_twice_gives_the_same_subscription(world):
    first, again = subscribe(), subscribe()

    assert (first[0], again[0]) == (201, 200)
    assert first[1] == again[1]
    assert len(world.subscriptions("village")) == len(mine()) == 1


def test_the_same_idempotency_key_gives_the_first_answer_again(world):
    first = subscribe(headers={"idempotency-key": "k1"})
    again = subscribe(headers={"idempotency-key": "k1"})

    assert first == again
    assert first[0] == 201


def test_the_same_idempotency_key_with_another_body_is_refused(world):
    subscribe(headers={"idempotency-key": "k1"})

    status, problem = subscribe(headers={"idempotency-key": "k1"}, severities=["urgent"])

    assert (status, problem["type"]) == (409, "urn:sizhi:problem:idempotency-key-reused")


def test_one_mailbox_may_serve_several_units_through_one_sns_subscription(world):
    subscribe("town", unit=VILLAGE)
    subscribe("town", unit=NEXT_VILLAGE)

    assert len(mine("town")) == 2
    assert world.filter_of("village") == {"unit": [{"prefix": VILLAGE}, {"prefix": NEXT_VILLAGE}]}


def test_two_officers_may_share_a_mailbox_and_one_leaves_without_the_other(world):
    subscribe("village")
    leaving = subscribe("neighbour", unit=NEXT_VILLAGE, severities=["urgent"])[1]["id"]

    call("DELETE", f"/v1/notices/subscriptions/{leaving}", person="neighbour")

    assert world.filter_of("village") == {"unit": [{"prefix": VILLAGE}]}
    assert (len(mine("village")), len(mine("neighbour"))) == (1, 0)


def test_a_subscribed_queue_receives_what_its_filter_lets_through_and_nothing_else(world):
    queue = world.queue("inbox")
    subscribe("village", protocol="sqs", endpoint=queue, severities=["urgent"])
    subscribe("neighbour", protocol="sqs", endpoint=queue, unit=NEXT_VILLAGE)
    told_next = json.dumps([{"tier": "village", "unit": NEXT_VILLAGE}])

    batch = [
        record(1, event="reported", severity="urgent"),
        record(2, event="reported", severity="general"),
        record(3, event="reported", severity="general", addressees=told_next),
    ]
    follow_history({"Records": batch}, world.incidents)

    assert [json.loads(message["Message"])["seq"] for message in world.received()] == [1, 3]


def test_an_endpoint_takes_no_more_filters_than_sns_does(world):
    narrow: dict[str, Any] = {
        "severities": ["urgent", "pressing"],
        "events": ["reported", "escalated", "reminded", "supervised", "rejected"],
    }

    answers = [subscribe(unit=f"{VILLAGE}{number:03d}", **narrow) for number in range(1, 17)]

    assert [status for status, _ in answers] == [201] * 15 + [409]
    assert answers[-1][1]["type"] == "urn:sizhi:problem:too-many-subscriptions"
    assert len(mine(limit="100")) == 15


def test_ending_a_subscription_ends_it_at_sns(world):
    made = subscribe()[1]["id"]

    status, body = call("DELETE", f"/v1/notices/subscriptions/{made}")

    assert (status, body) == (204, None)
    assert world.subscriptions("village") == []
    assert mine() == []


def test_ending_twice_is_ending_once(world):
    made = subscribe()[1]["id"]

    assert [call("DELETE", f"/v1/notices/subscriptions/{made}")[0] for _ in range(2)] == [204, 204]


def test_one_may_subscribe_again_after_ending(world):
    made = subscribe()[1]["id"]
    call("DELETE", f"/v1/notices/subscriptions/{made}")

    status, view = subscribe()

    assert (status, view["id"]) == (201, made)
    assert len(world.subscriptions("village")) == len(mine()) == 1


def expiry(world):
    (row,) = world.rows("ENDPOINT")
    return row.get("expires_at")


def test_the_address_of_an_endpoint_that_carries_nothing_any_more_expires_in_a_week(world):
    made = subscribe()[1]["id"]

    call("DELETE", f"/v1/notices/subscriptions/{made}")

    week_later = world.now.timestamp() + timedelta(days=7).total_seconds()
    assert int(expiry(world)) == week_later


def test_an_endpoint_that_still_carries_something_does_not_expire(world):
    subscribe("village")
    leaving = subscribe("neighbour", unit=NEXT_VILLAGE)[1]["id"]

    call("DELETE", f"/v1/notices/subscriptions/{leaving}", person="neighbour")

    assert expiry(world) is None


def test_an_endpoint_that_is_used_again_does_not_expire(world):
    made = subscribe()[1]["id"]
    call("DELETE", f"/v1/notices/subscriptions/{made}")

    subscribe()

    assert expiry(world) is None


def test_an_endpoint_does_not_expire_before_sns_knows_that_it_carries_nothing(world):
    away = [True]

    def refuse(**_):
        if away[0]:
            raise ClientError(
                {"Error": {"Code": "InternalError", "Message": "away"}}, "Unsubscribe"
            )

    made = subscribe()[1]["id"]
    at_the_wire("before-call.sns.Unsubscribe", refuse)

    first, _ = call("DELETE", f"/v1/notices/subscriptions/{made}")
    meanwhile = expiry(world)
    away[0] = False
    again, _ = call("DELETE", f"/v1/notices/subscriptions/{made}")

    assert (first, meanwhile, again) == (503, None, 204)
    assert int(expiry(world)) > world.now.timestamp()


def test_ending_again_after_the_endpoint_expired_is_ending_once(world):
    made = subscribe()[1]["id"]
    call("DELETE", f"/v1/notices/subscriptions/{made}")
    world.expires("ENDPOINT")

    status, _ = call("DELETE", f"/v1/notices/subscriptions/{made}")

    assert status == 204


def test_one_may_subscribe_an_endpoint_again_after_it_expired(world):
    made = subscribe()[1]["id"]
    call("DELETE", f"/v1/notices/subscriptions/{made}")
    world.expires("ENDPOINT")

    status, view = subscribe()

    assert (status, view["state"]) == (201, "confirmed")
    assert len(world.subscriptions("village")) == 1


@pytest.mark.parametrize("person", ["neighbour", "town", "county"])
def test_nobody_else_may_end_or_even_find_a_subscription(world, person):
    made = subscribe()[1]["id"]

    status, problem = call("DELETE", f"/v1/notices/subscriptions/{made}", person=person)

    assert (status, problem["type"]) == (404, "urn:sizhi:problem:not-found")
    assert len(mine()) == 1


def test_the_county_administrator_may_find_and_end_anybodys_subscription(world):
    made = subscribe()[1]["id"]

    (found,) = mine("admin", person_id="village")
    status, _ = call("DELETE", f"/v1/notices/subscriptions/{found['id']}", person="admin")

    assert (found["id"], status) == (made, 204)
    assert mine() == []


def test_other_officers_may_not_list_somebody_elses_subscriptions(world):
    assert (
        call("GET", "/v1/notices/subscriptions", person="town", query={"person_id": "village"})[0]
        == 403
    )


def test_ending_what_is_not_there_is_not_found(world):
    assert call("DELETE", "/v1/notices/subscriptions/none")[0] == 404


def test_the_list_comes_in_pages(world):
    for unit in (VILLAGE, f"{VILLAGE}001", f"{VILLAGE}002"):
        subscribe(unit=unit)

    _, first = call("GET", "/v1/notices/subscriptions", query={"limit": "2"})
    _, second = call(
        "GET", "/v1/notices/subscriptions", query={"limit": "2", "cursor": first["next_cursor"]}
    )

    assert (len(first["items"]), len(second["items"]), second["next_cursor"]) == (2, 1, None)
    assert len({one["id"] for one in first["items"] + second["items"]}) == 3


def test_when_sns_is_away_nothing_is_lost_and_asking_again_finishes_it(world):
    away = [True]

    def refuse(**_):
        if away[0]:
            raise ClientError({"Error": {"Code": "InternalError", "Message": "away"}}, "Subscribe")

    at_the_wire("before-call.sns.Subscribe", refuse)
    status, _ = subscribe(headers={"idempotency-key": "k1"})
    seen_meanwhile = mine()[0]["state"]

    away[0] = False
    again, view = subscribe(headers={"idempotency-key": "k1"})

    assert (status, seen_meanwhile) == (503, "pending")
    assert (again, view["state"]) == (200, "confirmed")
    assert world.filter_of("village") == {"unit": [{"prefix": VILLAGE}]}


def test_an_endpoint_sns_will_not_have_leaves_nothing_behind(world):
    def refuse(**_):
        raise ClientError(
            {"Error": {"Code": "InvalidParameter", "Message": "Invalid parameter: Endpoint"}},
            "Subscribe",
        )

    at_the_wire("before-call.sns.Subscribe", refuse)

    status, problem = subscribe()

    assert (status, problem["errors"][0]["field"]) == (422, "endpoint")
    assert mine() == []


def test_a_refused_change_leaves_what_the_endpoint_carried_before(world):
    subscribe("village")

    def refuse(params, **_):
        if "140426106202" in str(params["body"]):
            raise ClientError(
                {"Error": {"Code": "FilterPolicyLimitExceeded", "Message": "full"}},
                "SetSubscriptionAttributes",
            )

    at_the_wire("before-call.sns.SetSubscriptionAttributes", refuse)

    status, _ = subscribe("neighbour", unit=NEXT_VILLAGE)

    assert status == 409
    assert world.filter_of("village") == {"unit": [{"prefix": VILLAGE}]}
    assert (len(mine("village")), len(mine("neighbour"))) == (1, 0)


def test_a_crash_after_sns_was_told_is_finished_by_asking_again(world, monkeypatch):
    write = dynamo.write
    written = []

    def dies_at_the_second(writes):
        written.append(writes)
        if len(written) == 2:
            raise TryAgain
        write(writes)

    monkeypatch.setattr(dynamo, "write", dies_at_the_second)
    crashed, _ = subscribe()

    again, view = subscribe()

    assert (crashed, again, view["state"]) == (503, 200, "confirmed")
    assert len(world.subscriptions("village")) == 1


def test_a_crash_after_sns_was_told_leaves_nothing_open_when_the_person_ends_it(world, monkeypatch):
    write = dynamo.write
    written = []

    def dies_at_the_second(writes):
        written.append(writes)
        if len(written) == 2:
            raise TryAgain
        write(writes)

    monkeypatch.setattr(dynamo, "write", dies_at_the_second)
    subscribe()

    (left,) = mine()
    call("DELETE", f"/v1/notices/subscriptions/{left['id']}")

    assert world.subscriptions("village") == []
    assert mine() == []


def test_a_leftover_with_another_filter_is_taken_over(world):
    subscribed = world.sns.subscribe(
        TopicArn=topics.topic_of(tier_of(VILLAGE)),
        Protocol="email",
        Endpoint=MAIL["endpoint"],
        Attributes={"FilterPolicy": json.dumps({"unit": ["old"]})},
    )["SubscriptionArn"]

    def as_sns_does(params, **_):
        if "FilterPolicy" in str(params["body"]):
            message = "Invalid parameter: Attributes Reason: Subscription already exists with different attributes"
            raise ClientError(
                {"Error": {"Code": "InvalidParameter", "Message": message}}, "Subscribe"
            )

    at_the_wire("before-call.sns.Subscribe", as_sns_does)

    status, _ = subscribe()

    assert status == 201
    assert [one["SubscriptionArn"] for one in world.subscriptions("village")] == [subscribed]
    assert world.filter_of("village") == {"unit": [{"prefix": VILLAGE}]}


def test_a_subscription_that_cannot_be_ended_before_it_is_confirmed_lets_nothing_through(world):
    def not_yet(**_):
        raise ClientError(
            {"Error": {"Code": "InvalidParameter", "Message": "pending"}}, "Unsubscribe"
        )

    made = subscribe()[1]["id"]
    at_the_wire("before-call.sns.Unsubscribe", not_yet)

    status, _ = call("DELETE", f"/v1/notices/subscriptions/{made}")

    assert status == 204
    assert world.filter_of("village") == {"unit": ["none"]}


def test_two_changes_of_one_endpoint_at_once_both_count(world, monkeypatch):
    subscribe("village")
    read = dynamo.read
    slipped_in = []

    def somebody_slips_in(keys, **more):
        rows = read(keys, **more)
        if not slipped_in and any(key.sk == "ENDPOINT" for key in keys):
            slipped_in.append(True)
            other = Asked("town", "email", MAIL["endpoint"], Wanted(f"{NEXT_VILLAGE}001"))
            subscribe_endpoint.subscribe(other)
        return rows

    monkeypatch.setattr(dynamo, "read", somebody_slips_in)

    status, _ = subscribe("neighbour", unit=f"{NEXT_VILLAGE}002")

    assert status == 201
    assert world.filter_of("village") == {
        "unit": [{"prefix": unit} for unit in (VILLAGE, f"{NEXT_VILLAGE}001", f"{NEXT_VILLAGE}002")]
    }


def overtaken(monkeypatch, *units):
    """Let each of one's first calls to SNS arrive only after another change was told and settled."""
    align, waiting = topics.align, list(units)

    def slow(*told):
        if waiting:
            wanted = Wanted(waiting.pop(0))
            with monkeypatch.context() as others:
                others.setattr(topics, "align", align)
                subscribe_endpoint.subscribe(Asked("town", "email", MAIL["endpoint"], wanted))
        return align(*told)

    monkeypatch.setattr(topics, "align", slow)


def is_settled(world):
    (row,) = world.rows("ENDPOINT")
    return row["applied"] == row["version"]


def test_a_call_to_sns_that_arrives_after_a_later_one_is_made_good(world, monkeypatch):
    subscribe("village")
    overtaken(monkeypatch, f"{NEXT_VILLAGE}001")

    status, _ = subscribe("neighbour", unit=f"{NEXT_VILLAGE}002")

    units = {one["prefix"] for one in world.filter_of("village")["unit"]}
    assert (status, is_settled(world)) == (201, True)
    assert units == {VILLAGE, f"{NEXT_VILLAGE}001", f"{NEXT_VILLAGE}002"}


def test_a_repeated_call_to_sns_that_is_overtaken_again_is_made_good(world, monkeypatch):
    overtaken(monkeypatch, f"{NEXT_VILLAGE}001", f"{NEXT_VILLAGE}002")

    status, _ = subscribe()

    units = {one["prefix"] for one in world.filter_of("village")["unit"]}
    assert (status, is_settled(world)) == (201, True)
    assert units == {VILLAGE, f"{NEXT_VILLAGE}001", f"{NEXT_VILLAGE}002"}


def test_an_overtaken_subscription_does_not_outlive_its_end(world, monkeypatch):
    align, slipped_in = topics.align, []

    def slow(*told):
        if not slipped_in:
            slipped_in.append(True)
            (left,) = mine()
            call("DELETE", f"/v1/notices/subscriptions/{left['id']}")
        return align(*told)

    monkeypatch.setattr(topics, "align", slow)

    subscribe()

    assert world.subscriptions("village") == []
    assert is_settled(world)
    assert expiry(world) is not None


def test_an_overtaken_call_nobody_knows_the_end_of_is_made_good_by_asking_again(world, monkeypatch):
    subscribe("village")
    overtaken(monkeypatch, f"{NEXT_VILLAGE}001")
    align, cut_off = topics.align, []

    def arrives_unheard(*told):
        first = not cut_off
        cut_off.append(True)
        arn = align(*told)
        if first:
            raise topics.TopicUnavailable("ReadTimeoutError")
        return arn

    monkeypatch.setattr(topics, "align", arrives_unheard)
    answers = [subscribe("neighbour", unit=f"{NEXT_VILLAGE}002")[0] for _ in range(2)]

    units = {one["prefix"] for one in world.filter_of("village")["unit"]}
    assert (answers, is_settled(world)) == ([503, 200], True)
    assert units == {VILLAGE, f"{NEXT_VILLAGE}001", f"{NEXT_VILLAGE}002"}


@pytest.mark.parametrize("person", ["village", "town", "county", "admin"])
def test_officers_over_the_place_see_the_delivery_record(world, person):
    follow_history(
        {"Records": [record(1, event="reported"), record(2, event="escalated")]}, world.incidents
    )

    status, page = call("GET", "/v1/notices/deliveries/01JD", person=person)

    assert status == 200
    assert page["case_code"].startswith("140426-26-")
    assert [(one["seq"], one["event"], one["state"], one["tier"]) for one in page["items"]] == [
        (1, "reported", "sent", "village"),
        (2, "escalated", "sent", "village"),
    ]


def test_the_delivery_record_comes_in_pages(world):
    follow_history({"Records": [record(n, event="reported") for n in (1, 2, 3)]}, world.incidents)

    _, first = call("GET", "/v1/notices/deliveries/01JD", query={"limit": "2"})
    _, second = call(
        "GET", "/v1/notices/deliveries/01JD", query={"limit": "2", "cursor": first["next_cursor"]}
    )

    assert [one["seq"] for one in first["items"] + second["items"]] == [1, 2, 3]


@pytest.mark.parametrize(
    ("person", "kind"),
    [("neighbour", "outside-your-area"), ("worker", "not-allowed"), ("resident", "not-allowed")],
)
def test_others_do_not_see_the_delivery_record(world, person, kind):
    follow_history({"Records": [record(event="reported")]}, world.incidents)

    status, problem = call("GET", "/v1/notices/deliveries/01JD", person=person)

    assert (status, problem["type"]) == (403, f"urn:sizhi:problem:{kind}")


def test_an_incident_nobody_was_told_of_is_not_found(world):
    assert call("GET", "/v1/notices/deliveries/01JX")[0] == 404


def test_a_mailbox_is_asked_to_confirm_so_often_a_day_whoever_asks(world):
    for turn in range(bounds()["confirmation_mails"].most):
        status, made = subscribe("village" if turn % 2 else "neighbour", unit=_unit_of(turn))
        assert status == 201
        call(
            "DELETE",
            f"/v1/notices/subscriptions/{made['id']}",
            person=("neighbour", "village")[turn % 2],
        )

    status, refused = subscribe()

    assert (status, refused["type"]) == (429, "urn:sizhi:problem:too-often")
    assert subscribe(endpoint="other@licheng.gov.cn")[0] == 201
    world.passes(hours=25)
    assert subscribe()[0] == 201


def _unit_of(turn):
    return VILLAGE if turn % 2 else NEXT_VILLAGE


def test_nobody_subscribes_without_end(world):
    for number in range(bounds()["subscriptions"].most):
        assert subscribe(endpoint=f"office{number}@licheng.gov.cn")[0] == 201

    assert subscribe(endpoint="one-more@licheng.gov.cn")[0] == 429
    assert subscribe(endpoint="office1@licheng.gov.cn")[0] == 200
