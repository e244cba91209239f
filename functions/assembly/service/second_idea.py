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
        work.save(seconded)
        work.note(seconded, "seconded", by)
        version = work.version(Idea, idea_id)
        return Answer(idea_view(seconded, version, asked.reader), version)

    return asked.change(decide)
