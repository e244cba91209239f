"""No original is ever lost: whatever people do, in whatever order, each is with exactly one holder, and what is over has none out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from kernel.access import Role
from kernel.problems import Problem
from services.errands.rules import coming_about, moves
from services.errands.rules.custody import custody_of
from services.errands.rules.errand import (
    Agent,
    EndGround,
    Errand,
    ErrandOutcome,
    Place,
    Rating,
    Signature,
    StopGround,
)
from services.errands.rules.errand_states import DONE, ErrandAction, ErrandStatus
from services.errands.rules.standing import ErrandCommand, To
from services.errands.rules.stepping import Facts
from tests.unit.test_services_errands_rules import (
    AGENT,
    GRID,
    NOW,
    VILLAGE,
    caller,
    entrusted,
    matter,
)

OTHER = caller((Role.ERRAND_AGENT, VILLAGE), person="agent2")
PEOPLE = [
    AGENT,
    OTHER,
    caller((Role.VILLAGE_OFFICER, VILLAGE), person="village"),
    caller((Role.RESIDENT, GRID), person="resident"),
]
AGENTS = [Agent(one.person_id, one.name) for one in (AGENT, OTHER)]
TO = st.builds(
    To,
    place=st.sampled_from(Place),
    agent=st.sampled_from([*AGENTS, None]),
    name=st.sampled_from([None, "王小满"]),
    receipt=st.sampled_from([None, "收字第1号"]),
)
STEP = st.fixed_dictionaries(
    {
        "action": st.sampled_from(
            [
                one
                for one in ErrandAction
                if one not in (ErrandAction.SUBSTITUTE, ErrandAction.LAPSE)
            ]
        ),
        "by": st.sampled_from(PEOPLE),
        "hours": st.integers(0, 200),
        "original": st.integers(1, 3),
        "to": TO,
        "from_office": st.booleans(),
        "end_ground": st.sampled_from(EndGround),
        "outcome": st.sampled_from(ErrandOutcome),
        "lacking": st.booleans(),
    }
)
CUSTODY_ACTIONS = [
    ErrandAction.TAKE_ORIGINAL,
    ErrandAction.HAND_OVER,
    ErrandAction.RECEIVE,
    ErrandAction.FETCH,
]


def whole(errand: Errand) -> None:
    """What must hold of every original at any time."""
    assert [one.number for one in errand.originals] == [*range(1, len(errand.originals) + 1)]
    for one in errand.originals:
        assert one.way
        for before, after in zip(one.way, one.way[1:], strict=False):
            assert before.taker == after.giver, "who gives is who took it before"
        assert one.is_out or one.offered is None
        kept = custody_of(errand, one, None)
        assert kept.is_out == one.is_out
        assert kept.person or not one.is_out or one.holder.place is Place.OFFICE
    if errand.status in (DONE - {ErrandStatus.DELIVERED}) | {ErrandStatus.VOID}:
        assert errand.out == []


@given(st.lists(STEP, max_size=25), st.data())
def test_no_original_is_lost_whatever_happens(steps: list[dict], data: st.DataObject) -> None:
    errand, now = entrusted(), NOW
    for said in steps:
        action = said["action"]
        if data.draw(st.booleans()):
            action = data.draw(st.sampled_from(CUSTODY_ACTIONS))
        now += timedelta(hours=said["hours"])
        command = ErrandCommand(
            action,
            now,
            papers=("household_register",) if said["lacking"] else (),
            stop_ground=StopGround.TEST,
            until=now + timedelta(days=3),
            outcome=said["outcome"],
            reason="如实登记",
            signature=Signature.PAPER,
            rating=Rating.GOOD,
            paper="household_register",
            from_office=said["from_office"],
            original=said["original"],
            to=said["to"],
            file="scans/1",
            sha256="ab" * 32,
            end_ground=said["end_ground"],
        )
        facts = Facts(matter(), now)
        before = errand
        try:
            errand = moves.move(errand, command, said["by"], facts).after
        except Problem:
            assert errand is before
        settled = coming_about.come_about(errand, now)
        errand = settled.after if settled else errand
        whole(errand)
        for one in before.originals:
            after = errand.original(one.number)
            assert after is not None
            assert replace(after, way=after.way[: len(one.way)], offered=one.offered) == one
