"""Make something owed and end it, within the unit of work of whoever makes or ends it."""

from __future__ import annotations

from collections.abc import Sequence

from escalation import Owed
from escalation.rules import obligations as rules
from escalation.rules.obligation_states import ObligationAction
from escalation.store import obligations as store
from escalation.store.obligation_rows import ObligationRow, SettingsRow
from escalation.store.rows import COUNTY
from escalation.store.terms import current_terms, terms_of
from kernel import clock, ids
from kernel.actors import Actor
from kernel.storage.unit_of_work import UnitOfWork


def owe(work: UnitOfWork, owed: Sequence[Owed], actor: Actor, kind: str) -> None:
    """Let what units owe climb from now on; what is followed up already is left as it is."""
    if not owed:
        return
    work.load([SettingsRow.current(), *(ObligationRow.key(one.id) for one in owed)])
    terms, now = current_terms(work, kind), clock.now()
    for one in owed:
        if work.find(ObligationRow.key(one.id)) is None:
            begun = rules.owe(
                obligation_id=one.id,
                case_code=ids.new_case_code(COUNTY, now),
                kind=kind,
                unit=one.unit,
                due_at=one.due_at,
                about=one.about,
                actor=actor,
                now=now,
                terms=terms,
            )
            store.save(work, begun)


def end(work: UnitOfWork, owed_ids: Sequence[str], action: ObligationAction, actor: Actor) -> None:
    """End obligations; what nobody follows up, or no more, is left as it is."""
    for one in store.find_all(work, owed_ids).values():
        if one.is_open:
            ended = rules.end(one, action, actor=actor, now=clock.now(), terms=terms_of(one))
            store.save(work, ended)
