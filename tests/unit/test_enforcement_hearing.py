"""Notice, defence, hearing, legal review and discussion: what comes before a decision, in time and by whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from enforcement.rules.hearing import (
    AgainstTheRecord,
    ChairInvestigated,
    Grave,
    HearingAskedLate,
    HearingCalledLate,
    HearingNotOffered,
    HearingOpen,
    TooManyAgents,
    ask,
    refuse_against_record,
    refuse_agents,
    refuse_bad_call,
    refuse_not_offered,
    refuse_unheard,
    wants_offer,
)
from enforcement.rules.legal_review import (
    LegalReview,
    NotDiscussed,
    NotReviewed,
    Reviewer,
    ReviewerNotQualified,
    ReviewGround,
    grounds,
    refuse_other_reviewer,
    refuse_undiscussed,
    refuse_unreviewed,
    too_few_reviewers,
)
from enforcement.rules.liability import PartyKind
from enforcement.rules.notice import (
    Defence,
    DefenceNotChecked,
    DefenceOpen,
    HeavierForDefending,
    NotAnnounced,
    Notice,
    announce_anew,
    refuse_heavier,
    refuse_incomplete_notice,
    refuse_undefended,
)
from kernel.clock import SHANGHAI
from kernel.law import reference
from kernel.texts import Text

A_MOMENT = timedelta(milliseconds=1)
RECEIVED = datetime(2026, 6, 1, 10, 0, tzinfo=SHANGHAI)
OVER = datetime(2026, 6, 9, tzinfo=SHANGHAI)
NOTICE = Notice(RECEIVED, "罚款500元", "焚烧秸秆", "违反规定", "法典1131条", "陈述申辩", fine=50000)
OFFERED = replace(NOTICE, fine=600000, hearing_offered=True)
SILENT = Defence()


# Notice and defence


@pytest.mark.parametrize("part", ["penalty", "facts", "reason", "basis", "rights"])
def test_a_notice_that_lacks_a_part_is_none(part: str) -> None:
    with pytest.raises(NotAnnounced) as refused:
        refuse_incomplete_notice(replace(NOTICE, **{part: " "}))

    assert [one.field for one in refused.value.more["errors"]] == [part]


def test_a_notice_that_lacks_facts_is_refused_by_the_name_people_know() -> None:
    with pytest.raises(NotAnnounced) as refused:
        refuse_incomplete_notice(replace(NOTICE, facts=""))

    assert [one.message for one in refused.value.more["errors"]] == [
        Text("告知书缺事实。", "The notice lacks the facts.")
    ]


def test_nothing_is_decided_without_a_notice() -> None:
    with pytest.raises(NotAnnounced):
        refuse_undefended(None, Defence(waived=True), OVER)


def test_nothing_is_decided_before_the_time_for_defence_is_over() -> None:
    refuse_undefended(NOTICE, SILENT, OVER)

    with pytest.raises(DefenceOpen):
        refuse_undefended(NOTICE, SILENT, OVER - A_MOMENT)


def test_a_party_can_waive_the_rest_of_its_time() -> None:
    refuse_undefended(NOTICE, Defence(waived=True), RECEIVED)


def test_what_was_said_in_defence_is_checked_even_when_the_time_is_over() -> None:
    refuse_undefended(NOTICE, Defence("不是我烧的", checked="不成立：有视频"), OVER)

    with pytest.raises(DefenceNotChecked):
        refuse_undefended(NOTICE, Defence("不是我烧的", checked=" "), OVER)


def test_a_fine_is_not_a_fen_above_what_was_announced() -> None:
    refuse_heavier(NOTICE, 50000, frozenset())

    with pytest.raises(HeavierForDefending):
        refuse_heavier(NOTICE, 50001, frozenset())
    with pytest.raises(HeavierForDefending):
        refuse_heavier(NOTICE, 0, frozenset({Grave.CLOSURE}))


def test_a_heavier_notice_takes_new_facts_and_what_proves_them() -> None:
    heavier = replace(NOTICE, fine=60000)
    named = replace(heavier, heavier_for="又查明焚烧两处")

    announce_anew(NOTICE, replace(NOTICE, fine=40000))
    announce_anew(NOTICE, named, new_facts=True)
    for anew, new_facts in ((heavier, True), (named, False)):
        with pytest.raises(HeavierForDefending):
            announce_anew(NOTICE, anew, new_facts=new_facts)


def test_what_the_record_of_a_hearing_bears_bounds_the_next_notice_until_new_facts_lift_it() -> (
    None
):
    at_most = replace(NOTICE, fine=30000)

    assert announce_anew(NOTICE, at_most, 30000) == 30000
    with pytest.raises(HeavierForDefending) as refused:
        announce_anew(NOTICE, replace(NOTICE, fine=30001), 30000)
    assert refused.value.more["announced"] == 30000
    named = replace(NOTICE, heavier_for="又查明焚烧两处")
    assert announce_anew(NOTICE, named, 30000, new_facts=True) is None


# Hearing


@pytest.mark.parametrize(
    ("kind", "threshold"), [(PartyKind.PERSON, 500000), (PartyKind.ORGANISATION, 5000000)]
)
def test_a_hearing_is_offered_from_the_provinces_threshold_on(kind, threshold) -> None:
    assert wants_offer(kind, threshold, ())
    assert not wants_offer(kind, threshold - 1, ())


@pytest.mark.parametrize("grave", Grave)
def test_a_hearing_is_offered_for_every_other_grave_penalty(grave: Grave) -> None:
    assert wants_offer(PartyKind.PERSON, 0, {str(grave)})


def test_a_notice_of_a_heavy_penalty_without_the_offer_is_refused() -> None:
    refuse_not_offered(PartyKind.PERSON, OFFERED)

    with pytest.raises(HearingNotOffered):
        refuse_not_offered(PartyKind.PERSON, replace(OFFERED, hearing_offered=False))


def test_a_hearing_is_asked_for_within_five_working_days() -> None:
    assert ask(OFFERED, OVER - A_MOMENT).asked_at == OVER - A_MOMENT

    with pytest.raises(HearingAskedLate):
        ask(OFFERED, OVER)
    with pytest.raises(HearingNotOffered):
        ask(NOTICE, RECEIVED)


def test_a_hearing_is_called_seven_working_days_before() -> None:
    held = datetime(2026, 6, 12, 9, 0, tzinfo=SHANGHAI)
    last = datetime(2026, 6, 3, 23, 0, tzinfo=SHANGHAI)

    refuse_bad_call(held, last, "chair", {"zhang", "li"})
    with pytest.raises(HearingCalledLate) as refused:
        refuse_bad_call(held, last + timedelta(hours=2), "chair", {"zhang", "li"})
    assert refused.value.more["latest"] == "2026-06-03"


def test_a_hearing_after_national_day_is_called_before_it() -> None:
    held = datetime(2026, 10, 9, 9, 0, tzinfo=SHANGHAI)

    refuse_bad_call(held, datetime(2026, 9, 22, tzinfo=SHANGHAI), "chair", ())
    with pytest.raises(HearingCalledLate):
        refuse_bad_call(held, datetime(2026, 9, 23, tzinfo=SHANGHAI), "chair", ())


@pytest.mark.parametrize(("out", "recused"), [({"chair"}, ()), ((), {"chair"})])
def test_a_chair_has_not_investigated_and_is_not_recused(out, recused) -> None:
    with pytest.raises(ChairInvestigated):
        refuse_bad_call(OVER + timedelta(days=60), RECEIVED, "chair", out, recused)


def test_a_party_sends_two_agents_at_most() -> None:
    refuse_agents(2)

    with pytest.raises(TooManyAgents):
        refuse_agents(3)


def test_a_right_to_a_hearing_is_used_waived_or_over_before_the_decision() -> None:
    asked = ask(OFFERED, RECEIVED)

    refuse_unheard(NOTICE, None, RECEIVED)
    refuse_unheard(OFFERED, None, OVER)
    refuse_unheard(OFFERED, replace(asked, waived=True), RECEIVED)
    refuse_unheard(OFFERED, replace(asked, record="笔录"), RECEIVED)
    with pytest.raises(HearingOpen):
        refuse_unheard(OFFERED, None, OVER - A_MOMENT)
    with pytest.raises(HearingOpen):
        refuse_unheard(OFFERED, asked, OVER + timedelta(days=100))


def test_a_fine_follows_the_record_of_the_hearing() -> None:
    heard = replace(ask(OFFERED, RECEIVED), record="笔录", most=400000)

    refuse_against_record(heard, 400000)
    refuse_against_record(None, 600000)
    refuse_against_record(replace(heard, most=None), 600000)
    with pytest.raises(AgainstTheRecord):
        refuse_against_record(heard, 400001)


# Legal review and discussion

LAWYER = Reviewer("chen", qualified=True)
PASSED = LegalReview(LAWYER, OVER, passed=True, of_fine=50000, opinion="同意")


@pytest.mark.parametrize(
    ("facts", "ground"),
    [
        ({"public_interest": True}, ReviewGround.PUBLIC_INTEREST),
        ({"heard": True}, ReviewGround.AFTER_HEARING),
        ({"complex_case": True}, ReviewGround.COMPLEX),
        ({"other": True}, ReviewGround.OTHER),
    ],
)
def test_four_grounds_ask_for_a_legal_review(facts, ground) -> None:
    none = dict.fromkeys(("public_interest", "heard", "complex_case", "other"), False)

    assert grounds(**none) == []
    assert grounds(**none | facts) == [ground]
    refuse_unreviewed([], None, 50000)
    refuse_unreviewed([ground], PASSED, 50000)
    with pytest.raises(NotReviewed):
        refuse_unreviewed([ground], None, 50000)


@pytest.mark.parametrize(
    "review",
    [replace(PASSED, passed=False), replace(PASSED, of_fine=49999)],
    ids=["not passed", "of another fine"],
)
def test_without_a_pass_of_what_is_decided_nothing_is(review) -> None:
    with pytest.raises(NotReviewed):
        refuse_unreviewed([ReviewGround.COMPLEX], review, 50000)


def test_a_review_comes_after_the_hearing() -> None:
    refuse_unreviewed([ReviewGround.AFTER_HEARING], PASSED, 50000, heard_at=OVER)

    with pytest.raises(NotReviewed):
        refuse_unreviewed([ReviewGround.AFTER_HEARING], PASSED, 50000, heard_at=OVER + A_MOMENT)


def test_a_first_time_reviewer_holds_the_national_qualification() -> None:
    def review(reviewer: Reviewer) -> None:
        refuse_unreviewed([ReviewGround.COMPLEX], replace(PASSED, reviewer=reviewer), 50000)

    review(LAWYER)
    with pytest.raises(ReviewerNotQualified):
        review(replace(LAWYER, qualified=False))


def test_what_was_not_passed_is_taken_up_again_by_the_same_reviewer_alone() -> None:
    failed = replace(PASSED, passed=False)

    for review in (None, PASSED):
        refuse_other_reviewer(review, "somebody")
    refuse_other_reviewer(failed, LAWYER.person_id)
    with pytest.raises(NotReviewed):
        refuse_other_reviewer(failed, "somebody")


@pytest.mark.parametrize("minutes", [None, " "])
def test_a_major_penalty_is_discussed(minutes) -> None:
    refuse_undiscussed(major=False, minutes=minutes)
    refuse_undiscussed(major=True, minutes="讨论笔录")

    with pytest.raises(NotDiscussed):
        refuse_undiscussed(major=True, minutes=minutes)


def test_one_reviewer_is_enough_for_twenty_officers() -> None:
    assert not too_few_reviewers(1, 20)
    assert too_few_reviewers(1, 21)


def test_a_refusal_shows_the_article_it_rests_on() -> None:
    told = NotReviewed(grounds=[ReviewGround.COMPLEX.said]).document("zh")

    assert told["status"] == 409
    assert told["citation"]["article"] == "第五十八条"
    assert reference({"law": "administrative-penalty-law-2021", "articles": ["58"]}).named.zh
