"""Group robots from the route to the group, against a server that behaves as WeCom does."""

from __future__ import annotations

import json
from datetime import datetime

import boto3
import pytest

from kernel.storage import dynamo
from notices import handler
from notices.api import API
from notices.rules import robot_limits
from notices.service import send_to_robots as sender
from notices.service.follow_history import follow_history
from notices.service.release_held import release_held
from notices.store import keys, queues, topics, wakes, wecom
from tests.integration.notices_world import (
    GRID,
    NEXT_VILLAGE,
    REGION,
    TOWN,
    VILLAGE,
    Now,
    a_world,
    clock,
    record,
    request,
)
from tests.support.county import lambda_context
from tests.support.wecom import Wecom

KEY = "693a91f6-7a3c-4bc4-97a0-0ec2b1fa5aaa"
OTHER_KEY = "11111111-2222-3333-4444-555555559f3c"
TO_GRID = json.dumps([{"tier": "village", "unit": GRID}])
TO_BOTH = json.dumps([{"tier": "village", "unit": VILLAGE}, {"tier": "village", "unit": GRID}])


@pytest.fixture
def world():
    with a_world() as world:
        yield world


@pytest.fixture
def group(world, monkeypatch):
    """WeCom, with one group whose webhook exists."""
    with Wecom(KEY, now=world.tell).running() as server:
        monkeypatch.setenv("WECOM_URL", server.url)
        yield server
    wecom._pool.cache_clear()


def call(method, path, body=None, *, person="village", query=None, **headers):
    event = request(method, path, body, person=person, query=query, headers=headers)
    answer = API.handle(event, None)
    return answer["statusCode"], json.loads(answer["body"] or "null")


def add(person="village", **changes):
    body = {"unit": VILLAGE, "name": "庄头村工作群", "webhook": KEY, **changes}
    return call("POST", "/v1/notices/robots", body, person=person)


@pytest.fixture
def robot(world, group):
    status, view = add()
    assert status == 201, view
    return view["id"]


@pytest.fixture
def happens(world):
    def happens(incident="01JD", seq=1, event="reported", **said):
        world.incidents.present.setdefault(incident, Now())
        one = record(seq, incident_id=incident, event=event, at=clock.iso(world.now), **said)
        assert follow_history({"Records": [one]}, world.incidents) == {"batchItemFailures": []}

    return happens


@pytest.fixture
def serve(world):
    def serve(**passes):
        world.passes(**passes)
        return sender.send_due(world.incidents)

    return serve


def told(group, key=KEY):
    """The events the group has read, in order."""
    return [
        line.split("】")[0].split("【")[1]
        for text in group.groups[key]
        for line in text.splitlines()
        if "【" in line
    ]


def by_robot(world):
    return [row for row in world.rows("NOTICE#") if row.get("robot_id")]


def states(world):
    return [
        row["state"]
        for row in sorted(by_robot(world), key=lambda row: (row["incident_id"], row["sk"]))
    ]


def state_of(robot):
    return call("GET", f"/v1/notices/robots/{robot}")[1]["state"]


# What a robot tells


def test_what_a_unit_is_told_its_group_reads(world, group, robot, happens, serve):
    happens()

    assert serve() == 1
    (content,) = group.groups[KEY]
    case_code = world.rows("NOTICE#")[0]["case_code"]
    assert content.splitlines()[0] == (
        f"【新事件】较急 {case_code} 时限 2026-11-23 10:20 https://sizhi.licheng.gov.cn/cases/{case_code}"
    )


def test_the_stream_does_not_wait_for_the_robot(world, group, robot, happens):
    happens()

    assert group.answers == []
    (row,) = by_robot(world)
    assert (row["state"], world.hints()) == ("queued", 1)


def test_a_hint_has_the_robot_served_at_once(world, group, robot, happens, monkeypatch):
    happens()
    event = {"Records": [{"body": json.dumps([robot])}]}
    monkeypatch.setattr("incidents.present_state", world.incidents.present_state)

    assert handler.send_to_robots(event, lambda_context()) == {"sent": 1}
    assert told(group) == ["新事件"]


def test_a_lost_hint_is_made_up_for_by_the_next_run(
    world, group, robot, happens, serve, monkeypatch
):
    monkeypatch.setenv("ROBOT_QUEUE_URL", "http://127.0.0.1:1/nowhere")
    happens()

    serve(minutes=1)

    assert told(group) == ["新事件"]


