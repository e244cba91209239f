"""Hand in a word about the app, take it a step further, see it; the county owes the answer and then the return visit."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import escalation
from kernel import clock, ids
from kernel.access import Caller, Role
from kernel.actors import Actor
from kernel.addressees import Addressee, person, role
from kernel.problems import NotFound, Versions, refuse_stale
from kernel.record import record
from kernel.scope import Scope
from kernel.storage.lists import Listed
from kernel.storage.rates import counting
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from services.feedback.rules import feedback as rules
from services.feedback.rules.feedback import (
    ADMINISTRATORS,
    Feedback,
    FeedbackAction,
    FeedbackCommand,
    FeedbackEvent,
    FeedbackStatus,
)
from services.feedback.store.things import FEEDBACK, handed_in_by, waiting_of
from services.store.things import AnswerRow

if TYPE_CHECKING:
    from services.feedback.model.feedback import HandInFeedback, MoveFeedback

_KIND = "app_feedback"


@record
class FeedbackSeen:
    """A word about the app as somebody sees it, with what the person may do now."""

    feedback: Feedback
    actions: list[FeedbackAction]
    own: bool

    @property
    def version(self) -> int:
        """The word's."""
        return self.feedback.version


def hand_in(work: UnitOfWork, asking: Scope, said: HandInFeedback) -> FeedbackSeen:
    """Keep a word about the app; its answer is owed from now on.

    Raises
    ------
    TooOften
        The person has handed in so many that others would wait.
    """
    asking.allow(proven=True)
    caller, now = asking.person, clock.now()
    unit = min((post.unit for post in caller.posts), key=len, default=os.environ["COUNTY_CODE"])
    one = Feedback(
        id=work.change_id,
        sender=caller.person_id,
        unit=unit,
        sort=said.sort,
        text=said.text,
        page=said.page,
        handed_in_at=now,
        due_at=rules.answer_due(now),
    )
    work.write(counting(AnswerRow, "feedback", caller.person_id, now))
    return _kept(work, one, FeedbackEvent.HANDED_IN, caller)


def move_feedback(
    work: UnitOfWork, asking: Scope, feedback_id: str, said: MoveFeedback, expected: Versions
) -> FeedbackSeen:
    """Take a word about the app a step further.

    Raises
    ------
    NotFound, StaleVersion
        There is none that the caller may know of, or another version of it.
    """
    one = _known(asking, FEEDBACK.require(work, feedback_id))
    refuse_stale(expected, one.version)
    command = FeedbackCommand(said.action, said.said, said.satisfied)
    after, event = rules.move(one, command, asking.person, clock.now())
    return _kept(work, after, event, asking.person, said.said)


def _kept(
    work: UnitOfWork, one: Feedback, event: FeedbackEvent, caller: Caller, said: str | None = None
) -> FeedbackSeen:
    county = rules.county_of(one)
    own = one.sender == caller.person_id
    actor = Actor.of(caller, None if own else caller.post_over(county, ADMINISTRATORS))
    after = one
    if event is not FeedbackEvent.ACCEPTED:
        after = _owing(work, one, actor, withdrawn=event is FeedbackEvent.WITHDRAWN)
    told: list[Addressee] = [role(Role.COUNTY_ADMIN, county)] if own else [person(one.sender)]
    step = Step(event, actor, said, county, after.due_at, addressees=told)
    FEEDBACK.save(work, after, step)
    return see(after, caller)


def _owing(work: UnitOfWork, one: Feedback, actor: Actor, *, withdrawn: bool) -> Feedback:
    """End what was owed for a word, and begin what is owed next: the answer, then the visit; None when it is over."""
    if one.owed and withdrawn:
        escalation.drop(work, [one.owed], actor)
    elif one.owed:
        escalation.fulfil(work, [one.owed], actor)
    if one.due_at is None:
        return replace(one, owed=None)
    owed = ids.new_id(clock.now())
    due = escalation.Owed(owed, rules.county_of(one), one.due_at, {"feedback": one.id})
    escalation.owe(work, [due], actor, kind=_KIND)
    return replace(one, owed=owed)


def see(one: Feedback, caller: Caller) -> FeedbackSeen:
    """Return a word as the caller sees it."""
    return FeedbackSeen(one, rules.actions_of(one, caller), one.sender == caller.person_id)


def see_feedback(asking: Scope, feedback_id: str) -> FeedbackSeen:
    """Return an own word about the app, or any to the county's administrator."""
    return see(_known(asking, FEEDBACK.get(feedback_id)), asking.person)


def list_steps(asking: Scope, feedback_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a word's history, oldest first."""
    see_feedback(asking, feedback_id)
    return FEEDBACK.steps_of(feedback_id, limit, cursor)


def list_own(asking: Scope, limit: int, cursor: str | None) -> Listed:
    """Return one page of what the caller handed in."""
    asking.allow(proven=True)
    mine = handed_in_by(asking.person.person_id)
    return _seen(FEEDBACK.about(mine, limit, cursor, newest_first=True), asking)


def list_of_status(asking: Scope, status: FeedbackStatus, limit: int, cursor: str | None) -> Listed:
    """Return one page of the county's words of a status, what is due first on top."""
    asking.within(os.environ["COUNTY_CODE"], ADMINISTRATORS)
    return _seen(FEEDBACK.in_list(waiting_of(status), limit, cursor), asking)


def _seen(found: Listed, asking: Scope) -> Listed:
    return found._replace(rows=[see(one, asking.person) for one in found.rows])


def _known(asking: Scope, one: Feedback) -> Feedback:
    caller = asking.person
    serves = caller.post_over(rules.county_of(one), ADMINISTRATORS) is not None
    asking.allow(
        one.sender == caller.person_id or serves,
        lambda: NotFound(Text("没有找到该意见。", "There is no such complaint or suggestion.")),
    )
    return one
