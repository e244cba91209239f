"""The clock's side: timers that fire, executions that are started and stopped, incidents the clock overslept.

The row decides. A timer, a stream record, a run of the reconciler only give the row occasion to look at the time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError

from incidents import store
from incidents.rules import lifecycle
from incidents.rules.climbing import LIMIT_PASSED, Timer, needs_a_timer
from incidents.rules.clocked import Entry
from incidents.rules.incident import Change, Incident
from incidents.rules.states import Event, Status
from kernel import clock, holidays
from kernel.observability import count, log, log_fault

_GRACE = timedelta(seconds=int(os.environ.get("RECONCILE_GRACE_SECONDS", "60")))
_A_RUN_SECONDS = 35.0


class TimerNoLongerWanted(Exception):
    """The incident has moved on, is closed, or the clock has nothing more to do: the execution may stand down."""


def fire(incident_id: str, epoch: int) -> dict[str, Any]:
    """Do what the clock has to do for an incident, if the timer of this epoch is still the one that counts.

    Returns
    -------
    dict
        The input of the next round of the execution, with the instant of the next wake-up.

    Raises
    ------
    TimerNoLongerWanted
        See the class; nothing was changed.
    """
    holidays.refresh()

    def decide(incident: Incident) -> Change | None:
        if incident.epoch != epoch:
            return None
        return lifecycle.wake(
            incident,
            now=clock.now(),
            policy=store.policy_of(incident),
            staffing=store.staffing_around(incident),
        )

    outcome = store.change_incident(incident_id, decide)
    if outcome:
        tell_figures(outcome.entries)
    incident = outcome.incident if outcome else store.load(incident_id)
    wake_at = needs_a_timer(incident, clock.now()) if incident else None
    if incident is None or incident.epoch != epoch or wake_at is None:
        raise TimerNoLongerWanted(f"{incident_id}-{epoch}")
    return {"incident_id": incident_id, "epoch": epoch, "wake_at": clock.iso(wake_at)}


def reconcile(seconds: float = _A_RUN_SECONDS) -> int:
    """Wake every open incident whose wake-up passed and that no timer woke; return how many had lost theirs.

    Executions may die, be stopped or hit a quota; streams may be late: such an incident gets a new clock epoch, and so a new timer.
    Others were left to this by the rules, as their timer rides on to a later instant.

    Parameters
    ----------
    seconds
        When to stop and leave the rest to the next run, so that the heartbeat is given also while there is more to do than one run
        can.
    """
    holidays.refresh()
    now = clock.now()
    righted = 0
    timer_lost = False

    def decide(incident: Incident) -> Change | None:
        nonlocal timer_lost
        timer_lost = _lost_its_timer(incident, clock.now())
        return lifecycle.wake(
            incident,
            now=clock.now(),
            policy=store.policy_of(incident),
            staffing=store.staffing_around(incident),
            timer=Timer.RIDE,
        )

    for incident_id in store.overslept(now - _GRACE):
        if clock.now() - now > timedelta(seconds=seconds):
            log.warning("more overslept incidents than one run can wake")
            break
        try:
            outcome = store.change_incident(incident_id, decide)
        except Exception as fault:  # noqa: BLE001
            # One incident that cannot be put right must not keep the others waiting; the alarm on this figure tells of it.
            log_fault("could not reconcile", fault, incident_id=incident_id)
            count("ReconcilerFailures")
            continue
        if outcome is None:
            continue
        tell_figures(outcome.entries)
        if timer_lost:
            righted += 1
            log.warning("reconciled an incident that had lost its timer", incident_id=incident_id)
    count("ReconcilerHeartbeat")
    count("Reconciled", righted)
    return righted


def follow(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> None:
    """Start and stop executions as an incident row changed from `old` to `new` (stream images; None: there was none).

    Both calls are harmless when repeated or late: an execution's name is its incident and epoch, and a timer of another epoch does
    nothing when it fires.
    """
    if new is None:
        return
    epoch = int(new["epoch"]["N"])
    before = int(old["epoch"]["N"]) if old else 0
    closed = not Status(new["status"]["S"]).is_open
    incident_id = new["id"]["S"]
    # The new clock first: stopping the old one only saves a round that would do nothing.
    if before < epoch and "armed_for" in new:
        _start({"incident_id": incident_id, "epoch": epoch, "wake_at": new["armed_for"]["S"]})
    if before and (before < epoch or closed):
        _stop(incident_id, before, "closed" if closed else "superseded")


def _lost_its_timer(incident: Incident, now: datetime) -> bool:
    """Tell whether a timer should have woken the incident by now; what may wait a minute was never given to one."""
    if incident.armed_for is not None and incident.armed_for >= now:
        return False
    return any(mark.at < now - _GRACE and not mark.wake.may_wait for mark in incident.marks)


def tell_figures(entries: tuple[Entry, ...]) -> None:
    """Count what the county watches: reported, escalated by tier, overdue, confirmed."""
    for entry in entries:
        if entry.event is Event.REPORTED:
            count("Reported")
        elif entry.event in (Event.ESCALATED, Event.TIER_SKIPPED):
            count("Escalated", tier=str(entry.to_tier))
        elif entry.event is Event.CONFIRMED:
            count("Confirmed")
        if _lets_a_limit_pass(entry) and entry.from_tier:
            count("Overdue", tier=str(entry.from_tier))
        elif entry.event is Event.CONFIRMATION_PASSED:
            count("ConfirmationOverdue")


def _lets_a_limit_pass(entry: Entry) -> bool:
    """Tell whether a tier let its limit pass in this step: it lost the incident to the clock, or the county was supervised first."""
    if entry.reason_code != LIMIT_PASSED:
        return False
    return entry.event is Event.ESCALATED or (
        entry.event is Event.SUPERVISED and entry.details.get("count") == 1
    )


@cache
def _workflows() -> Any:
    config = Config(
        connect_timeout=2, read_timeout=10, retries={"total_max_attempts": 4, "mode": "standard"}
    )
    return botocore.session.get_session().create_client("stepfunctions", config=config)


def _code(fault: ClientError) -> str:
    return fault.response.get("Error", {}).get("Code", "")


def _start(timer: dict[str, Any]) -> None:
    try:
        _workflows().start_execution(
            stateMachineArn=os.environ["ESCALATION_ARN"],
            name=f"{timer['incident_id']}-{timer['epoch']}",
            input=json.dumps(timer),
        )
    except ClientError as fault:
        if _code(fault) != "ExecutionAlreadyExists":
            raise


def _stop(incident_id: str, epoch: int, cause: str) -> None:
    arn = (
        os.environ["ESCALATION_ARN"].replace(":stateMachine:", ":execution:", 1)
        + f":{incident_id}-{epoch}"
    )
    try:
        _workflows().stop_execution(executionArn=arn, cause=cause)
    except ClientError as fault:
        if _code(fault) not in ("ExecutionDoesNotExist", "ValidationException"):
            raise