def test_the_delivery_record_has_a_line_per_channel(world, group, robot, happens, serve):
    happens()
    serve()

    _, answer = call("GET", "/v1/notices/deliveries/01JD")
    lines = [
        (one["channel"], one["robot_id"], one["state"], one["tries"]) for one in answer["items"]
    ]
    assert lines == [("topic", None, "sent", 1), ("robot", robot, "sent", 1)]


def test_a_villages_group_reads_what_its_grids_are_told_once_each(
    world, group, robot, happens, serve
):
    happens(addressees=TO_GRID)
    happens(seq=2, addressees=TO_BOTH)
    happens("town", 1, "escalated", addressees=json.dumps([{"tier": "town", "unit": TOWN}]))

    serve()

    assert told(group) == ["新事件", "新事件"]


def test_a_robot_tells_only_the_events_and_severities_it_is_to(world, group, happens, serve):
    add(events=["escalated"], severities=["urgent", "pressing"])
    happens(seq=1)
    happens(seq=2, event="escalated")
    happens(seq=3, event="escalated", severity="general")

    serve()

    assert told(group) == ["上报"]


def test_what_was_settled_while_it_waited_is_not_told(world, group, robot, happens, serve):
    happens(event="reminded")
    world.incidents.present["01JD"] = Now(status="confirmed")

    serve()

    assert (told(group), states(world)) == ([], ["stale"])


def test_an_entry_followed_twice_is_told_once(world, group, robot, happens, serve):
    happens()
    happens()
    serve()
    happens()
    serve(minutes=2)

    assert told(group) == ["新事件"]


def test_quiet_hours_hold_for_robots_and_urgent_ones_pass(world, group, robot, happens, serve):
    world.now = datetime.fromisoformat("2026-11-23T21:00:00+08:00")
    happens()
    happens("urgent", 1, "reminded", severity="urgent")
    serve()
    at_night = told(group)

    world.now = datetime.fromisoformat("2026-11-24T07:30:00+08:00")
    release_held(world.incidents)
    serve()

    assert at_night == ["催办"]
    assert told(group) == ["催办", "新事件"]
    assert set(states(world)) == {"sent"}


def test_what_still_waits_when_quiet_hours_begin_waits_for_the_morning(
    world, group, robot, happens, serve
):
    world.now = datetime.fromisoformat("2026-11-23T20:29:00+08:00")
    happens()
    happens(seq=2, event="escalated")

    serve(minutes=2)
    at_night = told(group)
    world.now = datetime.fromisoformat("2026-11-24T07:30:00+08:00")
    release_held(world.incidents)
    serve()

    assert at_night == []
    assert told(group) == ["新事件", "上报"]


# How much a robot takes


def test_of_21_in_a_minute_the_last_waits_for_the_next_and_comes_in_order(
    world, group, robot, happens, serve
):
    for seq in range(1, 22):
        happens(seq=seq, event="reported" if seq % 2 else "escalated")
        serve(seconds=1)
    within_the_minute = len(group.groups[KEY])

    serve(minutes=1)

    assert within_the_minute == 20
    assert told(group) == [("新事件", "上报")[seq % 2] for seq in range(21)]
    assert 45009 not in group.answers


def test_a_pile_becomes_few_messages_that_each_fit(world, group, robot, happens, serve):
    for number in range(25):
        happens(f"i{number:02d}")

    serve()

    assert len(told(group)) == 25
    assert len(group.groups[KEY]) <= 3
    assert set(group.answers) == {0}
    assert set(states(world)) == {"sent"}


def test_a_robot_that_was_too_much_is_left_alone_for_65_seconds_and_nothing_is_lost(
    world, group, robot, happens, serve
):
    group.next_faults.append(45009)
    happens()
    happens(seq=2, event="escalated")
    serve()

    serve(seconds=64)
    before = list(group.answers)
    serve(seconds=1)

    assert before == [45009]
    assert told(group) == ["新事件", "上报"]
    assert state_of(robot) == "live"


@pytest.mark.parametrize("fault", ["http-502", -1])
def test_a_failure_is_tried_again_after_a_pause_in_order(
    world, group, robot, happens, serve, fault
):
    group.next_faults.append(fault)
    happens()
    happens(seq=2, event="escalated")
    serve()
    paused = state_of(robot)

    serve(seconds=15)

    assert (paused, state_of(robot)) == ("paused", "live")
    assert told(group) == ["新事件", "上报"]


