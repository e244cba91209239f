"""An alert as a thing: raised with its evidence, worse, checked, talked about, ended when its cause is gone (DOMAIN 16.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from economy.rules.alert_states import (
    ALERT_ROLES,
    ALERTS,
    OPEN,
    AlertAction,
    AlertEvent,
    AlertHolder,
    AlertStatus,
)
from economy.rules.alert_terms import ALERT_TERMS, AlertCode, AlertSubject, rule_of
from kernel.access import Caller
from kernel.ids import first_id, id_from
from kernel.record import record
from kernel.units import Level, Tier, ancestor

_NAMED_FROM: Final = first_id(datetime(2026, 1, 1, tzinfo=UTC))


@record
class Evidence:
    """A thing that an alert rests on."""

    kind: AlertSubject
    id: str


class Finding(NamedTuple):
    """What a rule found of a thing today.

    Attributes
    ----------
    grade
        How bad it is; more is worse: a further mark was reached.
    figures
        What it was found by: amounts in fen, days, counts.
    """

    code: AlertCode
    grade: int
    figures: Mapping[str, int | str]
    evidence: tuple[Evidence, ...]


@record
class Alert:
    """What stands out of a thing of a collective.

    Attributes
    ----------
    about, subject
        What it is about.
    figures, evidence
        What it was found by when it came to its grade.
    owed
        What is owed for it now: the obligation's id.
    """

    id: str
    village: str
    code: AlertCode
    about: AlertSubject
    subject: str
    grade: int
    figures: Mapping[str, str]
    evidence: tuple[Evidence, ...]
    found_on: date
    status: AlertStatus = AlertStatus.RAISED
    checked_on: date | None = None
    found: str | None = None
    owed: str | None = None
    talk_owed: bool = False
    version: int = 1

    @property
    def owner(self) -> str:
        """The unit that answers for the check."""
        if rule_of(self.code).owner is Tier.TOWN:
            return self.town
        return self.village

    @property
    def town(self) -> str:
        """The town it lies in."""
        town = ancestor(self.village, Level.TOWN)
        assert town is not None, "every village lies in a town"
        return town


class AlertChange(NamedTuple):
    """An alert as it is afterwards, and what the history says of it."""

    after: Alert
    event: AlertEvent


def alert_id(code: AlertCode, subject: str) -> str:
    """Return the id of the one alert of a kind about a thing: whoever finds it again finds the same."""
    return id_from(_NAMED_FROM, f"{code}:{subject}")


def raised(
    before: Alert | None,
    village: str,
    about: AlertSubject,
    subject: str,
    finding: Finding,
    today: date,
) -> AlertChange | None:
    """Return an alert that is raised, or has become worse; None where nothing is new.

    What the town dismissed as wrong stays dismissed until it is worse, or its cause was gone and has come back.
    """
    fresh = Alert(
        id=alert_id(finding.code, subject),
        village=village,
        code=finding.code,
        about=about,
        subject=subject,
        grade=finding.grade,
        figures={name: f"{value}" for name, value in finding.figures.items()},
        evidence=finding.evidence,
        found_on=today,
    )
    if before is None:
        return AlertChange(fresh, AlertEvent.RAISED)
    anew = replace(fresh, owed=before.owed, version=before.version + 1)
    if before.status is AlertStatus.CLEARED:
        return AlertChange(anew, AlertEvent.RAISED)
    if finding.grade > before.grade:
        return AlertChange(anew, AlertEvent.WORSENED)
    return None


def cleared(alert: Alert) -> AlertChange | None:
    """Return an alert whose cause is gone; None where it has ended already."""
    if alert.status is AlertStatus.CLEARED:
        return None
    row = ALERTS.move(alert.status, AlertAction.CLEAR)
    after = replace(alert, status=row.target, version=alert.version + 1)
    return AlertChange(after, AlertEvent.CLEARED)


def talk_due(alert: Alert, today: date) -> AlertChange | None:
    """Return an alert that the town is to talk about: it was checked, and its cause is there long after; None where it is not."""
    if alert.status is not AlertStatus.CHECKED or alert.talk_owed or alert.checked_on is None:
        return None
    wait = timedelta(days=ALERT_TERMS.amount("talk_after_days"))
    if not rule_of(alert.code).follow or today <= alert.checked_on + wait:
        return None
    after = replace(alert, talk_owed=True, version=alert.version + 1)
    return AlertChange(after, AlertEvent.TALK_DUE)


def standing_of(alert: Alert, caller: Caller) -> frozenset[AlertHolder]:
    """Return how somebody stands to an alert: what the town checks is not checked by the village itself."""
    found: set[AlertHolder] = set()
    if caller.post_at(alert.town, ALERT_ROLES[AlertHolder.TOWN]):
        found.add(AlertHolder.TOWN)
    own = alert.owner == alert.village
    if own and caller.post_at(alert.village, ALERT_ROLES[AlertHolder.OWNER]):
        found.add(AlertHolder.OWNER)
    return frozenset(found)


def actions_of(alert: Alert, caller: Caller, *, watches_own: bool = False) -> list[AlertAction]:
    """Return what somebody may do with an alert now; who is near to those who are watched checks none of theirs."""
    standing = standing_of(alert, caller)
    closed = frozenset({AlertAction.CHECK}) if watches_own else frozenset[AlertAction]()
    return ALERTS.open_to(alert.status, lambda holder: holder in standing, closed)


def move(
    alert: Alert, action: AlertAction, reason: str | None, caller: Caller, today: date
) -> AlertChange:
    """Check an alert, talk about it, or dismiss it as wrong.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The state table has no such move, not for the caller, or more must be said with it.
    """
    row = ALERTS.move(alert.status, action, (), actions_of(alert, caller))
    standing = standing_of(alert, caller)
    ALERTS.allow(row, lambda holder: holder in standing, lambda holder: ALERT_ROLES[holder])
    ALERTS.require_words(row, _Said(reason))
    checked = today if action is AlertAction.CHECK else alert.checked_on
    after = replace(
        alert,
        status=row.target,
        found=reason,
        checked_on=checked,
        talk_owed=False,
        version=alert.version + 1,
    )
    return AlertChange(after, AlertEvent(str(row.event)))


def is_open(alert: Alert) -> bool:
    """Tell whether an alert is to be seen to."""
    return alert.status in OPEN


class _Said(NamedTuple):
    reason: str | None
