"""Adopt an idea as a matter, or decline it."""

from __future__ import annotations

from assembly.model.ideas import MoveIdea, idea_view
from assembly.rules import ideas, matters
from assembly.rules.ideas import Idea
from assembly.rules.routing import routing
from assembly.rules.standing import Standing
from assembly.rules.states.ideas import IDEAS, IdeaAction
from assembly.service.asked import Answer, Asked, Outcome, new_id
from assembly.service.follow_up import done
from assembly.service.keep_matter import DELEGATION, VILLAGE_RULES, add_matter
from assembly.store.work import Work
from kernel import clock
from kernel.actors import Actor
from kernel.addressees import person
from kernel.problems import InvalidFields

_OF_THEIR_OWN = frozenset({VILLAGE_RULES, DELEGATION})
"""Kinds of matter that come about in a way of their own, out of no idea."""


def answer(idea_id: str, command: MoveIdea, asked: Asked) -> Outcome[Answer]:
    """Adopt an idea as a matter, or decline it."""
    action = IdeaAction(command.action)

    def decide(work: Work) -> Answer:
        idea = asked.get(work, Idea, idea_id)
        by = Standing(asked.reader, idea.village).step(IDEAS, idea.status, action, command)
        matter = _adopt(work, idea, str(command.type), by) if action is IdeaAction.ADOPT else None
        answered = ideas.answer(
            idea, action, command.answer, matter=matter, by=by.person_id, now=clock.now()
        )
        done(work.unit, idea_id, by)
        asker = [person(idea.by)]
        return asked.keep(
            work, answered, answered.status, by, idea_view, hears=asker, matter=matter
        )

    return asked.change(decide)


def _adopt(work: Work, idea: Idea, kind: str, by: Actor) -> str:
    """Enter the matter an idea becomes; return its id."""
    if kind in _OF_THEIR_OWN:
        raise InvalidFields.one("type", IDEAS.words["type"])
    matter = matters.propose(
        routing().type_of(kind, clock.today()),
        matter_id=new_id(),
        village=idea.village,
        title=idea.title,
        text=idea.text,
        by=idea.by,
        idea=idea.id,
    )
    add_matter(work, matter, by)
    return matter.id
