"""Arrive at a meeting, or leave it; when too few are left it is adjourned."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import replace

from assembly.model.meetings import ArrivalView, Attend
from assembly.rules import bodies, meetings
from assembly.rules.bodies import Composition, Roll
from assembly.rules.meetings import AttendanceChannel, Meeting, OnlineNotAllowed, Stay
from assembly.rules.states.meetings import MEETINGS, MeetingAction, MeetingStatus
from assembly.rules.votes import NotEntitled, Vote
from assembly.service.seats import composition_id, composition_of
from assembly.service.sitting import enough_for_item, roll_now, stays_for, stays_of, void_votes
from assembly.store import shards
from assembly.store.shards import Purpose
from assembly.store.work import Work
from kernel import clock
from kernel.actors import CLOCK, Actor
from kernel.problems import InvalidFields
from kernel.storage.unit_of_work import carry_out, until_done
from kernel.texts import Text


class WrongCode(InvalidFields):
    """The code is not the one shown in the hall."""

    slug = "wrong-attendance-code"


def attend(meeting: Meeting, command: Attend, by: Actor) -> ArrivalView:
    """Enter somebody as there, or as gone.

    Attendance is kept in shards, one conditional update each and no transaction, so that hundreds come in at once; doing it twice
    changes nothing, and no idempotency record is needed.
    """
    MEETINGS.move(meeting.status, MeetingAction.ATTEND)
    work = Work()
    roll = roll_now(work, meeting)
    person, voter = _who(work, meeting, roll, command, by)
    if command.leaving:
        # Whoever goes takes along whom the person stands in for.
        for held in meetings.votes_held_by(stays_of(meeting), person):
            _keep_stay(meeting, held, person, command, by)
    else:
        meetings.refuse_other_day(meeting, clock.now())
        _refuse_false_presence(meeting, command, by)
        _keep_stay(meeting, voter, person, command, by)
    there = meetings.attending(roll, stays_of(meeting))
    size, majority = bodies.size_of(roll), meetings.majority_of(meeting)
    quorate, status = majority.quorate(len(there), size), meeting.status
    for_its_items = meeting.recusals and meeting.open_votes and command.leaving
    if status == MeetingStatus.OPEN and (for_its_items or not quorate):
        status = _break_off(meeting.id)
    return {
        "voter": voter,
        "present": voter in there,
        "attending": len(there),
        "needed": majority.attendance_needed(size),
        "quorate": quorate,
        "meeting_status": status,
    }


def _who(work: Work, meeting: Meeting, roll: Roll, command: Attend, by: Actor) -> tuple[str, str]:
    """Return who comes or goes, and for which vote on the roll."""
    person = command.member or by.person_id
    stands_for = command.proxy_for or person
    voter = bodies.voter_of(roll, stands_for)
    proxied = command.proxy_for is not None
    if voter is None or (proxied and not _may_stand_in(work, meeting, person, stands_for)):
        raise NotEntitled
    return person, voter


def _may_stand_in(work: Work, meeting: Meeting, person: str, absent: str) -> bool:
    """Tell whether a member may stand in for another: of the same household, where the law has proxies (集体经济组织法 Art. 27)."""
    if not meetings.rule_of(meeting).proxy_in_household:
        return False
    if meeting.composition is None:
        day = meetings.day_of(meeting).isoformat()
        composition = composition_of(work, meeting.body, day)
    else:
        number = composition_id(meeting.body, meeting.composition)
        composition = work.get(Composition, number)
    homes = {member.member_id: member.household for member in composition.members}
    home = homes.get(person)
    return home is not None and home == homes.get(absent)


def _refuse_false_presence(meeting: Meeting, command: Attend, by: Actor) -> None:
    if command.channel is AttendanceChannel.ONLINE and not meeting.online:
        raise OnlineNotAllowed.one(
            "channel", Text("本次会议不线上参加。", "This meeting is not held online.")
        )
    # The recorder sees who is there; whoever enters the own presence shows the code.
    proven = command.member not in (None, by.person_id) or hmac.compare_digest(
        (command.code or "").strip().upper().encode(), meeting.code.encode()
    )
    if command.channel is AttendanceChannel.ON_SITE and not proven:
        raise WrongCode.one(
            "code", Text("验证码不是会场公布的。", "This is not the code shown in the hall.")
        )


def _keep_stay(meeting: Meeting, voter: str, person: str, command: Attend, by: Actor) -> None:
    # One conditional update of a shard, outside of the unit of work: whoever meets another there looks again.
    def put() -> bool | None:
        stays = stays_for(meeting, voter)
        changed = _changed(stays, person, command, by)
        kept = changed is None or shards.put(
            meeting.id, Purpose.PRESENT, meeting.shards, voter, changed, instead_of=stays or None
        )
        return kept or None

    until_done(put)


def _changed(
    stays: tuple[Stay, ...], person: str, command: Attend, by: Actor
) -> tuple[Stay, ...] | None:
    now = clock.now()
    if command.leaving:
        return meetings.leave(stays, person, now)
    meetings.refuse_comings_and_goings(stays, person, by.person_id)
    stay = Stay(
        person=person,
        channel=command.channel,
        by=by.person_id,
        arrived_at=clock.iso(now),
        proxy=command.proxy_for is not None,
    )
    return meetings.arrive(stays, stay)


def _break_off(meeting_id: str) -> str:
    """Adjourn a meeting of which too few are left, or void the votes for whose items too few are; return its status."""

    def decide(work: Work) -> str:
        meeting = work.get(Meeting, meeting_id)
        roll, stays = roll_now(work, meeting), stays_of(meeting)
        there = meetings.attending(roll, stays)
        quorate = meetings.majority_of(meeting).quorate(len(there), meeting.roll_size or 0)
        move = MEETINGS.find(meeting.status, MeetingAction.BREAK_OFF)
        if move is None:
            return meeting.status
        if quorate:
            _void_without_quorum(work, meeting, roll, stays)
            return meeting.status
        adjourned = replace(
            void_votes(work, meeting, meeting.open_votes, "quorum_broken"),
            status=move.target,
            adjourned_at=clock.iso(clock.now()),
            adjourn_reason="quorum_broken",
        )
        work.save(adjourned)
        work.note(adjourned, "quorum_broken", CLOCK, present=len(there))
        return adjourned.status

    return str(carry_out(lambda unit: decide(Work(unit))).result)


def _void_without_quorum(
    work: Work, meeting: Meeting, roll: Roll, stays: Mapping[str, tuple[Stay, ...]]
) -> None:
    """Void the votes for whose items too few are left, those who are recused not counted."""
    lost = [
        vote
        for vote in meeting.open_votes
        if not enough_for_item(meeting, roll, stays, work.get(Vote, vote).item)
    ]
    if lost:
        work.save(void_votes(work, meeting, lost, "quorum_broken"))
