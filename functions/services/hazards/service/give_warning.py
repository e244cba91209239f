"""Give a warning of rain, wind or fire weather for a unit, and see those that hold."""

from __future__ import annotations

from kernel import clock
from kernel.access import Caller, Post
from kernel.actors import Actor
from kernel.addressees import unit
from kernel.directory import refuse_unknown_unit
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork
from services.hazards.model.warning_requests import GiveWarning
from services.hazards.rules.warnings import Warned, Warnings, give
from services.hazards.store.warnings import WARNINGS


def give_warning(work: UnitOfWork, said: GiveWarning, caller: Caller, post: Post) -> Warnings:
    """Give a warning; the places it concerns are due from this instant on.

    Raises
    ------
    InvalidFields
        The unit is unknown, or it would hold too long.
    TooManyWarnings
        The unit has enough.
    """
    refuse_unknown_unit(said.unit)
    warnings = WARNINGS.find(work, said.unit) or Warnings(said.unit)
    warned = Warned(work.change_id, tuple(said.kinds), said.reason, clock.now(), said.until)
    after = give(warnings, warned)
    step = Step(
        *("given", Actor.of(caller, post), said.reason, said.unit, said.until),
        addressees=(unit(said.unit),),
    )
    WARNINGS.save(work, after, step)
    return after


def see_warnings(unit_code: str) -> Warnings:
    """Return the warnings of a unit that hold now."""
    found = WARNINGS.load(unit_code) or Warnings(unit_code)
    return Warnings(found.id, found.now(clock.now()), found.version)
