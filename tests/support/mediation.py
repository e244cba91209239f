"""Mediation as tests use it: a village with a committee, two families that quarrel, and steps that say what they must."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from kernel import clock
from kernel.directory import Remembered
from kernel.storage import dynamo
from registry.store.rows import HouseholdRow, RelativesRow
from services.api import API
from tests.support.county import GRID, MONDAY, TOWN, VILLAGE, Answer, County, a_county
from tests.support.in_process import person_row

BASE = "/v1/services/mediation"
MEDIATORS = ("md1", "md2", "md3")
HOMES = {"li": "h-li", "wang": "h-wang", "md3": "h-md3"}
"""Who lives where: 李 and 王 quarrel, md3 is of a household near to 李's."""
PARTIES = [{"name": "李某甲", "person": "li"}, {"name": "王某乙", "person": "wang"}]
CONSENTS = [{"party": 1, "identity": "resident_card"}, {"party": 2, "identity": "known"}]


@contextmanager
def a_village(now: datetime = MONDAY) -> Iterator[County]:
    """Run a county in which two committees are in office."""
    with a_county(now) as county:
        people(county)
        assert enter(county).status == 200
        assert enter(county, TOWN, ["mt1", "mt2", "mt3"], by="town").status == 200
        yield county


def people(county: County) -> None:
    """Let everybody be there who has a part in a mediation."""
    county.appoint(
        **dict.fromkeys(MEDIATORS, ("mediator", VILLAGE)),
        **dict.fromkeys(("mt1", "mt2", "mt3"), ("mediator", TOWN)),
        li=("resident", GRID),
        wang=("resident", GRID),
    )
    posts = {"li": ("resident", GRID), "wang": ("resident", GRID), "md3": ("mediator", VILLAGE)}
    rows: list[Any] = [person_row(one, posts[one], household=home) for one, home in HOMES.items()]
    rows += [_home(home) for home in HOMES.values()]
    for one, other in (("h-md3", "h-li"), ("h-li", "h-md3")):
        key = RelativesRow.key(one)
        rows.append(RelativesRow(key.pk, key.sk, relatives={other: "siblings"}))
    with county.quietly():
        dynamo.write([dynamo.Write(row) for row in rows])
    Remembered.forget()


def _home(home: str) -> HouseholdRow:
    key = HouseholdRow.key(home)
    return HouseholdRow(key.pk, key.sk, household_id=home, unit=GRID, parent=GRID, code=home)


def go(county: County, method: str, path: str, body: Any = None, **how: Any) -> Answer:
    """Send a request to mediation; as the first mediator where nobody is said."""
    return county.go(method, f"{BASE}/{path}", body, by=how.pop("by", "md1"), api=API, **how)


def enter(
    county: County,
    unit: str = VILLAGE,
    members: list[str] | None = None,
    by: str = "village",
    woman: int | None = 0,
    **more: Any,
) -> Answer:
    """Enter a committee, one of its members a woman."""
    persons = members or list(MEDIATORS)
    said = {
        "members": [
            {"person": one, "is_woman": number == woman} for number, one in enumerate(persons)
        ],
        "chair": persons[0],
        "chosen_by": "villagers_meeting",
        "chosen_on": "2026-01-10",
    }
    return go(county, "PUT", f"committees/{unit}", said | more, by=by)


def dispute(**more: Any) -> dict[str, Any]:
    """Return what registers a dispute that a grid worker found."""
    said = {
        "place": GRID,
        "kind": "neighbours",
        "source": "found",
        "summary": "两户因院墙排水发生争执。",
        "parties": PARTIES,
    }
    return said | more


def opened(county: County, by: str = "worker", **more: Any) -> str:
    """Register a dispute and return its id."""
    answer = go(county, "POST", "cases", dispute(**more), by=by)
    assert answer.status == 201, answer
    return answer.body["id"]


