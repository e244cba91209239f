"""Who is there, for how long, and whether they are enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from assembly.rules.bodies import Roll
from assembly.rules.meetings.called import Meeting, MinutesSignature, Stay
from assembly.rules.quorum import Majority
from kernel import clock
from kernel.problems import Conflict
from kernel.texts import Text


class NoQuorum(Conflict):
    """Too few are there; `present`, `needed` and `roll` say how many."""

    slug = "no-quorum"
    title = Text("未达法定人数", "No quorum")


def require_quorum(majority: Majority, present: int, roll: int) -> None:
    """Let something be done for which enough are there.

    Raises
    ------
    NoQuorum
        They are too few.
    """
    if majority.quorate(present, roll):
        return
    needed = majority.attendance_needed(roll)
    raise NoQuorum(
        Text(
            f"应到 {roll}，须到 {needed}，实到 {present}，未达法定人数。",
            f"{present} present of {roll}, {needed} needed: no quorum.",
        ),
        present=present,
        needed=needed,
        roll=roll,
    )


def attending(
    roll: Roll, stays: Mapping[str, Sequence[Stay]], at: datetime | None = None
) -> set[str]:
    """Return the votes on the roll that are represented at an instant; now, if none is given."""
    if at is None:
        return {
            voter for voter in roll["voters"] if any(not s["left_at"] for s in stays.get(voter, ()))
        }
    return present_between(roll, stays, at, at)


def present_between(
    roll: Roll, stays: Mapping[str, Sequence[Stay]], begin: datetime, end: datetime
) -> set[str]:
    """Return the votes on the roll that were represented at any time from `begin` to `end`.

    Whoever was there while a vote ran was present for it, however short: going out does not lower the number a majority is taken of.
    """
    first, last = clock.iso(begin), clock.iso(end)
    return {
        voter
        for voter in roll["voters"]
        if any(
            stay["arrived_at"] <= last and (stay["left_at"] is None or stay["left_at"] >= first)
            for stay in stays.get(voter, ())
        )
    }


def recused_for(meeting: Meeting, item: int) -> set[str]:
    """Return the votes that are recused for an item; they are not present for it."""
    return {each["voter"] for each in meeting["recusals"] if each["item"] == item}


def arrive(stays: Sequence[Stay], stay: Stay) -> list[Stay] | None:
    """Return the stays with a new one; None if the vote is represented already."""
    if any(not each["left_at"] for each in stays):
        return None
    return [*stays, stay]


def leave(stays: Sequence[Stay], person: str, now: datetime) -> list[Stay] | None:
    """Return the stays with that of a person ended; None if the person is not there: nobody goes for somebody else."""

    def goes(stay: Stay) -> bool:
        return not stay["left_at"] and stay["person"] == person

    if not any(goes(each) for each in stays):
        return None
    return [{**each, "left_at": clock.iso(now)} if goes(each) else each for each in stays]


def votes_held_by(stays: Mapping[str, Sequence[Stay]], person: str) -> list[str]:
    """Return the votes on the roll for which a person is there, the own and those of whom the person stands in for."""
    return [
        voter
        for voter, each in stays.items()
        if any(stay["person"] == person and not stay["left_at"] for stay in each)
    ]


def signed_by_enough(meeting: Meeting, signatures: Sequence[MinutesSignature]) -> bool:
    """Tell whether the minutes are signed: by the chair and by somebody else."""
    signers = {each["person"] for each in signatures}
    return meeting["chair"] in signers and len(signers) > 1
