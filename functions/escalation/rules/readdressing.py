"""What is owed by a unit that is no more: the unit that takes its place owes it, by the same day and on the same rung of its own ladder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from escalation.rules.climbing import Timer
from escalation.rules.clocked import Addressee
from escalation.rules.events import OwedEvent
from escalation.rules.ladders import way_up
from escalation.rules.obligations import Obligation, ObligationChange, changed
from escalation.rules.steps import entry
from escalation.rules.terms import Terms
from kernel.actors import Actor
from kernel.units import parent_of, tier_of

UNIT_CLOSED = "unit_closed"

Heirs = Mapping[str, str | None]
"""By the code of a unit that is no more, the unit that takes its place; None where there is none."""


def heir_of(unit: str, heirs: Heirs) -> str:
    """Return the unit that stands where a unit stood: itself, its heir, or the nearest above it that is left."""
    while unit in heirs:
        above = heirs[unit] or parent_of(unit)
        assert above is not None, "the county is never closed"
        unit = above
    return unit


def readdress(
    obligation: Obligation, heirs: Heirs, by: Actor, now: datetime, terms: Terms
) -> ObligationChange | None:
    """Let the heir owe it; None when nobody who owes it or answers for it is no more.

    Its day, what it was reminded of and how far it has climbed stay: nothing starts afresh.
    """
    named = (obligation.unit, obligation.responsible_unit, *obligation.way)
    if not obligation.is_open or not any(unit in heirs for unit in named):
        return None
    owing = heir_of(obligation.unit, heirs)
    way = way_up(owing, terms.rungs)
    answers = _same_rung(obligation, (owing, *way), heirs)
    after = replace(
        obligation,
        unit=owing,
        way=way,
        tier=tier_of(answers),
        responsible_unit=answers,
        turn=answers,
    )
    told = entry(
        OwedEvent.FOLLOWED,
        obligation,
        after,
        now,
        by,
        reason_code=UNIT_CLOSED,
        details={"from_unit": obligation.unit},
        addressees=(Addressee.unit_of(owing),) if owing != obligation.unit else (),
    )
    return changed(obligation, after, (told,), now, Timer.RIDE)


def _same_rung(obligation: Obligation, ladder: tuple[str, ...], heirs: Heirs) -> str:
    """Return who answers now: the unit that stands where the present one stood, else the first of its tier, else whoever owes it."""
    answering = heir_of(obligation.responsible_unit, heirs)
    if answering in ladder:
        return answering
    tier = tier_of(answering)
    return next((unit for unit in ladder if tier_of(unit) == tier), ladder[-1])
