"""The receipt tells a person what happens next, by when and at which tier, in Chinese and in English."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from escalation.rules.clocked import Severity
from incidents.model.receipts import receipt
from incidents.rules.states import Action
from kernel.clock import SHANGHAI
from kernel.texts import Language
from kernel.units import Tier
from tests.support.incidents import WORKER, at_tier, move, reported, resolved

DUE = datetime(2026, 11, 26, 18, 0, tzinfo=SHANGHAI)


def told(incident, language: Language = "zh"):
    due = DUE if incident.due_at else None
    return receipt(replace(incident, due_at=due), language)


@pytest.mark.parametrize(
    ("tier", "zh", "en"),
    [
        (
            Tier.VILLAGE,
            "由村级办理，期限 2026-11-26 18:00；逾期自动上报乡镇级。",
            (
                "With the village tier until 2026-11-26 18:00 (Beijing time); "
                "after that it goes up to the town tier by itself."
            ),
        ),
        (
            Tier.TOWN,
            "由乡镇级办理，期限 2026-11-26 18:00；逾期自动上报县级。",
            (
                "With the town tier until 2026-11-26 18:00 (Beijing time); "
                "after that it goes up to the county tier by itself."
            ),
        ),
        (
            Tier.COUNTY,
            "由县级办理，期限 2026-11-26 18:00；逾期持续督办，直至办结。",
            (
                "With the county tier until 2026-11-26 18:00 (Beijing time); "
                "after that it is supervised until solved."
            ),
        ),
    ],
)
def test_the_receipt_says_who_acts_until_when_and_what_follows(tier, zh, en):
    incident = at_tier(tier)

    assert told(incident)["text"] == zh
    assert told(incident, "en")["text"] == en
    assert told(incident)["next_step"] == "handle"
    assert told(incident)["tier"] == tier
    assert told(incident)["by"] == "2026-11-26T18:00:00.000+08:00"


def test_the_receipt_of_a_solution_promises_that_nothing_closes_by_itself():
    waiting = resolved()

    assert told(waiting)["next_step"] == "confirm"
    assert "不会自动办结" in told(waiting)["text"]
    assert "never closes by itself" in told(waiting, "en")["text"]


def test_the_receipt_of_an_urgent_report_names_the_emergency_numbers():
    urgent = reported(severity=Severity.URGENT)

    assert "110、119、120" in told(urgent)["text"]
    assert "110, 119 or 120" in told(urgent, "en")["text"]


def test_the_receipt_of_a_closed_incident_names_no_tier_and_no_date():
    closed = move(resolved(), Action.CONFIRM, WORKER).incident

    assert told(closed) == {
        "text": "已办结",
        "next_step": "none",
        "tier": None,
        "tier_name": None,
        "unit": None,
        "by": None,
        "track": "/v1/track/140426-26-7KQ2M-9XD4V",
    }
