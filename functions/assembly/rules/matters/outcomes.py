"""What votes, publications and decisions above come to for a matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from assembly.rules.matters.proposal import (
    AuthorityDecision,
    Matter,
    MatterClosed,
    StepRecord,
    pending,
    require_step,
)
from assembly.rules.matters.steps import advance, day_of, step_done, was_decided
from assembly.rules.routing import MatterStep, MatterType, Meaning, WrongBody
from assembly.rules.states.matters import MatterStatus
from kernel import clock
from kernel.problems import InvalidFields
from kernel.texts import Text


def refuse_other_group(matter: Matter, kind: MatterType, group: int | None) -> None:
    """Let a villagers' group decide on its own matters, and on no other group's.

    Raises
    ------
    WrongBody
        It is another group's.
    """
    if matter.group == group:
        return
    raise WrongBody(
        Text(
            f"该事项属第 {matter.group} 村民小组（{kind.law.named.zh}）。",
            f"This is a matter of villagers' group {matter.group} ({kind.law.named.en}).",
        ),
        citation=kind.law,
        step=matter.step,
        bodies=[str(body) for body in kind.deciders],
    )


def after_vote(
    matter: Matter,
    kind: MatterType,
    *,
    meeting: str,
    vote: str,
    passed: bool,
    by: str,
    now: datetime,
) -> Matter:
    """Move a matter by what its vote came to; a vote that fails ends it.

    For matters on which a village only gives its opinion the result says so: recommended or not recommended, never decided (社会救助
    暂行办法 Art. 11).
    """
    step = pending(matter)
    result = _result(kind, step, passed=passed)
    done = step_done(step, by, now, meeting=meeting, vote=vote, result=result)
    moved = replace(matter, meeting=None)
    if step is MatterStep.DECISION:
        moved = replace(moved, result=result)
    if passed:
        return advance(moved, kind, done)
    # A village's "not recommended" is an opinion all the same, to be published and sent on.
    if step is MatterStep.DECISION and kind.outcome is Meaning.OPINION:
        return advance(moved, kind, done)
    return replace(
        moved, records=(*matter.records, done), status=MatterStatus.NOT_PASSED, step=None
    )


def undo_vote(matter: Matter, vote: str) -> Matter | None:
    """Return the matter as it stood before a vote that a recount has voided; None if it has gone on since."""
    last = matter.records[-1] if matter.records else None
    if last is None or last.vote != vote:
        return None
    return replace(
        matter,
        records=matter.records[:-1],
        status=MatterStatus.IN_PROGRESS,
        step=last.step,
        result=None,
    )


def after_publication(
    matter: Matter, kind: MatterType, step: MatterStep, publication: str, *, by: str, now: datetime
) -> Matter:
    """Move a matter whose resolution or result was published.

    Raises
    ------
    StepMayNotBeSkipped
        It is not yet to be published.
    """
    require_step(matter, kind, step)
    return advance(matter, kind, step_done(step, by, now, publication=publication))


def decide_above(
    matter: Matter, kind: MatterType, decision: AuthorityDecision, *, now: datetime
) -> Matter:
    """Take what town or county decided on a village's opinion; only what both are for is left to be carried out.

    Raises
    ------
    StepMayNotBeSkipped
        The village has not published its opinion yet, or the matter is the village's own to decide.
    InvalidFields
        The decision is of a day to come, or from before the village gave its opinion.
    """
    require_step(matter, kind, MatterStep.AUTHORITY_DECISION)
    given = next(
        (
            day_of(clock.from_iso(record.at))
            for record in matter.records
            if record.step == MatterStep.DECISION
        ),
        "",
    )
    if not given <= decision.decided_on <= day_of(now):
        raise InvalidFields.one(
            "authority.decided_on",
            Text(
                "审批日期不得早于村级意见，也不得晚于今天。",
                "The decision follows the village's opinion, and is not of a day to come.",
            ),
        )
    done = step_done(
        MatterStep.AUTHORITY_DECISION,
        decision.by,
        now,
        result="approved" if decision.approved else "refused",
    )
    if kind.outcome is Meaning.GRANT:
        return _granted(matter, kind, decision, done)
    moved = advance(replace(matter, authority=decision), kind, done)
    if decision.approved and matter.result == "recommended":
        return moved
    return replace(moved, step=kind.after(MatterStep.CARRYING_OUT))


def _granted(
    matter: Matter, kind: MatterType, decision: AuthorityDecision, done: StepRecord
) -> Matter:
    """Return an application as it was decided: a grant is published, a refusal has its reasons and is told to nobody else."""
    approved = decision.approved
    if not approved and not decision.reasons:
        raise InvalidFields.one(
            "authority.reasons",
            Text(
                f"不予救助须书面说明理由（{kind.law.named.zh}）。",
                f"A refusal is in writing, with its reasons ({kind.law.named.en}).",
            ),
        )
    result = "granted" if approved else "refused"
    moved = advance(replace(matter, authority=decision, result=result), kind, done)
    if approved:
        return moved
    return replace(moved, step=None, status=MatterStatus.DONE)


def withdraw(matter: Matter, reason: str) -> Matter:
    """Take a matter back that was not decided yet.

    Raises
    ------
    MatterClosed
        It is decided, or closed.
    """
    pending(matter)
    if was_decided(matter):
        raise MatterClosed(Text("已表决的事项不能撤回。", "What was voted on cannot be withdrawn."))
    return replace(matter, status=MatterStatus.WITHDRAWN, step=None, reason=reason, meeting=None)


def delegated_after(matter: Matter, delegated: Mapping[str, str]) -> tuple[Matter, dict[str, str]]:
    """Return a delegation the villagers' meeting has passed, and what is delegated from then on, by which decision."""
    changed = {*matter.delegates, *matter.revokes}
    stays = {code: decision for code, decision in delegated.items() if code not in changed}
    replaced = {code: decision for code, decision in delegated.items() if code in changed}
    given = dict.fromkeys(matter.delegates, matter.id)
    return replace(matter, replaced=replaced), stays | given


def delegated_before(matter: Matter, delegated: Mapping[str, str]) -> dict[str, str]:
    """Return what was delegated before a delegation whose vote is void."""
    stays = {code: decision for code, decision in delegated.items() if decision != matter.id}
    return {**stays, **matter.replaced}


def _result(kind: MatterType, step: MatterStep, *, passed: bool) -> str:
    if step is MatterStep.DECISION and kind.outcome is Meaning.OPINION:
        return "recommended" if passed else "not_recommended"
    return "passed" if passed else "not_passed"


RESULT_NAMES: Mapping[str, Text] = {
    "passed": Text("通过", "passed"),
    "not_passed": Text("未通过", "not passed"),
    "granted": Text("给予", "granted"),
    "refused": Text("不予", "refused"),
    "recommended": Text(
        "推荐（村级意见，由上级决定）", "recommended: the village's opinion, decided above"
    ),
    "not_recommended": Text(
        "不推荐（村级意见，由上级决定）", "not recommended: the village's opinion, decided above"
    ),
}
