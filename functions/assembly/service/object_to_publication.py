"""Object to a publication."""

from __future__ import annotations

from assembly.model.publications import NewPublicationObjection, objection_view
from assembly.rules import publications
from assembly.rules.publications import Publication
from assembly.service.asked import Answer, Asked, Outcome, new_id
from assembly.service.follow_up import Owes, wait
from assembly.service.hear import hear
from assembly.store.work import Work
from kernel import clock
from kernel.addressees import unit


def object_to(
    publication_id: str, command: NewPublicationObjection, asked: Asked
) -> Outcome[Answer]:
    """Object to a publication; the answer is due from now."""
    most = publications.table()["objections_per_person"]["number"]

    def decide(work: Work) -> Answer:
        present = work.get(Publication, publication_id)
        by = asked.reader.of_village(present.village)
        moved, objection = publications.object_to(
            present, new_id(), command.text, by=by.person_id, now=clock.now()
        )
        hear(work, publication_id, present.village, by, most)
        work.save(moved)
        work.save(objection)
        about = {"publication": publication_id, "title": objection.title, "objection": objection.id}
        due, village = str(objection.due_at), objection.village
        wait(work.unit, Owes.OBJECTION, objection.id, village, due, about, by)
        answers = [unit(present.village)]
        work.note(moved, "objected", by, hears=answers, objection=objection.id)
        return Answer(objection_view(objection, asked.reader), 1)

    return asked.change(decide)
