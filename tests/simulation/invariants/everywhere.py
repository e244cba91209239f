"""What must hold of every table, answer, letter and line of a log."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.simulation.cloud.account import Answer, Letter
from tests.simulation.cloud.store import weight
from tests.simulation.invariants import days
from tests.simulation.town import Person
from tests.simulation.world import Violated, World, text

MOST_BYTES_A_ROW = 200 * 1024
_SECRET = re.compile(r"暗语\d{9}")
_NAMES = re.compile(r"演示\w+")


def nothing_broke(world: World) -> None:
    """No request ends in a bare 500, no function fails for a reason that nobody made."""
    if world.account.broken:
        raise Violated("never_breaks", world.account.broken[0])


def rows_stay_small(world: World) -> None:
    """No row is larger than 200 KB."""
    for name, table in world.account.store.tables.items():
        for place, _ in world.moved(name, ""):
            size = table.sizes[place]
            if size > MOST_BYTES_A_ROW:
                raise Violated(
                    "small_rows", f"{name} {place} has {size} bytes: {weight(table.rows[place])}"
                )


def nothing_personal_is_told(world: World) -> None:
    """No log and no letter holds what somebody wrote, or who somebody is."""
    told = world.account.log.getvalue()
    for pattern in (_SECRET, _NAMES):
        if found := pattern.search(told):
            line = told[max(0, found.start() - 200) : found.end() + 50]
            raise Violated("personal", f"in a log: {line}")
    world.account.log.seek(0)
    world.account.log.truncate()
    for letter in _new_letters(world, "personal"):
        said = json.dumps(letter.said, ensure_ascii=False)
        if found := _SECRET.search(said) or _NAMES.search(said):
            raise Violated("personal", f"in a letter of {letter.topic}: {found[0]}")


def _new_letters(world: World, check: str) -> Sequence[Letter]:
    """Return the letters that a check did not look at yet: what was sent stays as it is."""
    looked_at: dict[str, int] = world.memory.setdefault("letters looked at", {})
    since = looked_at.get(check, 0)
    looked_at[check] = len(world.account.letters)
    return world.account.letters[since:]


def letters_come_once(world: World) -> None:
    """No notice is told twice at one topic, unless who told it was killed before it could say so; then in the same words, alone or with others."""
    seen: dict[tuple[str, str], str] = world.memory.setdefault("notices told", {})
    twice: list[str] = world.memory.setdefault("notices told twice", [])
    for letter in _new_letters(world, "once"):
        is_again = False
        for name, words in _notices_in(letter.said):
            place = letter.topic, name
            is_again = is_again or place in seen
            if seen.setdefault(place, words) != words:
                raise Violated("told_once", f"{letter.topic}: {name} was told in two ways")
        if is_again:
            twice.append(f"{letter.topic} {letter.said['Subject']}")
    broken_off = sum(
        world.faults.told[name] for name in ("killed", "answer_lost", "table_away", "throttled")
    )
    if len(twice) > broken_off:
        raise Violated("told_once", twice[-1])


_HOURS = {"village": ((7, 30), (20, 30)), "town": ((8, 0), (18, 0)), "county": ((8, 0), (18, 0))}


def quiet_hours_are_kept(world: World) -> None:
    """Nothing but what is urgent is told at night or on a day off."""
    for letter in _new_letters(world, "quiet"):
        attributes: Mapping[str, Any] = letter.said["MessageAttributes"]
        if attributes["severity"]["StringValue"] == "urgent":
            continue
        opens, closes = _HOURS[letter.topic.rpartition(":")[2]]
        at = letter.at.astimezone(world.local.tzinfo)
        if not days.is_working(at.date()) or not opens <= (at.hour, at.minute) < closes:
            raise Violated(
                "quiet_hours", f"{letter.topic} was told {letter.said['Subject']} at {at}"
            )


def _notices_in(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the id and the words of each notice of a letter: several that waited come in one."""
    told = json.loads(json.loads(said["Message"])["default"])
    for each in told.get("notices") or [told]:
        yield each["notice_id"], each["text"]


class Knowing:
    """Checks each answer against a plain model of who may know of an incident."""

    def __init__(self, world: World) -> None:
        self._world = world

    def hear(self, who: Person | None, path: str, answer: Answer) -> None:
        """Check what somebody was answered.

        Raises
        ------
        Violated
            The answer says something to somebody it is none of the business of.
        """
        if answer.status != 200 or not path.startswith("/v1/incidents/"):
            return
        said: Any = answer.body
        if "case_code" not in said or who is None:
            return
        row = self._world.account.store.tables["incidents"].rows.get(
            (f"INC#{said['id']}", "INCIDENT")
        )
        if row is not None and not self._may_know(who, said["id"], row):
            raise Violated(
                "who_may_know", f"{who.id} read {said['id']} of {text(row, 'unit')}: {path}"
            )
        if row is not None and said["reporter"] and not self._may_know_whose(who, said["id"], row):
            raise Violated("who_may_know", f"{who.id} was told who reported {said['id']}: {path}")

    def _may_know(self, who: Person, incident: str, row: Mapping[str, Any]) -> bool:
        if who.id in (text(row, "reporter"), text(row, "on_behalf_of")):
            return True
        held = self._world.account.store.tables["incidents"].rows
        joined = (f"INC#{incident}", f"REPORTER#{who.id}") in held
        return joined or self._works_for(who, incident, row)

    def _may_know_whose(self, who: Person, incident: str, row: Mapping[str, Any]) -> bool:
        """Whether somebody may be told who reported it: those do not who only joined it."""
        own = who.id in (text(row, "reporter"), text(row, "on_behalf_of"))
        return own or self._works_for(who, incident, row)

    def _works_for(self, who: Person, incident: str, row: Mapping[str, Any]) -> bool:
        unit = text(row, "unit") or ""
        held = self._world.account.store.tables["incidents"].rows
        concerned = {text(row, "responsible_unit")}
        entries = int(text(row, "entries") or 0)
        for seq in range(1, entries + 1):
            step = held.get((f"INC#{incident}", f"HIST#{seq:06d}"))
            if step is not None:
                concerned.add(text(step, "responsible_unit"))
        for role, post in who.posts:
            if role == "resident":
                continue
            if post in concerned or ("-" not in post and unit.startswith(post)):
                return True
        return False
