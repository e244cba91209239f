"""Announce a meeting."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace

from assembly.model.meetings import NewMeeting
from assembly.rules import bodies, matters, meetings
from assembly.rules.bodies import Body, BodyKind, Roll
from assembly.rules.hearing import everybody_on
from assembly.rules.matters import Matter
from assembly.rules.meetings import AgendaItem, Meeting, Recusal
from assembly.rules.routing import refuse_wrong_body
from assembly.rules.states.meetings import MeetingStatus
from assembly.rules.votes import shards_for
from assembly.service.asked import Answer, Asked, Outcome, new_id
from assembly.service.elsewhere import called_elsewhere
from assembly.service.keep_matter import delegations, kind_of
from assembly.service.seats import roll_on
from assembly.service.sitting import answer_meeting
from assembly.store import shards
from assembly.store.shards import Purpose
from assembly.store.work import Work
from kernel import clock
from kernel.actors import Actor
from kernel.problems import Conflict, InvalidFields
from kernel.texts import Text

# Read out in the hall and typed in: no letters and digits that look alike.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class MatterOnAnotherAgenda(Conflict):
    """A matter is on one agenda at a time."""

    slug = "matter-on-another-agenda"
    said = Text("该事项已列入其他会议议程。", "The matter is on another meeting's agenda.")


class ChairNotOnRoll(InvalidFields):
    """The chair sits in the body."""

    slug = "chair-not-on-roll"


def announce(command: NewMeeting, asked: Asked) -> Outcome[Answer]:
    """Announce a meeting in time, with an agenda that no longer changes."""
    village = command.body.partition("~")[0]
    by = asked.reader.by_office(village, meetings.conveners(command.body))
    day = command.begins_at.astimezone(clock.SHANGHAI).date()

    def decide(work: Work) -> Answer:
        body = work.get(Body, command.body)
        kind = body.body_kind
        rule = bodies.rule_of(kind, day)
        bodies.majority_of(rule, command.mode)
        meetings.refuse_short_notice(rule, command.begins_at, clock.now(), command.ad_hoc_reason)
        if command.online:
            meetings.refuse_online(rule, command.online_basis)
        roll = roll_on(work, command.body, command.mode, day)
        if bodies.voter_of(roll, command.chair) is None:
            raise ChairNotOnRoll.one(
                "chair", Text("主持人须为该组织成员。", "The chair sits in the body.")
            )
        meeting = _meeting(command, village, kind, len(roll.voters), by)
        work.load(*((Matter, wanted) for wanted in command.agenda))
        agenda = tuple(
            _put_on(work, wanted, meeting, kind, body.group) for wanted in command.agenda
        )
        people = {one for each in roll.voters.values() for one in each}
        meeting = replace(
            meeting,
            agenda=agenda,
            elsewhere=called_elsewhere(meeting, people),
            recusals=_kin(work, agenda, roll, by),
        )
        work.save(meeting)
        work.add(*shards.new_shards(meeting.id, Purpose.PRESENT, meeting.shards))
        elsewhere = [each.meeting for each in meeting.elsewhere]
        work.note(
            meeting,
            "announced",
            by,
            hears=everybody_on(roll),
            body=command.body,
            invited=len(roll.voters),
            begins_at=meeting.begins_at,
            elsewhere=elsewhere,
        )
        return answer_meeting(work, meeting, roll, asked.reader)

    return asked.change(decide)


def _kin(work: Work, agenda: Sequence[AgendaItem], roll: Roll, by: Actor) -> tuple[Recusal, ...]:
    """Return the recusals of those on the roll who are near to a household that an item gives something to."""
    return tuple(
        Recusal(item, voter, "申请户的近亲属", by.person_id)
        for item, wanted in enumerate(agenda)
        for voter in dict.fromkeys(
            bodies.voter_of(roll, each.person) for each in work.get(Matter, wanted.matter).kin
        )
        if voter
    )


def _meeting(command: NewMeeting, village: str, kind: BodyKind, voters: int, by: Actor) -> Meeting:
    return Meeting(
        id=new_id(),
        village=village,
        body=command.body,
        body_kind=kind,
        mode=command.mode,
        title=command.title,
        place=command.place,
        begins_at=clock.iso(command.begins_at),
        announced_at=clock.iso(clock.now()),
        ad_hoc_reason=command.ad_hoc_reason,
        online=command.online,
        online_basis=command.online_basis,
        chair=command.chair,
        recorder=by.person_id,
        code="".join(secrets.choice(_LETTERS) for _ in range(6)),
        shards=shards_for(voters),
        status=MeetingStatus.ANNOUNCED,
    )


def _put_on(
    work: Work, wanted: str, meeting: Meeting, body: BodyKind, group: int | None
) -> AgendaItem:
    matter = work.find(Matter, wanted)
    village = meeting.village
    if matter is None or matter.village != village:
        raise InvalidFields.one("agenda", Text("没有此事项。", "There is no such matter."))
    step, kind = matters.pending(matter), kind_of(matter)
    names = {rule.kind: rule.name for rule in bodies.all_rules(clock.today())}
    refuse_wrong_body(kind, step, body, names, delegations(work, village))
    matters.refuse_other_group(matter, kind, group)
    if matter.meeting:
        raise MatterOnAnotherAgenda
    work.save(replace(matter, meeting=meeting.id))
    return AgendaItem(matter=wanted, title=matter.title, step=step)
