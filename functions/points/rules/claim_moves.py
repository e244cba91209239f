"""What people do with a claim: each step with what it needs, what it leads to, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from kernel.access import Caller, Post
from kernel.actors import CLOCK, Actor
from kernel.problems import InvalidFields
from kernel.record import record
from kernel.states import Move
from kernel.texts import Text
from points.rules.board import Removal
from points.rules.book import Item, Parameters, Sign
from points.rules.book_checks import refuse_forbidden
from points.rules.claim import Checker, Claim
from points.rules.claim_states import HOLDER_ROLES, TABLE, Action, ClaimStatus, Event, Holder
from points.rules.evaluation import judged
from points.rules.objections import Answer, answered, has_objected_enough, is_too_late, objected
from points.rules.recusal import Recused, recuse, recuse_answerer, took_part

if TYPE_CHECKING:
    from points.model.claim_requests import MoveClaim

_FINDINGS = frozenset({Action.VERIFY, Action.RECOGNISE, Action.VISIT})


@record
class Participant:
    """Somebody before a claim, with what the registry knows of the relations.

    Attributes
    ----------
    household
        The household the person belongs to; None when the registry knows none.
    spoken_for
        Another household whose signed word the person records.
    relatives
        Households near to the one that is scored.
    standing
        How the person stands to the claim, and by which post (None: by what the person is).
    """

    caller: Caller
    household: str | None
    relatives: frozenset[str]
    standing: Mapping[Holder, Post | None]
    spoken_for: str | None = None

    def as_checker(self, holder: Holder) -> Checker:
        """Return the person with the part that is taken."""
        post = self.standing[holder]
        role = None if holder is Holder.RECORDER else post.role if post else None
        household = self.spoken_for if holder is Holder.RECORDER else self.household
        caller = self.caller
        return Checker(caller.person_id, caller.name, role, household, self.relatives)


@record
class Facts:
    """What a step is decided on.

    Attributes
    ----------
    cap_left
        Points the item's cap still allows the household in the period; None without a cap.
    """

    participant: Participant
    item: Item
    parameters: Parameters
    cap_left: int | None
    now: datetime


class Step(NamedTuple):
    """A step of a claim's history."""

    event: Event
    actor: Actor
    reason: str | None = None
    details: Mapping[str, Any] | None = None


class Change(NamedTuple):
    """What a step leads to: the claim, its history, and why the household leaves the boards, if it does."""

    after: Claim
    steps: tuple[Step, ...]
    removal: Removal | None = None


def move(claim: Claim, command: MoveClaim, facts: Facts) -> Change:
    """Take a claim one step further.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The claim is not at this stage, the person may not, or something was left unsaid.
    ForbiddenRule
        What is found of a deduction rests on what none may rest on.
    Recused, ObjectionTooLate, InvalidFields
        See the single steps.
    """
    offered = open_actions(claim, facts.participant, facts.now)
    row = TABLE.move(claim.status, command.action, offered=offered)
    holder = TABLE.allow(row, _usable(command, facts.participant), lambda one: HOLDER_ROLES[one])
    if holder is Holder.RECORDER:
        row = replace(row, needs=(*row.needs, "paper"))
    TABLE.require_words(row, command)
    if claim.sign is Sign.MINUS and command.action in _FINDINGS:
        refuse_forbidden([("reason", command.reason or "")])
    actor = Actor.of(facts.participant.caller, facts.participant.standing[holder])
    return _STEPS[command.action](
        claim, facts.participant.as_checker(holder), actor, command, facts
    )


def open_actions(claim: Claim, participant: Participant, now: datetime) -> list[Action]:
    """Return what a person can do with a claim now."""
    return [
        action
        for action in TABLE.legal(claim.status, _shut(claim, participant, now))
        if _may(claim, TABLE.move(claim.status, action), participant)
    ]


def _shut(claim: Claim, participant: Participant, now: datetime) -> tuple[Action, ...]:
    enough = has_objected_enough(claim, participant.caller.person_id)
    return (Action.OBJECT,) if enough or is_too_late(claim, now) else ()


def _may(claim: Claim, row: Move[Action, ClaimStatus, Holder], participant: Participant) -> bool:
    return any(
        holder in participant.standing and not _is_recused(claim, row.action, participant, holder)
        for holder in row.by
    )


def _is_recused(claim: Claim, action: Action, participant: Participant, holder: Holder) -> bool:
    # For whom a grid worker would speak is not known before it is said.
    if holder is Holder.RECORDER or action is Action.WITHDRAW:
        return False
    try:
        _require_no_part(claim, action, participant.as_checker(holder))
    except Recused:
        return True
    return False


def _require_no_part(claim: Claim, action: Action, who: Checker) -> None:
    if action is Action.ANSWER:
        recuse_answerer(claim, who)
    elif action is Action.OBJECT:
        if who.person_id in {one["person"] for one in claim.open_objections}:
            raise took_part()
    else:
        recuse(claim, who, neighbour=action is Action.RECOGNISE)


