"""What a reporter adds while an incident is open: told to whoever has it in hand, a few from each person."""

from __future__ import annotations

from escalation.rules.climbing import to_the_responsible
from incidents.rules.incident import Change, Incident, Note, NoteKind
from incidents.rules.states import Event
from incidents.rules.steps import Command, Facts, by_hand, changed
from kernel.problems import Conflict
from kernel.texts import Text

MOST_WORDS = 10
"""How often one person adds something: each is told to the unit."""


class EnoughSaid(Conflict):
    """The person has added as much as one may."""

    slug = "enough-said"
    said = Text(
        f"每人最多补充 {MOST_WORDS} 次。",
        f"One person adds something at most {MOST_WORDS} times.",
    )


def add_word(incident: Incident, command: Command, facts: Facts) -> Change:
    """Add what a reporter knows now.

    Raises
    ------
    EnoughSaid
        The person has added enough.
    """
    if facts.words >= MOST_WORDS:
        raise EnoughSaid
    step = by_hand(
        Event.ADDED, incident, incident, command, facts, addressees=to_the_responsible(incident)
    )
    said = Note(
        NoteKind.WORD, incident.id, f"{facts.actor.person_id}#{facts.words:02d}", is_news=True
    )
    return changed(incident, incident, (step,), facts.now, notes=(said,))
