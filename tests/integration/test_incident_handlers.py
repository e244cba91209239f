"""The functions behind the stream, the timer and the schedule: executions start, stop and stand down."""

from __future__ import annotations

import json

import pytest

from composition import handler as clock_handler
from escalation.service import timers
from incidents import handler
from incidents.store import incidents as store
from incidents.store.mapping import to_row
from kernel.clock import iso
from kernel.storage import dynamo
from tests.support.county import (
    COUNTY,
    GRID,
    STATION,
    TOWN,
    WATER,
    lambda_context,
    throttled,
    unreachable,
)
from tests.support.figures import noted


def fire(county, incident, epoch):
    return clock_handler.fire_timer(
        {"kind": "incident", "id": incident, "epoch": epoch}, lambda_context()
    )


def reconcile():
    return clock_handler.reconcile({}, lambda_context())


def printed(capsys, name):
    """The values of a metric printed for CloudWatch."""
    lines = [
        json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")
    ]
    return [line[name] for line in lines if "_aws" in line and name in line]


# The stream


def test_a_report_starts_an_execution_named_by_incident_and_epoch(county):
    incident = county.reported()

    county.follow(county.stream())

    wake_at = county.workflows.running[f"{incident}-1"]["wake_at"]
    assert county.workflows.running == {
        f"{incident}-1": {"kind": "incident", "id": incident, "epoch": 1, "wake_at": wake_at}
    }
    assert wake_at == "2026-11-25T01:00:00.000Z"


def test_a_manual_escalation_stops_the_old_execution_and_starts_the_next(county):
    incident = county.reported()
    county.follow(county.stream())
    county.moved(incident, "escalate", "village")

    county.follow(county.stream())

    assert list(county.workflows.running) == [f"{incident}-2"]
    assert county.workflows.ended == {f"{incident}-1"}


def test_an_acceptance_leaves_the_running_execution_alone(county):
    incident = county.reported()
    county.follow(county.stream())
    county.moved(incident, "accept", "village")

    county.follow(county.stream())

    assert (list(county.workflows.running), county.workflows.ended) == ([f"{incident}-1"], set())


def test_what_the_clock_did_itself_touches_no_execution(county):
    incident = county.reported()
    county.follow(county.stream())
    county.wake(incident)

    county.follow(county.stream())

    assert (list(county.workflows.running), county.workflows.ended) == ([f"{incident}-1"], set())


@pytest.mark.parametrize("action", ["confirm", "cancel"])
def test_closing_stops_the_execution(county, action):
    incident = county.reported()
    if action == "confirm":
        county.moved(incident, "resolve", "village")
    county.follow(county.stream())
    county.moved(incident, action, "worker" if action == "confirm" else "county")

    county.follow(county.stream())

    assert county.workflows.running == {}


def test_a_stop_that_is_throttled_leaves_no_new_incident_without_a_timer(county, monkeypatch):
    moved = county.reported()
    county.follow(county.stream())
    county.moved(moved, "escalate", "village")
    new = county.reported()
    records = sorted(county.stream(), key=lambda r: [moved, new].index(_id(r)))
    monkeypatch.setattr(
        county.workflows,
        "stop_execution",
        lambda **_: throttled(lambda: None, "StopExecution"),
    )

    answer = county.follow(records)

    assert answer == {"batchItemFailures": []}
    assert list(county.workflows.running) == [f"{moved}-1", f"{moved}-2", f"{new}-1"]


def test_a_timer_that_could_not_be_stopped_stands_down_when_it_fires(county, monkeypatch):
    incident = county.reported()
    county.follow(county.stream())
    county.moved(incident, "escalate", "village")
    monkeypatch.setattr(
        county.workflows,
        "stop_execution",
        lambda **_: throttled(lambda: None, "StopExecution"),
    )
    county.follow(county.stream())
    before = county.images()[incident]
    county.advance(days=1)

    with pytest.raises(timers.TimerNoLongerWanted):
        timers.fire("incident", incident, 1)

    assert county.images()[incident] == before


def test_records_delivered_twice_do_nothing_more(county):
    incident = county.reported()
    records = county.stream()
    county.moved(incident, "escalate", "village")
    records += county.stream()

    for _ in range(3):
        county.follow(records)

    assert list(county.workflows.running) == [f"{incident}-2"]


def test_rows_that_are_no_incident_start_nothing(county):
    history = {"pk": {"S": "INC#1"}, "sk": {"S": "HIST#000001"}}
    record = {"dynamodb": {"Keys": history, "NewImage": history, "SequenceNumber": "1"}}

    assert county.follow([record]) == {"batchItemFailures": []}
    assert county.workflows.running == {}


