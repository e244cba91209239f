"""Keep an errand with what happened, tell who is to hear of it, and let what is owed of it climb."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import escalation
from kernel import addressees, clock, ids
from kernel.actors import CLOCK, Actor
from kernel.addressees import Addressee
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork
from services.errands.rules.coming_about import duties_of
from services.errands.rules.custody import custody_of
from services.errands.rules.errand import Errand, Original
from services.errands.rules.errand_states import ErrandEvent, ErrandStatus
from services.errands.rules.standing import ErrandChange, Happened
from services.errands.store.errands import CUSTODY, ERRANDS, count

_TO_PRINCIPAL = frozenset(
    {
        ErrandEvent.PROPOSED,
        ErrandEvent.MISSING_TOLD,
        ErrandEvent.ACCEPTED,
        ErrandEvent.ACCEPTED_WITH_PROMISE,
        ErrandEvent.ACCEPTED_BY_SILENCE,
        ErrandEvent.DECIDED,
        ErrandEvent.DELIVERED,
        ErrandEvent.SUBSTITUTE_NAMED,
        ErrandEvent.AUTHORITY_ENDED,
        ErrandEvent.ORIGINAL_TAKEN,
        ErrandEvent.ORIGINAL_HOME,
    }
)
_TO_AGENT = frozenset({ErrandEvent.ENTRUSTED, ErrandEvent.CONFIRMED, ErrandEvent.SUBSTITUTED})
_TO_VILLAGE = frozenset({ErrandEvent.RATED_BAD})
_DROPPED = {
    "errand_limit": frozenset({ErrandStatus.STOPPED, ErrandStatus.ENDED, ErrandStatus.VOID}),
    "errand_delivery": frozenset({ErrandStatus.ENDED, ErrandStatus.VOID}),
}
"""Where what was owed is not wanted any more, rather than done."""


def keep(work: UnitOfWork, change: ErrandChange, actor: Actor) -> Errand:
    """Keep an errand as it is from now on, and return it with what is owed of it."""
    before, errand = change.before, change.after
    owed = _owe(work, errand, before.owed if before else {}, actor)
    errand = replace(errand, owed=owed)
    ERRANDS.save(work, errand, *(_step(before, errand, one, actor) for one in change.happened))
    for one in errand.originals:
        if before is None or one != before.original(one.number):
            _follow(work, errand, one)
    if errand.delivered_at and not (before and before.delivered_at):
        count(work, errand.village, errand.delivered_at.astimezone(clock.SHANGHAI).year)
    return errand


def _owe(
    work: UnitOfWork, errand: Errand, before: Mapping[str, str], actor: Actor
) -> dict[str, str]:
    wanted = duties_of(errand)
    ended = {kind: owed for kind, owed in before.items() if kind not in wanted}
    dropped = [owed for kind, owed in ended.items() if errand.status in _DROPPED.get(kind, ())]
    fulfilled = [owed for owed in ended.values() if owed not in dropped]
    now = clock.now()
    begun = {kind: ids.new_id(now) for kind in wanted if kind not in before}
    work.load(escalation.keys([*ended.values(), *begun.values()]) if ended or begun else [])
    if fulfilled:
        escalation.fulfil(work, fulfilled, actor)
    if dropped:
        escalation.drop(work, dropped, actor)
    for kind, owed_id in begun.items():
        one = escalation.Owed(owed_id, errand.village, wanted[kind], {"errand": errand.id})
        escalation.owe(work, [one], actor, kind=kind)
    return {kind: before.get(kind) or begun[kind] for kind in wanted}


def _step(before: Errand | None, errand: Errand, one: Happened, actor: Actor) -> Step:
    bad = one.event is ErrandEvent.RATED_BAD and errand.rated
    return Step(
        one.event,
        CLOCK if one.by_clock else actor,
        said=one.said,
        unit=errand.village,
        due_at=errand.rated.contact_by if bad and errand.rated else errand.due_at,
        addressees=_told(before, errand, one.event),
    )


def _told(before: Errand | None, errand: Errand, event: ErrandEvent) -> list[Addressee]:
    told: list[Addressee] = []
    principal = errand.principal.person if errand.principal else None
    if event in _TO_PRINCIPAL and principal:
        told.append(addressees.person(principal))
    if event in _TO_AGENT and errand.agent:
        told.append(addressees.person(errand.agent.person))
    if event is ErrandEvent.OFFERED and before:
        offered = (one for one in errand.out if one != before.original(one.number))
        told += [addressees.person(one.offered.person) for one in offered if one.offered]
    if event in _TO_VILLAGE:
        told.append(addressees.unit(errand.village))
    return told


def _follow(work: UnitOfWork, errand: Errand, one: Original) -> None:
    CUSTODY.save(work, custody_of(errand, one, CUSTODY.find(work, one.custody)))
