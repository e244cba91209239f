"""A penalty on the spot passes every gate that the simple procedure does not spare."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from enforcement.rules.authority import NoPower
from enforcement.rules.choice_of_law import NoNorm, NotInForce, norms_of
from enforcement.rules.decision import NothingCited
from enforcement.rules.hearing import Grave, HearingNotOffered
from enforcement.rules.liability import (
    AgeNotKnown,
    FinedBefore,
    MustNotBePenalised,
    Party,
    PartyKind,
    TimeBarred,
)
from enforcement.rules.officers import TooFewOfficers
from enforcement.rules.reasoning import NotReasoned, OutsideTheRange
from enforcement.rules.simple import FactsNotCertain, NotOnTheSpot, OnTheSpot
from enforcement.rules.spot_decision import SpotCase, decide_on_the_spot
from enforcement.rules.transfer import CrimeReport, PenaltyInsteadOfTransfer
from kernel.ages import Born
from kernel.clock import SHANGHAI
from kernel.law import reference
from tests.unit.test_enforcement_liability import ACT
from tests.unit.test_enforcement_norms import WEIGHED
from tests.unit.test_enforcement_powers import BOTH, LI, STRAW, TOWN

AT = datetime(2026, 9, 1, 10, 0, tzinfo=SHANGHAI)
NORMS = norms_of("dumping-household-waste")
OLD, NEW = (one.law for one in NORMS)
ITEMS = [replace(STRAW, code="waste", valid_to=None)]
PENALTY = OnTheSpot(
    PartyKind.PERSON, 20000, facts_certain=True, basis=(NEW,), form_number="黎洪当罚〔2026〕1号"
)
SPOT = SpotCase(
    TOWN,
    "waste",
    Party(PartyKind.PERSON, Born(1980, 1, 1)),
    replace(ACT, done_on=date(2026, 9, 1)),
    PENALTY,
    WEIGHED,
    BOTH,
    AT,
    AT,
)


def test_a_penalty_on_the_spot_says_what_it_rests_on() -> None:
    decided = decide_on_the_spot(SPOT, ITEMS, NORMS)

    assert decided.item == ITEMS[0]
    assert decided.choice.norm == NORMS[1]
    assert [one.number for one in decided.certificates] == ["A1", "A2"]


def test_a_warning_on_the_spot_takes_no_range() -> None:
    warned = replace(SPOT, penalty=replace(PENALTY, fine=0), fined_acts=frozenset({"act-1"}))

    assert decide_on_the_spot(warned, ITEMS, NORMS).choice is None


def test_the_officers_on_the_spot_are_of_the_items_field() -> None:
    ours = [replace(ITEMS[0], field="environment")]
    forester = BOTH[1]._replace(certificate=replace(LI, fields=("forestry",)))

    assert decide_on_the_spot(SPOT, ours, NORMS)
    with pytest.raises(TooFewOfficers):
        decide_on_the_spot(replace(SPOT, present=[BOTH[0], forester]), ours, NORMS)


def test_an_act_before_the_code_is_fined_on_the_spot_by_the_old_law() -> None:
    before = replace(SPOT, act=replace(SPOT.act, done_on=date(2026, 8, 14)))
    # As officers cite it: what our catalogue remarks on a norm is not theirs to repeat.
    cited = reference({"law": "solid-waste-law-2020", "articles": ["111"]})
    by_the_old = replace(before, penalty=replace(PENALTY, basis=(cited,)))

    assert decide_on_the_spot(by_the_old, ITEMS, NORMS).choice.norm == NORMS[0]
    with pytest.raises(NothingCited):
        decide_on_the_spot(before, ITEMS, NORMS)


SHUT = {
    "a suspected crime": ({"crime": CrimeReport(AT)}, {}, PenaltyInsteadOfTransfer),
    "another item": ({"item": "mines"}, {}, NoPower),
    "two years and a day": ({"act": ACT}, {}, TimeBarred),
    "a child": ({"party": Party(PartyKind.PERSON, Born(2013, 1, 1))}, {}, MustNotBePenalised),
    "an age nobody knows": ({"party": Party(PartyKind.PERSON)}, {}, AgeNotKnown),
    "one officer": ({"present": BOTH[:1]}, {}, TooFewOfficers),
    "a fen above 200 yuan": ({}, {"fine": 20001}, NotOnTheSpot),
    "a person by an organisation's limit": (
        {},
        {"fine": 20001, "party": PartyKind.ORGANISATION},
        NotOnTheSpot,
    ),
    "facts not certain": ({}, {"facts_certain": False}, FactsNotCertain),
    "a grave penalty": ({"other_penalties": frozenset({Grave.CLOSURE})}, {}, HearingNotOffered),
    "fined before": ({"fined_acts": frozenset({"act-1"})}, {}, FinedBefore),
    "an organisation no norm fines": ({"party": Party(PartyKind.ORGANISATION)}, {}, NoNorm),
    "an ended article": ({}, {"basis": (NEW, OLD)}, NotInForce),
    "a warning by an ended article": ({}, {"fine": 0, "basis": (OLD,)}, NotInForce),
    "below the range": ({}, {"fine": 9999}, OutsideTheRange),
    "no reasons": ({"reasoning": replace(WEIGHED, harm=" ")}, {}, NotReasoned),
}


@pytest.mark.parametrize("gate", SHUT)
def test_no_penalty_on_the_spot_past_a_gate_that_is_shut(gate: str) -> None:
    case, penalty, refusal = SHUT[gate]
    changed = replace(SPOT, **case, penalty=replace(PENALTY, **penalty))

    with pytest.raises(refusal):
        decide_on_the_spot(changed, ITEMS, NORMS)