def test_a_row_that_was_deleted_starts_nothing(county):
    county.reported()
    [record] = county.stream()
    gone = {"dynamodb": {**record["dynamodb"], "OldImage": record["dynamodb"]["NewImage"]}}
    del gone["dynamodb"]["NewImage"]

    assert county.follow([gone]) == {"batchItemFailures": []}
    assert county.workflows.running == {}


def test_from_the_first_failure_on_the_batch_comes_again(county, monkeypatch):
    first, second, third = county.reported(), county.reported(), county.reported()
    records = sorted(county.stream(), key=lambda r: [first, second, third].index(_id(r)))
    start = county.workflows.start_execution

    def refuse_second(**said):
        if said["name"].startswith(second):
            throttled(lambda: None, "StartExecution")
        start(**said)

    monkeypatch.setattr(county.workflows, "start_execution", refuse_second)
    answer = county.follow(records)

    assert answer == {"batchItemFailures": [{"itemIdentifier": _sequence(records[1])}]}
    assert list(county.workflows.running) == [f"{first}-1"]


def _id(record):
    return record["dynamodb"]["NewImage"]["id"]["S"]


def _sequence(record):
    return record["dynamodb"]["SequenceNumber"]


# The timer


def test_a_timer_does_what_is_due_and_says_when_to_wake_next(county):
    incident = county.reported()
    county.now = store.load(incident).armed_for

    told = fire(county, incident, 1)

    assert told == {
        "kind": "incident",
        "id": incident,
        "epoch": 1,
        "wake_at": "2026-11-26T10:00:00.000Z",
    }
    assert county.events(incident) == ["reported", "sign_overdue", "reminded"]


def test_a_timer_that_fires_early_goes_back_to_sleep(county):
    incident = county.reported()

    told = fire(county, incident, 1)

    assert told["wake_at"] == "2026-11-25T01:00:00.000Z"
    assert county.events(incident) == ["reported"]


def test_a_timer_that_fires_twice_acts_once(county):
    incident = county.reported()
    county.now = store.load(incident).armed_for

    assert fire(county, incident, 1) == fire(county, incident, 1)
    assert county.events(incident) == ["reported", "sign_overdue", "reminded"]


@pytest.mark.parametrize("epoch", [0, 1, 3])
def test_a_timer_of_another_epoch_stands_down_and_changes_nothing(county, epoch):
    incident = county.reported()
    county.moved(incident, "escalate", "village")
    county.advance(days=60)
    before = county.rows()

    with pytest.raises(timers.TimerNoLongerWanted):
        fire(county, incident, epoch)

    assert county.rows() == before


def test_the_timer_of_a_closed_incident_stands_down(county):
    incident = county.reported()
    county.moved(incident, "cancel", "county")
    county.advance(days=60)

    with pytest.raises(timers.TimerNoLongerWanted):
        fire(county, incident, 1)


def test_the_timer_of_an_incident_that_never_was_stands_down(county):
    with pytest.raises(timers.TimerNoLongerWanted):
        fire(county, "0" * 26, 1)


def test_a_timer_whose_answer_was_lost_acts_once_however_often_it_is_tried(county):
    from tests.support.county import answer_lost, nothing

    incident = county.reported()
    county.now = store.load(incident).armed_for
    county.faults.extend([nothing, nothing, answer_lost])
    fire(county, incident, 1)
    fire(county, incident, 1)

    assert county.events(incident) == ["reported", "sign_overdue", "reminded"]


def test_the_last_supervision_lets_the_timer_stand_down(county):
    incident = county.reported()
    county.climb(incident, "county")

    while county.wake(incident) is not None:
        pass

    assert county.events(incident).count("supervised") == 5
    with pytest.raises(timers.TimerNoLongerWanted):
        fire(county, incident, 1)


# The reconciler


def test_an_overslept_incident_is_carried_on_under_a_new_timer(county):
    incident = county.reported()
    county.follow(county.stream())
    county.workflows.end(f"{incident}-1")
    county.now = store.load(incident).armed_for
    county.advance(seconds=61)

    assert reconcile()["reconciled"] == 1

    county.follow(county.stream())
    assert county.events(incident) == ["reported", "sign_overdue", "reminded"]
    assert list(county.workflows.running) == [f"{incident}-2"]