def test_a_lost_answer_has_the_message_sent_again_with_the_same_case_code(
    world, group, robot, happens, serve
):
    group.next_faults.append("lost")
    happens()
    serve()
    serve(seconds=15)

    first, again = group.groups[KEY]
    assert first == again
    assert states(world) == ["sent"]


@pytest.mark.parametrize("errcode", [40008, 44004])
def test_what_a_robot_refuses_for_its_content_is_dropped_and_the_next_goes_on(
    world, group, robot, happens, serve, errcode
):
    group.next_faults.append(errcode)
    happens()
    happens(seq=2, event="escalated")

    serve()

    assert told(group) == ["上报"]
    assert [(row["state"], row.get("fault")) for row in by_robot(world)] == [
        ("dropped", f"wecom-{errcode}"),
        ("sent", None),
    ]


def test_a_crash_between_sending_and_writing_it_down_sends_again_when_nobody_can_be_at_it(
    world, group, robot, happens, serve, monkeypatch
):
    class PowerCut(BaseException):
        """The process is gone."""

    def dies(*_, **__):
        raise PowerCut

    happens()
    happens(seq=2, event="escalated")
    with monkeypatch.context() as patch:
        patch.setattr(sender._Turn, "_record", dies)
        with pytest.raises(PowerCut):
            serve()

    serve(seconds=59)
    meanwhile = told(group)
    serve(seconds=1)

    assert meanwhile == ["新事件"]
    assert told(group) == ["新事件", "新事件", "上报"]
    assert states(world) == ["sent", "sent"]


def test_two_senders_at_once_send_each_message_once(
    world, group, robot, happens, serve, monkeypatch
):
    happens()
    happens(seq=2, event="escalated")
    send = wecom.send
    others = []

    def while_another_sender_comes(*request):
        if not others:
            others.append(None)
            others.append(sender.send_at([robot], world.incidents))
        return send(*request)

    monkeypatch.setattr(wecom, "send", while_another_sender_comes)

    serve()

    assert others == [None, 0]
    assert told(group) == ["新事件", "上报"]


def test_one_robot_that_cannot_be_served_holds_up_no_other(
    world, group, robot, happens, serve, monkeypatch
):
    group.keys.add(OTHER_KEY)
    add(webhook=OTHER_KEY)
    happens()
    get = keys.get

    def broken_for_one(robot_id):
        if robot_id == robot:
            raise RuntimeError
        return get(robot_id)

    with monkeypatch.context() as patch:
        patch.setattr(keys, "get", broken_for_one)
        serve()
    broken = (told(group), told(group, OTHER_KEY))
    serve(minutes=1)

    assert broken == ([], ["新事件"])
    assert (told(group), told(group, OTHER_KEY)) == (["新事件"], ["新事件"])


# Dead channels


def test_an_invalid_key_is_the_end_at_once_and_the_tier_above_is_warned_once(
    world, group, robot, happens, serve
):
    world.listening("town", event=["channel_dead"])
    group.keys.clear()
    happens()
    happens(seq=2, event="escalated")

    serve()
    serve(minutes=1)
    happens(seq=3, event="resolved")
    serve(minutes=5)

    assert group.answers == [93000]
    (warning,) = world.received()
    assert warning["Subject"] == "【通道失效】庄头村的群机器人（尾号5aaa）"
    assert warning["MessageAttributes"]["unit"]["Value"] == TOWN
    assert states(world) == ["dropped"] * 3
    (view,) = call("GET", "/v1/notices/robots", query={"unit": VILLAGE})[1]["items"]
    assert (view["state"], view["fault"]) == ("dead", "wecom-93000")


@pytest.mark.parametrize("fault", [45009, "http-500", -1, "lost"])
def test_an_outage_is_waited_out_and_nothing_is_lost(world, group, robot, happens, serve, fault):
    world.listening("town")
    group.next_faults.extend([fault] * 12)
    happens()
    happens(seq=2, event="escalated")
    for _ in range(12):
        serve(minutes=15)
    during = state_of(robot)

    serve(minutes=15)

    assert during == "paused"
    assert state_of(robot) == "live"
    assert list(dict.fromkeys(told(group))) == ["新事件", "上报"]
    assert states(world) == ["sent"] * 2
    assert "channel_dead" not in [
        message["MessageAttributes"]["event"]["Value"] for message in world.received()
    ]


