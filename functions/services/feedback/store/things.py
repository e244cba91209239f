"""Where words about the app are kept, and in which lists they are found."""

from __future__ import annotations

from kernel import clock
from kernel.storage.repository import Placed, Repository
from kernel.texts import Text
from services.feedback.rules.feedback import Feedback, FeedbackStatus
from services.store.things import StepRow, ThingRow


def _placed(one: Feedback) -> Placed:
    due = clock.iso(one.due_at) if one.due_at else clock.iso(one.handed_in_at)
    return Placed(
        list=waiting_of(one.status), subject=handed_in_by(one.sender), place=f"{due}#{one.id}"
    )


def waiting_of(status: FeedbackStatus) -> str:
    """Return the partition of the county's words of a status, what is due first on top."""
    return f"FEEDBACK#{status}"


def handed_in_by(person: str) -> str:
    """Return the partition of what a person handed in."""
    return f"FEEDBACK_OF#{person}"


FEEDBACK = Repository(
    ThingRow, StepRow, "FEEDBACK", Feedback, Text("该意见", "such complaint or suggestion"), _placed
)
