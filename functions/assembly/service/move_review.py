"""Examine a review, or answer it."""

from __future__ import annotations

from assembly.model.reviews import MoveSupervisionReview, review_view
from assembly.rules import reviews
from assembly.rules.reviews import Review
from assembly.rules.standing import Standing
from assembly.rules.states.reviews import REVIEWS, ReviewAction
from assembly.service import follow_up
from assembly.service.asked import Answer, Asked, Outcome
from assembly.service.examiners import barred, refuse_examiner
from assembly.store.work import Work
from kernel import clock
from kernel.addressees import person, unit

_EVENTS = {ReviewAction.EXAMINE: "examined", ReviewAction.ANSWER: "answered"}


def move(review_id: str, command: MoveSupervisionReview, asked: Asked) -> Outcome[Answer]:
    """Let a supervisor examine a review, or the town or county answer it."""
    action, reader = ReviewAction(command.action), asked.reader

    def decide(work: Work) -> Answer:
        review = asked.get(work, Review, review_id)
        by = Standing(reader, review.village).step(REVIEWS, review.status, action, command)
        now = clock.now()
        if action is ReviewAction.EXAMINE:
            refuse_examiner(work, review, reader)
            moved = reviews.examine(
                review, upheld=bool(command.upheld), text=command.text, by=by.person_id, now=now
            )
            follow_up.before_town(work.unit, moved, by)
        else:
            moved = reviews.answer(review, command.text, by=by.person_id, now=now)
            follow_up.done(work.unit, review_id, by)
        work.save(moved)
        work.note(
            moved,
            _EVENTS[action],
            by,
            # Whose turn it is now, and who asked.
            hears=[person(review.raised_by), *([unit(moved.turn)] if moved.turn else [])],
            upheld=command.upheld,
        )
        version = work.version(Review, review_id)
        view = review_view(moved, version, reader, barred(work, moved, reader))
        return Answer(view, version)

    return asked.change(decide)
