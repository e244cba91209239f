"""Issue a supervision paper, answer it, accept or send back the answer; what a town owes of it climbs when it says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import escalation
from enforcement.rules.supervision import (
    SUPERVISION,
    SupervisionAction,
    SupervisionCommand,
    SupervisionHolder,
    SupervisionPaper,
    SupervisionStatus,
    answer_until,
    move,
)
from enforcement.service.papers import settle_paper
from enforcement.service.team import team_of
from enforcement.store import cases, supervision, timeline
from kernel import addressees, clock, ids
from kernel.access import Caller, Role
from kernel.actors import Actor
from kernel.clock import day_of
from kernel.directory import refuse_unknown_unit, unit_name
from kernel.problems import InvalidFields, NotFound, Versions, refuse_stale
from kernel.record import record
from kernel.scope import Scope
from kernel.storage.lists import Listed
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text

if TYPE_CHECKING:
    from enforcement.model.supervision import IssueSupervision

_KIND = "supervision_answer"
HOLDER_ROLES = {
    SupervisionHolder.HEAD: frozenset({Role.ENFORCEMENT_HEAD}),
    SupervisionHolder.SUPERVISOR: frozenset({Role.JUSTICE_SUPERVISOR}),
}
SUPERVISORS = HOLDER_ROLES[SupervisionHolder.SUPERVISOR]
READS_SUPERVISION = frozenset(
    {Role.ENFORCEMENT_HEAD, Role.ENFORCEMENT_OFFICER, Role.JUSTICE_SUPERVISOR}
)
ISSUED = "issued"


@record
class SupervisionSeen:
    """A supervision paper before somebody."""

    paper: SupervisionPaper
    actions: Sequence[SupervisionAction]

    @property
    def version(self) -> int:
        """The paper's."""
        return self.paper.version


def issue(work: UnitOfWork, asking: Scope, command: IssueSupervision) -> SupervisionSeen:
    """Issue a supervision paper to a town, with its number; its answer is owed from now on."""
    post = asking.within(command.town, SUPERVISORS)
    refuse_unknown_unit(command.town, "town")
    case = cases.find(work, command.case) if command.case else None
    if command.case and (case is None or case.town != command.town):
        raise InvalidFields.one("case", Text("该乡镇没有此案件。", "The town has no such case."))
    now, caller = clock.now(), asking.person
    actor = Actor.of(caller, post)
    paper = SupervisionPaper(
        ids.new_id(now),
        command.town,
        command.kind,
        command.facts,
        command.basis,
        command.demand,
        answer_until(command.answer_by, now),
        now,
        caller.person_id,
        command.case,
    )
    row = settle_paper(
        work,
        subject_key=supervision.supervision_key(paper.id),
        organ=post.unit,
        form=paper.kind.form,
        values=_values(paper),
        by=actor,
        now=now,
    )
    after = _kept(work, None, replace(paper, number=row.number), ISSUED, actor)
    return SupervisionSeen(after, actions_of(after, caller))


def _values(paper: SupervisionPaper) -> dict[str, str]:
    named = unit_name(paper.town)
    last = day_of(paper.answer_by - timedelta(seconds=1)).isoformat()
    return {
        "receiver": named.zh if named else paper.town,
        "facts": paper.facts,
        "basis": paper.basis,
        "demand": paper.demand,
        "answer_by": last,
    }


def move_supervision(
    work: UnitOfWork,
    asking: Scope,
    paper_id: str,
    command: SupervisionCommand,
    expected: Versions,
) -> SupervisionSeen:
    """Answer a paper, accept its answer, send it back or withdraw it."""
    paper = _known(supervision.find(work, paper_id), asking)
    refuse_stale(expected, paper.version)
    caller = asking.person
    offered = actions_of(paper, caller)
    row = SUPERVISION.move(paper.status, command.action, offered=offered)
    holder = SUPERVISION.allow(
        row, lambda one: _stands(paper, caller, one), HOLDER_ROLES.__getitem__
    )
    after = move(paper, command, caller.person_id, clock.now())
    actor = Actor.of(caller, caller.post_over(paper.town, HOLDER_ROLES[holder]))
    kept = _kept(work, paper, after, str(command.action), actor)
    return SupervisionSeen(kept, actions_of(kept, caller))


def _kept(
    work: UnitOfWork,
    before: SupervisionPaper | None,
    paper: SupervisionPaper,
    event: str,
    actor: Actor,
) -> SupervisionPaper:
    now = clock.now()
    after = _followed(work, before, paper, actor, now)
    supervision.save(work, after)
    answers = event == str(SupervisionAction.ANSWER)
    told_to = Role.JUSTICE_SUPERVISOR if answers else Role.ENFORCEMENT_HEAD
    unit = after.town[:6] if answers else after.town
    said = after.said[-1].text if after.said else after.demand
    timeline.append(
        work,
        supervision.supervision_key(after.id),
        event,
        by=actor,
        now=now,
        details={"text": said} | ({"case": after.case} if after.case else {}),
        hears=[addressees.role(told_to, unit)],
        due_at=after.answer_by if after.duty else None,
    )
    return after


def _followed(
    work: UnitOfWork,
    before: SupervisionPaper | None,
    paper: SupervisionPaper,
    actor: Actor,
    now: datetime,
) -> SupervisionPaper:
    """Return a paper with the clock of its answer begun or ended."""
    owed = paper.status is SupervisionStatus.ISSUED
    if before and before.duty and not owed:
        withdrawn = paper.status is SupervisionStatus.WITHDRAWN
        (escalation.drop if withdrawn else escalation.fulfil)(work, [before.duty], actor)
        return replace(paper, duty=None)
    if owed and paper.duty is None:
        duty = ids.new_id(now)
        about = {"paper": paper.id, "number": paper.number or ""}
        one = escalation.Owed(duty, team_of(paper.town), paper.answer_by, about)
        escalation.owe(work, [one], actor, kind=_KIND)
        return replace(paper, duty=duty)
    return paper


def actions_of(paper: SupervisionPaper, caller: Caller) -> list[SupervisionAction]:
    """Return what somebody may do with a paper now."""
    return SUPERVISION.open_to(paper.status, lambda one: _stands(paper, caller, one))


def _stands(paper: SupervisionPaper, caller: Caller, holder: SupervisionHolder) -> bool:
    return caller.post_over(paper.town, HOLDER_ROLES[holder]) is not None


def _known(paper: SupervisionPaper | None, asking: Scope) -> SupervisionPaper:
    if paper is None or asking.person.post_over(paper.town, READS_SUPERVISION) is None:
        raise NotFound(Text("没有找到该监督文书。", "There is no such supervision paper."))
    asking.allow(proven=True)
    return paper


def read_supervision(asking: Scope, paper_id: str) -> SupervisionSeen:
    """Read a supervision paper."""
    paper = _known(supervision.load(paper_id), asking)
    return SupervisionSeen(paper, actions_of(paper, asking.person))


def list_supervision(
    asking: Scope, town: str, status: SupervisionStatus, limit: int, cursor: str | None
) -> Listed:
    """List a town's supervision papers of one status."""
    asking.within(town, READS_SUPERVISION)
    page = supervision.of_town(town, status, limit, cursor)
    seen = [SupervisionSeen(one, actions_of(one, asking.person)) for one in page.rows]
    return page._replace(rows=seen)