def test_an_outage_takes_no_robot_however_many_there_are(world, group, robot, happens, serve):
    group.keys.add(OTHER_KEY)
    other = add(webhook=OTHER_KEY)[1]["id"]
    group.next_faults.extend(["http-503"] * 24)
    happens()
    for _ in range(13):
        serve(minutes=15)

    assert (state_of(robot), state_of(other)) == ("live", "live")
    assert (told(group), told(group, OTHER_KEY)) == (["新事件"], ["新事件"])


def test_the_warning_of_a_dead_channel_waits_for_the_hours_of_the_tier_above(
    world, group, robot, happens, serve
):
    world.listening("town")
    world.now = datetime.fromisoformat("2026-11-23T19:00:00+08:00")
    group.keys.clear()
    happens()
    serve()
    in_the_evening = world.received()

    world.now = datetime.fromisoformat("2026-11-24T08:00:00+08:00")
    serve()
    serve(minutes=2)

    assert in_the_evening == []
    assert len(world.received()) == 1


def test_a_warning_cut_off_is_given_by_a_later_run(
    world, group, robot, happens, serve, monkeypatch
):
    world.listening("town")
    group.keys.clear()
    happens()

    def refuses(*_):
        raise topics.TopicUnavailable("InternalError")

    with monkeypatch.context() as patch:
        patch.setattr(topics, "publish", refuses)
        serve()
    serve(minutes=1)
    serve(minutes=1)

    assert len(world.received()) == 1


def test_a_new_webhook_has_a_dead_channel_begin_anew(world, group, robot, happens, serve):
    group.keys.clear()
    happens()
    serve()
    group.keys.add(OTHER_KEY)

    body = {"name": "新群", "webhook": OTHER_KEY}
    status, view = call("PUT", f"/v1/notices/robots/{robot}", body)
    happens(seq=2, event="escalated")
    serve()

    assert (status, view["state"], view["key_hint"]) == (200, "live", "9f3c")
    assert told(group, OTHER_KEY) == ["上报"]


def test_a_test_message_that_arrives_wakes_a_dead_channel(world, group, robot, happens, serve):
    group.keys.clear()
    happens()
    serve()
    still_dead = call("POST", f"/v1/notices/robots/{robot}/test")[1]
    group.keys.add(KEY)

    alive = call("POST", f"/v1/notices/robots/{robot}/test")[1]

    assert (still_dead["delivered"], still_dead["fault"]) == (False, "wecom-93000")
    assert still_dead["robot"]["state"] == "dead"
    assert (alive["delivered"], alive["robot"]["state"]) == (True, "live")
    assert told(group) == ["测试"]


# Routes


def test_no_answer_and_no_row_holds_a_key(world, group, robot, happens, serve):
    happens()
    serve()
    answers = [
        add(webhook=OTHER_KEY)[1],
        add(webhook="https://evil.example/?key=" + KEY)[1],
        call("GET", f"/v1/notices/robots/{robot}")[1],
        call("GET", "/v1/notices/robots", query={"unit": VILLAGE})[1],
        call("POST", f"/v1/notices/robots/{robot}/test")[1],
    ]

    rows = boto3.client("dynamodb", region_name=REGION).scan(TableName="notices")["Items"]
    assert KEY not in json.dumps([answers, rows])
    assert answers[2]["key_hint"] == "5aaa"
    assert keys.get(robot) == KEY


def test_a_key_in_another_robots_row_opens_nothing(world, robot):
    (mine,) = dynamo.read([keys.KeyRow.key(robot)])
    other = keys.KeyRow.key("0" * 26)
    dynamo.write([dynamo.Write(keys.KeyRow(other.pk, other.sk, ciphertext=mine.ciphertext))])

    assert keys.get(robot) == KEY
    assert keys.get("0" * 26) is None


@pytest.mark.parametrize(
    ("person", "status"),
    [("village", 200), ("town", 200), ("county", 200), ("admin", 200), ("neighbour", 404)],
)
def test_a_robot_is_there_for_the_officers_of_its_unit_and_above(world, robot, person, status):
    path = f"/v1/notices/robots/{robot}"
    body = {"name": "改名"}

    answers = [
        call("GET", path, person=person),
        call("PUT", path, body, person=person),
        call("POST", f"{path}/test", person=person),
    ]

    assert [one[0] for one in answers] == [status] * 3


