"""Answer an objection."""

from __future__ import annotations

from assembly.model.publications import MovePublicationObjection, objection_view
from assembly.rules import publications
from assembly.rules.publications import Publication, PublicationObjection
from assembly.rules.standing import Standing
from assembly.rules.states.publications import OBJECTIONS, ObjectionAction
from assembly.service.asked import Answer, Asked, Outcome
from assembly.service.follow_up import done
from assembly.store.work import Work
from kernel import clock
from kernel.addressees import person
from kernel.problems import NotFound


def answer(
    publication_id: str, objection_id: str, command: MovePublicationObjection, asked: Asked
) -> Outcome[Answer]:
    """Answer an objection; the publication stays up a while longer."""
    publications.refuse_personal_data(answer=command.answer)

    def decide(work: Work) -> Answer:
        work.load((Publication, publication_id), (PublicationObjection, objection_id))
        present = work.get(Publication, publication_id)
        objection = work.get(PublicationObjection, objection_id)
        if objection.publication != publication_id:
            raise NotFound
        asked.refuse_stale(work, PublicationObjection, objection_id)
        standing, status = Standing(asked.reader, objection.village), objection.status
        by = standing.step(OBJECTIONS, status, ObjectionAction.ANSWER, command)
        moved, answered = publications.answer_objection(
            present, objection, command.answer, by=by.person_id, now=clock.now()
        )
        work.save(moved)
        work.save(answered)
        work.note(
            moved, "objection_answered", by, hears=[person(objection.by)], objection=objection_id
        )
        done(work.unit, objection_id, by)
        version = work.version(PublicationObjection, objection_id)
        return Answer(objection_view(answered, asked.reader), version)

    return asked.change(decide)
