"""Any sequence of reports, steps, timers, stream records and faults keeps the promises of the lifecycle.

The API, the timers and the reconciler run as they are, over moto, with a clock that is moved and
faults injected where the storage client leaves the process. Executions are modelled by their names and
waits, which is all that Step Functions contributes.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)

from composition import handler
from escalation.rules import climbing
from escalation.rules.climbing import SWEPT
from escalation.service import timers
from incidents.rules.incident import ConfirmStage
from incidents.rules.incident_states import legal_actions
from incidents.rules.states import Action, Status
from incidents.store import incidents as store
from incidents.store.mapping import from_row
from incidents.store.policies import policy_of
from incidents.store.rows import IncidentRow
from kernel.problems import TryAgain
from kernel.storage.unit_of_work import SomebodyWasFaster
from tests.support.county import (
    EMPTY_BUREAU,
    GRID,
    NEXT_VILLAGE,
    STATION,
    TOWN,
    VILLAGE,
    WATER,
    a_county,
    answer_lost,
    lambda_context,
    nothing,
    throttled,
    unreachable,
)
from tests.support.described import assert_described
from tests.support.tallies import naive_tallies, tallied

MOST_INCIDENTS = 3
ACTORS = [
    "resident",
    "worker",
    "chief",
    "village",
    "village2",
    "town",
    "county",
    "admin",
    "far_village",
    "water",
    "station",
]
MOVABLE = {
    "worker": ("grid_worker", GRID),
    "chief": ("grid_chief", GRID),
    "village": ("village_officer", VILLAGE),
}
SPANS = st.sampled_from([1, 60, 3600, 4 * 3600, 26 * 3600, 5 * 24 * 3600])
FAULTS = st.lists(
    st.sampled_from([nothing, throttled, unreachable, answer_lost]), min_size=1, max_size=7
)


class Lifecycle(RuleBasedStateMachine):
    """The county under everything that may happen to it."""

    incidents = Bundle("incidents")

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.county = self.open.enter_context(a_county())
        self.records: list[dict[str, Any]] = []
        self.before: dict[str, dict[str, Any]] = {}
        self.steps: dict[str, list[dict[str, Any]]] = {}
        self.keys = 0

    def teardown(self) -> None:
        try:
            self.reconciling_and_time_always_come_to_an_end()
        finally:
            self.open.close()

    # What may happen

    @initialize(target=incidents)
    def first_report(self):
        return self.county.reported(by="resident")

    @precondition(lambda self: len(self.before) < MOST_INCIDENTS)
    @rule(
        target=incidents,
        by=st.sampled_from(["resident", "worker"]),
        unit=st.sampled_from([GRID, VILLAGE]),
        severity=st.sampled_from(["general", "pressing", "urgent"]),
        faults=FAULTS,
    )
    def report(self, by, unit, severity, faults):
        if by not in self.county.staff:
            return multiple()
        self.keys += 1
        said = {"by": by, "unit": unit, "severity": severity, "key": f"k-{self.keys}"}
        self.county.faults.extend([nothing, *faults])
        lost = self.county.report(**said)
        self.county.faults.clear()
        again = self.county.report(**said)
        assert lost.status in (201, 503)
        assert again.status == 201
        assert lost.status == 503 or lost.body["id"] == again.body["id"]
        return again.body["id"]

    @rule(
        incident=incidents,
        action=st.sampled_from(list(Action)),
        by=st.sampled_from(ACTORS),
        data=st.data(),
    )
    def move(self, incident, action, by, data):
        before = store.load(incident)
        answer = self.county.move(incident, action, by, **self._said(action, data))
        assert answer.status in (200, 403, 404, 409, 422)
        if answer.status == 200:
            assert action in legal_actions(before.status, before.position)
            assert by != "far_village" or before.responsible_unit == NEXT_VILLAGE
        if answer.status == 200 and action in (Action.CONFIRM, Action.REJECT):
            assert by not in before.took_part

    @rule(incident=incidents, by=st.sampled_from(ACTORS), faults=FAULTS, data=st.data())
    def move_over_a_bad_line(self, incident, by, faults, data):
        offered = self.county.read(incident, by).get("actions")
        if not offered:
            return
        action = data.draw(st.sampled_from(offered))
        self.keys += 1
        version = self.county.read(incident)["version"]
        self.county.faults.extend(faults)
        said, key = self._said(action, data), f"k-{self.keys}"
        lost = self.county.move(incident, action, by, key=key, **said)
        self.county.faults.clear()
        again = self.county.move(incident, action, by, key=key, **said)
        if again.status in (409, 422):
            # Its words were refused (a duty that may not be handed down, an incident that cannot lead): then nothing happened.
            assert lost.status in (again.status, 503)
            assert again.problem != "illegal-move"
            assert self.county.read(incident)["version"] == version
            return
        assert lost.status in (200, 503)
        assert again.status == 200
        assert self.county.read(incident)["version"] == version + 1

    @rule(by=st.sampled_from(["water", "roads", "county"]), data=st.data())
    def work_on_a_task(self, by, data):
        """A department does something with one of its tasks, whoever whistled."""
        open_tasks = [i for i in self.present.values() if i.is_task and i.status.is_open]
        if not open_tasks:
            return
        task = data.draw(st.sampled_from(sorted(open_tasks, key=lambda one: one.id)))
        offered = self.county.read(task.id, by).get("actions")
        if offered:
            action = data.draw(st.sampled_from(offered))
            answer = self.county.move(task.id, action, by, **self._said(action, data))
            assert answer.status in (200, 409, 422)

    def _said(self, action, data) -> dict[str, Any]:
        """Draw what a step says where it may say several things."""
        if action == "assign":
            units = [VILLAGE, TOWN, GRID, WATER, STATION, NEXT_VILLAGE, EMPTY_BUREAU]
            return {"unit": data.draw(st.sampled_from(units)), "final": data.draw(st.booleans())}
        if action == "merge":
            leads = sorted(i for i, one in self.present.items() if not one.is_task)
            return {"into": data.draw(st.sampled_from(leads))}
        if action == "rate":
            answer = data.draw(st.sampled_from([None, "not_solved", "too_slow"]))
            return {"satisfied": answer is None, "answer": answer}
        return {}

    @rule(seconds=SPANS)
    def time_passes(self, seconds):
        self.county.advance(seconds=seconds)

    @rule(incident=incidents)
    def time_comes(self, incident):
        wake_at = store.load(incident).wake_at
        if wake_at:
            self.county.now = max(self.county.now, wake_at)

    @rule(who=st.sampled_from([*MOVABLE, "town"]))
    def leave_the_post(self, who):
        self.county.dismiss(who)

    @rule(who=st.sampled_from(list(MOVABLE)))
    def come_back(self, who):
        self.county.appoint(**{who: MOVABLE[who]})

    @rule(faults=FAULTS)
    def timers_fire(self, faults):
        for name in self.county.workflows.due(self.county.now):
            self.county.faults.extend(faults)
            self._fire(name)
            self.county.faults.clear()
            self.every_promise_is_kept()

    def _fire(self, name):
        timer = self.county.workflows.running[name]
        try:
            self.county.workflows.running[name] = handler.fire_timer(timer, lambda_context())
        except timers.TimerNoLongerWanted:
            self.county.workflows.end(name)
        except (TryAgain, SomebodyWasFaster):
            # Step Functions tries again; here that is the next time this rule runs.
            return

    @rule(incident=incidents, back=st.integers(1, 3))
    def a_stale_timer_fires(self, incident, back):
        before = self.county.images()
        epoch = store.load(incident).epoch - back
        try:
            handler.fire_timer(
                {"kind": "incident", "id": incident, "epoch": epoch}, lambda_context()
            )
            raise AssertionError("a stale timer was wanted")
        except timers.TimerNoLongerWanted:
            assert self.county.images() == before

    @rule(incident=incidents)
    def a_timer_fires_once_more(self, incident):
        now, wake_at = self.county.now, store.load(incident).wake_at
        if wake_at is None or wake_at > now:
            before = self.county.images()
            self._fire_once(incident)
            assert self.county.images() == before
        else:
            self._fire_once(incident)

    def _fire_once(self, incident):
        try:
            epoch = store.load(incident).epoch
            handler.fire_timer(
                {"kind": "incident", "id": incident, "epoch": epoch}, lambda_context()
            )
        except timers.TimerNoLongerWanted:
            pass

    @rule(n=st.integers(0, 9))
    def an_execution_dies(self, n):
        running = sorted(self.county.workflows.running)
        if running:
            self.county.workflows.end(running[n % len(running)])

    @rule()
    def reconcile(self):
        handler.reconcile({}, lambda_context())

    @rule(order=st.randoms(use_true_random=False), twice=st.booleans(), shuffle=st.booleans())
    def the_stream_delivers(self, order, twice, shuffle):
        records, self.records = self.records, []
        if twice:
            records = records + records
        if shuffle:
            order.shuffle(records)
        assert self.county.follow(records) == {"batchItemFailures": []}

    # What must always hold

    @invariant()
    def every_promise_is_kept(self):
        self.rows = self.county.rows()
        images = {row["id"]["S"]: row for row in self.rows if row["sk"]["S"] == "INCIDENT"}
        self.present = {
            i: from_row(IncidentRow.from_raw_data(dict(row))) for i, row in images.items()
        }
        self._every_change_is_one_version_and_goes_to_the_stream(images)
        self._every_open_incident_has_a_next_step()
        self._the_history_is_whole_and_tells_how_it_came()
        self._a_case_code_stands_for_one_incident()
        self._what_is_joint_or_merged_hangs_together()
        self._tallies_equal_a_naive_count()

    def _every_change_is_one_version_and_goes_to_the_stream(self, images):
        for incident, row in images.items():
            old = self.before.get(incident)
            if row == old:
                continue
            assert int(row["version"]["N"]) == 1 + (int(old["version"]["N"]) if old else 0)
            change = {
                "Keys": {"pk": row["pk"], "sk": row["sk"]},
                "NewImage": row,
                "SequenceNumber": "1",
            }
            if old:
                change["OldImage"] = old
            self.records.append({"dynamodb": change})
        self.before = images

    def _every_open_incident_has_a_next_step(self):
        for incident in self.present.values():
            if not incident.status.is_open:
                assert (incident.turn, incident.wake_at, incident.armed_for) == (None, None, None)
                assert incident.running_since is None
                continue
            assert incident.turn
            assert incident.due_at
            assert incident.responsible_unit
            runs = incident.status in (Status.REPORTED, Status.ACCEPTED)
            assert (incident.running_since is not None) == runs
            if incident.status is Status.JOINT:
                # Its tasks carry the clocks.
                assert any(self.present[task].status.is_open for task in incident.tasks)
            elif incident.wake_at is None:
                assert _ran_out(incident)
            else:
                _check_the_timer(incident)

    def _the_history_is_whole_and_tells_how_it_came(self):
        for incident in self.present.values():
            steps = [
                row
                for row in self.rows
                if row["sk"]["S"].startswith("HIST#") and row["incident_id"]["S"] == incident.id
            ]
            steps.sort(key=lambda row: row["sk"]["S"])
            seen = self.steps.get(incident.id, [])
            assert steps[: len(seen)] == seen, "history was rewritten"
            self.steps[incident.id] = steps
            assert [int(step["seq"]["N"]) for step in steps] == list(range(1, incident.entries + 1))
            _check_chain(incident, steps)

    def _a_case_code_stands_for_one_incident(self):
        cases = {row["incident_id"]["S"] for row in self.rows if row["sk"]["S"] == "CASE"}
        assert cases == {i for i, one in self.present.items() if not one.is_task}

    def _what_is_joint_or_merged_hangs_together(self):
        for incident in self.present.values():
            tasks = [self.present[task] for task in incident.tasks]
            assert incident.open_tasks == sum(task.status.is_open for task in tasks)
            assert bool(incident.open_tasks) == (incident.status is Status.JOINT)
            followers = [i for i in self.present.values() if i.merged_into == incident.id]
            assert incident.duplicates == len(followers)
            assert all(follower.status is Status.MERGED for follower in followers)

    def _tallies_equal_a_naive_count(self):
        assert tallied(self.rows) == naive_tallies(self.rows, self.present.values())

    # And in the end

    def reconciling_and_time_always_come_to_an_end(self):
        """With every execution dead, the reconciler alone carries every incident on to where only people can."""
        self.county.faults.clear()
        self.every_promise_is_kept()
        self.the_stream_delivers(order=None, twice=False, shuffle=False)
        self._the_timer_that_counts_was_started()
        while waits := [incident.wake_at for incident in self.present.values() if incident.wake_at]:
            before = self.before
            self.county.now = max(self.county.now, min(waits))
            self.county.advance(seconds=61)
            handler.reconcile({}, lambda_context())
            self.every_promise_is_kept()
            assert self.before != before, "an overslept incident was not carried on"

    def _the_timer_that_counts_was_started(self):
        """Of an open incident's executions the one of its present epoch was started, and none of a later one."""
        for incident in self.present.values():
            started = {*self.county.workflows.running, *self.county.workflows.ended}
            epochs = {
                int(name.rsplit("-", 1)[1]) for name in started if name.startswith(incident.id)
            }
            assert max(epochs) <= incident.epoch
            assert incident.armed_for is None or incident.epoch in epochs


