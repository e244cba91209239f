"""Take a publication down."""

from __future__ import annotations

from assembly.model.publications import MovePublication, publication_view
from assembly.rules import matters, publications
from assembly.rules.matters import Matter
from assembly.rules.publications import DutyRecord, Publication
from assembly.rules.standing import GUIDES, Standing
from assembly.rules.states.publications import PUBLICATIONS, PublicationAction
from assembly.service import follow_up
from assembly.service.asked import Answer, Asked, Outcome
from assembly.service.keep_matter import keep_matter
from assembly.store.work import Work
from kernel import clock
from kernel.actors import Actor
from kernel.problems import NotAllowed
from kernel.texts import Text


class EarlyRemovalByTown(NotAllowed):
    """Before its term a publication comes down by the town's hand, not by the village's own."""

    slug = "early-removal-by-town"
    said = Text(
        "公示期内的撤下须由乡镇以上依法办理。",
        "Before its term a publication is taken down by the town or the county.",
    )


def take_down(publication_id: str, command: MovePublication, asked: Asked) -> Outcome[Answer]:
    """Take a publication down, after its term or before it for a legal cause."""

    def decide(work: Work) -> Answer:
        present = asked.get(work, Publication, publication_id)
        move = PUBLICATIONS.move(present.status, PublicationAction.TAKE_DOWN)
        by = Standing(asked.reader, present.village).take(PUBLICATIONS, move)
        moved = publications.take_down(
            present,
            by=by.person_id,
            now=clock.now(),
            cause=command.cause,
            legal_basis=command.legal_basis,
        )
        if moved.cause and by.role not in GUIDES:
            raise EarlyRemovalByTown
        if moved.cause:
            _miss_again(work, moved, by)
        cause, basis = moved.cause, moved.legal_basis
        return asked.keep(
            work, moved, "taken_down", by, publication_view, cause=cause, legal_basis=basis
        )

    return asked.change(decide)


def _miss_again(work: Work, publication: Publication, by: Actor) -> None:
    """Let a period whose publication was removed count as missing, and a resolution or result be owed again."""
    if publication.matter:
        matter = work.get(Matter, publication.matter)
        owed = matters.owe_again(matter, publication.kind, publication.id, clock.now())
        keep_matter(work, matter, owed, by)
    if not publication.period:
        return
    wanted = publications.duty_id(publication.village, publication.kind, str(publication.period))
    known = work.find(DutyRecord, wanted)
    if known and known.publication == publication.id:
        missing = publications.owed(known, publication.id, publications.due_again(clock.today()))
        work.save(missing)
        follow_up.publication(work.unit, publication.id, missing, str(missing.due_at), by)
