"""Services through the API: what somebody is offered with a thing is what can be done with it, whoever asks, wherever it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from services.api import API
from services.environment.rules.courtyard_states import YardAction
from services.environment.rules.lines import LineAction
from services.environment.rules.loads import LoadAction
from services.environment.rules.work_days import WorkAction
from services.errands.rules.errand_states import ErrandAction
from services.feedback.rules.feedback import FeedbackAction
from services.hazards.rules.finding_states import FindingAction
from services.hazards.rules.place_states import PlaceAction
from services.information.rules.form_states import FormAction
from services.mediation.rules.case_states import MediationAction
from tests.support import errands, information, mediation
from tests.support.county import County
from tests.support.doors import Door, untrue
from tests.support.environment import FOUR, YARD, Environment
from tests.support.hazards import MAJOR, VIOLENCE, Hazards

TABLES = ("services", "obligations")
EVERYBODY = (
    *("resident", "neighbour", "worker", "chief", "next_worker", "village", "town", "county"),
    *("admin", "far_village", "next_town"),
)
Way = Callable[[Any], str]


@pytest.fixture
def county(county: County, monkeypatch: pytest.MonkeyPatch) -> County:
    """The county, whose documents nobody writes meanwhile."""
    monkeypatch.setattr("kernel.documents.keeping.ask_for", lambda _: None)
    return county


# Hazards


def _finding(*steps: tuple[str, str], **found: Any) -> Way:
    def make(town: Hazards) -> str:
        one = town.finding(**found)["id"]
        for action, by in steps:
            town.moved(one, action, by)
        return one

    return make


_MAJOR: dict[str, Any] = {"kind": MAJOR[0], "item": MAJOR[1]}
FINDINGS: dict[str, Way] = {
    "rectifying": _finding(),
    "rectifying, of an owner": lambda town: _finding(place=town.place())(town),
    "fixed": _finding(("fix", "worker")),
    "found well": _finding(("fix", "worker"), ("recheck", "chief")),
    "withdrawn": _finding(("withdraw", "town")),
    "made major": _finding(("regrade", "chief")),
    "major": _finding(**_MAJOR),
    "controlled": _finding(("control", "town"), **_MAJOR),
    "planned": _finding(("control", "town"), ("plan", "town"), **_MAJOR),
    "to release": _finding(*(("control", "town"), ("plan", "town"), ("fix", "worker")), **_MAJOR),
    "to report": _finding(kind=VIOLENCE[0], item=VIOLENCE[1]),
    "reported": _finding(("report", "worker"), kind=VIOLENCE[0], item=VIOLENCE[1]),
}


@pytest.mark.parametrize("stands", FINDINGS)
def test_with_a_finding_of_a_hazard(county: County, stands: str) -> None:
    town = Hazards(county)
    finding = FINDINGS[stands](town)
    door = Door(
        FindingAction,
        lambda who, thing: town.go("GET", f"findings/{thing}", by=who),
        lambda who, thing, action: town.move(thing, action, who),
    )

    assert untrue(county, TABLES, door, finding, EVERYBODY) == {}


@pytest.mark.parametrize("stands", ["checked", "retired"])
def test_with_a_place_on_the_rounds(county: County, stands: str) -> None:
    town = Hazards(county)
    place = town.place()
    says = {"change": {"reason": "迁址", "where": "村西"}, "retire": {"reason": "停业"}}

    def take(who: str, thing: str, action: str) -> Any:
        said = {"action": action, **says.get(action, {})}
        return town.go("POST", f"places/{thing}/transitions", said, by=who)

    if stands == "retired":
        assert take("village", place, "retire").status == 200
    door = Door(PlaceAction, lambda who, one: town.go("GET", f"places/{one}", by=who), take)

    assert untrue(county, TABLES, door, place, EVERYBODY) == {}


# Environment

YARD_SAYS: dict[str, dict[str, Any]] = {
    "rate": {"scores": YARD},
    "check": {"scores": YARD},
    "visit": {"scores": FOUR},
    "pass_on": {"scores": YARD},
    "refuse": {"reason": "门前杂乱"},
    "object": {"reason": "门前有柴堆"},
    "answer": {"upheld": False, "reason": "已清理"},
    "recheck": {"sound": True, "reason": "保持良好"},
    "split": {"household": "h-2", "reason": "分户"},
}


def _yard(*steps: tuple[str, str]) -> Way:
    def make(place: Environment) -> str:
        yard = place.rated()
        for action, by in steps:
            place.stepped(yard, action, by, **YARD_SAYS.get(action, {}))
        return yard

    return make


def _warned(place: Environment) -> str:
    yard = place.starred()
    place.county.advance(days=370)
    place.stepped(yard, "recheck", "town", sound=False, reason="院内杂乱")
    return yard


def _due_again(place: Environment) -> str:
    yard = place.starred()
    place.county.advance(days=370)
    return yard


YARDS: dict[str, Way] = {
    "at the village": _yard(),
    "not awarded": _yard(("refuse", "village")),
    "at the town": _yard(("check", "village")),
    "at the county": _yard(("check", "village"), ("pass_on", "town")),
    "posted": Environment.posted,
    "objected to": _yard(("check", "village"), ("visit", "town"), ("object", "li")),
    "of five stars, posted": lambda place: place.posted(stars=5),
    "starred": Environment.starred,
    "to be looked at again": _due_again,
    "warned": _warned,
    "left": _yard(("leave", "wang")),
}


@pytest.mark.parametrize("stands", YARDS)
def test_with_a_courtyard(county: County, stands: str) -> None:
    place = Environment(county)
    yard = YARDS[stands](place)
    seen = place.read(yard)

    def take(who: str, thing: str, action: str) -> Any:
        said = dict(YARD_SAYS.get(action, {}))
        if action == "answer":
            said["objection"] = next((one["id"] for one in seen["objections"]), "none")
        if action == "visit" and seen["status"] == "at_county":
            said["scores"] = YARD
        return place.step(thing, action, who, **said)

    door = Door(
        YardAction,
        lambda who, thing: place.go("GET", f"courtyards/{thing}", by=who),
        take,
    )

    assert untrue(county, TABLES, door, yard, (*EVERYBODY, "wang", "li", "zhao", "town2")) == {}


THINGS: dict[str, tuple[Any, dict[str, dict[str, Any]], Way, dict[str, tuple[str, str] | None]]] = {
    "lines": (
        LineAction,
        {
            "done": {"done_at": "2026-11-23T09:00:00+08:00"},
            "change": {"reason": "延长", "length_m": 400},
            "settle": {"reason": "界线不清", "duty": "firm"},
            "retire": {"reason": "改道"},
        },
        lambda place: place.line()["id"],
        {"kept": None, "retired": ("retire", "village")},
    ),
    "loads": (
        LoadAction,
        {"to_station": {"sort": "kitchen"}, "to_plant": {"sort": "kitchen"}},
        lambda place: place.load()["id"],
        {"collected": None, "at the station": ("to_station", "town")},
    ),
    "work-days": (
        WorkAction,
        {"count": {"alive": 40}, "strike": {"reason": "重复登记"}},
        lambda place: place.work_day().body["id"],
        {"held": None, "counted": ("count", "village"), "struck": ("strike", "village")},
    ),
}


@pytest.mark.parametrize(
    ("kind", "stands"), [(kind, stands) for kind in THINGS for stands in THINGS[kind][3]]
)
def test_with_a_line_a_load_and_a_work_day(county: County, kind: str, stands: str) -> None:
    place = Environment(county)
    actions, says, make, ways = THINGS[kind]
    thing, step = make(place), ways[stands]
    county.advance(days=400 if kind == "work-days" else 0)

    def take(who: str, one: str, action: str) -> Any:
        return place.move(kind, one, action, who, **says.get(action, {}))

    if step:
        assert take(step[1], thing, step[0]).status == 200
    door = Door(actions, lambda who, one: place.go("GET", f"{kind}/{one}", by=who), take)

    assert untrue(county, TABLES, door, thing, EVERYBODY) == {}


# Information, feedback


@pytest.mark.parametrize("stands", ["in use", "retired"])
def test_with_a_form(county: County, stands: str) -> None:
    information.settle(county)
    form = information.enter_form(county)["code"]
    more = information.form_of("basics", information.field("water"), information.field("heating"))
    says: dict[str, dict[str, Any]] = {
        "revise": {"fields": more["fields"], "reason": "增加取暖"},
        "retire": {"reason": "不再采集"},
    }

    def take(who: str, one: str, action: str) -> Any:
        said = {"action": action, **says[action]}
        return information.send(county, "POST", f"forms/{one}/transitions", said, by=who)

    if stands == "retired":
        assert take("admin", form, "retire").status == 200
    door = Door(
        FormAction,
        lambda who, one: information.send(county, "GET", f"forms/{one}", by=who),
        take,
    )

    assert untrue(county, TABLES, door, form, EVERYBODY) == {}


FEEDBACK: dict[str, dict[str, Any]] = {
    "answer": {"said": "已修复"},
    "visit": {"satisfied": True, "said": "满意"},
    "rate": {"satisfied": True},
}


@pytest.mark.parametrize("sender", ["resident", "admin"])
@pytest.mark.parametrize("steps", [(), ("accept",), ("answer",), ("withdraw",)])
def test_with_a_word_about_the_app(county: County, sender: str, steps: tuple[str, ...]) -> None:
    county.appoint(admin2=("county_admin", "140426"))
    base = "/v1/services/feedback"
    said = {"sort": "fault", "text": "照片发不出去"}
    word = county.go("POST", base, said, by=sender, api=API).body["id"]

    def take(who: str, one: str, action: str) -> Any:
        body = {"action": action, **FEEDBACK.get(action, {})}
        return county.go("POST", f"{base}/{one}/transitions", body, by=who, api=API)

    for step in steps:
        assert take(sender if step == "withdraw" else "admin2", word, step).status == 200
    door = Door(
        FeedbackAction,
        lambda who, one: county.go("GET", f"{base}/{one}", by=who, api=API),
        take,
    )

    assert untrue(county, TABLES, door, word, (*EVERYBODY, "admin2")) == {}


# Errands and mediation

ERRANDS: dict[str, tuple[str, ...]] = {
    "entrusted": (),
    "with an original": ("take_original",),
    "short": ("tell_missing",),
    "accepted": ("accept",),
    "handled": ("accept", "submit"),
    "stopped": ("accept", "submit", "stop_clock"),
    "decided": ("accept", "submit", "record_result"),
    "delivered": ("accept", "submit", "record_result", "deliver"),
    "reported": ("accept", "submit", "record_result", "deliver", "archive", "report"),
    "closed": ("accept", "submit", "record_result", "deliver", "archive", "report", "visit"),
    "given up": ("resign",),
}
ERRAND_SAYS: dict[str, dict[str, Any]] = {
    "stop_clock": {"stop_ground": "test", "until": "2026-11-25T10:00:00+08:00"},
    "rate": {"rating": "good"},
    "take_original": {"from_office": True, "name": "窗口", "signature": "paper"},
    "hand_over": {
        "original": 1, "to": {"place": "office", "name": "窗口"}, "signature": "paper",
    },
    "substitute": {"agent": "agent2", "signature": "paper", "signed_on": "2026-11-23"},
    "report_end": {"end_ground": "incapable"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("stands", "name"),
    [
        *((stands, "王守田") for stands in ERRANDS),
        *((one, "李桂花") for one in ("entrusted", "closed")),
    ],
)
def test_with_an_errand_of_who_signs_in_and_of_who_does_not(
    county: County, stands: str, name: str
) -> None:
    errands.people(county)
    errand = errands.entrust(county, name=name)

    def take(who: str, one: str, action: str) -> Any:
        return errands.move(county, one, action, who, **ERRAND_SAYS.get(action, {}))

    for step in ERRANDS[stands]:
        errands.moved(county, errand, step, **(ERRAND_SAYS[step] if step == "stop_clock" else {}))
    door = Door(
        ErrandAction,
        lambda who, one: errands.go(county, "GET", f"{errands.BASE}/{one}", by=who),
        take,
    )

    assert untrue(county, TABLES, door, errand, (*EVERYBODY, "agent", "agent2")) == {}


CASES: dict[str, Way] = {
    "opened": mediation.opened,
    "of a party": lambda county: mediation.opened(county, by="li", source="application"),
    "accepted": mediation.accepted,
    "agreed by word of mouth": lambda county: mediation.in_effect(county, "oral"),
    "agreed in writing": mediation.in_effect,
}


def _party(who: str) -> dict[str, Any]:
    return {"party": 2 if who == "wang" else 1}


@pytest.mark.parametrize("stands", CASES)
def test_with_a_dispute(stands: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kernel.documents.keeping.ask_for", lambda _: None)
    with mediation.a_village() as county:
        case = CASES[stands](county)
        door = Door(
            MediationAction,
            lambda who, one: mediation.go(county, "GET", f"cases/{one}", by=who),
            lambda who, one, action: mediation.move(county, one, action, who, **_party(who)),
        )
        people = (*EVERYBODY, "li", "wang", *mediation.MEDIATORS, "mt1")

        assert untrue(county, TABLES, door, case, people) == {}
