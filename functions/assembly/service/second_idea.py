"""Second an idea."""

from __future__ import annotations

from assembly.model.ideas import idea_view
from assembly.rules import ideas
from assembly.rules.ideas import Idea
from assembly.service.asked import Answer, Asked, Outcome
from assembly.store.work import Work


def second(idea_id: str, asked: Asked) -> Outcome[Answer]:
    """Second an idea, once."""

    def decide(work: Work) -> Answer:
        idea = work.get(Idea, idea_id)
        by = asked.reader.of_village(idea.village)
        seconded = ideas.second(idea, by.person_id)
        return asked.keep(work, seconded, "seconded", by, idea_view)

    return asked.change(decide)
