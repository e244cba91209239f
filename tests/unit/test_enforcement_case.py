"""No decision of a case unless every gate before it is open, and no other end without its ground."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime, timedelta

import pytest

from enforcement.rules.authority import NoPower, PowerTakenBack
from enforcement.rules.choice_of_law import NoNorm, NotInForce, norms_of
from enforcement.rules.collection import Ends
from enforcement.rules.decision import (
    CaseFile,
    CaseOutcome,
    Decision,
    NothingCited,
    Paper,
    PaperIncomplete,
    decide,
    refuse_incomplete_paper,
)
from enforcement.rules.ending import (
    NoGroundToWithdraw,
    NotDone,
    NotEducated,
    NothingSparesIt,
    WithdrawalGround,
    clear,
    close,
    withdraw,
)
from enforcement.rules.evidence import NoEvidence
from enforcement.rules.hearing import AgainstTheRecord, Hearing, HearingNotOffered, HearingOpen
from enforcement.rules.legal_review import LegalReview, NotDiscussed, NotReviewed, Reviewer
from enforcement.rules.liability import (
    AgeNotKnown,
    FinedBefore,
    Leniency,
    MustNotBePenalised,
    Party,
    PartyKind,
    TimeBarred,
)
from enforcement.rules.money import Account
from enforcement.rules.notice import (
    Defence,
    DefenceNotChecked,
    DefenceOpen,
    HeavierForDefending,
    NotAnnounced,
    Notice,
)
from enforcement.rules.officers import TooFewOfficers
from enforcement.rules.reasoning import NotReasoned, OutsideTheRange
from enforcement.rules.separation import Part, Recusal, Recused, SamePerson
from enforcement.rules.transfer import CrimeReport, PenaltyInsteadOfTransfer
from kernel.ages import Born
from kernel.clock import SHANGHAI
from kernel.law import reference
from tests.unit.test_enforcement_evidence import VIDEO
from tests.unit.test_enforcement_liability import ACT
from tests.unit.test_enforcement_norms import WEIGHED
from tests.unit.test_enforcement_powers import BOTH, LI, STRAW, TOWN

FILED = datetime(2026, 9, 1, 10, 0, tzinfo=SHANGHAI)
DECIDED = FILED + timedelta(days=30)
NORMS = norms_of("burning-straw")
NOTICE = Notice(
    FILED, "罚款200元以上", "焚烧秸秆", "违反规定", "法典1131条", "陈述申辩", fine=60000
)
CASE = CaseFile(
    town=TOWN,
    item="straw",
    party=Party(PartyKind.PERSON, Born(1980, 1, 1)),
    act=replace(ACT, done_on=date(2026, 8, 20)),
    found_at=FILED,
    filed_at=FILED,
    investigated_at=FILED,
    investigated=BOTH,
    evidence=(),
    notice=NOTICE,
    defence=Defence("认错", checked="采纳"),
    took_part={Part.INVESTIGATION: {"zhang", "li"}, Part.REVIEW: {"chen"}},
)
CASE = replace(CASE, evidence=(VIDEO,))
GRADED = replace(WEIGHED, off_benchmark="无相应档次")
DECISION = Decision(DECIDED, "head", 50000, GRADED, (NORMS[1].law,))
ITEMS = [replace(STRAW, valid_to=None)]
LAWYER = Reviewer("chen", qualified=True)
PASSED = LegalReview(LAWYER, DECIDED, passed=True, of_fine=50000, opinion="同意")
HEARD = Hearing(FILED, FILED, DECIDED, "chair", record="笔录", most=50000)


# The gates of a decision


def test_a_decision_past_every_gate_says_what_it_rests_on() -> None:
    decided = decide(CASE, DECISION, ITEMS, NORMS)

    assert decided.item == ITEMS[0]
    assert decided.choice.norm == NORMS[1]
    assert decided.evidence == ("e1",)


def test_a_decision_after_a_hearing_and_a_review_passes_too() -> None:
    case = replace(
        CASE,
        notice=replace(NOTICE, hearing_offered=True),
        hearing=HEARD,
        review=PASSED,
        minutes="讨论笔录",
        major=True,
        took_part={**CASE.took_part, Part.HEARING: {"chair"}},
    )

    assert decide(case, DECISION, ITEMS, NORMS)


SHUT = {
    "a suspected crime": ({"crime": CrimeReport(FILED)}, {}, PenaltyInsteadOfTransfer),
    "another item": ({"item": "mines"}, {}, NoPower),
    "one officer": ({"investigated": BOTH[:1]}, {}, TooFewOfficers),
    "the same certificate twice": ({"investigated": BOTH[:1] * 2}, {}, TooFewOfficers),
    "certificates of another day": (
        {"investigated_at": datetime(2027, 5, 1, tzinfo=SHANGHAI)},
        {},
        TooFewOfficers,
    ),
    "an officer's acts fell": (
        {"recusals": [Recusal("li", False, True, "head", earlier_acts_stand=False)]},
        {},
        TooFewOfficers,
    ),
    "the head is recused": ({"recusals": [Recusal("head", True, True, "county")]}, {}, Recused),
    "the investigator decides": ({}, {"by": "zhang"}, SamePerson),
    "the reviewer decides": ({}, {"by": "chen"}, SamePerson),
    "the investigator reviewed": (
        {"took_part": {Part.INVESTIGATION: {"zhang"}, Part.REVIEW: {"zhang"}}},
        {},
        SamePerson,
    ),
    "two years and a day": ({"act": ACT}, {}, TimeBarred),
    "a child": ({"party": Party(PartyKind.PERSON, Born(2013, 1, 1))}, {}, MustNotBePenalised),
    "an age nobody knows": ({"party": Party(PartyKind.PERSON)}, {}, AgeNotKnown),
    "fined before": ({"fined_acts": frozenset({"act-1"})}, {}, FinedBefore),
    "no evidence": ({"evidence": ()}, {}, NoEvidence),
    "no notice": ({"notice": None}, {}, NotAnnounced),
    "defence still open": (
        {"notice": replace(NOTICE, received_at=DECIDED), "defence": Defence()},
        {},
        DefenceOpen,
    ),
    "defence not checked": ({"defence": Defence("不服")}, {}, DefenceNotChecked),
    "more than announced": ({}, {"fine": 60001}, HeavierForDefending),
    "no hearing offered": ({"notice": replace(NOTICE, fine=500000)}, {}, HearingNotOffered),
    "a hearing asked for and not held": (
        {"notice": replace(NOTICE, hearing_offered=True), "hearing": Hearing(FILED)},
        {},
        HearingOpen,
    ),
    "against the record": (
        {"hearing": replace(HEARD, most=40000), "review": PASSED},
        {},
        AgainstTheRecord,
    ),
    "no review after a hearing": ({"hearing": HEARD}, {}, NotReviewed),
    "no review of public interest": ({"public_interest": True}, {}, NotReviewed),
    "no review of a complex case": ({"complex_case": True}, {}, NotReviewed),
    "major, not reviewed": ({"major": True, "minutes": "讨论笔录"}, {}, NotReviewed),
    "not discussed": ({"major": True, "review": PASSED}, {}, NotDiscussed),
    "no norm": ({"party": Party(PartyKind.ORGANISATION)}, {}, NoNorm),
    "the norm is not cited": ({}, {"cited": (NORMS[0].law,)}, NothingCited),
    "nothing cited": ({}, {"cited": ()}, NothingCited),
    "an ended article": ({}, {"cited": (NORMS[1].law, NORMS[0].law)}, NotInForce),
    "below the range": ({}, {"fine": 49999}, OutsideTheRange),
    "no reasons": ({}, {"reasoning": replace(GRADED, harm="")}, NotReasoned),
}


@pytest.mark.parametrize("gate", SHUT)
def test_no_decision_past_a_gate_that_is_shut(gate: str) -> None:
    case, decision, refusal = SHUT[gate]
    norms = norms_of("dumping-household-waste") if gate == "no norm" else NORMS

    with pytest.raises(refusal):
        decide(replace(CASE, **case), replace(DECISION, **decision), ITEMS, norms)


def test_an_item_taken_back_between_filing_and_decision_is_not_decided() -> None:
    gone = replace(STRAW, valid_to=date(2026, 9, 15))

    with pytest.raises(PowerTakenBack):
        decide(CASE, DECISION, [gone], NORMS)


def test_the_officers_of_a_case_are_of_its_items_field() -> None:
    ours = [replace(ITEMS[0], field="environment")]
    forester = BOTH[1]._replace(certificate=replace(LI, fields=("forestry",)))

    assert decide(CASE, DECISION, ours, NORMS)
    with pytest.raises(TooFewOfficers):
        decide(replace(CASE, investigated=[BOTH[0], forester]), DECISION, ours, NORMS)


def test_an_act_before_the_code_is_decided_by_the_old_law_and_cites_it() -> None:
    old = replace(CASE, act=replace(CASE.act, done_on=date(2026, 8, 14)))
    # As officers cite it: what our catalogue remarks on a norm is not theirs to repeat.
    cited = reference({"law": "air-pollution-law-2018", "articles": ["119"]})

    assert decide(old, replace(DECISION, cited=(cited,)), ITEMS, NORMS)
    with pytest.raises(NothingCited):
        decide(old, DECISION, ITEMS, NORMS)


def test_a_continuing_act_is_judged_by_its_last_day() -> None:
    burning = replace(CASE.act, done_on=date(2026, 8, 1), continuing=True)

    assert decide(replace(CASE, act=burning), DECISION, ITEMS, NORMS).choice.norm == NORMS[1]
    ended = replace(burning, ended_on=date(2026, 8, 14))
    old = replace(DECISION, cited=(NORMS[0].law,))
    assert decide(replace(CASE, act=ended), old, ITEMS, NORMS).choice.norm == NORMS[0]


def test_a_warning_for_an_act_fined_before_is_no_second_fine() -> None:
    fined = replace(CASE, fined_acts=frozenset({"act-1"}))

    assert decide(fined, replace(DECISION, fine=0), ITEMS, NORMS)


def test_a_recused_officer_whose_acts_stand_still_counts() -> None:
    assert decide(
        replace(CASE, recusals=[Recusal("li", False, True, "head")]), DECISION, ITEMS, NORMS
    )


# Ends without a penalty, and the end of one


SLIGHT = replace(CASE, act=replace(CASE.act, slight=True, corrected=True, harmless=True))
FIRST = replace(CASE, act=replace(CASE.act, slight=True, corrected=True, first=True))


def test_a_spared_party_is_educated_and_what_is_not_proven_needs_no_ground() -> None:
    assert (
        clear(SLIGHT, CaseOutcome.SPARED, "head", "口头教育", DECIDED.date()).leniency
        is Leniency.SPARED
    )
    assert (
        clear(FIRST, CaseOutcome.SPARED, "head", "口头教育", DECIDED.date()).leniency
        is Leniency.MAY_BE_SPARED
    )
    assert clear(CASE, CaseOutcome.UNPROVEN, "head", None, DECIDED.date())
    with pytest.raises(NotEducated):
        clear(SLIGHT, CaseOutcome.SPARED, "head", " ", DECIDED.date())


@pytest.mark.parametrize(
    ("case", "outcome", "by", "refusal"),
    [
        (CASE, CaseOutcome.SPARED, "head", NothingSparesIt),
        (SLIGHT, CaseOutcome.PENALTY, "head", NothingSparesIt),
        (SLIGHT, CaseOutcome.SPARED, "zhang", SamePerson),
        (
            replace(SLIGHT, crime=CrimeReport(FILED)),
            CaseOutcome.SPARED,
            "head",
            PenaltyInsteadOfTransfer,
        ),
        (
            replace(CASE, recusals=[Recusal("head", True, True, "county")]),
            CaseOutcome.UNPROVEN,
            "head",
            Recused,
        ),
    ],
)
def test_nobody_is_let_off_without_a_ground_or_by_the_wrong_person(
    case, outcome, by, refusal
) -> None:
    with pytest.raises(refusal):
        clear(case, outcome, by, "口头教育", DECIDED.date())


def test_a_case_is_withdrawn_as_time_barred_only_if_it_is() -> None:
    withdraw(replace(CASE, act=ACT), WithdrawalGround.TIME_BARRED, None)

    with pytest.raises(NoGroundToWithdraw):
        withdraw(CASE, WithdrawalGround.TIME_BARRED, "说明")


@pytest.mark.parametrize(
    "ground", [one for one in WithdrawalGround if one is not WithdrawalGround.TIME_BARRED]
)
def test_a_case_is_withdrawn_by_a_paper_that_shows_why(ground: WithdrawalGround) -> None:
    withdraw(CASE, ground, "死亡证明")

    with pytest.raises(NoGroundToWithdraw):
        withdraw(CASE, ground, " ")


TODAY = date(2029, 6, 1)


@pytest.mark.parametrize(
    ("account", "facts", "passes"),
    [
        (None, {}, True),
        (None, {"others_done": False}, False),
        (Account(50000, 0, 50000), {}, True),
        (Account(50000, 1500, 50000), {}, False),
        (Account(50000, 1500, 51500), {"others_done": False}, False),
        (Account(50000, 50000, 0), {"ended": Ends.DEAD}, True),
        (Account(50000, 0, 0), {"execution_suspended_on": date(2026, 5, 31)}, True),
        (Account(50000, 0, 0), {"execution_suspended_on": date(2026, 6, 1)}, False),
    ],
)
def test_a_case_is_closed_when_it_is_done_or_its_execution_ended(account, facts, passes) -> None:
    asked = {"others_done": True, "today": TODAY} | facts
    if passes:
        close(account, **asked)
        return
    with pytest.raises(NotDone):
        close(account, **asked)


PAPER = Paper(
    "张三", "事实和证据", "罚款500元，法典1131条", "15日内缴至银行", "60日内复议", "洪井镇", True
)


@pytest.mark.parametrize("item", [one.name for one in fields(Paper)])
def test_a_paper_that_lacks_one_of_its_items_or_the_seal_is_refused(item: str) -> None:
    refuse_incomplete_paper(PAPER)

    with pytest.raises(PaperIncomplete) as refused:
        refuse_incomplete_paper(replace(PAPER, **{item: False if item == "sealed" else " "}))

    assert [one.field for one in refused.value.more["errors"]] == [item]
