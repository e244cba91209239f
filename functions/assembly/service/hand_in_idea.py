"""Hand in an idea."""

from __future__ import annotations

from assembly.model.ideas import NewIdea, idea_view
from assembly.rules import ideas
from assembly.rules.bodies import BodyKind
from assembly.service.asked import Answer, Asked, Outcome, new_id, today
from assembly.service.follow_up import Owes, wait
from assembly.service.seats import sits_in
from assembly.store.rows import AnswerRow
from assembly.store.work import Work
from kernel import clock
from kernel.storage.rates import counting


def hand_in(command: NewIdea, asked: Asked) -> Outcome[Answer]:
    """Hand in an idea; whether a party member did is on record."""
    village = command.village
    by = asked.reader.of_village(village)

    def decide(work: Work) -> Answer:
        party = sits_in(work, by.person_id, village, BodyKind.PARTY_MEMBERS_MEETING, today())
        idea = ideas.submit(
            idea_id=new_id(),
            village=village,
            title=command.title,
            text=command.text,
            by=by.person_id,
            by_party_member=party,
            now=clock.now(),
        )
        work.unit.write(counting(AnswerRow, "ideas", by.person_id, clock.now()))
        about = {"idea": idea.id, "title": idea.title}
        wait(work.unit, Owes.IDEA, idea.id, village, str(idea.due_at), about, by)
        return asked.keep(work, idea, "handed_in", by, idea_view)

    return asked.change(decide)
