"""Advise on a ceremony, follow it up, or call it off."""

from __future__ import annotations

from functools import partial

from assembly.model.ceremonies import MoveCeremony, ceremony_view, figures
from assembly.rules import ceremonies
from assembly.rules.ceremonies import Ceremony
from assembly.rules.states.ceremonies import CEREMONIES, CeremonyAction
from assembly.service.asked import Answer, Asked, Outcome
from assembly.service.council import sits_in_council
from assembly.store.work import Work
from kernel import clock
from kernel.actors import Actor


def move(ceremony_id: str, command: MoveCeremony, asked: Asked) -> Outcome[Answer]:
    """Take a step with a ceremony."""
    action, reader = CeremonyAction(command.action), asked.reader

    def decide(work: Work) -> Answer:
        ceremony = asked.get(work, Ceremony, ceremony_id)
        shut = ceremonies.shut(ceremony, clock.today())
        seated = sits_in_council(work, reader, ceremony.village)
        standing = ceremonies.standing(ceremony, reader, in_council=seated)
        by = standing.step(CEREMONIES, ceremony.status, action, command, shut)
        moved = _moved(ceremony, action, command, by)
        view = partial(ceremony_view, in_council=seated)
        return asked.keep(work, moved, str(action), by, view, measure=command.measure)

    return asked.change(decide)


def _moved(
    ceremony: Ceremony, action: CeremonyAction, command: MoveCeremony, by: Actor
) -> Ceremony:
    text = command.text or ""
    if action is CeremonyAction.CANCEL:
        return ceremonies.cancel(ceremony)
    if action is CeremonyAction.ADVISE:
        return ceremonies.advise(
            ceremony,
            command.measure or "",
            text,
            rule_book_item=command.rule_book_item,
            by=by.person_id,
            now=clock.now(),
        )
    assert command.actual is not None, "the table asks for it"
    return ceremonies.follow_up(ceremony, figures(command.actual), text, clock.today())
