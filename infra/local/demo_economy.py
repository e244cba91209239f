"""The collective of the demo village, brought about by the people who would: each call is made as one of them."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

DATA = Path(__file__).parents[1] / "reference" / "demo" / "economy.json"
SHANGHAI = ZoneInfo("Asia/Shanghai")
Ask = Callable[[str, str, str, Any], dict[str, Any]]
"""Makes a call as a person: who, method, path below `/v1/`, body; returns the answer, or fails."""
_DAYS = re.compile(r"\$days_(ago|ahead):(-?\d+)")
_BEFORE_A_MEETING = timedelta(seconds=2)


class Collective:
    """What the collective owns, raises and lets.

    Parameters
    ----------
    ask
        Makes the calls.
    now
        Tells the time from which days are counted.
    wait
        Lets so many seconds pass.
    """

    def __init__(
        self, ask: Ask, now: Callable[[], datetime], wait: Callable[[float], None] = time.sleep
    ) -> None:
        self._ask, self._tell_time, self._wait = ask, now, wait
        self._data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
        self._village: str = self._data["village"]
        self._ids: dict[str, str] = {}

    @property
    def people(self) -> list[str]:
        """Everybody who makes a call."""
        said = self._data
        named = [said[one] for one in ("director", "bookkeeper", "cashier", "recorder")]
        return [*named, said["hire"]["by"], *said["council"]]

    def fill(self, note: Callable[[str], None]) -> None:
        """Bring it about; `note` is told how far it is."""
        note("assets and resources")
        for one in self._data["assets"]:
            said = one["said"] | {"village": self._village}
            self._ids[one["key"]] = self._post(self._data["director"], "economy/assets", said)["id"]
        note("projects")
        for project in self._data["projects"]:
            self._raise(project)
        note("a decision of the council, and leases by it")
        decision = self._decide()
        for lease in self._data["leases"]:
            self._let(lease, decision)
        note("a machine hired")
        self._hire(self._data["hire"])

    def _raise(self, project: dict[str, Any]) -> None:
        plot = {"plot": self._ids[project["plot"]]} if "plot" in project else {}
        said = project["said"] | plot | {"village": self._village}
        made = self._post(self._data["bookkeeper"], "economy/projects", said)["id"]
        for entry in project["entries"]:
            self._post(self._data["bookkeeper"], f"economy/projects/{made}/entries", entry)

    def _decide(self) -> str:
        """Let the council decide on the leases; return the matter."""
        recorder, chair = self._data["recorder"], self._data["council"][0]
        leases = [*self._data["leases"], *self._data["to_let"]]
        said = self._data["matter"] | {"village": self._village}
        said |= {"items": [self._carried(one) for one in leases]}
        matter = self._post(recorder, "assembly/matters", said)["id"]
        minutes = {
            "held_on": "$days_ago:0",
            "attended": ["p-vo-01", "p-vo-32"],
            "summary": "同意提交理事会决定。",
        }
        study = {"action": "record", "step": "party_study", "minutes": minutes}
        self._post(recorder, f"assembly/matters/{matter}/transitions", study)
        meeting = self._post(
            recorder,
            "assembly/meetings",
            {
                "body": f"{self._village}~collective_council",
                "mode": "member",
                "title": "理事会会议",
                "place": "村部",
                "begins_at": (self._now + _BEFORE_A_MEETING).isoformat(),
                "agenda": [matter],
                "chair": chair,
            },
        )
        path = f"assembly/meetings/{meeting['id']}"
        self._post(chair, f"{path}/attendance", {"channel": "on_site", "code": meeting["code"]})
        others = self._data["council"][1:]
        for member in others:
            self._post(recorder, f"{path}/attendance", {"channel": "paper", "member": member})
        self._wait(_BEFORE_A_MEETING.total_seconds() + 0.5)
        self._post(recorder, f"{path}/transitions", {"action": "open"})
        vote = self._post(recorder, f"{path}/votes", {"item": 0, "manner": "open"})["id"]
        self._post(chair, f"assembly/votes/{vote}/ballots", {"choice": "yes"})
        for member in others:
            ballot = {"choice": "yes", "member": member}
            self._post(recorder, f"assembly/votes/{vote}/ballots", ballot)
        self._post(recorder, f"assembly/votes/{vote}/transitions", {"action": "close"})
        close = {"action": "close", "minutes": "全体理事同意出租。"}
        self._post(recorder, f"{path}/transitions", close)
        self._post(chair, f"{path}/transitions", {"action": "sign"})
        return matter

    def _carried(self, lease: dict[str, Any]) -> dict[str, Any]:
        """Return what the decision carries of a lease: what is let, for how much, to whom and until when."""
        said = lease["said"]
        return {
            "act": said["kind"],
            "subject": self._ids[lease["asset"]],
            "amount": sum(one["fen"] for one in said["rent"]),
            "detail": said["party"].get("code") or said["party"]["name"],
            "until": said["ends_on"],
        }

    def _let(self, lease: dict[str, Any], decision: str) -> None:
        director = self._data["director"]
        said = lease["said"] | {
            "village": self._village,
            "asset": self._ids[lease["asset"]],
            "decision": decision,
        }
        made = self._post(director, "economy/contracts", said)["id"]
        sign = {"action": "sign", "on": "$days_ago:0"}
        self._post(director, f"economy/contracts/{made}/transitions", sign)

    def _hire(self, hire: dict[str, Any]) -> None:
        begins = (self._now + timedelta(days=1)).replace(hour=8, minute=0, second=0, microsecond=0)
        hours = {
            "begins_at": begins.isoformat(),
            "ends_at": (begins + timedelta(hours=4)).isoformat(),
        }
        machine = self._ids[hire["machine"]]
        path = f"economy/machines/{machine}/hires"
        made = self._post(hire["by"], path, hire["said"] | hours)["id"]
        steps = f"economy/hires/{made}/transitions"
        done = {"action": "finish", "hundredths": hire["hundredths"]}
        self._post(self._data["director"], steps, done)
        paid = {"action": "pay", "how": "bank", "voucher": self._enter(hire["voucher"])}
        self._post(self._data["bookkeeper"], steps, paid)

    def _enter(self, voucher: dict[str, Any]) -> str:
        """Let a voucher of today be in the books, by the people it takes; return its id."""
        said = voucher | {"village": self._village, "on": "$days_ago:0"}
        made = self._post(self._data["bookkeeper"], "economy/vouchers", said)["id"]
        steps = f"economy/vouchers/{made}/transitions"
        self._post(self._data["director"], steps, {"action": "approve"})
        self._post(self._data["cashier"], steps, {"action": "settle"})
        return made

    @property
    def _now(self) -> datetime:
        return self._tell_time().astimezone(SHANGHAI)

    def _post(self, by: str, path: str, body: Any) -> dict[str, Any]:
        return self._ask(by, "POST", path, self._dated(body))

    def _dated(self, said: Any) -> Any:
        """Return what is said with its days as they are counted from today."""
        if isinstance(said, dict):
            return {name: self._dated(one) for name, one in said.items()}  # pyright: ignore[reportUnknownVariableType]
        if isinstance(said, list):
            return [self._dated(one) for one in said]  # pyright: ignore[reportUnknownVariableType]
        found = _DAYS.fullmatch(said) if isinstance(said, str) else None
        if found is None:
            return said
        days = int(found[2]) * (-1 if found[1] == "ago" else 1)
        return (self._now.date() + timedelta(days=days)).isoformat()
