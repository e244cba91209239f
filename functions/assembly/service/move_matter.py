"""Take a step with a matter."""

from __future__ import annotations

from assembly.model.matter_requests import MoveMatter
from assembly.rules import followup, matters
from assembly.rules.matters import AuthorityDecision, Matter
from assembly.rules.routing import MatterType
from assembly.rules.states.matters import MATTERS, MatterAction
from assembly.service.asked import Answer, Asked, Outcome, new_id
from assembly.service.keep_matter import answer_matter, keep_matter, kind_of
from assembly.service.record_sitting import merge_steps, record_sitting
from assembly.service.withdraw_matter import withdraw
from assembly.store.work import Work
from kernel import clock
from kernel.actors import Actor
from kernel.problems import InvalidFields
from kernel.texts import Text


def move(matter_id: str, command: MoveMatter, asked: Asked) -> Outcome[Answer]:
    """Take a step with a matter."""

    def decide(work: Work) -> Answer:
        matter = asked.get(work, Matter, matter_id)
        standing = matters.standing(matter, asked.reader)
        by = standing.step(MATTERS, matter.status, command.action, command)
        moved = keep_matter(work, matter, _moved(work, matter, command, by), by)
        work.note(
            moved,
            str(command.action),
            by,
            step=matter.step,
            to_step=moved.step,
            reason=command.reason,
        )
        return answer_matter(work, moved, asked.reader)

    return asked.change(decide)


def _moved(work: Work, matter: Matter, command: MoveMatter, by: Actor) -> Matter:
    now, kind, reason = clock.now(), kind_of(matter), command.reason or ""
    match command.action:
        case MatterAction.CHECK_DEMAND:
            return matters.check_demand(matter, kind, command.struck, by=by.person_id, now=now)
        case MatterAction.RECORD:
            return record_sitting(work, matter, kind, command, by)
        case MatterAction.MERGE:
            return merge_steps(work, matter, kind, command, by)
        case MatterAction.PLAN:
            return _plan(matter, kind, command)
        case MatterAction.FINISH:
            return matters.finish(matter, kind, by=by.person_id, now=now)
        case MatterAction.DECIDE_ABOVE:
            return matters.decide_above(matter, kind, _decision(command, by), now=now)
        case MatterAction.WITHDRAW:
            return withdraw(work, matter, reason, by)


def _plan(matter: Matter, kind: MatterType, command: MoveMatter) -> Matter:
    now = clock.now()
    planned = [
        followup.new(new_id(), each.title, each.responsible, each.due_at)
        for each in command.milestones
    ]
    if any(each.due_at <= clock.iso(now) for each in planned):
        raise InvalidFields.one("milestones", Text("期限须晚于现在。", "A milestone lies ahead."))
    return matters.plan(matter, kind, planned, reason=command.reason, now=now)


def _decision(command: MoveMatter, by: Actor) -> AuthorityDecision:
    authority = command.authority
    assert authority is not None, "the table asks for it"
    return AuthorityDecision(
        approved=authority.approved,
        reasons=authority.reasons,
        document_number=authority.document_number,
        decided_on=authority.decided_on.isoformat(),
        unit=by.unit,
        by=by.person_id,
        at=clock.iso(clock.now()),
    )