def _usable(command: MoveClaim, participant: Participant) -> Callable[[Holder], bool]:
    """Tell which standing a step may be taken by: a recorded word is its household's, not the recorder's."""
    recorded = command.action is Action.RECOGNISE and command.household is not None

    def holds(holder: Holder) -> bool:
        return holder in participant.standing and recorded == (holder is Holder.RECORDER)

    return holds


def verified(claim: Claim, who: Checker, quantity: int, note: str | None, now: datetime) -> Claim:
    """Add a verifier's finding: of the claimed quantity so much is a fact (0: none of it)."""
    _require_no_part(claim, Action.VERIFY, who)
    if quantity > claim.quantity:
        raise InvalidFields.one("quantity", Text("不得大于申报数量。", "At most what was claimed."))
    found = {**who.as_finding(now), "quantity": quantity, "note": note}
    return replace(claim, checks=(*claim.checks, found), updated_at=now)


def recognised(
    claim: Claim, who: Checker, *, in_favour: bool, note: str | None, now: datetime,
    paper: str | None = None,
) -> Claim:  # fmt: skip
    """Add a neighbouring household's word; one word a household."""
    _require_no_part(claim, Action.RECOGNISE, who)
    said = {**who.as_finding(now), "in_favour": in_favour, "note": note, "recorded_by": paper}
    return replace(claim, endorsements=(*claim.endorsements, said), updated_at=now)


def visited(claim: Claim, who: Checker, grade: int, note: str, now: datetime) -> Claim:
    """Add the record of a household visit; `grade` is 0 to 100."""
    _require_no_part(claim, Action.VISIT, who)
    seen = {**who.as_finding(now), "grade": grade, "note": note}
    return replace(claim, visits=(*claim.visits, seen), updated_at=now)


def _verify(claim: Claim, who: Checker, actor: Actor, command: MoveClaim, facts: Facts) -> Change:
    quantity = command.quantity or 0
    after = verified(claim, who, quantity, command.reason, facts.now)
    return _weighed(
        after, Step(Event.VERIFIED, actor, command.reason, {"quantity": quantity}), facts
    )


def _recognise(
    claim: Claim, who: Checker, actor: Actor, command: MoveClaim, facts: Facts
) -> Change:
    in_favour = bool(command.in_favour)
    after = recognised(
        claim, who, in_favour=in_favour, note=command.reason, now=facts.now, paper=command.paper
    )
    details = {"in_favour": in_favour, "paper": command.paper}
    return _weighed(after, Step(Event.RECOGNISED, actor, command.reason, details), facts)


def _visit(claim: Claim, who: Checker, actor: Actor, command: MoveClaim, facts: Facts) -> Change:
    grade = command.grade or 0
    after = visited(claim, who, grade, command.reason or "", facts.now)
    return _weighed(after, Step(Event.VISITED, actor, command.reason, {"grade": grade}), facts)


def _weighed(after: Claim, step: Step, facts: Facts) -> Change:
    """Add what follows from a new finding: the combined evaluation, and its outcome when it is complete."""
    weighed = judged(after, facts.item, facts.parameters, facts.cap_left, facts.now)
    outcome = {ClaimStatus.CONFIRMED: Event.CONFIRMED, ClaimStatus.REFUSED: Event.REFUSED}.get(
        weighed.status
    )
    if outcome is None:
        return Change(weighed, (step,))
    return Change(weighed, (step, Step(outcome, CLOCK, None, weighed.evaluation)))


def _object(claim: Claim, who: Checker, actor: Actor, command: MoveClaim, facts: Facts) -> Change:
    reason = command.reason or ""
    after = objected(claim, who, reason, facts.parameters, facts.now)
    return Change(after, (Step(Event.OBJECTED, actor, reason),))


def _answer(claim: Claim, who: Checker, actor: Actor, command: MoveClaim, facts: Facts) -> Change:
    answer = Answer(
        command.objection or 0, bool(command.upheld), command.reason or "", command.points
    )
    after = answered(claim, who, answer, facts.parameters, facts.now)
    details = {"objection": answer.objection, "upheld": answer.upheld, "points": after.points}
    off = Removal.OBJECTION_UPHELD if answer.upheld and claim.sign is Sign.MINUS else None
    return Change(after, (Step(Event.ANSWERED, actor, answer.reason, details),), off)


def _withdraw(claim: Claim, _: Checker, actor: Actor, command: MoveClaim, facts: Facts) -> Change:
    after = replace(claim, status=ClaimStatus.WITHDRAWN, due_at=None, updated_at=facts.now)
    return Change(after, (Step(Event.WITHDRAWN, actor, command.reason),))


_STEPS: dict[Action, Callable[[Claim, Checker, Actor, MoveClaim, Facts], Change]] = {
    Action.VERIFY: _verify,
    Action.RECOGNISE: _recognise,
    Action.VISIT: _visit,
    Action.OBJECT: _object,
    Action.ANSWER: _answer,
    Action.WITHDRAW: _withdraw,
}