@pytest.mark.parametrize(("late", "righted"), [(-1, 0), (60, 0), (60.001, 1)])
def test_a_timer_has_a_minute_before_the_reconciler_steps_in(county, late, righted):
    incident = county.reported()
    county.now = store.load(incident).armed_for
    county.advance(seconds=late)

    assert reconcile()["reconciled"] == righted


def reported_for_many_months(county):
    """An incident that the village has 300 days for: it is reminded on the 150th."""
    policy = county.go("GET", "/v1/incidents/policies", by="admin").body["policy"]
    policy["limits"]["general"]["village"] = {"amount": 300 * 24, "unit": "natural_hours"}
    assert county.go("PUT", "/v1/incidents/policies", policy, by="admin").status == 200
    incident = county.reported()
    county.moved(incident, "accept", "village")
    return incident


def test_a_wait_of_many_months_starts_no_execution_until_it_is_near(county):
    incident = reported_for_many_months(county)
    reminded_at = store.load(incident).wake_at
    assert reminded_at is not None

    county.follow(county.stream())
    county.advance(days=59)
    early = reconcile()["reconciled"]
    county.follow(county.stream())
    waiting = dict(county.workflows.running)
    county.advance(days=1, minutes=2)
    armed = reconcile()["reconciled"]
    county.follow(county.stream())

    assert (early, waiting, armed) == (0, {}, 0)
    assert [timer["wake_at"] for timer in county.workflows.running.values()] == [iso(reminded_at)]
    assert county.events(incident)[-1] == "accepted"


def test_what_the_sweep_has_armed_is_let_alone_by_it_and_woken_by_its_timer(county):
    incident = reported_for_many_months(county)
    county.advance(days=60, minutes=2)
    reconcile()
    armed = store.load(incident)

    county.advance(minutes=2)
    again = reconcile()["reconciled"]
    left = store.load(incident)
    county.wake(incident)

    assert (again, left) == (0, armed)
    assert county.events(incident)[-1] == "reminded"


def test_a_limit_of_many_months_is_kept_though_no_sweep_ran_before_it(county):
    incident = reported_for_many_months(county)
    county.advance(days=150, minutes=2)

    righted = reconcile()["reconciled"]

    assert righted == 0
    assert county.events(incident)[-1] == "reminded"


def test_reconciling_twice_acts_once(county):
    county.reported()
    county.advance(days=3)

    assert [reconcile()["reconciled"], reconcile()["reconciled"]] == [1, 0]


def test_closed_and_silent_incidents_are_left_alone(county):
    closed, silent = county.reported(), county.reported()
    county.moved(closed, "cancel", "county")
    while county.wake(silent) is not None:
        pass
    county.advance(days=400)

    assert reconcile()["reconciled"] == 0


def test_one_incident_that_cannot_be_put_right_does_not_stop_the_others(county, monkeypatch):
    broken, sound = county.reported(), county.reported()
    county.advance(days=3)
    find = store.find

    def fail_for_one(work, incident_id):
        if incident_id == broken:
            raise LookupError("its policy is gone")
        return find(work, incident_id)

    monkeypatch.setattr(store, "find", fail_for_one)

    assert reconcile()["reconciled"] == 1
    monkeypatch.undo()
    assert county.events(sound) == ["reported", "sign_overdue", "reminded"]


def test_a_run_of_the_reconciler_says_how_much_it_put_right(county, caplog):
    county.reported()
    county.advance(days=3)

    reconcile()

    assert ("Reconciled", 1) in noted(caplog)


def test_a_reconciler_that_cannot_read_fails_so_that_its_run_does_not_count(county):
    county.faults.extend([unreachable] * 5)

    with pytest.raises(Exception, match="Busy"):
        reconcile()


# Figures


def test_an_escalation_by_the_clock_is_counted_by_tier(county, capsys):
    incident = county.reported()
    county.wake(incident)
    county.now = store.load(incident).armed_for
    capsys.readouterr()

    fire(county, incident, 1)

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
    told = {
        (name, line.get("tier"))
        for line in lines
        for name in ("Escalated", "Overdue")
        if name in line
    }
    assert told == {("Escalated", "town"), ("Overdue", "village")}


def test_a_confirmation_that_lapses_is_not_charged_to_the_tier_that_solved_it(
    county, capsys, caplog
):
    incident = county.reported()
    county.moved(incident, "resolve", "village")
    capsys.readouterr()

    while store.load(incident).confirm_stage != "above":
        county.wake(incident)
    handler.metrics.flush_metrics()

    assert ("ConfirmationOverdue", 1) in noted(caplog)
    assert '"Overdue"' not in capsys.readouterr().out


