"""Evidence and coercion: what carries a decision, what is kept and seized how long, and what nobody does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from enforcement.rules.coercion import (
    SUPPLIES,
    CoercionAtNight,
    Means,
    Seizure,
    SeizureOver,
    SuppliesCut,
    extend_seizure,
    holds,
    refuse_coercion,
    report_until,
)
from enforcement.rules.evidence import (
    CameraNotReviewed,
    Evidence,
    EvidenceKind,
    KeptTooLong,
    NoEvidence,
    deal_with_kept,
    grounds_of,
    keep_until,
    refuse_unreviewed_camera,
)
from kernel.clock import SHANGHAI

A_MOMENT = timedelta(milliseconds=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


MONDAY = at("2026-06-01T10:00")


# Evidence

VIDEO = Evidence(
    "e1", EvidenceKind.RECORDING, "执法记录仪", "zhang", MONDAY, ("zhang",), verified=True
)
WORD = replace(VIDEO, id="e2", kind=EvidenceKind.PARTY)


def test_there_are_eight_kinds_of_evidence() -> None:
    assert len(EvidenceKind) == 8


@pytest.mark.parametrize("kind", [one for one in EvidenceKind if one is not EvidenceKind.PARTY])
def test_verified_evidence_carries_a_decision(kind: EvidenceKind) -> None:
    assert grounds_of([replace(VIDEO, kind=kind), WORD]) == [replace(VIDEO, kind=kind), WORD]


@pytest.mark.parametrize(
    "found",
    [
        [],
        [WORD],
        [replace(VIDEO, verified=False), WORD],
        [replace(VIDEO, excluded_for="偷录")],
        [replace(VIDEO, fixed_camera=True)],
    ],
    ids=["none", "the party's word alone", "not verified", "excluded", "a camera not reviewed"],
)
def test_what_does_not_count_carries_no_decision(found) -> None:
    with pytest.raises(NoEvidence):
        grounds_of(found)


def test_a_reviewed_camera_counts() -> None:
    refuse_unreviewed_camera(VIDEO)
    refuse_unreviewed_camera(replace(VIDEO, fixed_camera=True, camera_reviewed=True))
    with pytest.raises(CameraNotReviewed):
        refuse_unreviewed_camera(replace(VIDEO, fixed_camera=True))
    assert grounds_of([replace(VIDEO, fixed_camera=True, camera_reviewed=True)])


def test_what_is_kept_is_dealt_with_in_seven_working_days() -> None:
    end = keep_until(MONDAY)

    assert end == at("2026-06-10T18:00")
    deal_with_kept(MONDAY, end - A_MOMENT)
    with pytest.raises(KeptTooLong):
        deal_with_kept(MONDAY, end)


# Coercion


def test_a_seizure_ends_by_itself_after_thirty_days_and_thirty_more() -> None:
    once = Seizure(MONDAY)
    first = at("2026-07-02T00:00")

    assert once.ends_at == first
    twice = extend_seizure(once, first - A_MOMENT)
    assert twice.ends_at == at("2026-08-01T00:00")
    assert holds(once, first - A_MOMENT)
    assert not holds(once, first)
    assert holds(twice, twice.ends_at - A_MOMENT)
    assert not holds(twice, twice.ends_at)
    assert not holds(replace(once, lifted_at=MONDAY), MONDAY)


def test_a_seizure_is_extended_once_and_before_it_ends() -> None:
    once = Seizure(MONDAY)

    for seizure, when in (
        (once, once.ends_at),
        (extend_seizure(once, MONDAY), MONDAY),
        (replace(once, lifted_at=MONDAY), MONDAY),
    ):
        with pytest.raises(SeizureOver):
            extend_seizure(seizure, when)


@pytest.mark.parametrize("means", sorted(SUPPLIES))
def test_nobody_is_coerced_by_cutting_supplies_in_an_emergency_either(means: Means) -> None:
    with pytest.raises(SuppliesCut):
        refuse_coercion(means, MONDAY, emergency=True)


@pytest.mark.parametrize(
    ("when", "passes"),
    [
        ("2026-06-01T05:59", False),
        ("2026-06-01T06:00", True),
        ("2026-06-01T21:59", True),
        ("2026-06-01T22:00", False),
        ("2026-10-07T10:00", False),
        ("2026-10-08T10:00", True),
        ("2026-06-06T10:00", False),
        ("2026-09-20T10:00", True),
    ],
    ids=[
        "before six",
        "at six",
        "before ten",
        "at ten",
        "National Day",
        "after it",
        "a Saturday",
        "a make-up Sunday",
    ],
)
def test_there_is_no_coercion_at_night_or_on_a_day_off(when: str, passes: bool) -> None:
    refuse_coercion(Means.REMOVAL, at(when), emergency=True)
    if passes:
        refuse_coercion(Means.REMOVAL, at(when), emergency=False)
        return
    with pytest.raises(CoercionAtNight):
        refuse_coercion(Means.REMOVAL, at(when), emergency=False)


def test_coercion_on_the_spot_is_reported_within_a_day_of_hours() -> None:
    assert report_until(at("2026-09-30T22:00")) == at("2026-10-01T22:00")
