"""What must hold of incidents and obligations, read off their rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.simulation.invariants import days
from tests.simulation.world import Violated, World, number, text

Row = Mapping[str, Any]
CLOSED = {"confirmed", "cancelled", "merged", "converted"}
ENDED = {"fulfilled", "dropped"}
_OVERSLEPT = timedelta(hours=3)
_POLICY = json.loads(
    (Path(__file__).parents[3] / "functions" / "incidents" / "default_policy.json").read_text(
        "utf-8"
    )
)
_RANKS = {"grid": 0, "village": 0, "town": 1, "county": 2}


def at(row: Row, name: str) -> datetime | None:
    """Return an instant of a row."""
    said = text(row, name)
    return datetime.fromisoformat(said) if said else None


def open_rows(world: World) -> Iterator[tuple[str, Row]]:
    """Yield kind and row of everything open that has a clock."""
    for _, row in world.live("incidents", "INCIDENT", CLOSED):
        if text(row, "status") not in CLOSED:
            yield "incident", row
    for _, row in world.live("obligations", "OBLIGATION", ENDED):
        if text(row, "status") not in ENDED:
            yield "obligation", row


def everything_open_has_an_owner_and_a_clock(world: World) -> None:
    """Everything open has a responsible unit, somebody in turn, and one clock that will wake it."""
    waiting = Counter(run.name for run in world.account.workflows.waiting())
    for kind, row in open_rows(world):
        name, status = text(row, "id"), text(row, "status")
        if not text(row, "responsible_unit"):
            raise Violated("owner", f"{kind} {name} {status} has no owner")
        wake = at(row, "wake_at")
        if wake is None:
            if not _may_be_silent(row):
                raise Violated(
                    "next_step",
                    f"{kind} {name} {status} at the {text(row, 'tier')} waits for nothing",
                )
            continue
        # What comes to a unit whose time is used up is to wake at once, by an instant that was before.
        if max(wake, at(row, "updated_at") or wake) < world.now - _OVERSLEPT:
            raise Violated(
                "clock", f"{kind} {name} {status} should have woken at {wake}, it is {world.now}"
            )
        if not (text(row, "clock") and text(row, "look_at")):
            raise Violated("clock", f"{kind} {name} {status}: no sweep would ever find it")
        look = at(row, "look_at")
        if look and look > wake:
            raise Violated(
                "clock", f"{kind} {name}: the sweep looks only at {look}, it wakes at {wake}"
            )
        if waiting[f"{name}-{number(row, 'epoch')}"] > 1:
            raise Violated("clock", f"{kind} {name} has two clocks of one epoch")


def _may_be_silent(row: Row) -> bool:
    """Whether nothing more comes: a joint handling is carried by its tasks; the county and whoever confirms last are urged a few times only."""
    if text(row, "status") == "joint":
        return True
    at_the_top = text(row, "tier") == "county" and number(row, "supervisions") >= 1
    return at_the_top or number(row, "confirm_asked") >= 3


def histories_are_whole(world: World) -> None:
    """Every step is there, in order, without a gap, and leads on from where the one before ended."""
    for table, sort in (("incidents", "INCIDENT"), ("obligations", "OBLIGATION")):
        held = world.account.store.tables[table].rows
        for (pk, _), row in world.moved(table, sort):
            entries = number(row, "entries")
            status, since = None, None
            for seq in range(1, entries + 1):
                step = held.get((pk, f"HIST#{seq:06d}"))
                if step is None:
                    raise Violated("history", f"{pk}: step {seq} of {entries} is missing")
                if seq > 1 and text(step, "from_status") != status:
                    raise Violated(
                        "history",
                        f"{pk}: step {seq} {text(step, 'event')} leads from {text(step, 'from_status')}, it stood at {status}",
                    )
                when = at(step, "at")
                if since and when and when < since:
                    raise Violated("history", f"{pk}: step {seq} is before step {seq - 1}")
                status, since = text(step, "to_status"), when
            if (pk, f"HIST#{entries + 1:06d}") in held:
                raise Violated("history", f"{pk}: there are more than {entries} steps")
            if entries and status != text(row, "status"):
                raise Violated(
                    "history", f"{pk} stands at {text(row, 'status')}, its history at {status}"
                )


def steps_of(world: World, pk: str, entries: int) -> list[Row]:
    """Return the steps of a history."""
    held = world.account.store.tables["incidents"].rows
    return [held[pk, f"HIST#{seq:06d}"] for seq in range(1, entries + 1)]


def time_below_a_tier_is_bounded(world: World) -> None:
    """Whatever a tier and those below it do alone, an incident leaves it within its limit and what those above granted."""
    for (pk, _), row in world.live("incidents", "INCIDENT", CLOSED):
        if text(row, "parent"):
            continue
        steps = steps_of(world, pk, number(row, "entries"))
        for tier in ("village", "town"):
            _check_bound(world, row, steps, tier)


def _check_bound(world: World, row: Row, steps: list[Row], tier: str) -> None:
    rank, spent, granted, solutions, arrived = _RANKS[tier], 0.0, 0.0, 0, False
    severity = {text(step, "severity") or "general" for step in steps}
    limit = max(_limit(text(row, "category") or "", one, tier) for one in severity)
    ends = [at(step, "at") for step in steps[1:]] + [world.now]
    for step, end in zip(steps, ends, strict=True):
        begin, event, status = at(step, "at"), text(step, "event"), text(step, "to_status")
        assert begin is not None
        assert end is not None
        if event in _NEW_START or (event not in _ANSWERS and _above(step, rank)):
            # Those above decided: whatever was spent is theirs to answer for.
            spent, granted, solutions, arrived = 0.0, 0.0, 0, False
        granted += _GRANTED if event == "extended" else 0.0
        solutions += event in ("resolved", "task_done")
        stands = _RANKS[text(step, "to_tier") or "county"]
        # Handed down, it is still charged to whoever it had come to; before it came to the office itself it was not: a grid and a
        # department have a limit of their own.
        at_office = _is_office(text(step, "responsible_unit") or "", tier)
        arrived = stands <= rank and (arrived or at_office)
        if not arrived:
            spent, granted, solutions = 0.0, 0.0, 0
        elif status in ("reported", "accepted") or (status == "resolved" and solutions > 1):
            spent += days.worked(begin, end)
        is_theirs = status in ("reported", "accepted") and end - begin > _OVERSLEPT
        if is_theirs and spent > limit + granted + _TOLERANCE:
            raise Violated(
                "bounded",
                f"{text(row, 'id')} was with the {tier} for {spent / 3600:.1f} working hours, {limit / 3600:.1f} allowed, {granted / 3600:.1f} granted",
            )


_NEW_START = ("recounted", "readdressed", "separated", "reopened")
_ANSWERS = ("extended", "extension_denied", "suspended", "suspension_denied", "resumed")
_GRANTED = 16 * days.A_DAY
_TOLERANCE = days.A_DAY + 3 * 3600
"""The day of arrival does not count; what went wrong with timers and streams is put right within hours."""


def _is_office(unit: str, tier: str) -> bool:
    return "-" not in unit and len(unit) == {"village": 12, "town": 9}[tier]


def _above(step: Row, rank: int) -> bool:
    unit = text(step, "actor_unit")
    if unit is None or text(step, "event") in ("commented", "ordered", "joined", "added"):
        return False
    tier = {6: 2, 9: 1}.get(len(unit.split("-")[0]), 0)
    return tier > rank


def _limit(category: str, severity: str, tier: str) -> float:
    own = next((one for one in _POLICY["categories"] if one["code"] == category), {})
    said = own.get("limits", {}).get(severity, {}).get(tier) or _POLICY["limits"][severity][tier]
    amount: int = said["amount"]
    match said["unit"]:
        case "working_days":
            return amount * days.A_DAY
        case _:
            return amount * 3600.0


def silence_goes_up(world: World) -> None:
    """Whoever is to confirm and stays silent is passed over, tier by tier, up to the county."""
    for (pk, _), row in world.live("incidents", "INCIDENT", CLOSED):
        turn, last = text(row, "queue") or "", None
        if text(row, "status") != "resolved" or len(turn.split("-")[0]) <= 6:
            continue
        for step in steps_of(world, pk, number(row, "entries")):
            if text(step, "event") in ("resolved", "task_done"):
                last = at(step, "at")
        if last and days.worked(last, world.now) > _LONGEST_SILENCE:
            raise Violated(
                "silence", f"{pk} has waited since {last} to be confirmed, and is with {turn} still"
            )


_LONGEST_SILENCE = 18 * days.A_DAY
"""A day each for worker and chief, thrice two days for a village and for a town, and what the days of arrival do not count."""


def nobody_confirms_own_work(world: World) -> None:
    """Whoever took it up last, or solved it or did a task of it in any round, is not who confirmed or rejected it."""
    for (pk, _), row in world.moved("incidents", "INCIDENT"):
        took_up, solved = "", set[str]()
        for step in steps_of(world, pk, number(row, "entries")):
            event, actor = text(step, "event"), text(step, "actor") or ""
            if event in ("reported", "reopened", "assigned", "escalated", "returned"):
                took_up = ""
            took_up = actor if event == "accepted" else took_up
            if event in ("resolved", "task_done"):
                solved.add(actor)
            if event in ("confirmed", "rejected") and actor in {took_up, *solved}:
                raise Violated("confirmer", f"{pk}: {actor} {event} what {actor} had handled")


def what_was_answered_is_there_once(world: World) -> None:
    """Each step that was answered with success is in a history, once; each report is one incident."""
    by_actor: Counter[tuple[str, str, str]] = Counter()
    for (pk, _), step in world.moved("incidents", "HIST#"):
        by_actor[pk, text(step, "actor") or "", text(step, "event") or ""] += 1
    told: Counter[tuple[str, str, str]] = world.memory.setdefault("answered steps", Counter())
    moved = {place[0] for place in by_actor} | _count_answered(world, told)
    for place, times in told.items():
        if place[0] not in moved:
            continue
        if by_actor[place] < times or (by_actor[place] > times and place[2] in _ONCE):
            raise Violated(
                "acknowledged",
                f"{place}: answered {times} times, on record {by_actor[place]} times",
            )


def _count_answered(world: World, told: Counter[tuple[str, str, str]]) -> set[str]:
    """Count the steps that were answered since the last midnight; return of which incidents."""
    since = world.memory.get("deeds looked at", 0)
    world.memory["deeds looked at"] = len(world.diary.deeds)
    found: set[str] = set()
    for deed in world.diary.deeds[since:]:
        if not deed.went_through or not deed.path.startswith("/v1/incidents"):
            continue
        if deed.made:
            if (f"INC#{deed.made}", "INCIDENT") not in world.account.store.tables["incidents"].rows:
                raise Violated("acknowledged", f"{deed.made} was answered and is not there")
        elif (event := _SAME.get(deed.action)) and deed.path.count("{") == 1:
            incident = world.diary.deeds[int(deed.path.split("{")[1].split("}")[0])].made
            told[f"INC#{incident}", deed.who, event] += 1
            found.add(f"INC#{incident}")
    return found


def what_was_kept_on_a_phone_is_there_once(world: World) -> None:
    """Whatever was done without a line is one incident, however often and late it was sent."""
    kept = {text(row, "id") for _, row in world.rows("incidents", "INCIDENT")}
    reported = Counter[str]()
    for operation, made in world.known.get("sent from phones", {}).items():
        if len(made) != 1 or not made <= kept:
            raise Violated("acknowledged", f"{operation} from a phone is {sorted(made)}")
        if not operation.endswith("-done"):
            reported.update(made)
    if twice := [incident for incident, times in reported.items() if times > 1]:
        raise Violated("acknowledged", f"{twice[0]} came of two reports from phones")


_SAME = {
    "accept": "accepted",
    "confirm": "confirmed",
    "reject": "rejected",
    "return": "returned",
    "ask_extension": "extension_asked",
    "ask_suspension": "suspension_asked",
    "resume": "resumed",
    "order": "ordered",
    "answer": "answered",
    "add": "added",
}
_ONCE = {"returned", "extension_asked", "suspension_asked", "ordered", "answered", "added"}