def test_the_county_is_counted_overdue_once_however_often_it_is_supervised(county, capsys):
    incident = county.reported()
    county.climb(incident, "county")
    capsys.readouterr()

    while store.load(incident).supervisions < 3:
        county.wake(incident)

    assert printed(capsys, "Overdue") == [[1.0]]


# The responsible unit alone


def test_merging_and_separating_does_not_keep_it_from_the_town(county):
    incident, lead = county.reported(), county.reported()
    due = county.read(incident)["due_at"]
    for _ in range(20):
        if county.read(incident)["tier"] != "village":
            break
        assert county.read(incident)["due_at"] == due
        county.moved(incident, "merge", "village", into=lead)
        county.advance(hours=6)
        county.moved(incident, "separate", "village")

    assert county.read(incident)["tier"] == "town"
    assert county.events(incident)[-2:] == ["separated", "escalated"]


def test_whistling_to_the_own_team_and_recalling_does_not_keep_it_from_the_county(county):
    incident = county.reported(severity="urgent")
    station = [{"unit": STATION, "what": "看看"}]
    for _ in range(3):
        county.moved(incident, "whistle", "town", tasks=station)
        county.advance(hours=1.5)
        county.moved(incident, "recall", "town")

    assert county.read(incident)["tier"] == "county"
    assert county.events(incident)[-2:] == ["recalled", "escalated"]


def test_an_incident_kept_by_an_earlier_release_has_the_limit_it_had(county):
    incident = county.reported()
    kept = store.load(incident)
    assert kept is not None
    row = to_row(kept)
    row.allowances = None
    dynamo.write([dynamo.Write(row)])
    due = county.moved(incident, "accept", "village")["due_at"]

    county.moved(incident, "ask_extension", "village")

    assert county.moved(incident, "deny", "town")["due_at"] == due


def test_more_time_is_asked_for_once_whatever_the_answer(county):
    incident = county.reported()
    county.moved(incident, "accept", "village")
    county.moved(incident, "ask_extension", "village")
    county.moved(incident, "deny", "town")

    for _ in range(3):
        answer = county.move(incident, "ask_extension", "village")
        assert (answer.status, answer.problem) == (409, "asked-too-often")
    assert county.read(incident)["extensions"] == 1


def test_a_joint_incidents_date_is_its_last_tasks_everywhere(county):
    incident = county.reported(by="town", severity="pressing", unit=TOWN)
    county.moved(incident, "whistle", "town")
    task = store.load(incident).tasks[0]
    county.moved(task, "accept", "water")
    county.moved(task, "ask_extension", "water", limit={"amount": 15, "unit": "working_days"})

    due = county.moved(task, "approve", "county")["due_at"]

    read = county.read(incident)
    track = county.go("GET", f"/v1/track/{read['case_code']}", by=None).body
    assert read["due_at"] == track["due_at"] == due
    assert read["receipt"]["by"] == due


def test_a_joint_incidents_date_follows_a_task_that_climbs(county):
    incident = county.reported(by="town", severity="pressing", unit=TOWN)
    county.moved(incident, "whistle", "town", tasks=[{"unit": WATER, "what": "查水"}])
    [task] = store.load(incident).tasks
    department = county.read(task)["due_at"]
    for _ in range(5):
        if county.read(task)["responsible_unit"] == COUNTY:
            break
        county.wake(task)

    assert department < county.read(task)["due_at"] == county.read(incident)["due_at"]


def test_a_reconciler_out_of_time_leaves_the_rest_and_still_ends_well(county):
    county.reported()
    county.advance(days=3)

    assert timers.reconcile(seconds=-1) == 0


def test_a_request_is_logged_without_what_people_wrote(county, capsys):
    body = {
        "category": "dispute",
        "severity": "general",
        "description": "张三李四",
        "unit": GRID,
        "source": "chat",
    }
    event = {
        "version": "2.0",
        "rawPath": "/v1/incidents",
        "rawQueryString": "",
        "headers": {"content-type": "application/json"},
        "requestContext": {
            "http": {"method": "POST", "path": "/v1/incidents", "sourceIp": "203.0.113.7"},
            "stage": "$default",
            "requestId": "r-1",
            "authorizer": {"jwt": {"claims": {"username": "worker"}}},
        },
        "body": json.dumps(body),
        "isBase64Encoded": False,
    }

    answer = handler.api(event, lambda_context())

    out = capsys.readouterr().out
    assert answer["statusCode"] == 201
    assert '"Reported"' in out
    assert "张三" not in out
    assert "203.0.113.7" not in out
