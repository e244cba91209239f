"""An alert whatever is found, done and mended in any order: open exactly while its cause stands, unless the town called it wrong."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from economy.rules import alerts
from economy.rules.alert_states import AlertAction, AlertStatus
from economy.rules.alert_terms import AlertCode, AlertSubject
from economy.rules.alerts import Alert, Finding
from kernel.access import Caller, Post, Role
from kernel.states import IllegalMove
from tests.support.county import TOWN, VILLAGE

TOWNS = Caller("t", "演示", (Post(Role.TOWN_OFFICER, TOWN, date(2020, 1, 1)),))
NIGHTS = st.integers(0, 3)
"""How bad the night finds it; 0: its cause is gone."""
ACTS = st.sampled_from([AlertAction.CHECK, AlertAction.TALK, AlertAction.DISMISS])


def after_a_night(alert: Alert | None, grade: int, day: date) -> Alert | None:
    """Return an alert after the night's look, as the service does it."""
    if grade == 0:
        change = alerts.cleared(alert) if alert else None
    else:
        finding = Finding(AlertCode.RENT_LATE, grade, {}, ())
        change = alerts.raised(alert, VILLAGE, AlertSubject.CONTRACT, "c", finding, day)
        if change is None and alert is not None:
            change = alerts.talk_due(alert, day)
    return change.after if change else alert


def acted(alert: Alert | None, action: AlertAction, day: date) -> Alert | None:
    if alert is None:
        return None
    try:
        return alerts.move(alert, action, "看过", TOWNS, day).after
    except IllegalMove:
        return alert


@given(st.lists(st.one_of(NIGHTS, ACTS), max_size=30))
def test_an_alert_is_open_while_its_cause_stands_unless_it_was_dismissed_at_that_grade(
    happened: list[int | AlertAction],
):
    alert, standing, dismissed_at = None, 0, 0
    for number, one in enumerate(happened):
        day = date(2026, 1, 1) + timedelta(days=20 * number)
        version = alert.version if alert else 0
        if isinstance(one, AlertAction):
            could = alert is not None and alerts.is_open(alert)
            alert = acted(alert, one, day)
            if could and one is AlertAction.DISMISS:
                assert alert is not None
                dismissed_at = alert.grade
        else:
            alert, standing = after_a_night(alert, one, day), one
            if one == 0 or one > dismissed_at:
                dismissed_at = 0

        is_open = alert is not None and alerts.is_open(alert)
        assert is_open == (standing > 0 and not dismissed_at)
        assert alert is None or (alert.status is AlertStatus.DISMISSED) == (dismissed_at > 0)
        assert alert is None or alert.version in (version, version + 1)


@given(st.lists(NIGHTS, min_size=1, max_size=12))
def test_a_look_twice_in_a_night_is_a_look(grades: list[int]):
    alert, day = None, date(2026, 1, 1)
    for grade in grades:
        alert = after_a_night(alert, grade, day)

        assert after_a_night(alert, grade, day) == alert
