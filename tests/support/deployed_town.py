"""The enforcing town of the deployed demo county, through HTTP: an inspection, its case, and what each step says where nothing else is wanted."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from kernel import clock
from tests.deployed import DeployedCounty

TOWN = "140426106"
GRID = f"{TOWN}201002"
SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICER, SECOND = "enforcement_officer", "second_enforcement_officer"
HEAD, REVIEWER, CHAIR, PARTY = (
    "enforcement_head",
    "legal_reviewer",
    "hearing_chair",
    "party_of_case",
)
LAW = [{"law": "ecological-code-2026", "articles": ["1131"]}]
FIRE_LAW = [{"law": "forest-fire-regulation-2026", "articles": ["54"]}]
WEIGHED = {
    "fault": "明知禁烧规定",
    "circumstances": "面积约一亩，及时扑灭",
    "harm": "未成灾",
    "off_benchmark": "该事项尚无裁量基准",
}
WORDS: Mapping[str, Mapping[str, Any]] = {
    "approve_filing": {"officers": ["p-eo-01", "p-eo-02"]},
    "add_evidence": {"kind": "on_site", "source": "现场检查笔录", "proves": "焚烧现场"},
    "end_investigation": {"outcome": "penalty", "report": "事实清楚", "shown": True},
    "review": {"passed": True, "opinion": "同意"},
    "discuss": {"minutes": "集体讨论同意"},
    "notify": {
        "penalty": {"fine": 60_000},
        "facts": "露天焚烧秸秆",
        "reason": "违反禁烧规定",
        "basis": LAW,
    },
    "defend": {
        "defence": "无异议，放弃陈述申辩期限",
        "waived": True,
        "paper": "放弃陈述申辩期限声明（当事人签字）",
    },
    "end_defence": {"checked": "已复核"},
    "decide": {"penalty": {"fine": 60_000}, "reasoning": WEIGHED, "basis": LAW},
    "serve": {"way": "in_person", "receipt": "送达回证"},
    "choose_publication": {"public": True, "reason": "有社会影响", "name_masked": True},
    "record_payment": {"paid": 60_000},
    "close": {"report": "罚款已缴，结案"},
}
_numbers = count(1)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)")


class DeployedTown:
    """What the town's people do, each as the persona."""

    def __init__(self, cloud: DeployedCounty) -> None:
        self.cloud = cloud

    def ask(self, who: str | None, method: str, path: str, body: Any = None) -> httpx.Response:
        """Send a request to enforcement."""
        return self.cloud.call(who, method, f"/v1/enforcement/{path}", json=body)

    def did(self, who: str, method: str, path: str, body: Any = None) -> Any:
        """Send a request that must succeed."""
        answer = self.ask(who, method, path, body)
        assert answer.status_code in (200, 201), (who, path, body, answer.text)
        return answer.json()

    # Inspections

    def propose(self, who: str = OFFICER, **other: Any) -> httpx.Response:
        """Propose an inspection of a villager's field."""
        said = {
            "town": TOWN,
            "kind": "daily",
            "items": ["burning-straw"],
            "party": "演示居民0038",
            "place": "庄头村东地头",
            "reason": "核查秸秆焚烧",
            "planned_on": datetime.now(SHANGHAI).date().isoformat(),
            "officers": ["p-eo-01", "p-eo-02"],
        } | other
        return self.ask(who, "POST", "inspections", said)

    def proposed(self, **other: Any) -> str:
        """Return an inspection that was proposed."""
        answer = self.propose(**other)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    def step(self, who: str, visit: str, action: str, **said: Any) -> httpx.Response:
        """Take a step with an inspection."""
        return self.ask(who, "POST", f"inspections/{visit}/transitions", {"action": action, **said})

    def begin(self, visit: str, **said: Any) -> httpx.Response:
        """Show certificates and begin."""
        usual = {"officers": ["p-eo-01", "p-eo-02"], "shown": True}
        return self.step(OFFICER, visit, "begin", **usual | said)

    def found_burning(self) -> tuple[str, str]:
        """Return an inspection that found straw burning, and the case it led to."""
        visit = self.proposed()
        assert self.begin(visit).status_code == 200
        case = self.clue(source="inspection", inspection=visit)
        found = self.step(
            OFFICER,
            visit,
            "record",
            result="case_opened",
            case=case,
            record="地头正在焚烧玉米秸秆。",
            checklist=[{"item": "露天焚烧", "found": "有"}],
            signed=True,
            law=LAW[0],
            explained="讲解禁烧规定。",
        )
        assert found.status_code == 200, found.text
        return visit, case

    # Cases

    def clue(self, who: str = OFFICER, **more: Any) -> str:
        """Return a case that is a clue."""
        said = {"unit": GRID, "clue": "村东地头有人烧秸秆。"} | more
        return self.did(who, "POST", "cases", said)["id"]

    def move(self, who: str, case: str, action: str, **said: Any) -> httpx.Response:
        """Ask for a step of a case, with what it says where nothing else is wanted."""
        body = {"action": action} | dict(WORDS.get(action, {})) | said
        if action in ("serve", "demand"):
            body.setdefault("received_at", datetime.now(SHANGHAI).isoformat())
        if action == "record_payment":
            body.setdefault("paid_at", datetime.now(SHANGHAI).date().isoformat())
            body.setdefault("voucher", f"银行回单{case}-{next(_numbers)}")
        return self.ask(who, "POST", f"cases/{case}/moves", body)

    def moved(self, who: str, case: str, action: str, **said: Any) -> Any:
        """Take a step of a case that must succeed."""
        answer = self.move(who, case, action, **said)
        assert answer.status_code == 200, (who, action, said, answer.text)
        return answer.json()

    def filing(self, **other: Any) -> dict[str, Any]:
        """Return what a filing says: another party each time, so that no act was fined before."""
        party = {
            "kind": "person",
            "name": f"演示当事人{next(_numbers):02d}",
            "birth_year": 1980,
            "birth_month": 6,
            "birth_day": 1,
        }
        act = {"codes": ["burning-straw"], "done_on": self.day(1)}
        said = {"item": "burning-straw", "facts": "焚烧秸秆", "party": party, "act": act}
        return said | other

    def filed(self, case: str | None = None, **other: Any) -> str:
        """Return a case under investigation."""
        case = case or self.clue()
        self.moved(OFFICER, case, "propose_filing", **self.filing(**other))
        self.moved(HEAD, case, "approve_filing")
        return case

    def investigated(self, case: str | None = None, **other: Any) -> str:
        """Return a case with verified evidence and the proposal of a penalty."""
        ending = {name: other.pop(name) for name in ("major", "public_interest") if name in other}
        case = self.filed(case, **other)
        evidence = self.moved(OFFICER, case, "add_evidence")["evidence"][-1]["id"]
        self.moved(SECOND, case, "verify_evidence", evidence=evidence)
        self.moved(OFFICER, case, "end_investigation", **ending)
        return case

    def to_decide(self, case: str | None = None, **other: Any) -> str:
        """Return a case to be decided, its party heard."""
        case = self.investigated(case, **other)
        self.moved(OFFICER, case, "notify")
        self.moved(OFFICER, case, "defend")
        self.moved(OFFICER, case, "end_defence")
        return case

    def let_pass(self, case: str, days: int) -> None:
        """Let days pass for a case: in the store, as nobody waits for them here, everything in it lies so many days back."""
        database, table = self.cloud.client("dynamodb"), self.cloud.outputs["EnforcementTableName"]
        key = {"pk": {"S": f"CASE#{case}"}, "sk": {"S": "CASE"}}
        kept = json.loads(database.get_item(TableName=table, Key=key)["Item"]["document"]["S"])
        database.update_item(
            TableName=table,
            Key=key,
            UpdateExpression="SET document = :d",
            ExpressionAttributeValues={":d": {"S": json.dumps(_back(kept, days))}},
        )

    def day(self, ago: int = 0) -> str:
        """Return the day so many days ago, in the county."""
        return (datetime.now(SHANGHAI) - timedelta(days=ago)).date().isoformat()

    def ahead(self, days: int) -> str:
        """Return the instant in so many days."""
        return (datetime.now(SHANGHAI) + timedelta(days=days)).isoformat(timespec="seconds")


def _back(said: Any, days: int) -> Any:
    """Return what a case says with each day and instant so many days earlier."""
    if isinstance(said, dict):
        return {name: _back(one, days) for name, one in said.items()}
    if isinstance(said, list):
        return [_back(one, days) for one in said]
    if isinstance(said, str) and _DAY.fullmatch(said):
        return (date.fromisoformat(said) - timedelta(days=days)).isoformat()
    if isinstance(said, str) and _INSTANT.fullmatch(said):
        return clock.iso(clock.from_iso(said) - timedelta(days=days))
    return said


def slug(answer: httpx.Response) -> str:
    """Return the name of a refusal."""
    return answer.json().get("type", "").removeprefix("urn:sizhi:problem:")
