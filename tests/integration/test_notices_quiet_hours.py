"""Nothing that quiet hours hold is lost, doubled or overtaken; what is urgent goes out at once."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from kernel.observability import metrics
from kernel.storage import dynamo
from notices import handler
from notices.api import API
from notices.service.follow_history import follow_history
from notices.service.release_held import release_held
from notices.store import deliveries, topics
from notices.store.settings import SETTINGS, swept
from tests.integration.notices_world import (
    TOWN,
    Now,
    a_world,
    clock,
    record,
    request,
)
from tests.support.county import lambda_context, table_of
from tests.support.figures import noted

TO_TOWN = json.dumps([{"tier": "town", "unit": TOWN}])
NIGHT = "2026-11-23 21:00"
MORNING = "2026-11-24 07:30"


@pytest.fixture
def world():
    with a_world() as world:
        yield world


def beijing(text):
    return datetime.fromisoformat(text + ":00+08:00")


@pytest.fixture
def happens(world):
    """Let an entry be written at a time in Beijing and be followed; nobody may fail."""

    def happens(when, incident, seq, event="reported", **said):
        world.now = beijing(when)
        world.incidents.present.setdefault(incident, Now())
        one = record(seq, incident_id=incident, event=event, at=clock.iso(world.now), **said)
        assert follow_history({"Records": [one]}, world.incidents) == {"batchItemFailures": []}

    return happens


@pytest.fixture
def run(world):
    def run(when=None):
        if when:
            world.now = beijing(when)
        return release_held(world.incidents)

    return run


def told(messages):
    """Each notice of the messages as (incident, seq), in order."""
    said = [json.loads(message["Message"]) for message in messages]
    notices = [notice for one in said for notice in one.get("notices", [one])]
    return [(notice["incident_id"], notice["seq"]) for notice in notices]


def states(world):
    return {(row["incident_id"], int(row["seq"])): row["state"] for row in world.rows("NOTICE#")}


def window(opens, closes):
    return {"opens": opens, "closes": closes}


def set_hours(**tiers):
    """Set the same hours for every day of a tier, days off included; the others keep theirs."""
    document = json.loads(json.dumps(SETTINGS.newest().document))
    for tier, (opens, closes) in tiers.items():
        document["hours"][tier] = {day: [window(opens, closes)] for day in document["hours"][tier]}
    answer = API.handle(request("PUT", "/v1/notices/settings", document, person="admin"), None)
    assert answer["statusCode"] == 200, answer
    return json.loads(answer["body"])


def test_what_falls_into_quiet_hours_is_held_and_says_until_when(world, happens):
    world.listening("village")

    happens(NIGHT, "01JD", 1)

    answer = API.handle(request("GET", "/v1/notices/deliveries/01JD", person="village"), None)
    (item,) = json.loads(answer["body"])["items"]
    assert world.received() == []
    assert (item["state"], item["tries"]) == ("held", 0)
    assert item["release_at"] == "2026-11-24T07:30:00.000+08:00"


def test_what_is_held_goes_out_in_the_first_run_of_the_next_window_and_never_again(
    world, happens, run
):
    world.listening("village")
    happens(NIGHT, "01JD", 1)

    before, at_opening, after = run("2026-11-24 07:29"), run(MORNING), run("2026-11-24 07:31")

    assert (before, at_opening, after) == (0, 1, 0)
    assert told(world.received()) == [("01JD", 1)]
    answer = API.handle(request("GET", "/v1/notices/deliveries/01JD", person="village"), None)
    (item,) = json.loads(answer["body"])["items"]
    assert (item["state"], item["tries"], item["release_at"]) == ("sent", 1, None)


def test_what_is_urgent_goes_out_at_once_even_past_what_is_held(world, happens):
    world.listening("village")
    happens(NIGHT, "01JD", 1)

    happens("2026-11-24 03:00", "01JD", 2, "reminded", severity="urgent")

    assert told(world.received()) == [("01JD", 2)]


def test_over_the_nine_days_of_spring_festival_everything_comes_out_once_and_in_order(
    world, happens, run
):
    world.listening("village", "village")
    world.listening("town", "town")
    story = [
        # Friday night before the make-up Saturday, and that Saturday night.
        ("2026-02-13 21:00", "a", 1, "reported", {}),
        ("2026-02-14 20:45", "a", 2, "resolved", {}),
        ("2026-02-15 09:00", "b", 1, "reported", {}),
        ("2026-02-16 23:30", "c", 1, "reported", {"severity": "urgent"}),
        ("2026-02-17 10:00", "a", 3, "confirmation_reminded", {}),
        ("2026-02-17 10:05", "b", 2, "tier_skipped", {"addressees": TO_TOWN, "to_tier": "town"}),
        ("2026-02-18 10:00", "d", 1, "reported", {}),
        ("2026-02-18 11:00", "d", 2, "reminded", {}),
        ("2026-02-19 04:00", "c", 2, "escalated", {"severity": "urgent", "addressees": TO_TOWN}),
        ("2026-02-20 08:00", "d", 3, "cancelled", {}),
        ("2026-02-23 23:59", "b", 3, "rejected", {}),
        # The make-up Saturday after: a working day like any other.
        ("2026-02-28 12:00", "e", 1, "reported", {}),
    ]
    arrived = []

    def runs_until(when):
        while world.now < when:
            today = world.now.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d ")
            hours = [
                beijing(today + hour) for hour in ("02:00", "07:30", "08:00", "12:00", "20:30")
            ]
            later = [hour for hour in hours if hour > world.now] or [hours[0] + timedelta(days=1)]
            world.now = min(later[0], when)
            run()
            listen()

    def listen():
        for inbox in ("village", "town"):
            moment = world.now.astimezone(clock.SHANGHAI).strftime("%m-%d %H:%M")
            arrived.extend((moment, inbox, *one) for one in told(world.received(inbox)))

    world.now = beijing(story[0][0])
    for when, incident, seq, event, said in story:
        runs_until(beijing(when))
        happens(when, incident, seq, event, **said)
        if (incident, seq) == ("d", 3):
            world.incidents.present["d"] = Now(status="cancelled")
        listen()
    runs_until(beijing("2026-03-02 12:00"))

    assert sorted(arrived) == [
        ("02-14 07:30", "village", "a", 1),
        ("02-16 23:30", "village", "c", 1),
        ("02-19 04:00", "town", "c", 2),
        ("02-24 07:30", "village", "a", 2),
        ("02-24 07:30", "village", "a", 3),
        ("02-24 07:30", "village", "b", 1),
        ("02-24 07:30", "village", "b", 3),
        ("02-24 07:30", "village", "d", 1),
        ("02-24 07:30", "village", "d", 3),
        ("02-24 08:00", "town", "b", 2),
        ("02-28 12:00", "village", "e", 1),
    ]
    for incident in "abd":
        seqs = [seq for _, inbox, one, seq in arrived if (one, inbox) == (incident, "village")]
        assert seqs == sorted(seqs)
    assert {key: state for key, state in states(world).items() if state != "sent"} == {
        ("d", 2): "stale"
    }
    assert not [row for row in world.rows("NOTICE#") if "queue" in row]


def test_a_night_of_much_is_bundled_by_event_and_severity(world, happens, run):
    world.listening("village")
    for number in range(6):
        happens(NIGHT, f"i{number}", 1)
    happens(NIGHT, "i0", 2, "escalated")
    happens(NIGHT, "i1", 2, "escalated")
    happens(NIGHT, "i2", 2, "cancelled")

    run(MORNING)

    messages = world.received()
    sizes = [len(json.loads(one["Message"]).get("notices", [1])) for one in messages]
    events = [one["MessageAttributes"]["event"]["Value"] for one in messages]
    assert list(zip(events, sizes, strict=True)) == [
        ("reported", 6),
        ("cancelled", 1),
        ("escalated", 2),
    ]
    assert len({row["message_id"] for row in world.rows("NOTICE#")}) == 3


def test_a_few_are_told_one_by_one(world, happens, run):
    world.listening("village")
    for number in range(4):
        happens(NIGHT, f"i{number}", 1)

    run(MORNING)

    assert len(world.received()) == 4


def test_a_notice_written_after_the_opening_does_not_overtake_what_is_still_held(
    world, happens, run
):
    world.listening("village")
    happens(NIGHT, "01JD", 1)

    happens("2026-11-24 07:31", "01JD", 2, "escalated")
    happens("2026-11-24 07:31", "other", 1)
    first = told(world.received())
    run("2026-11-24 07:32")

    assert first == [("other", 1)]
    assert told(world.received()) == [("01JD", 1), ("01JD", 2)]


def test_a_run_that_comes_when_the_window_is_over_waits_for_the_next(world, happens, run):
    world.listening("village")
    happens(NIGHT, "01JD", 1)

    run("2026-11-24 20:31")
    run("2026-11-25 07:30")

    assert told(world.received()) == [("01JD", 1)]


@pytest.mark.parametrize("cut", ["before it was sent", "before it was written down"])
def test_a_run_that_dies_is_caught_by_the_next_but_not_while_it_may_still_be_sending(
    world, happens, run, monkeypatch, cut
):
    class PowerCut(BaseException):
        """The process is gone."""

    def dies(*_, **__):
        raise PowerCut

    world.listening("village")
    happens(NIGHT, "01JD", 1)
    happens(NIGHT, "01JD", 2, "escalated")
    with monkeypatch.context() as patch:
        if cut == "before it was sent":
            patch.setattr(topics, "publish", dies)
        else:
            patch.setattr(deliveries, "end_try", dies)
        with pytest.raises(PowerCut):
            run(MORNING)
    died = told(world.received())

    world.passes(seconds=59)
    run()
    meanwhile = told(world.received())
    world.passes(seconds=1)
    run()

    again = told(world.received())
    assert (died, meanwhile) == ([("01JD", 1)] if "down" in cut else [], [])
    assert again == [("01JD", 1), ("01JD", 2)]
    assert set(states(world).values()) == {"sent"}


def test_two_runs_at_once_send_each_notice_once(world, happens, run, monkeypatch):
    world.listening("village")
    happens(NIGHT, "01JD", 1)
    happens(NIGHT, "01JD", 2, "escalated")
    publish = topics.publish
    others = []

    def while_another_run_comes(*said):
        if not others:
            others.append(None)
            others.append(run())
        return publish(*said)

    monkeypatch.setattr(topics, "publish", while_another_run_comes)

    run(MORNING)

    assert others == [None, 0]
    assert told(world.received()) == [("01JD", 1), ("01JD", 2)]


def test_what_sns_refuses_keeps_its_place_and_holds_up_nobody_else(world, happens, run, caplog):
    world.listening("village")
    happens(NIGHT, "01JD", 1)
    happens(NIGHT, "01JD", 2, "escalated")
    happens(NIGHT, "other", 1)
    refused = []

    def refuses_the_first(**_):
        if not refused:
            refused.append(True)
            raise ClientError({"Error": {"Code": "InternalError"}}, "Publish")

    topics.client().meta.events.register("before-call.sns.Publish", refuses_the_first)

    run(MORNING)
    first, failed = told(world.received()), states(world)
    world.passes(minutes=1)
    run()

    assert first == [("other", 1)]
    assert (failed["01JD", 1], failed["01JD", 2]) == ("failed", "held")
    assert told(world.received()) == [("01JD", 1), ("01JD", 2)]
    assert ("NoticesFailed", 1) in noted(caplog)


def test_earlier_hours_release_what_was_held_for_later(world, happens, run):
    world.listening("village")
    happens(NIGHT, "01JD", 1)

    world.now = beijing("2026-11-23 21:30")
    set_hours(village=("00:00", "24:00"))
    run()
    world.passes(minutes=1)
    run()

    assert told(world.received()) == [("01JD", 1)]


def test_later_hours_hold_what_was_due_and_lose_nothing(world, happens, run):
    world.listening("village")
    happens(NIGHT, "01JD", 1)

    world.now = beijing("2026-11-23 22:00")
    set_hours(village=("10:00", "12:00"))
    for when in ("2026-11-23 22:01", MORNING, "2026-11-24 09:59"):
        run(when)
    early = told(world.received())
    run("2026-11-24 10:00")

    assert early == []
    assert told(world.received()) == [("01JD", 1)]


def test_settings_that_change_again_and_again_lose_and_double_nothing(world, happens, run):
    world.listening("village")
    for number in range(3):
        happens(NIGHT, f"i{number}", 1)
    world.now = beijing("2026-11-23 22:00")

    for opens in ("06:00", "10:00", "00:00", "12:00", "05:00"):
        set_hours(village=(opens, "20:00"))
        run()
        world.passes(minutes=1)
    happens("2026-11-23 23:00", "i0", 2, "escalated")
    while world.now < beijing("2026-11-24 13:00"):
        run()
        world.passes(minutes=10)

    arrived = told(world.received())
    assert sorted(arrived) == [("i0", 1), ("i0", 2), ("i1", 1), ("i2", 1)]
    assert arrived.index(("i0", 1)) < arrived.index(("i0", 2))


def test_what_was_held_by_settings_still_remembered_is_looked_at_again_as_well(
    world, happens, run, monkeypatch
):
    """A stream consumer remembers settings for half a minute."""
    world.listening("village")
    world.now = beijing("2026-11-23 22:00")
    old = SETTINGS.current()
    set_hours(village=("00:00", "24:00"))
    run()
    monkeypatch.setattr(SETTINGS, "current", lambda: old)
    happens("2026-11-23 22:00", "01JD", 1)
    monkeypatch.undo()

    for _ in range(3):
        world.passes(minutes=1)
        run()

    assert told(world.received()) == [("01JD", 1)]
    assert swept() == 1


@pytest.fixture
def figures(capsys, caplog):
    """What one run of the function notes, and what it could not see to."""

    def figures():
        metrics.clear_metrics()
        caplog.clear()
        handler.release({}, lambda_context())
        told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return dict(noted(caplog)), sum(sum(one.get("ClockFailures", ())) for one in told)

    return figures


def test_a_run_says_how_much_went_out(world, happens, figures):
    for table in ("incidents", "obligations"):
        dynamo.client().create_table(**table_of(table))
    happens(NIGHT, "01JD", 1)
    world.now = beijing(MORNING)

    assert figures() == ({"NoticesReleased": 1, "NoticesSent": 1}, 0)


def test_what_cannot_be_sent_is_counted_so_that_somebody_is_told(world, happens, figures):
    happens(NIGHT, "01JD", 1)
    world.now = beijing(MORNING)

    # The incidents' table does not answer: there is none.
    assert figures() == ({}, 1)


def put(document, *, person="admin", **headers):
    answer = API.handle(
        request("PUT", "/v1/notices/settings", document, person=person, headers=headers), None
    )
    return answer["statusCode"], json.loads(answer["body"]), answer["headers"]


def get(**query):
    answer = API.handle(request("GET", "/v1/notices/settings", person="village", query=query), None)
    return answer["statusCode"], json.loads(answer["body"]), answer["headers"]


def test_a_county_begins_with_the_packaged_settings(world):
    status, view, headers = get()

    assert (status, view["version"], headers["ETag"]) == (200, 0, '"0"')
    assert view["settings"]["bundling"] == {"at_least": 5, "at_most": 20}
    assert {one["citation"]["confidence"] for one in view["citations"]} == {"assumed"}


def test_settings_are_versions_and_earlier_ones_can_be_read(world):
    set_hours(village=("06:00", "22:00"))
    set_hours(town=("06:00", "22:00"))

    first, second = get(version="1")[1], get()[1]

    assert (first["version"], second["version"]) == (1, 2)
    assert first["settings"]["hours"]["town"] != second["settings"]["hours"]["town"]
    assert get(version="3")[0] == 404


def test_nobodys_settings_are_overwritten_unseen(world):
    document = get()[1]["settings"]
    put(document)

    status, problem, _ = put(document, **{"if-match": '"0"'})

    assert (status, problem["type"]) == (412, "urn:sizhi:problem:stale-version")


def test_settings_under_which_a_tier_would_never_be_told_are_refused(world):
    document = get()[1]["settings"]
    document["hours"]["village"] = {day: [] for day in document["hours"]["village"]}

    status, problem, _ = put(document)

    assert (status, problem["errors"][0]["field"]) == (422, "hours.village")
    assert "永远无法送达" in problem["errors"][0]["message"]
