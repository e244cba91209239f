"""Every step, from wherever a case can stand, for everybody: what is offered is what can be done, and nothing else can."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from enforcement.rules.case import Case
from enforcement.rules.case_states import CASES
from enforcement.rules.case_steps import CaseAction
from tests.support.cases import FINE, Enforcement
from tests.support.county import County
from tests.support.in_process import MONDAY

INSIDERS = ("eo1", "eo3", "boss", "lawyer", "chair", "justice", "wang")
OUTSIDERS = ("far_boss", "far_eo", "watcher", "neighbour")
"""The next town, the grid worker who gave the clue, a neighbour: a case is nothing to them."""
A = CaseAction


def _investigating(town: Enforcement) -> str:
    case = town.filed()
    # Another one than who looks here added it, so that it is there to be verified.
    town.did(case, A.ADD_EVIDENCE, "eo2")
    town.did(case, A.SEIZE, "eo1")
    town.did(case, A.ASK_RECUSAL, "wang", person="eo3")
    return case


def _head_to_be_recused(town: Enforcement) -> str:
    case = town.filed()
    town.did(case, A.ASK_RECUSAL, "wang", person="boss")
    return case


def _suspended(town: Enforcement) -> str:
    case = _investigating(town)
    town.walk(case, (A.REPORT_CRIME, "eo1"), (A.SUSPEND, "boss"))
    return case


def _time_over(town: Enforcement) -> str:
    case = town.notified(hearing_offered=True)
    town.county.advance(days=8)
    return case


def _heard(town: Enforcement) -> str:
    case = town.notified(hearing_offered=True)
    town.walk(case, (A.REQUEST_HEARING, "wang"), (A.CALL_HEARING, "boss"))
    town.county.advance(days=21)
    return case


def _to_be_reviewed(town: Enforcement) -> str:
    case = town.proposed(complex_case=True)
    town.did(case, A.NOTIFY, "eo1")
    town.county.advance(days=8)
    town.did(case, A.END_DEFENCE, "eo1")
    return case


def _overdue(town: Enforcement) -> str:
    case = town.served()
    town.did(case, A.ASK_TIME, "wang")
    town.county.advance(days=20)
    return case


def _demanded(town: Enforcement) -> str:
    case = _overdue(town)
    town.county.advance(days=190)
    town.did(case, A.DEMAND, "eo1")
    return case


def _to_be_enforced(town: Enforcement) -> str:
    case = _demanded(town)
    town.county.advance(days=16)
    return case


def _attacked(town: Enforcement) -> str:
    case = town.served()
    town.did(case, A.RECORD_REMEDY, "eo1")
    return case


def _collected(town: Enforcement) -> str:
    case = town.served()
    town.did(case, A.COLLECT, "eo1")
    return case


def _with_police(town: Enforcement) -> str:
    case = town.filed()
    town.walk(case, (A.REPORT_CRIME, "eo1"), (A.TRANSFER, "boss"), (A.SEND_TO_POLICE, "eo1"))
    return case


def _revoked(town: Enforcement) -> str:
    case = town.served()
    town.walk(case, (A.CHOOSE_PUBLICATION, "boss"), (A.REVOKE, "justice"))
    return case


def _then(way: Callable[[Enforcement], str], *steps: Any) -> Callable[[Enforcement], str]:
    def go(town: Enforcement) -> str:
        case = way(town)
        town.walk(case, *steps)
        return case

    return go


STANDS: dict[str, Callable[[Enforcement], str]] = {
    "clue": lambda town: town.clue(),
    "filing": _then(lambda town: town.clue(), (A.PROPOSE_FILING, "eo1")),
    "investigating": _investigating,
    "investigating, the head to be recused": _head_to_be_recused,
    "suspended": _suspended,
    "investigated": lambda town: town.proposed(),
    "investigated, for no penalty": _then(
        lambda town: town.filed(), (A.END_INVESTIGATION, "eo1", {"outcome": "unproven"})
    ),
    "notified": lambda town: town.notified(hearing_offered=True),
    "notified, its time over": _time_over,
    "hearing, not called": _then(
        lambda town: town.notified(hearing_offered=True), (A.REQUEST_HEARING, "wang")
    ),
    "hearing, held": _heard,
    "deciding": lambda town: town.to_decide(),
    "deciding, to be reviewed": _to_be_reviewed,
    "deciding, reviewed": _then(_to_be_reviewed, (A.REVIEW, "lawyer")),
    "deciding, not passed": _then(_to_be_reviewed, (A.REVIEW, "lawyer", {"passed": False})),
    "decided": lambda town: town.decided(),
    "decided on no penalty": _then(lambda town: town.proposed(), (A.CLEAR, "boss")),
    "served": lambda town: town.served(),
    "overdue": _overdue,
    "attacked": _attacked,
    "collected": _collected,
    "handed in": _then(_collected, (A.HAND_IN, "eo1")),
    "demanded": _demanded,
    "to be enforced": _to_be_enforced,
    "in court": _then(_to_be_enforced, (A.APPLY_TO_COURT, "boss")),
    "closed": _then(lambda town: town.served(), (A.RECORD_PAYMENT, "eo1"), (A.CLOSE, "boss")),
    "not filed": _then(lambda town: town.clue(), (A.REFUSE_FILING, "boss")),
    "crime reported": _then(lambda town: town.filed(), (A.REPORT_CRIME, "eo1")),
    "transferred": _then(lambda town: town.filed(), (A.REPORT_CRIME, "eo1"), (A.TRANSFER, "boss")),
    "with the police": _with_police,
    "taken by the police": _then(_with_police, (A.RECORD_POLICE, "eo1")),
    "refused by the police": _then(_with_police, (A.RECORD_POLICE, "eo1", {"taken": False})),
    "handed over": _then(lambda town: town.filed(), (A.HAND_OVER, "boss")),
    "withdrawn": _then(lambda town: town.filed(), (A.WITHDRAW, "boss")),
    "revoked": _revoked,
    "penalised on the spot": _then(lambda town: town.clue(), (A.PENALISE_ON_THE_SPOT, "eo1")),
    "major, decided": _then(
        lambda town: town.proposed(major=True),
        (A.DISCUSS, "boss"),
        (A.REVIEW, "lawyer", {"penalty": FINE}),
        (A.NOTIFY, "eo1"),
        (A.DEFEND, "wang", {"waived": True}),
        (A.END_DEFENCE, "eo1"),
        (A.DECIDE, "boss"),
    ),
}
"""Where a case can stand, and the way there."""

SPECIAL: dict[CaseAction, dict[str, Any]] = {
    A.END_INVESTIGATION: {"outcome": "unproven"},
    A.DECIDE: {"penalty": FINE},
}
"""What is said where the usual would be refused for what it says."""


@pytest.mark.parametrize("stands", sorted(STANDS))
def test_everybody_is_offered_just_the_steps_that_succeed(county: County, stands: str) -> None:
    town = Enforcement(county)
    case = STANDS[stands](town)
    restore, before, known = town.keepsake(), town.rows(), town.load(case)

    for who in INSIDERS:
        answer = town.go("GET", f"cases/{case}", by=who)
        offered = set(answer.body["actions"]) if answer.status == 200 else set[str]()
        taken: set[str] = set()
        for action in CaseAction:
            moved = town.move(case, action, who, **SPECIAL.get(action, {}))
            assert moved.status in (200, 403, 404, 409, 422), (who, action, moved)
            if moved.status == 200:
                taken.add(str(action))
                _begins_and_ends_as_its_row_says(known, town.load(case), action)
                restore()
        assert offered == taken, who
    for who in OUTSIDERS:
        assert town.go("GET", f"cases/{case}", by=who).status == 404
        for action in CASES.legal(town.load(case).status):
            assert town.move(case, action, who).status == 404
    assert town.rows() == before, "a refused step left something"


def _begins_and_ends_as_its_row_says(before: Case, after: Case, action: CaseAction) -> None:
    row = CASES.move(before.status, action)
    began = {one.kind for one in after.duties if one not in before.duties}
    ended = {one.kind for one in before.duties if one not in after.duties}
    assert began <= set(row.begins), action
    assert ended <= set(row.ends), action


def test_every_step_of_the_table_is_taken_from_somewhere(county: County) -> None:
    town, offered = Enforcement(county), set[str]()
    restore = town.keepsake()
    for stands in sorted(STANDS):
        county.now = MONDAY
        case = STANDS[stands](town)
        for who in INSIDERS:
            answer = town.go("GET", f"cases/{case}", by=who)
            offered |= set(answer.body["actions"]) if answer.status == 200 else set[str]()
        restore()

    assert offered == set(map(str, CaseAction))
