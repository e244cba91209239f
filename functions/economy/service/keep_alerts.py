"""Raise alerts, let them end, take a step with one; what is owed for them is owed and ended in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import escalation
from economy.rules import alerts
from economy.rules.alert_states import ALERT_ROLES, AlertAction, AlertEvent, Shelf
from economy.rules.alert_terms import ALERT_TERMS, AlertSubject, rule_of
from economy.rules.alerts import Alert, AlertChange, Finding
from economy.service.seeing import Seen, seen_by
from economy.service.stands_apart import refuse_watching_own, watched_by
from economy.store.alerts import ALERTS, alerts_on, within
from kernel import clock, ids
from kernel.access import Caller, Role
from kernel.actors import CLOCK, Actor
from kernel.addressees import Addressee, role, unit
from kernel.problems import Versions, refuse_stale
from kernel.storage.lists import Listed
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.working_time import add

CHECK, TALK = "economy_alert", "economy_talk"
"""The kinds of obligation (`escalation/kinds.json`)."""
_ENDS = {AlertEvent.CHECKED, AlertEvent.TALKED}


def raise_alerts(
    village: str, about: AlertSubject, subject: str, findings: Sequence[Finding]
) -> None:
    """Raise what was found of a thing today; what is known already, and no worse, is left as it is."""
    today = clock.today()
    for finding in findings:

        def decide(work: UnitOfWork, finding: Finding = finding) -> bool:
            before = ALERTS.find(work, alerts.alert_id(finding.code, subject))
            change = alerts.raised(before, village, about, subject, finding, today)
            if change is not None:
                _keep(work, change, CLOCK, None)
            return True

        carry_out(decide)


def follow_up(alert_id: str, findings: Sequence[Finding]) -> None:
    """Let an alert end whose cause is gone; where it stands long after it was checked, let the town owe a talk."""

    def decide(work: UnitOfWork) -> bool:
        alert = ALERTS.require(work, alert_id)
        stands = any(one.code is alert.code for one in findings)
        change = alerts.talk_due(alert, clock.today()) if stands else alerts.cleared(alert)
        if change is not None:
            _keep(work, change, CLOCK, None)
        return True

    carry_out(decide)


def move_alert(
    work: UnitOfWork,
    alert_id: str,
    action: AlertAction,
    reason: str | None,
    caller: Caller,
    expected: Versions,
) -> Seen[Alert]:
    """Check an alert, talk about it, or dismiss it as wrong.

    Raises
    ------
    NotFound, StaleVersion
        There is no such alert, or another version of it.
    WatcherNear
        A supervisor checks who is near to the director, bookkeeper or cashier.
    """
    alert = ALERTS.require(work, alert_id)
    refuse_stale(expected, alert.version)
    if action is AlertAction.CHECK:
        refuse_watching_own(alert.village, caller)
    change = alerts.move(alert, action, reason, caller, clock.today())
    roles = {each for roles in ALERT_ROLES.values() for each in roles}
    by = Actor.of(caller, caller.post_over(alert.village, roles))
    return see(_keep(work, change, by, reason), caller)


def see(
    alert: Alert, caller: Caller, watches_own: Callable[[str], bool] | None = None
) -> Seen[Alert]:
    """Return an alert as somebody sees it.

    Parameters
    ----------
    watches_own
        Tells whether the caller is near to who is watched in a village; asked for many, it is made once.
    """
    own = (watches_own or watched_by(caller))(alert.village)
    return Seen(alert, alerts.actions_of(alert, caller, watches_own=own))


def get_alert(alert_id: str) -> Alert:
    """Return an alert.

    Raises
    ------
    NotFound
        There is none.
    """
    return ALERTS.get(alert_id)


def list_alerts(area: str, shelf: Shelf, caller: Caller, limit: int, cursor: str | None) -> Listed:
    """Return one page of the alerts within a place, by village and kind."""
    found = ALERTS.in_list(alerts_on(shelf), limit, cursor, within=within(area))
    watches_own = watched_by(caller)
    return seen_by(found, lambda one: see(one, caller, watches_own))


def steps_of_alert(alert_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of an alert's history."""
    return ALERTS.steps_of(alert_id, limit, cursor)


def _keep(work: UnitOfWork, change: AlertChange, by: Actor, reason: str | None) -> Alert:
    after = _owing(work, change, by)
    step = Step(
        str(change.event),
        by,
        reason,
        after.village,
        details={"code": str(after.code), "grade": after.grade, **after.figures},
        addressees=_heard_by(after, change.event),
    )
    ALERTS.save(work, after, step)
    return after


def _owing(work: UnitOfWork, change: AlertChange, by: Actor) -> Alert:
    """Let be owed what a change makes owed and end what it ends; return the alert with what is owed for it now."""
    after = change.after
    if after.owed is not None and change.event is not AlertEvent.TALK_DUE:
        end = escalation.fulfil if change.event in _ENDS else escalation.drop
        end(work, [after.owed], by)
        after = replace(after, owed=None)
    if change.event is AlertEvent.TALK_DUE:
        return _owe(work, after, after.town, TALK, "talk_within")
    raises = change.event in (AlertEvent.RAISED, AlertEvent.WORSENED)
    if raises and rule_of(after.code).follow:
        return _owe(work, after, after.owner, CHECK, "check_within")
    return after


def _owe(work: UnitOfWork, alert: Alert, whose: str, kind: str, within_name: str) -> Alert:
    now = clock.now()
    due = add(now, ALERT_TERMS.limit(within_name)).at
    about = {"alert": alert.id, "code": str(alert.code)}
    owed = escalation.Owed(ids.new_id(now), whose, due, about)
    escalation.owe(work, [owed], None, kind=kind)
    return replace(alert, owed=owed.id)


def _heard_by(alert: Alert, event: AlertEvent) -> tuple[Addressee, ...]:
    """Return who is to hear of an alert: who answers for its check, and those who keep and watch the collective."""
    match event:
        case AlertEvent.RAISED | AlertEvent.WORSENED:
            keepers = (Role.COLLECTIVE_DIRECTOR, Role.COLLECTIVE_SUPERVISOR)
            own = tuple(role(each, alert.village) for each in keepers)
            return own if alert.owner == alert.village else (unit(alert.town),)
        case AlertEvent.TALK_DUE:
            return (unit(alert.town),)
        case _:
            return ()
