"""Inspections, certificates and law outreach: what somebody is offered is what can be done, and nothing else can."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from enforcement.outreach.rules.activities import ActivityAction
from enforcement.outreach.rules.lessons import LessonAction
from enforcement.outreach.rules.prompts import PromptAction
from enforcement.outreach.rules.site_states import SiteAction
from enforcement.rules.case_steps import CaseAction
from enforcement.rules.certificates import CertificateAction
from enforcement.rules.visit_states import VisitAction
from tests.support.cases import Enforcement
from tests.support.county import WATER, Answer, County
from tests.support.doors import Door, untrue
from tests.support.enforcement_town import FOUND, EnforcingTown
from tests.support.outreach import BASE, IN_FORCE, activity_of, go, move, set_up

See = Callable[[str], Answer]
Take = Callable[[str, str], Answer]


@pytest.fixture
def town(county: County) -> EnforcingTown:
    return EnforcingTown(county).staffed()


def offered_is_taken(
    county: County, people: Iterable[str], actions: Iterable[str], see: See, take: Take
) -> None:
    """Hold what each is offered against what each can do."""
    door = Door(actions, lambda who, _: see(who), lambda who, _, action: take(who, action))
    assert untrue(county, ("enforcement", "obligations"), door, "", people) == {}


# Inspections


def _urgent(town: EnforcingTown) -> str:
    visit = town.propose(urgent=True).body["id"]
    assert town.begin(visit).status == 200
    return visit


def _ended(action: str) -> Callable[[EnforcingTown], str]:
    def make(town: EnforcingTown) -> str:
        visit = town.propose().body["id"]
        town.moved(visit, "head", action=action, reason="不需要")
        return visit

    return make


def _approved(town: EnforcingTown) -> str:
    visit = town.propose().body["id"]
    town.moved(visit, "head", action="approve")
    return visit


def _closed(town: EnforcingTown) -> str:
    visit = town.under_way()
    town.recorded(visit)
    return visit


def _overdue(town: EnforcingTown) -> str:
    visit = town.ordered()
    town.county.advance(days=5)
    return visit


VISITS: dict[str, Callable[[EnforcingTown], str]] = {
    "proposed": lambda town: town.propose().body["id"],
    "proposed by the head": lambda town: town.propose(by="head").body["id"],
    "proposed of a person": lambda town: town.propose(firm=None, party="张三").body["id"],
    "urgent": lambda town: town.propose(urgent=True).body["id"],
    "urgent and begun": _urgent,
    "approved": _approved,
    "notified": EnforcingTown.announced,
    "begun": EnforcingTown.under_way,
    "correcting": EnforcingTown.ordered,
    "order over": _overdue,
    "closed": _closed,
    "refused": _ended("refuse"),
    "cancelled": _ended("cancel"),
}
SAID: dict[str, dict[str, Any]] = {
    "approve": {},
    "refuse": {"reason": "不需要"},
    "notify": {"way": "书面送达"},
    "begin": {"officers": ["zhang", "li"], "shown": True},
    "record": FOUND,
    "cancel": {"reason": "不需要"},
    "extend": {"reason": "连日阴雨", "limit": "2026-12-05T18:00:00+08:00"},
}


@pytest.mark.parametrize("stands", sorted(VISITS))
def test_of_an_inspection_everybody_is_offered_just_the_steps_that_succeed(
    town: EnforcingTown, stands: str
) -> None:
    visit = VISITS[stands](town)

    offered_is_taken(
        town.county,
        ("zhang", "wang", "head", "reviewer", "supervisor", "far_officer", "far_head"),
        VisitAction,
        lambda who: town.go("GET", f"/inspections/{visit}", by=who),
        lambda who, action: town.move(visit, who, **{"action": action, **SAID.get(action, {})}),
    )


# Certificates


@pytest.mark.parametrize("issued", ["2025-03-01", "2026-01-01"])
@pytest.mark.parametrize("step", ["none", "suspend", "revoke", "hand_in", "declare_void"])
def test_of_a_certificate_everybody_is_offered_just_the_steps_that_succeed(
    county: County, issued: str, step: str
) -> None:
    town = EnforcingTown(county)
    last = {"valid_from": issued, "valid_to": f"{int(issued[:4]) + 4}-12-31"}
    town.examine("zhang", "2025-02-01")
    assert town.certify("zhang", "A-001", examined=False, **last).status == 201
    if step != "none":
        assert town.move_certificate("A-001", step).status == 200

    offered_is_taken(
        county,
        ("zhang", "li", "head", "supervisor", "far_head"),
        CertificateAction,
        lambda who: town.go("GET", "/certificates/A-001", by=who),
        lambda who, action: town.go(
            "POST",
            "/certificates/A-001/transitions",
            {"action": action} | ({"year": 2026} if action == "check" else {"reason": "核查"}),
            by=who,
        ),
    )


# Law outreach

OUTREACH = ("town", "justice", "water", "roads", "boss", "eo1", "lawyer", "far_boss")
STEPS: dict[str, dict[str, dict[str, Any]]] = {
    "sites": {
        "check": {"sound": True, "finding": "完好"},
        "renew": {"content": "禁止焚烧。", "cites": IN_FORCE},
        "retire": {"reason": "拆除"},
    },
    "activities": {"strike": {"reason": "重复登记"}},
    "prompts": {
        "answer": {"answer": "下月进村宣讲。"},
        "assess": {"assessment": "done", "reason": "已开展"},
        "withdraw": {"reason": "误发"},
    },
    "lessons": {"publish": {}, "withdraw": {"reason": "需修改"}},
}
ACTIONS = {
    "sites": SiteAction,
    "activities": ActivityAction,
    "prompts": PromptAction,
    "lessons": LessonAction,
}


def _lesson(town: Enforcement) -> str:
    case = town.served()
    town.did(case, CaseAction.RECORD_PAYMENT, "eo1")
    town.did(case, CaseAction.CLOSE, "boss")
    said = {"case": case, "title": "焚烧秸秆被罚款", "text": "某村民被处以罚款。"}
    return go(town.county, "POST", f"{BASE}/lessons", said | {"cites": IN_FORCE}, by="boss").body[
        "id"
    ]


def _prompt(town: Enforcement) -> str:
    said = {"unit": WATER, "about": "今年尚未开展普法活动。", "cites": [{"law": "civil-code"}]}
    return go(town.county, "POST", f"{BASE}/prompts", said, by="justice").body["id"]


def _activity(town: Enforcement) -> str:
    return go(town.county, "POST", f"{BASE}/activities", activity_of()).body["id"]


MADE: dict[str, Callable[[Enforcement], str]] = {
    "sites": lambda town: set_up(town.county),
    "activities": _activity,
    "prompts": _prompt,
    "lessons": _lesson,
}
DONE: dict[str, list[tuple[tuple[str, str], ...]]] = {
    "sites": [(), (("check", "town"),), (("retire", "town"),)],
    "activities": [(), (("strike", "town"),)],
    "prompts": [
        (),
        (("answer", "water"),),
        (("answer", "water"), ("assess", "justice")),
        (("withdraw", "justice"),),
    ],
    "lessons": [(), (("publish", "justice"),), (("withdraw", "boss"),)],
}


@pytest.mark.parametrize(
    ("kind", "steps"), [(kind, steps) for kind in sorted(DONE) for steps in DONE[kind]]
)
def test_of_outreach_everybody_is_offered_just_the_steps_that_succeed(
    county: County, kind: str, steps: tuple[tuple[str, str], ...]
) -> None:
    thing = MADE[kind](Enforcement(county))
    for action, by in steps:
        assert move(county, kind, thing, action, by, **STEPS[kind][action]).status == 200

    offered_is_taken(
        county,
        OUTREACH,
        ACTIONS[kind],
        lambda who: go(county, "GET", f"{BASE}/{kind}/{thing}", by=who),
        lambda who, action: move(county, kind, thing, action, who, **STEPS[kind].get(action, {})),
    )
