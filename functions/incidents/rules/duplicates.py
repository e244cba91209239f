"""Several reports of one matter: hints before a second one, joining instead, merging afterwards.

唐山市12345条例 Art. 15(4), (5): duplicate reports are linked, not dispatched again. What was merged follows its lead and has no clock;
everybody who reported hears the result, and one who is not satisfied opens it again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from escalation.rules.climbing import Timer, to_the_responsible
from incidents.rules import allowance, clock, followers
from incidents.rules.followers import people_of
from incidents.rules.incident import Change, Ending, Incident, Note, NoteKind
from incidents.rules.policy import Policy
from incidents.rules.states import Event, Status
from incidents.rules.steps import Command, Facts, by_hand, changed, taken_up
from incidents.rules.stricter import as_strict, refuse_less_strict
from kernel.problems import Conflict, InvalidFields
from kernel.texts import Text


class NotMergeable(Conflict):
    """Only what is open leads, and only what nobody follows is merged."""

    slug = "not-mergeable"


class AlreadyFollowing(Conflict):
    """The person reported it, or joined it before."""

    slug = "already-following"
    said = Text("您已是该事件的上报人。", "You are one of its reporters already.")


class NotJoined(Conflict):
    """The person is a reporter of it by a report of the own that was merged, and did not join it."""

    slug = "not-joined"
    said = Text(
        "您的上报已并入本事件，并非附议，无法撤回。",
        "Your own report was merged into it: there is no joining to undo.",
    )


class Seen(NamedTuple):
    """An incident as a list shows it."""

    id: str
    case_code: str
    category: str
    status: Status
    unit: str
    created_at: datetime
    point: tuple[float, float] | None


class Hint(NamedTuple):
    """An incident that may be the same matter.

    Attributes
    ----------
    metres
        How far away; None when one of the two has no point and they share the unit.
    """

    seen: Seen
    metres: int | None


def similar(
    category: str,
    unit: str,
    point: tuple[float, float] | None,
    candidates: Iterable[Seen],
    policy: Policy,
    now: datetime,
) -> list[Hint]:
    """Return the open incidents of a category that are near enough in place and time to be the same matter, the nearest first.

    Parameters
    ----------
    point
        Latitude and longitude in CGCS2000 degrees, if known; without it only the same unit counts as near.
    """
    from kernel.geo import between_m

    near = policy.nearness_of(category)
    oldest = now - timedelta(hours=near.hours)
    hints: list[Hint] = []
    for seen in candidates:
        if seen.category != category or not seen.status.is_open or seen.created_at < oldest:
            continue
        if point and seen.point:
            metres = round(between_m(point, seen.point))
            if metres <= near.metres:
                hints.append(Hint(seen, metres))
        elif seen.unit == unit:
            hints.append(Hint(seen, None))
    return sorted(hints, key=lambda hint: (hint.metres is None, hint.metres or 0))


def join(incident: Incident, command: Command, facts: Facts) -> Change:
    """Add a reporter to an incident instead of reporting it a second time.

    Raises
    ------
    AlreadyFollowing
        The person is one of its reporters.
    """
    if incident.is_of(facts.actor.person_id) or facts.joined:
        raise AlreadyFollowing
    after = replace(incident, joined=incident.joined + 1)
    step = by_hand(Event.JOINED, incident, after, command, facts)
    note = Note(
        NoteKind.REPORTER,
        incident.id,
        facts.actor.person_id,
        {"description": command.reason},
        is_news=True,
    )
    return changed(incident, after, (step,), facts.now, notes=(note,))


def leave(incident: Incident, command: Command, facts: Facts) -> Change:
    """Undo that somebody joined; whose own report was merged into it stays one of its reporters by that.

    Raises
    ------
    NotJoined
        The person did not join it.
    """
    details = dict(facts.at_the_lead.get(facts.actor.person_id, {}))
    if "description" not in details:
        raise NotJoined
    del details["description"]
    after = replace(incident, joined=max(0, incident.joined - 1))
    step = by_hand(Event.LEFT, incident, after, command, facts)
    note = Note(NoteKind.REPORTER, incident.id, facts.actor.person_id, details, ended=not details)
    return changed(incident, after, (step,), facts.now, notes=(note,))


def merge(incident: Incident, command: Command, facts: Facts) -> Change:
    """Let an incident follow another: its clock stops, its reporters hear of the other's result.

    Raises
    ------
    NotMergeable
        The other is closed, follows something itself or is a task; or others follow this one.
    MergersDiffer
        The other asks less than this one.
    """
    lead = facts.other
    if lead is None:
        raise InvalidFields.one("into", Text("没有这个事件。", "There is no such incident."))
    _refuse_wrong_lead(incident, lead)
    refuse_less_strict(incident, lead)
    settled = clock.hand_over(incident, facts.now, Ending.MERGED)
    follows = followers.to_settle(
        clock.stop_clock(
            replace(settled, status=Status.MERGED, merged_into=lead.id, closed_at=facts.now)
        ),
        lead,
        facts,
    )
    step = by_hand(
        Event.MERGED,
        incident,
        follows,
        command,
        facts,
        details={"into": lead.case_code},
        addressees=to_the_responsible(incident),
    )
    leads = replace(
        as_strict(lead, incident, facts.now, facts.policy), duplicates=lead.duplicates + 1
    )
    heard = by_hand(
        Event.ABSORBED,
        lead,
        leads,
        command,
        facts,
        details={"from": incident.case_code},
        addressees=to_the_responsible(lead),
    )
    notes = (
        Note(NoteKind.DUPLICATE, lead.id, incident.id),
        *followers.brought(
            incident, lead, people_of(incident, followers.at_once(facts)), facts.at_the_lead
        ),
    )
    return changed(
        incident,
        follows,
        (step,),
        facts.now,
        others=(changed(lead, leads, (heard,), facts.now),),
        notes=notes,
    )


def _refuse_wrong_lead(incident: Incident, lead: Incident) -> None:
    if lead.id == incident.id:
        raise InvalidFields.one("into", Text("不能并入自身。", "An incident cannot follow itself."))
    if not lead.status.is_open or lead.is_task:
        raise NotMergeable(
            Text(
                "只能并入尚未办结的事件。",
                "An incident can only follow one that is open.",
            )
        )
    refuse_followed(incident)


def refuse_followed(incident: Incident) -> None:
    """Let only what no other incident follows be merged, once its reporters are settled.

    Raises
    ------
    NotMergeable
        Others were merged into it.
    StillSettling
        Its reporters still leave what it was merged into before.
    """
    followers.refuse_settling(incident)
    if incident.duplicates:
        raise NotMergeable(
            Text(
                "已有事件并入本事件，请反向并案。",
                "Others follow this incident: merge the other way round.",
            )
        )


def separate(incident: Incident, command: Command, facts: Facts) -> Change:
    """Undo a merger that was a mistake: the incident goes on as if it had not been, or, by those above, with what was left then."""
    assert incident.closed_at is not None, "a merger closes"
    followers.refuse_settling(incident)
    clocked = incident
    if facts.actor.unit and allowance.standing(facts.actor.unit) > allowance.standing(
        incident.responsible_unit
    ):
        clocked = clock.not_charged(
            incident, incident.closed_at, facts.now, facts.policy, facts.actor.unit
        )
    alone = replace(
        clocked,
        status=Status.REPORTED,
        accepted_by=None,
        merged_into=None,
        held_since=None,
        closed_at=None,
    )
    step = by_hand(
        Event.SEPARATED, incident, alone, command, facts, addressees=to_the_responsible(alone)
    )
    started, passed = taken_up(alone, facts.now, facts.policy, facts.staffing)
    lead = facts.other
    assert lead is not None, "what is merged follows something"
    left = replace(lead, duplicates=max(0, lead.duplicates - 1))
    heard = by_hand(
        Event.SEPARATED, lead, left, command, facts, details={"from": incident.case_code}
    )
    return changed(
        incident,
        followers.to_settle(started, lead, facts),
        (step, *passed),
        facts.now,
        Timer.ANEW,
        others=(changed(lead, left, (heard,), facts.now),),
        notes=(
            Note(NoteKind.DUPLICATE, lead.id, incident.id, ended=True),
            *followers.left(
                incident, lead, people_of(incident, followers.at_once(facts)), facts.at_the_lead
            ),
        ),
    )
