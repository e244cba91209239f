"""Entrust a matter to an agent, or note that somebody was advised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import registry
from kernel import clock
from kernel.access import Caller
from kernel.actors import Actor
from kernel.directory import PersonRow, Remembered, find_caller, find_units
from kernel.field_time import believed
from kernel.problems import InvalidFields, OutsideYourArea
from kernel.storage.rates import counting
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from kernel.units import Level, ancestor
from services.errands.rules import opening
from services.errands.rules.errand import IdNumber, Principal
from services.errands.rules.errand_states import AGENTS, OF_VILLAGE
from services.errands.rules.opening import Entrusted
from services.errands.rules.refusals import NoAgent
from services.errands.rules.standing import ErrandChange
from services.errands.rules.terms import amount
from services.errands.service.keep_catalogue import current
from services.errands.service.keep_errand import keep
from services.errands.service.see_errands import Seen, see
from services.store.table import AnswerRow

if TYPE_CHECKING:
    from services.errands.model.requests import OpenErrand

_STAFF = AGENTS | OF_VILLAGE


def open_errand(work: UnitOfWork, said: OpenErrand, caller: Caller) -> Seen:
    """Open an errand: by the principal in the app, or by who takes it at the door.

    Raises
    ------
    InvalidFields
        The principal, the household or the agent is not known.
    OutsideYourArea
        A resident asks for somebody else, or staff for another place.
    ErrandRefused
        A promise of errands would be broken.
    """
    now, kept = clock.now(), current()
    received = believed(said.at, now, amount("field_time_days"))
    if said.consultation:
        change = _advised(work, said, caller)
    else:
        principal, unit = _principal_of(said, caller)
        today = received.astimezone(clock.SHANGHAI).date()
        matter = kept.value.require(said.matter, today)
        agent = find_caller(said.agent or caller.person_id)
        if agent is None:
            raise NoAgent
        asked = Entrusted(
            id=work.change_id,
            unit=unit,
            village=_village_of(unit),
            matter=matter,
            catalogue=kept.version,
            received_at=received,
            principal=principal,
            powers=said.powers,
            last_day=said.last_day or today,
            signature=said.signature,
            signed_on=said.signed_on,
            id_number=_number(said.resident_id_number),
        )
        change = opening.entrust(asked, agent, caller, now)
    post = caller.post_over(change.after.unit, _STAFF)
    work.write(counting(AnswerRow, "errands", caller.person_id, now))
    return see(keep(work, change, Actor.of(caller, post)), caller)


def _advised(work: UnitOfWork, said: OpenErrand, caller: Caller) -> ErrandChange:
    kept, now = current(), clock.now()
    post = next((post for post in caller.posts if post.role in _STAFF), None)
    if post is None:
        raise OutsideYourArea
    matter = kept.value.require(said.matter, clock.today())
    village = _village_of(post.unit)
    return opening.advise(work.change_id, village, village, matter, kept.version, now)


def _principal_of(said: OpenErrand, caller: Caller) -> tuple[Principal, str]:
    """Return whose matter it is, and where that household is."""
    if said.principal is None:
        row: PersonRow | None = Remembered.recall([PersonRow.key(caller.person_id)])[
            PersonRow.key(caller.person_id)
        ]
        household, name = (row.household if row else None), caller.name
        person: str | None = caller.person_id
    else:
        household, name, person = said.principal.household, said.principal.name, None
    home = registry.find_homes([household]).get(household) if household else None
    if home is None:
        raise InvalidFields.one(
            "principal.household", Text("没有登记该户。", "No such household is registered.")
        )
    if said.principal is not None:
        if not caller.post_over(home.unit, _STAFF):
            raise OutsideYourArea
        person = _known_as(name, registry.people_of(home.household_id))
    return Principal(home.household_id, name, person), home.unit


def _known_as(name: str, people: list[registry.Person]) -> str | None:
    """Return by which id somebody of a household signs in, if the person does."""
    found = [one for one in people if one.name == name]
    if not found:
        raise InvalidFields.one(
            "principal.name", Text("该户没有登记此人。", "Nobody of this name lives there.")
        )
    return found[0].person_id


def _number(text: str | None) -> IdNumber | None:
    if text is None:
        return None
    known = registry.know_number(text)
    return IdNumber(known.digest, known.shown)


def _village_of(unit: str) -> str:
    village = ancestor(unit, Level.VILLAGE)
    if village is None or village not in find_units([village]):
        raise InvalidFields.one("principal.household", Text("该户未归属到村。", "Of no village."))
    return village
