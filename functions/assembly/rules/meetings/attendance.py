"""Who is there, for how long, and whether they are enough."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from assembly.rules import limits
from assembly.rules.bodies import Roll
from assembly.rules.meetings.called import ChairIsThere, Meeting, MinutesSignature, Recusal, Stay
from assembly.rules.quorum import Majority
from assembly.rules.states.meetings import MeetingAction
from kernel import clock
from kernel.problems import Conflict, NotAllowed
from kernel.texts import Text


class NoQuorum(Conflict):
    """Too few are there; `present`, `needed` and `roll` say how many, `recused` how many of them left for the item."""

    slug = "no-quorum"
    title = Text("未达法定人数", "No quorum")


def require_quorum(majority: Majority, present: int, roll: int, recused: int = 0) -> None:
    """Let something be done for which enough are there.

    Parameters
    ----------
    recused
        How many are recused for the item, and so not counted as present.

    Raises
    ------
    NoQuorum
        They are too few.
    """
    if majority.quorate(present, roll):
        return
    needed = majority.attendance_needed(roll)
    zh, en = (f"（另有 {recused} 人回避）", f" ({recused} recused)") if recused else ("", "")
    raise NoQuorum(
        Text(
            f"应到 {roll}，须到 {needed}，实到 {present}{zh}，未达法定人数。",
            f"{present} present of {roll}{en}, {needed} needed: no quorum.",
        ),
        present=present,
        needed=needed,
        roll=roll,
        recused=recused,
    )


def attending(
    roll: Roll, stays: Mapping[str, Sequence[Stay]], at: datetime | None = None
) -> set[str]:
    """Return the votes on the roll that are represented at an instant; now, if none is given."""
    if at is None:
        return {voter for voter in roll.voters if any(not s.left_at for s in stays.get(voter, ()))}
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
        for voter in roll.voters
        if any(
            stay.arrived_at <= last and (stay.left_at is None or stay.left_at >= first)
            for stay in stays.get(voter, ())
        )
    }


def people_there(stays: Mapping[str, Sequence[Stay]], voters: Collection[str]) -> set[str]:
    """Return who is there now for those of the votes on the roll."""
    return {stay.person for voter in voters for stay in stays.get(voter, ()) if not stay.left_at}


def recusals_for(meeting: Meeting, item: int) -> list[Recusal]:
    """Return who is recused for an item, and why."""
    return [each for each in meeting.recusals if each.item == item]


def recused_for(meeting: Meeting, item: int) -> set[str]:
    """Return the votes that are recused for an item; they are not present for it."""
    return {each.voter for each in recusals_for(meeting, item)}


def recuse(meeting: Meeting, item: int, voter: str, reason: str, by: str) -> Meeting:
    """Return a meeting with a vote on the roll recused for an item; recused twice it is recused once.

    Raises
    ------
    DoneEnough
        There are as many recusals as one meeting keeps.
    """
    if voter in recused_for(meeting, item):
        return meeting
    limits.refuse_more("recusals", len(meeting.recusals))
    entry = Recusal(item=item, voter=voter, reason=reason, by=by)
    return replace(meeting, recusals=(*meeting.recusals, entry))


def lift_recusal(meeting: Meeting, item: int, voter: str, by: str, *, recorder: bool) -> Meeting:
    """Return a meeting with a recusal lifted, where there was one.

    Raises
    ------
    NotAllowed
        The recorder entered it, and somebody else lifts it.
    """
    found = next((each for each in recusals_for(meeting, item) if each.voter == voter), None)
    if found and found.by != by and not recorder:
        raise NotAllowed(
            Text(
                "由记录人登记的回避，须由记录人解除。",
                "What the recorder has entered, the recorder lifts.",
            )
        )
    kept = (each for each in meeting.recusals if (each.item, each.voter) != (item, voter))
    return replace(meeting, recusals=tuple(kept))


def arrive(stays: Sequence[Stay], stay: Stay) -> tuple[Stay, ...] | None:
    """Return the stays with a new one; None if the vote is represented already."""
    if any(not each.left_at for each in stays):
        return None
    return (*stays, stay)


def leave(stays: Sequence[Stay], person: str, now: datetime) -> tuple[Stay, ...] | None:
    """Return the stays with that of a person ended; None if the person is not there: nobody goes for somebody else."""

    def goes(stay: Stay) -> bool:
        return not stay.left_at and stay.person == person

    if not any(goes(each) for each in stays):
        return None
    return tuple(replace(each, left_at=clock.iso(now)) if goes(each) else each for each in stays)


def votes_held_by(stays: Mapping[str, Sequence[Stay]], person: str) -> list[str]:
    """Return the votes on the roll for which a person is there, the own and those of whom the person stands in for."""
    return [
        voter
        for voter, each in stays.items()
        if any(stay.person == person and not stay.left_at for stay in each)
    ]


def shut(meeting: Meeting, chairs: Sequence[Stay]) -> frozenset[MeetingAction]:
    """Return what cannot be done with a meeting though its status would let it: a chair who came is not replaced.

    Parameters
    ----------
    chairs
        When the vote came and went that the chair may cast.
    """
    came = any(stay.person == meeting.chair for stay in chairs)
    return frozenset({MeetingAction.REPLACE_CHAIR} if came else ())


def replace_chair(meeting: Meeting, stays: Mapping[str, Sequence[Stay]], chair: str) -> Meeting:
    """Return a meeting with another chair, in the place of one who did not come.

    Raises
    ------
    ChairIsThere
        The chair came, or the other did not.
    """
    came = {stay.person for kept in stays.values() for stay in kept}
    if meeting.chair in came or chair not in came:
        raise ChairIsThere(
            Text(
                "主持人未到会方可更换，且新主持人须已签到。",
                "Only a chair who did not come is replaced, by somebody who did.",
            )
        )
    return replace(meeting, chair=chair)


def refuse_comings_and_goings(stays: Sequence[Stay], person: str, by: str) -> None:
    """Let somebody be entered once more, who was not entered by the same hand again and again: stays of a vote are kept in one row.

    Whoever is stopped so can still be entered by others: the recorder enters whom the own phone does not, and the other way round.

    Raises
    ------
    DoneEnough
        The same hand has entered the person as often as it may.
    """
    entered = sum((each.person, each.by) == (person, by) for each in stays)
    limits.refuse_more("stays", entered)


def signed_by_enough(meeting: Meeting, signatures: Sequence[MinutesSignature]) -> bool:
    """Tell whether the minutes are signed: by the chair and by somebody else."""
    signers = {each.person for each in signatures}
    return meeting.chair in signers and len(signers) > 1