def test_a_robot_is_entered_for_a_unit_of_ones_posts_only(world, group):
    status, problem = add("neighbour")

    assert (status, problem["type"]) == (403, "urn:sizhi:problem:outside-your-area")
    assert add("worker", unit=GRID)[0] == 403


def test_the_town_sees_the_robots_of_its_villages_with_below(world, group, robot):
    group.keys.add(OTHER_KEY)
    add("town", unit=TOWN, webhook=OTHER_KEY)

    def listed(**query):
        answer = call("GET", "/v1/notices/robots", person="town", query={"unit": TOWN, **query})
        return [one["unit"] for one in answer[1]["items"]]

    assert listed() == [TOWN]
    assert listed(below="true") == [TOWN, VILLAGE]
    assert call("GET", "/v1/notices/robots", query={"unit": NEXT_VILLAGE})[0] == 403


def test_one_group_is_entered_once_in_the_county(world, group, robot):
    status, problem = add("town", unit=TOWN)

    assert (status, problem["type"]) == (409, "urn:sizhi:problem:robot-already-known")
    assert [row["pk"] for row in world.rows("KEY")] == [f"ROBOT#{robot}"]


def test_a_unit_has_only_so_many_robots(world, group):
    keys = [f"{number:016d}" for number in range(robot_limits.MOST_OF_A_UNIT + 1)]

    answers = [add(webhook=key)[0] for key in keys]

    assert answers == [201] * robot_limits.MOST_OF_A_UNIT + [409]


def test_the_same_request_enters_one_robot(world, group):
    body = {"unit": VILLAGE, "name": "群", "webhook": KEY}

    first, again = (
        call("POST", "/v1/notices/robots", body, **{"idempotency-key": "k1"}) for _ in range(2)
    )

    assert first == again
    assert first[0] == 201


def test_the_same_request_twice_at_once_enters_one_robot(world, group, monkeypatch):
    body = {"unit": VILLAGE, "name": "群", "webhook": KEY}
    seal, others = keys.seal, []

    def post():
        return call("POST", "/v1/notices/robots", body, **{"idempotency-key": "k1"})

    def while_the_other_comes(*kept):
        if not others:
            others.append(None)
            others.append(post())
        return seal(*kept)

    monkeypatch.setattr(keys, "seal", while_the_other_comes)

    first = post()

    assert first == others[1]
    assert first[0] == 201
    assert call("GET", "/v1/notices/robots", query={"unit": VILLAGE})[1]["items"] == [first[1]]
    assert keys.get(first[1]["id"]) == KEY


def test_nobodys_change_is_overwritten_unseen(world, robot):
    path = f"/v1/notices/robots/{robot}"
    call("PUT", path, {"name": "一"})

    status, problem = call("PUT", path, {"name": "二"}, **{"if-match": '"1"'})

    assert (status, problem["type"]) == (412, "urn:sizhi:problem:stale-version")


def test_a_removed_robot_is_gone_with_its_key_and_its_webhook_is_free_again(
    world, group, robot, happens, serve
):
    happens()

    status, _ = call("DELETE", f"/v1/notices/robots/{robot}")
    again, _ = call("DELETE", f"/v1/notices/robots/{robot}")
    serve()

    assert (status, again) == (204, 204)
    assert call("GET", f"/v1/notices/robots/{robot}")[0] == 404
    assert call("GET", "/v1/notices/robots", query={"unit": VILLAGE})[1]["items"] == []
    assert keys.get(robot) is None
    assert (told(group), states(world)) == ([], ["dropped"])
    assert add()[0] == 201


def test_a_test_message_counts_towards_the_limit(world, group, robot):
    path = f"/v1/notices/robots/{robot}/test"
    answers = [call("POST", path)[0] for _ in range(21)]

    world.passes(seconds=60)

    assert answers == [200] * 20 + [429]
    assert call("POST", path)[0] == 200
    assert 45009 not in group.answers


def test_a_robot_with_nothing_to_do_is_not_looked_at_again(world, group, robot, happens, serve):
    happens()
    serve()
    serve(minutes=1)

    assert [page for page in wakes.awake(world.now) if page] == []
    assert queues.waiting_at(robot) == []
