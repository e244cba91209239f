"""Let the lessons of a decision that was wrong fall, in the transaction that finds it so; what still shows them is owed to come down."""

from __future__ import annotations

import escalation
from enforcement.outreach.rules.lessons import fall
from enforcement.outreach.rules.terms import limit
from enforcement.outreach.store import lessons
from kernel import clock, ids
from kernel.actors import Actor
from kernel.storage.unit_of_work import UnitOfWork
from kernel.working_time import add

_KIND = "lesson_cleared_away"


def let_lessons_fall(work: UnitOfWork, case_id: str, team: str, by: Actor) -> None:
    """Withdraw every public lesson of a case whose decision was found wrong; whoever publishes one at the same moment decides again.

    Parameters
    ----------
    team
        Who owes that the panels, screens and papers which still show them come down.
    """
    now = clock.now()
    public = lessons.public_of(work, case_id)
    lessons.name_public(work, case_id, [])
    for lesson_id in public:
        lesson = lessons.find(work, lesson_id)
        assert lesson is not None, "what is named is there"
        owed = ids.new_id(now)
        due = add(now, limit("clear_away_within")).at
        one = escalation.Owed(owed, team, due, {"lesson": lesson_id})
        escalation.owe(work, [one], by, kind=_KIND)
        change = fall(lesson, owed)
        lessons.save(work, change.after, change.event, by)