WORDS: dict[str, dict[str, Any]] = {
    "accept": {"consents": CONSENTS, "rights_told": True},
    "decline": {"reason": "不属于民间纠纷"},
    "fail": {"reason": "双方分歧过大"},
    "withdraw": {"reason": "不愿再调解"},
    "refer": {"referred_to": "government", "reason": "属于行政管理事项"},
    "report_risk": {"referred_to": "police", "reason": "一方扬言报复"},
    "assess_risk": {"level": "yellow"},
    "perform": {"proof": "已支付并修好院墙"},
    "break": {"reason": "到期未支付"},
    "visit": {"visit": {"result": "kept", "note": "双方已和好"}},
    "sign": {
        "signing": {
            "signed": [{"party": 1, "way": "signature"}, {"party": 2, "way": "fingerprint"}],
            "mediator": True,
            "sealed": True,
        }
    },
    "ask_court": {"asking": {"court": "of_the_committee", "jointly": [1, 2]}},
    "ask_police": {"waiver": {"act": "fight", "police": "洪井派出所", "in_writing": True}},
    "add_material": {"material": {"part": "inquiry", "text": "向邻居了解了情况。"}},
    "assign": {"mediators": ["md2"]},
}
"""What a step says when a test does not care."""


def move(county: County, case: str, action: str, by: str = "md1", **more: Any) -> Answer:
    """Take a step with a case, with whatever it must say."""
    headers = more.pop("headers", None)
    said = {"action": action, **WORDS.get(action, {}), **more}
    if action == "hold_session":
        said.setdefault("session", session(county))
    if action == "agree":
        said.setdefault("agreement", agreement())
    if action in ("court_answers", "police_answer"):
        said = {"answer": "granted", "answered_on": day(county)} | said
    return go(county, "POST", f"cases/{case}/transitions", said, by=by, headers=headers)


def moved(county: County, case: str, action: str, by: str = "md1", **more: Any) -> dict[str, Any]:
    """Take a step that must succeed, and return the case."""
    answer = move(county, case, action, by, **more)
    assert answer.status == 200, answer
    return answer.body


def session(county: County, **more: Any) -> dict[str, Any]:
    """Return a session behind closed doors, held now."""
    said = {
        "held_at": county.now.isoformat(),
        "place": "村调解室",
        "record": "双方陈述了各自的要求。",
        "present": [1, 2],
    }
    return said | more


def agreement(form: str = "written", **more: Any) -> dict[str, Any]:
    """Return an agreement; one by word of mouth is recorded."""
    said = {"form": form, "content": "王家改建排水沟，李家承担一半费用。", "amount_fen": 60_000}
    record = {"record": "双方当场口头达成一致。"} if form == "oral" else {}
    return said | record | more


def day(county: County) -> str:
    """Return today in Beijing."""
    return county.now.astimezone(clock.SHANGHAI).date().isoformat()


def accepted(county: County, **more: Any) -> str:
    """Register a dispute, have it taken up, and return its id."""
    case = opened(county, **more)
    moved(county, case, "accept")
    return case


def in_effect(county: County, form: str = "written", said: Any = None, **more: Any) -> str:
    """Bring a dispute to an agreement in effect, and return its id."""
    case = accepted(county, **more)
    moved(county, case, "hold_session")
    moved(county, case, "agree", agreement=agreement(form, **(said or {})))
    if form == "written":
        moved(county, case, "sign")
    return case


def read(county: County, case: str, by: str = "md1") -> dict[str, Any]:
    """Return a case as somebody sees it."""
    answer = go(county, "GET", f"cases/{case}", by=by)
    assert answer.status == 200, answer
    return answer.body


def figures(county: County, unit: str = VILLAGE, by: str = "county") -> dict[str, Any]:
    """Return the statistics of a unit's year."""
    query = {"unit": unit, "first": "2026-01", "last": "2026-12"}
    answer = go(county, "GET", "figures", by=by, query=query)
    assert answer.status == 200, answer
    return answer.body
