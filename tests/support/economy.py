"""The collective economy as tests use it: who keeps it, requests that fit, decisions as an assembly took them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from assembly.rules.bodies import BodyKind, Mode
from assembly.rules.items import MatterItem
from assembly.rules.matters import Matter
from assembly.rules.matters.proposal import StepRecord
from assembly.rules.meetings import Meeting
from assembly.rules.routing import MatterStep
from assembly.rules.states.matters import MatterStatus
from assembly.rules.states.meetings import MeetingStatus
from assembly.rules.states.votes import VoteStatus
from assembly.rules.votes import Vote
from assembly.rules.votes.opened import Manner, Tally
from composition.clocks import CLOCKS
from economy.api import API
from kernel.ids import new_id
from registry.store.rows import HouseholdRow
from tests.support.assembly import Made
from tests.support.county import FAR_GRID, GRID, UNITS, VILLAGE, Answer, County

BASE = "/v1/economy"
AT = "2026-11-01T00:00:00.000Z"
CLAUSES = {
    "use": "种植粮食作物",
    "rights": "按约使用，不得改变用途",
    "payment": "按年支付",
    "compensation": "征收补偿归承包农户",
    "breach": "违约方赔偿损失",
    "safety": "乙方负责作业安全",
}


HOMES = {"h-01": GRID, "h-02": GRID, "h-90": FAR_GRID}
"""Two households of the village, one next door."""
LIVES_IN = {"farmer": "h-01", "resident": "h-02", "neighbour": "h-90"}


def settle_in(county: County) -> None:
    """Give the collective its people, and the village its households."""
    county.staff |= {
        "director": ("collective_director", VILLAGE),
        "bookkeeper": ("bookkeeper", VILLAGE),
        "cashier": ("cashier", VILLAGE),
        "watcher": ("collective_supervisor", VILLAGE),
        "farmer": ("resident", GRID),
    }
    homes = [
        HouseholdRow(
            f"HOUSEHOLD#{home}",
            "HOUSEHOLD",
            household_id=home,
            unit=unit,
            head_name=f"演示户主{home}",
            parent=HouseholdRow.listing(unit),
            code=f"{unit}#{home}",
        )
        for home, unit in HOMES.items()
    ]
    about = {person: {"household": home} for person, home in LIVES_IN.items()}
    county.settle(dict.fromkeys(UNITS), county.staff, about=about, beside=homes)


def go(county: County, method: str, path: str, body: Any = None, **how: Any) -> Answer:
    """Send a request to the economy; by the director where nobody is said."""
    return county.go(method, f"{BASE}/{path}", body, by=how.pop("by", "director"), api=API, **how)


def did(county: County, path: str, body: Any, by: str = "director") -> Any:
    """POST what must succeed and return the answer's body."""
    answer = go(county, "POST", path, body, by=by)
    assert answer.status in (200, 201), answer
    return answer.body


def asset_of(kind: str = "land", **more: Any) -> dict[str, Any]:
    """Return what registers an asset."""
    said: dict[str, Any] = {
        "village": VILLAGE,
        "kind": kind,
        "name": "村东地块",
        "place": "村东",
        "acquired_on": "2000-01-01",
        "how": "集体所有",
    }
    if kind == "land":
        said["land"] = {"area": 1250, "land_class": "arable"}
    if kind == "machine":
        said["machine"] = {
            "plate": "晋04-00001",
            "model": "联合收割机",
            "inspected_on": "2026-06-01",
            "prices": [{"unit": "mu", "fen": 6000}],
        }
    return said | more


def registered(county: County, kind: str = "land", **more: Any) -> str:
    """Register an asset and return its id."""
    return did(county, "assets", asset_of(kind, **more))["id"]


def lease_of(asset: str, **more: Any) -> dict[str, Any]:
    """Return what drafts a lease of two years to a company, paid by the year."""
    return {
        "village": VILLAGE,
        "kind": "lease",
        "title": "农机整体出租",
        "asset": asset,
        "party": {"kind": "company", "name": "演示农业合作社01", "code": "91140426MA0000001B"},
        "begins_on": "2026-12-01",
        "ends_on": "2028-11-30",
        "clauses": CLAUSES,
        "rent": [
            {"due_on": "2026-12-10", "fen": 120_000},
            {"due_on": "2027-12-10", "fen": 120_000},
        ],
    } | more


HOURS = {
    "begins_at": "2026-11-24T08:00:00+08:00",
    "ends_at": "2026-11-24T12:00:00+08:00",
    "unit": "mu",
    "for_whom": "村东三亩地",
}
LIVESTOCK = {
    "village": VILLAGE,
    "kind": "livestock",
    "name": "养羊",
    "began_on": "2026-01-05",
    "scale": 60,
}


def sale_of(**more: Any) -> dict[str, Any]:
    """Return what drafts a sale of the wheat harvest."""
    return {
        "village": VILLAGE,
        "kind": "sale",
        "title": "小麦销售",
        "party": {"kind": "company", "name": "演示农业合作社01", "code": "91140426MA0000001B"},
        "begins_on": "2026-11-01",
        "ends_on": "2027-07-31",
        "clauses": CLAUSES,
        "rent": [{"due_on": "2026-11-10", "fen": 520_000}],
    } | more


