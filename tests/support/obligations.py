"""What is owed, as tests wake it, let it climb and read it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from composition import handler
from composition.api import API as DESK
from escalation.service import timers
from escalation.store import obligations as store
from tests.support.county import County, lambda_context


def wake(county: County, obligation: str, **later: float) -> dict[str, Any] | None:
    """Move time to when the obligation's timer wakes, or by so much, and fire it; None: it stood down."""
    kept = store.load(obligation)
    assert kept is not None
    county.now = max(county.now + timedelta(**later), kept.armed_for or county.now)
    event = {"kind": "obligation", "id": obligation, "epoch": kept.epoch}
    try:
        return handler.fire_timer(event, lambda_context())
    except timers.TimerNoLongerWanted:
        return None


def climb(county: County, obligation: str, unit: str) -> None:
    for _ in range(10):
        if read(county, obligation)["responsible_unit"] == unit:
            return
        wake(county, obligation)
    raise AssertionError(f"never came to {unit}")


def read(county: County, obligation: str, by: str = "county") -> Any:
    answer = county.go("GET", f"/v1/obligations/{obligation}", by=by, api=DESK)
    assert answer.status == 200, answer
    return answer.body


def events(county: County, obligation: str) -> list[str]:
    answer = county.go("GET", f"/v1/obligations/{obligation}/timeline", by="county", api=DESK)
    return [step["event"] for step in answer.body["items"]]


def owed(county: County, unit: str, kind: str) -> list[dict[str, Any]]:
    """Return what a unit answers for of a kind, what is due first on top."""
    answer = county.go("GET", "/v1/obligations", by="county", query={"unit": unit}, api=DESK)
    assert answer.status == 200, answer
    return [one for one in answer.body["items"] if one["kind"] == kind]


def climbs_to_the_county(county: County, obligation: str) -> list[str]:
    """Let nothing be done, and return who answered in turn."""
    stand = [read(county, obligation)["responsible_unit"]]
    for _ in range(10):
        wake(county, obligation)
        unit = read(county, obligation)["responsible_unit"]
        if unit != stand[-1]:
            stand.append(unit)
        if len(unit) == len("140426"):
            break
    return stand
