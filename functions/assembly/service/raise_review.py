"""Ask for a review of something the village did."""

from __future__ import annotations

from functools import partial

from assembly.model.reviews import NewSupervisionReview, review_view
from assembly.rules import reviews
from assembly.rules.hearing import supervisors
from assembly.service.asked import Answer, Asked, Outcome, new_id
from assembly.service.examiners import OURS, barred
from assembly.store.rows import AnswerRow
from assembly.store.work import Work
from kernel import clock
from kernel.problems import InvalidFields
from kernel.storage.rates import counting
from kernel.texts import Text


def raise_it(command: NewSupervisionReview, asked: Asked) -> Outcome[Answer]:
    """Raise a review, before the supervision committee."""
    by = asked.reader.of_village(command.village)

    def decide(work: Work) -> Answer:
        ours = OURS.get(command.subject_kind)
        if ours:
            subject = work.find(ours, command.subject)
            if subject is None or subject.village != command.village:
                raise InvalidFields.one("subject", Text("没有此对象。", "There is no such thing."))
        review = reviews.raise_review(
            review_id=new_id(),
            village=command.village,
            subject_kind=command.subject_kind,
            subject=command.subject,
            text=command.text,
            by=by.person_id,
            now=clock.now(),
        )
        work.unit.write(counting(AnswerRow, "reviews", by.person_id, clock.now()))
        view = partial(review_view, barred=barred(work, review, asked.reader))
        hears = supervisors(review.village)
        return asked.keep(work, review, "raised", by, view, hears=hears)

    return asked.change(decide)