def transfer_of(asset: str, **more: Any) -> dict[str, Any]:
    """Return what drafts the transfer of a farmer's plot to somebody from outside."""
    return {
        "village": VILLAGE,
        "kind": "land_transfer",
        "title": "村东地块流转",
        "asset": asset,
        "party": {"kind": "outsider", "name": "演示外村人"},
        "begins_on": "2026-12-20",
        "ends_on": "2027-12-31",
        "clauses": CLAUSES,
        "rent": [{"due_on": "2027-01-10", "fen": 500_000}],
        "mandate": {
            "household": "h-01",
            "signed_on": "2026-11-01",
            "ends_on": "2028-12-31",
            "paper": "委托〔2026〕1号",
        },
        "base": {"certificate": "晋承包字第1号", "ends_on": "2027-12-31"},
    } | more


def step(county: County, thing: str, action: str, by: str = "director", **more: Any) -> Answer:
    """Take a step with a thing by its path: `contracts/{id}`."""
    headers = more.pop("headers", None)
    body = {"action": action} | more
    return go(county, "POST", f"{thing}/transitions", body, by=by, headers=headers)


def stepped(county: County, thing: str, action: str, by: str = "director", **more: Any) -> Any:
    """Take a step that must succeed."""
    answer = step(county, thing, action, by, **more)
    assert answer.status == 200, answer
    return answer.body


def drafted(county: County, said: dict[str, Any]) -> str:
    """Draft a contract and return its path."""
    return f"contracts/{did(county, 'contracts', said)['id']}"


def seen(county: County, thing: str, by: str = "director") -> Any:
    """Return a thing as somebody sees it."""
    answer = go(county, "GET", thing, by=by)
    assert answer.status == 200, answer
    return answer.body


def item(
    act: str,
    subject: str,
    amount: int | None = None,
    detail: str | None = None,
    until: str | None = None,
) -> MatterItem:
    """Return one thing that a matter decides."""
    return MatterItem(act, subject, amount, detail, until)


def item_of(said: dict[str, Any]) -> MatterItem:
    """Return what a decision carries by which a contract may be signed as it is said."""
    party = said["party"]
    return MatterItem(
        "lease" if said["kind"] == "lease" else "land_contract",
        said["asset"],
        sum(one["fen"] for one in said.get("rent", [])),
        party.get("household") or party.get("code") or party["name"],
        said["ends_on"],
    )


def by_decision(county: County, said: dict[str, Any], *how: Any, **more: Any) -> dict[str, Any]:
    """Return what drafts a contract, with a decision that carries it: of the council where nothing is said."""
    return said | {"decision": decided(county, *how, **more, items=(item_of(said),))}


def decided(
    county: County,
    kind: str = "collective_lease",
    body: BodyKind = BodyKind.COLLECTIVE_COUNCIL,
    *,
    yes: int = 3,
    roll: int = 5,
    result: str = "passed",
    village: str = VILLAGE,
    items: Iterable[MatterItem] = (),
) -> str:
    """Return a matter that a body decided, as the assembly would have kept it, and what it carries."""
    matter, meeting, vote = (new_id(county.now) for _ in range(3))
    with county.quietly():
        work = Made()
        record = StepRecord(
            MatterStep.DECISION, AT, "village", meeting=meeting, vote=vote, result=result
        )
        work.save(
            Matter(
                id=matter,
                village=village,
                type=kind,
                title="出租农机",
                text="出租",
                status=MatterStatus.IN_PROGRESS,
                route_from="2025-05-01",
                proposed_by="village",
                records=(record,),
                result=result,
                items=tuple(items),
            )
        )
        work.save(
            Meeting(
                id=meeting,
                village=village,
                body=f"{village}~{body}",
                body_kind=body,
                mode=Mode.MEMBER,
                title="理事会",
                place="村委会",
                begins_at=AT,
                announced_at=AT,
                online=False,
                chair="village",
                recorder="village",
                code="",
                shards=1,
                status=MeetingStatus.CLOSED,
            )
        )
        tally = Tally(roll, yes, yes, 0, 0, 0, True, result == "passed", 0, 0, {})
        work.save(
            Vote(
                vote,
                village,
                meeting,
                0,
                matter,
                MatterStep.DECISION,
                Manner.OPEN,
                VoteStatus.CLOSED,
                1,
                False,
                AT,
                tally=tally,
            )
        )
        work.commit()
    return matter


def listed(county: County, household: str, person: str = "p-m-1") -> str:
    """Put somebody of a household on the list of members, and return the member's id."""
    said = {
        "village": VILLAGE,
        "person": person,
        "name": "演示成员",
        "household": household,
        "ground": "founding",
        "from_on": "2000-01-01",
        "holdings": [{"share_class": "population", "hundredths": 100}],
        "decision": decided(
            county,
            "collective_membership",
            BodyKind.COLLECTIVE_MEMBERS_MEETING,
            yes=5,
            roll=5,
            items=[item("admit", person, 100, "founding")],
        ),
    }
    return did(county, "members", said)["id"]


def wind(county: County) -> int:
    """Let the clock of the economy run."""
    with county.quietly():
        return CLOCKS["economy"]()
