"""Give an item of the authority list to a town, or take it back."""

from __future__ import annotations

from datetime import date

from enforcement.rules.authority import Item, PowerKind
from enforcement.rules.choice_of_law import refuse_out_of_force
from enforcement.rules.power_moves import give, take_back
from enforcement.service.asked import KEEPERS, acting
from enforcement.store import powers
from enforcement.store.kept import StepRow
from kernel import addressees
from kernel.access import Role
from kernel.actors import Actor
from kernel.directory import refuse_unknown_unit
from kernel.record import record
from kernel.scope import Scope
from kernel.storage.history import Step, note_step
from kernel.storage.unit_of_work import UnitOfWork


@record
class ItemKept:
    """An item with all its times, oldest first."""

    times: tuple[Item, ...]
    version: int


def give_item(work: UnitOfWork, item: Item, scope: Scope) -> ItemKept:
    """Give an item to a town from a day on.

    Raises
    ------
    ItemHeld, ItemEndsBeforeItBegins, NotInForce
        It is the town's in that time, its days are turned round, or what it rests on is not in force when it begins.
    """
    actor = acting(scope, item.town, KEEPERS)
    refuse_unknown_unit(item.town, "town")
    refuse_out_of_force([item.law], item.valid_from)
    held = powers.find(work, item.town, item.kind, item.code)
    return _keep(work, give(held, item), "given", actor, item.document)


def take_item_back(
    work: UnitOfWork,
    town: str,
    kind: PowerKind,
    code: str,
    last_day: date,
    reason: str,
    scope: Scope,
) -> ItemKept:
    """Take an item back from a town after a last day; open cases of it go to the county when they are decided.

    Raises
    ------
    NoPower, ItemEndsBeforeItBegins
        The town does not hold it; it would end before it was given.
    """
    actor = acting(scope, town, KEEPERS)
    held = powers.find(work, town, kind, code)
    return _keep(work, take_back(held, town, code, kind, last_day), "taken_back", actor, reason)


def _keep(
    work: UnitOfWork, times: list[Item], event: str, actor: Actor, reason: str | None
) -> ItemKept:
    newest = times[-1]
    powers.save(work, times)
    key = powers.ItemRow.key(newest.town, newest.kind, newest.code)
    version = work.version(key) + 1
    step = Step(
        event,
        actor,
        reason,
        details={"until": newest.valid_to.isoformat() if newest.valid_to else None},
        addressees=[addressees.role(Role.ENFORCEMENT_HEAD, newest.town)],
    )
    note_step(work, StepRow, f"POWER#{newest.town}~{newest.kind}~{newest.code}", version, step)
    return ItemKept(tuple(times), version)
