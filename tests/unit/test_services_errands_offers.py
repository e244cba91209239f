"""What is offered with an errand: each step exactly when the right words would take it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from kernel.access import Caller, Role
from kernel.problems import Problem
from services.errands.rules import moves
from services.errands.rules.errand import (
    Agent,
    Authority,
    EndGround,
    Errand,
    ErrandOutcome,
    HandOver,
    Holder,
    Original,
    Place,
    Power,
    Principal,
    Rated,
    Rating,
    Scan,
    Signature,
    Stop,
    StopGround,
)
from services.errands.rules.errand_states import ERRANDS, ErrandAction, ErrandStatus
from services.errands.rules.open_steps import actions_of
from services.errands.rules.standing import ErrandCommand, To
from services.errands.rules.stepping import Facts
from services.errands.rules.terms import amount
from services.errands.store.catalogue import CATALOGUE
from tests.support.county import GRID, VILLAGE
from tests.support.hazards import (
    COUNTY_OFFICER,
    NOW,
    OWNER,
    TOWN_OFFICER,
    VILLAGE_OFFICER,
    WORKER,
    somebody,
)
from tests.support.offers import Tried, lies, outlasting

MATTER = next(
    one
    for one in CATALOGUE.packaged().value.matters
    if any(paper.original for paper in one.papers) and not one.in_person
)
PAPER = next(one.code for one in MATTER.papers if one.original)
AGENT = somebody("agent", Role.ERRAND_AGENT, VILLAGE)
SUBSTITUTE = somebody("next-agent", Role.ERRAND_AGENT, VILLAGE)
WHO = (OWNER, AGENT, SUBSTITUTE, WORKER, VILLAGE_OFFICER, TOWN_OFFICER, COUNTY_OFFICER)
LETTER = Authority(
    Agent("agent", "agent"), tuple(Power), date(2027, 3, 31), Signature.PAPER, signed_at=NOW
)
AT_AGENT = Holder(Place.PERSON, "agent", "agent")
NEXT = Agent("next-agent", "next-agent")


def original(number: int, holder: Holder, offered: Agent | None = None) -> Original:
    way = HandOver(Holder(Place.PRINCIPAL, "owner"), holder, NOW, Signature.PAPER)
    return Original(number, PAPER, "户口簿", None, 1, f"k-{number}", (way,), offered)


def rated(rating: Rating) -> Rated:
    return Rated(rating, True, NOW if rating is Rating.BAD else None)


SCAN = Scan(PAPER, "a/b", "ab" * 32, NOW)
CHANGES: Mapping[str, Mapping[str, Any]] = {
    "plain": {},
    "nothing granted": {"authority": replace(LETTER, powers=())},
    "papers missing": {"missing": (PAPER,)},
    "rated": {"rated": rated(Rating.GOOD)},
    "rated bad": {"rated": rated(Rating.BAD)},
    "with its agent": {"originals": (original(1, AT_AGENT),)},
    "at the office": {"originals": (original(1, Holder(Place.OFFICE, name="窗口")),)},
    "offered to another": {"originals": (original(1, AT_AGENT, NEXT),)},
    "one of two offered": {
        "originals": (
            original(1, AT_AGENT, NEXT),
            original(2, Holder(Place.PERSON, "next-agent", "x")),
        )
    },
    "offered to the principal": {"originals": (original(1, AT_AGENT, Agent("owner", "李")),)},
    "most originals": {
        "originals": tuple(
            original(number + 1, AT_AGENT) for number in range(amount("originals_of_an_errand"))
        )
    },
    "most copies": {"scans": (SCAN,) * amount("scans_of_an_errand")},
    "most steps": {"version": amount("steps_of_an_errand")},
    "substitute named": {"substitute": replace(LETTER, agent=NEXT, signed_at=None)},
    "late": {"due_at": NOW - timedelta(days=1)},
    "stopped long enough": {"stopped_seconds": amount("longest_stop_days") * 86400},
}


def errand_of(status: ErrandStatus, **more: Any) -> Errand:
    stop = Stop(StopGround.TEST, NOW + timedelta(days=3), 86400.0, NOW)
    said: dict[str, Any] = {
        "id": "e",
        "unit": GRID,
        "village": VILLAGE,
        "matter": MATTER.code,
        "catalogue": 0,
        "office": "140426106",
        "promised_days": 5,
        "urgent": False,
        "received_at": NOW,
        "opened_at": NOW,
        "status": status,
        "principal": Principal("h-1", "李桂花", "owner"),
        "authority": LETTER,
        "due_at": NOW + timedelta(days=7),
        "delivered_at": NOW,
        "stop": stop if status is ErrandStatus.STOPPED else None,
    }
    return Errand(**(said | more))


def words_of(action: ErrandAction, errand: Errand) -> list[dict[str, Any]]:
    """Return what may be said with a step so that nothing is missing: with each original, where one is named."""
    any_original = [one.number for one in errand.originals] or [1]
    said: Mapping[ErrandAction, dict[str, Any]] = {
        ErrandAction.TELL_MISSING: {"papers": (PAPER,)},
        ErrandAction.SUPPLY: {"papers": errand.missing or (PAPER,)},
        ErrandAction.STOP_CLOCK: {
            "stop_ground": StopGround.TEST,
            "until": NOW + timedelta(hours=1),
        },
        ErrandAction.RECORD_RESULT: {"outcome": ErrandOutcome.GRANTED},
        ErrandAction.DELIVER: {"signature": Signature.PAPER},
        ErrandAction.RATE: {"rating": Rating.GOOD},
        ErrandAction.TAKE_ORIGINAL: {"paper": PAPER, "signature": Signature.PAPER},
        ErrandAction.ADD_SCAN: {"paper": PAPER, "file": "a/b", "sha256": "ab" * 32},
        ErrandAction.SUBSTITUTE: {"agent": NEXT, "signature": Signature.PAPER},
        ErrandAction.REPORT_END: {"end_ground": EndGround.INCAPABLE},
    }
    common = {"reason": "情况"} | dict(said.get(action, {}))
    match action:
        case ErrandAction.HAND_OVER:
            to = To(Place.OFFICE, name="窗口")
            more: dict[str, Any] = {"to": to, "signature": Signature.PAPER}
        case ErrandAction.FETCH:
            more = {"signature": Signature.PAPER}
        case ErrandAction.RECEIVE | ErrandAction.WITHDRAW_OFFER:
            more = {}
        case _:
            return [common]
    return [common | more | {"original": number} for number in any_original]


def take(errand: Errand, action: ErrandAction, caller: Caller) -> object:
    """Take a step with the first of its words that is not refused."""
    facts = Facts(MATTER, NOW, letter=replace(LETTER, agent=NEXT))
    *others, last = words_of(action, errand)
    for said in others:
        try:
            return moves.move(errand, ErrandCommand(action, NOW, **said), caller, facts)
        except Problem:
            continue
    return moves.move(errand, ErrandCommand(action, NOW, **last), caller, facts)


def tried_errand(caller: Caller, change: str, status: ErrandStatus) -> Tried:
    errand = errand_of(status, **CHANGES[change])

    def step(action: ErrandAction) -> object:
        return take(errand, action, caller)

    return Tried(ERRANDS, lambda: actions_of(errand, caller, NOW), step, (Problem,))


@pytest.mark.parametrize("status", ErrandStatus)
@pytest.mark.parametrize("change", CHANGES)
def test_a_step_with_an_errand_is_offered_exactly_when_the_right_words_take_it(
    change: str, status: ErrandStatus
) -> None:
    for caller in WHO:
        assert lies(tried_errand(caller, change, status)) == [], caller


def test_a_row_of_an_errand_that_goes_takes_its_offer_and_its_step_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    everything = itertools.product(WHO, CHANGES, ErrandStatus)
    tried = (tried_errand(*one) for one in everything)

    assert outlasting(monkeypatch, ERRANDS, tried) == []