def _check_the_timer(incident) -> None:
    """The first mark that cannot wait for the reconciler has a timer in time, or is far enough away to be swept."""
    wanted = climbing.needs_a_timer(incident, incident.updated_at)
    if wanted is None:
        assert incident.armed_for is None
        return
    assert incident.armed_for <= wanted or wanted - incident.updated_at >= SWEPT


def _ran_out(incident) -> bool:
    """Whether the clock has told everybody as often as the policy says."""
    policy = policy_of(incident)
    if incident.status not in (Status.REPORTED, Status.ACCEPTED, Status.RESOLVED):
        return False
    if incident.status is Status.RESOLVED:
        cap = policy.confirmation_of(incident.category, incident.severity).cap
        asked = incident.confirm_asked >= cap
        return incident.confirm_stage is ConfirmStage.ABOVE and asked
    cap = policy.supervision_of(incident.category, incident.severity).cap
    supervised = incident.supervisions >= cap
    return incident.at_the_top and supervised


def _check_chain(incident, steps) -> None:
    status = tier = None
    handlers: set[str] = set()
    for step in steps:
        assert_described("StepDetails", json.loads(step.get("details", {}).get("S", "{}")))
        assert step.get("from_status", {}).get("S") == status
        assert step.get("from_tier", {}).get("S") == tier
        status, tier = step["to_status"]["S"], step["to_tier"]["S"]
        actor, event = step["actor"]["S"], step["event"]["S"]
        if status in ("confirmed", "cancelled", "merged"):
            assert actor != "clock", "the clock closed an incident"
        if event == "resolved":
            handlers |= {actor}
        if event in ("confirmed", "rejected"):
            assert actor not in handlers
        if actor == "clock":
            assert json.loads(step["addressees"]["S"]), "the clock told nobody"
    assert (status, tier) == (incident.status, incident.tier)


TestLifecycle = Lifecycle.TestCase
TestLifecycle.settings = settings(
    max_examples=8,
    stateful_step_count=20,
    phases=[Phase.generate],  # a story of twenty steps is read as it is; shrinking it takes minutes
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
