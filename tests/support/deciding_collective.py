"""How the collective of the deployed demo village decides: its bodies seated, its meetings held on days that nobody waits for."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.support.assembly import member
from tests.support.deployed_collective import BOOKKEEPER, DIRECTOR, VILLAGE, Collective, day

OFFICER, COUNCIL, MEMBERS = "village_officer", "collective_council", "collective_members_meeting"
SEATS = ("p-cd-01", "p-vr-02", "p-vr-03")
LAST_YEAR = int(day()[:4]) - 1


def seat_the_members(collective: Collective) -> None:
    said = {"village": VILLAGE, "kind": MEMBERS}
    body = collective.did("county_admin", "POST", "assembly/bodies", said)["id"]
    path = f"assembly/bodies/{body}/compositions"
    composed = {"valid_from": day(-60), "members": [member(one) for one in SEATS]}
    number = collective.did("county_admin", "POST", path, composed)["number"]
    steps = f"{path}/{number}/transitions"
    collective.did("county_admin", "POST", steps, {"action": "confirm"})


def decide(
    collective: Collective,
    kind: str,
    body: str,
    *items: dict[str, Any],
    before: Callable[[str], None] = lambda _: None,
) -> str:
    """Let a body decide on a matter at a meeting whose day is moved to now; return the matter.

    Parameters
    ----------
    before
        What is done with the matter before the meeting.
    """

    def ask(who: str, path: str, said: dict[str, Any]) -> Any:
        return collective.did(who, "POST", f"assembly/{path}", said)

    said = {"village": VILLAGE, "type": kind, "title": "集体事项", "text": "按章程办理。"}
    matter = ask(OFFICER, "matters", said | {"items": items})["id"]
    before(matter)
    minutes = {"held_on": day(), "attended": ["p-vo-01", "p-vo-32"], "summary": "同意提交。"}
    study = {"action": "record", "step": "party_study", "minutes": minutes}
    ask(OFFICER, f"matters/{matter}/transitions", study)
    now = datetime.now(UTC)
    called = {
        "body": f"{VILLAGE}~{body}",
        "mode": "member",
        "title": "会议",
        "place": "村部",
        "begins_at": (now + timedelta(days=11)).isoformat(),
        "agenda": [matter],
        "chair": "p-cd-01",
    }
    meeting = ask(OFFICER, "meetings", called)["id"]
    begun = (now - timedelta(seconds=5)).isoformat(timespec="milliseconds")
    collective.alter("MEETING", meeting, begins_at=begun.replace("+00:00", "Z"))
    path = f"meetings/{meeting}"
    for one in SEATS:
        ask(OFFICER, f"{path}/attendance", {"channel": "paper", "member": one})
    ask(OFFICER, f"{path}/transitions", {"action": "open"})
    vote = ask(OFFICER, f"{path}/votes", {"item": 0, "manner": "open"})["id"]
    for one in SEATS:
        ask(OFFICER, f"votes/{vote}/ballots", {"choice": "yes", "member": one})
    ask(OFFICER, f"votes/{vote}/transitions", {"action": "close"})
    ask(OFFICER, f"{path}/transitions", {"action": "close", "minutes": "全体同意。"})
    ask("p-cd-01", f"{path}/transitions", {"action": "sign"})
    return matter


def enter(collective: Collective, fen: int) -> str:
    """Enter an income of the year before in the books, by its four people; return the voucher."""
    said = {
        "village": VILLAGE,
        "on": f"{LAST_YEAR}-06-30",
        "said": "收取承包费",
        "paper": f"银行回单{secrets.token_hex(8)}-1",
        "handler": "p-vo-01",
        "lines": [
            {"account": "102", "side": "debit", "fen": fen},
            {"account": "501", "side": "credit", "fen": fen},
        ],
    }
    voucher = f"vouchers/{collective.did(BOOKKEEPER, 'POST', 'vouchers', said)['id']}"
    collective.step(DIRECTOR, voucher, "approve")
    collective.step("cashier", voucher, "settle")
    return voucher.removeprefix("vouchers/")


def admit(collective: Collective, people: Iterable[str], name: str = "演示成员") -> list[str]:
    """Put people on the list as its founding members, each with a share; return the members."""
    wanted = list(people)
    items = [
        {"act": "admit", "subject": one, "amount": 100, "detail": "founding"} for one in wanted
    ]
    said = {
        "village": VILLAGE,
        "name": name,
        "household": "h-002",
        "ground": "founding",
        "from_on": "2000-01-01",
        "holdings": [{"share_class": "population", "hundredths": 100}],
        "decision": decide(collective, "collective_membership", MEMBERS, *items),
    }
    made = [collective.did(DIRECTOR, "POST", "members", said | {"person": one}) for one in wanted]
    return [one["id"] for one in made]


def enter_charter(collective: Collective, percent: int) -> None:
    """Let the members pass a charter that keeps so much of the income, and enter it."""
    item = {"act": "charter", "subject": "reserve_percent", "amount": percent}
    decision = decide(collective, "collective_charter", MEMBERS, item)
    said = {"village": VILLAGE, "reserve_percent": percent, "decision": decision}
    collective.did(DIRECTOR, "POST", "charters", said)


def open_since(collective: Collective, publication: str, days: int) -> None:
    """Let a publication have hung for days."""
    at = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="milliseconds")
    collective.alter("PUBLICATION", publication, published_at=at.replace("+00:00", "Z"))
