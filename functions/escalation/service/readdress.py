"""Let what is owed follow the units that owe it, when those are closed or merged: each in a transaction of its own, once."""

from __future__ import annotations

from collections.abc import Iterator

from escalation.rules import readdressing
from escalation.rules.ladders import way_up
from escalation.rules.obligations import ObligationChange
from escalation.rules.readdressing import Heirs
from escalation.service.figures import record_metrics
from escalation.store import obligations as store
from escalation.store.terms import packaged, terms_of
from kernel import clock
from kernel.actors import Actor
from kernel.storage.unit_of_work import UnitOfWork, carry_out

_A_PAGE = 100


def readdress(heirs: Heirs, by: Actor, *, dry_run: bool) -> Iterator[tuple[str, str, str]]:
    """Give each open obligation of a unit that is no more, with who owed it and who does; and move it unless it is a dry run."""
    for obligation_id in list(dict.fromkeys(_hanging_on(heirs))):
        change = _move(obligation_id, heirs, by, dry_run=dry_run)
        if change and change.before:
            yield obligation_id, change.before.unit, change.after.unit


def _move(obligation_id: str, heirs: Heirs, by: Actor, *, dry_run: bool) -> ObligationChange | None:
    def decide(work: UnitOfWork) -> ObligationChange | None:
        present = store.find_all(work, [obligation_id]).get(obligation_id)
        if present is None:
            return None
        change = readdressing.readdress(present, heirs, by, clock.now(), terms_of(present))
        if change and not dry_run:
            store.save(work, change)
            work.afterwards(lambda: record_metrics(change.entries))
        return change

    return carry_out(decide).result


def _hanging_on(heirs: Heirs) -> Iterator[str]:
    """Give the ids of what these units answer for, and of what has climbed from them: it waits at the rungs of their ladders."""
    ladders = {terms.rungs for terms in packaged().value.values()}
    above = {place for unit in heirs for rungs in ladders for place in way_up(unit, rungs)}
    for unit in sorted({*heirs, *above}):
        cursor: str | None = None
        while True:
            page, cursor = store.waiting_at(unit, _A_PAGE, cursor)
            yield from (one.id for one in page if unit in heirs or one.unit in heirs)
            if cursor is None:
                break
