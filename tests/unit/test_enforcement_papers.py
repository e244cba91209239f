"""Service, publication, remedies, and the hand-over of suspected crimes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from enforcement.rules.choice_of_law import NotInForce
from enforcement.rules.delivery import (
    NoConsent,
    NotProven,
    Service,
    Way,
    refuse_unproven,
    serve_until,
    takes_effect,
)
from enforcement.rules.liability import PartyKind
from enforcement.rules.publicity import (
    NoReasonToPublish,
    PersonNamed,
    Publication,
    WarningPublished,
    disclose_until,
    file_until,
    is_public,
    public_to,
    publish_until,
    refuse_publication,
    take_down_until,
)
from enforcement.rules.remedies import (
    Remedy,
    RemedyLapsed,
    RemedyOutcome,
    ReviewFirst,
    last_day,
    refuse_remedy,
    remedies_end_on,
    tell,
)
from enforcement.rules.transfer import (
    CrimeReport,
    PenaltyInsteadOfTransfer,
    ReportNotByTwo,
    TransferStep,
    refuse_penalty_instead,
    report,
)
from kernel.texts import Text
from tests.unit.test_enforcement_evidence import A_MOMENT, MONDAY, at
from tests.unit.test_enforcement_powers import BOTH

# Service

SIGNED = Service(Way.IN_PERSON, MONDAY, receipt="回证")


@pytest.mark.parametrize(
    ("service", "refusal"),
    [
        (SIGNED, None),
        (replace(SIGNED, receipt=None), NotProven),
        (replace(SIGNED, way=Way.POST), None),
        (replace(SIGNED, way=Way.ENTRUSTED, receipt=None), NotProven),
        (Service(Way.LEFT, MONDAY, refusal_noted=True, witnesses=2), None),
        (Service(Way.LEFT, MONDAY, refusal_noted=True, recorded=True), None),
        (Service(Way.LEFT, MONDAY, refusal_noted=True, witnesses=1), NotProven),
        (Service(Way.LEFT, MONDAY, witnesses=2), NotProven),
        (replace(SIGNED, way=Way.ELECTRONIC, consent="确认书"), None),
        (replace(SIGNED, way=Way.ELECTRONIC), NoConsent),
        (Service(Way.ELECTRONIC, MONDAY, consent="确认书"), NotProven),
        (Service(Way.NOTICE, MONDAY), NotProven),
        (Service(Way.NOTICE, MONDAY, tried=frozenset({Way.NOTICE})), NotProven),
        (Service(Way.NOTICE, MONDAY, tried=frozenset({Way.POST})), None),
    ],
)
def test_every_way_of_service_has_its_proof(service: Service, refusal) -> None:
    if refusal is None:
        refuse_unproven(service)
        return
    with pytest.raises(refusal):
        takes_effect(service)


def test_a_paper_counts_from_its_receipt_and_a_public_notice_after_thirty_days() -> None:
    notice = Service(Way.NOTICE, MONDAY, tried=frozenset({Way.POST}))

    assert takes_effect(SIGNED) == MONDAY
    assert takes_effect(notice) == at("2026-07-02T00:00")


def test_an_absent_party_is_served_within_seven_working_days() -> None:
    assert serve_until(MONDAY) == at("2026-06-10T18:00")


# Publication


def test_whether_a_decision_is_public_is_chosen_with_a_reason_and_a_person_is_masked() -> None:
    chosen = Publication(True, "秸秆禁烧，村民关注", True)

    refuse_publication(chosen, PartyKind.PERSON, only_warning=False)
    refuse_publication(
        replace(chosen, name_masked=False), PartyKind.ORGANISATION, only_warning=False
    )
    refuse_publication(replace(chosen, public=False), PartyKind.PERSON, only_warning=True)
    with pytest.raises(NoReasonToPublish):
        refuse_publication(replace(chosen, reason=" "), PartyKind.PERSON, only_warning=False)
    with pytest.raises(PersonNamed):
        refuse_publication(replace(chosen, name_masked=False), PartyKind.PERSON, only_warning=False)
    with pytest.raises(WarningPublished):
        refuse_publication(chosen, PartyKind.PERSON, only_warning=True)


@pytest.mark.parametrize(
    ("fine", "others", "last"),
    [
        (499999, False, date(2026, 9, 1)),
        (500000, False, date(2029, 6, 1)),
        (499999, True, date(2029, 6, 1)),
    ],
)
def test_a_low_fine_is_public_for_three_months_and_others_for_three_years(
    fine, others, last
) -> None:
    published = date(2026, 6, 1)

    assert public_to(published, PartyKind.PERSON, fine, others=others) == last
    assert is_public(published, last, last)
    assert not is_public(published, last, last + timedelta(days=1))
    assert not is_public(published, last, published - timedelta(days=1))


def test_publication_on_the_eighth_working_day_is_late() -> None:
    eighth = at("2026-06-11T09:00")

    due = publish_until(MONDAY, penalty=True)

    assert at("2026-06-10T17:59") < due < eighth
    assert publish_until(MONDAY, penalty=False) == at("2026-06-30T18:00")


def test_the_figures_of_a_year_are_public_by_the_end_of_january() -> None:
    assert disclose_until(2026) == date(2027, 1, 31)


def test_a_wrong_decision_is_down_in_three_working_days() -> None:
    assert take_down_until(at("2026-09-30T10:00")) == at("2026-10-10T18:00")


def test_a_major_penalty_is_filed_in_fifteen_days_whatever_day_that_is() -> None:
    assert file_until(at("2026-06-06T10:00")) == at("2026-06-22T00:00")


# Remedies

COUNTY = Text("黎城县", "Licheng County")


def test_remedies_are_told_by_the_law_of_the_day() -> None:
    before, after = (
        tell(COUNTY, day, on_the_spot=False) for day in (date(2026, 6, 30), date(2026, 7, 1))
    )

    assert "第836号" not in before.text.zh
    assert "第836号" in after.text.zh
    assert "60日内" in after.text.zh
    assert "六个月" in after.text.zh or "6个月" in after.text.zh
    assert "黎城县人民政府" in after.text.zh
    for told, day in ((before, date(2026, 6, 30)), (after, date(2026, 7, 1))):
        assert all(one.on(day).is_law for one in told.laws)


def test_a_penalty_on_the_spot_tells_to_ask_for_a_review_first() -> None:
    told = tell(COUNTY, date(2026, 7, 1), on_the_spot=True)

    assert "应当先" in told.text.zh
    assert "15日内" in told.text.zh


def test_no_remedies_are_told_for_a_day_whose_law_is_not_known() -> None:
    with pytest.raises(NotInForce):
        tell(COUNTY, date(2023, 12, 31), on_the_spot=False)


@pytest.mark.parametrize(
    ("remedy", "reviewed", "end"),
    [
        (Remedy.REVIEW, None, "2026-08-01T00:00"),
        (Remedy.SUIT, None, "2026-12-02T00:00"),
        (Remedy.SUIT, "2026-09-01T10:00", "2026-09-17T00:00"),
    ],
)
def test_a_remedy_lapses_with_its_last_day(remedy, reviewed, end) -> None:
    review = at(reviewed) if reviewed else None

    assert last_day(remedy, MONDAY, review) == at(end)
    for when, passes in ((at(end) - A_MOMENT, True), (at(end), False)):
        if passes:
            refuse_remedy(remedy, when, MONDAY, on_the_spot=False, review_received_at=review)
        else:
            with pytest.raises(RemedyLapsed):
                refuse_remedy(remedy, when, MONDAY, on_the_spot=False, review_received_at=review)


def test_a_penalty_on_the_spot_goes_to_review_before_court() -> None:
    with pytest.raises(ReviewFirst):
        refuse_remedy(Remedy.SUIT, MONDAY, MONDAY, on_the_spot=True)

    refuse_remedy(Remedy.SUIT, MONDAY, MONDAY, on_the_spot=True, review_received_at=MONDAY)


def test_the_remedies_end_with_the_longest_that_is_open() -> None:
    assert remedies_end_on(MONDAY, on_the_spot=False) == date(2026, 12, 1)
    assert remedies_end_on(MONDAY, on_the_spot=True) == date(2026, 7, 31)


def test_three_outcomes_say_that_a_decision_was_wrong() -> None:
    assert {one for one in RemedyOutcome if one.is_wrong} == {
        RemedyOutcome.CHANGED,
        RemedyOutcome.REVOKED,
        RemedyOutcome.UNLAWFUL,
    }


# Suspected crimes


def test_a_suspected_crime_is_reported_by_two_in_writing() -> None:
    assert report(BOTH, "书面报告", MONDAY).step is TransferStep.REPORTED

    for present, paper in ((BOTH[:1], "书面报告"), (BOTH, " ")):
        with pytest.raises(ReportNotByTwo):
            report(present, paper, MONDAY)


def test_each_step_of_a_transfer_has_its_day() -> None:
    reported = CrimeReport(MONDAY)
    approved = replace(reported, decided_at=at("2026-06-03T09:00"), approved=True)
    sent = replace(approved, sent_at=at("2026-06-04T09:00"))
    answered = replace(sent, answered_at=at("2026-06-05T09:00"))
    taken = replace(answered, taken=True)

    assert reported.due_at == at("2026-06-05T00:00")
    assert approved.due_at == at("2026-06-04T09:00")
    assert (sent.due_at, sent.police_due_at) == (None, at("2026-06-08T00:00"))
    assert (answered.step, answered.due_at) == (TransferStep.REFUSED, at("2026-06-09T00:00"))
    assert (taken.step, taken.due_at) == (TransferStep.TAKEN, at("2026-06-09T00:00"))
    assert replace(taken, goods_handed_at=MONDAY).due_at is None
    assert reported.police_due_at is None


def test_a_crime_report_undecided_on_the_fourth_day_is_overdue() -> None:
    due = CrimeReport(MONDAY).due_at

    assert due <= at("2026-06-05T09:00")
    assert due > at("2026-06-04T23:59")


def test_no_penalty_is_decided_while_it_may_be_a_crime() -> None:
    reported = CrimeReport(MONDAY)
    approved = replace(reported, decided_at=MONDAY, approved=True)
    sent = replace(approved, sent_at=MONDAY)
    taken = replace(sent, answered_at=MONDAY, taken=True)

    for one in (reported, approved, sent, taken):
        with pytest.raises(PenaltyInsteadOfTransfer):
            refuse_penalty_instead(one)
    refuse_penalty_instead(None)
    refuse_penalty_instead(replace(taken, taken=False))
    refuse_penalty_instead(replace(reported, decided_at=MONDAY))
