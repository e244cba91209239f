"""Note a birth, a death, a move or a marriage: the household is looked at again within days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from kernel import clock
from kernel.access import Caller, Post
from kernel.actors import Actor
from kernel.field_time import refuse_to_come
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork
from kernel.working_time import add
from services.information.rules.rechecks import happened
from services.information.rules.records import RecheckOccasion, Record, RecordEvent
from services.information.rules.terms import limit
from services.information.service.homes import Household, found
from services.information.store import kept


def due_after(day: date) -> date:
    """Return by when a household is looked at again after something happened on a day."""
    start = datetime.combine(day, time(12), tzinfo=clock.SHANGHAI)
    return add(start, limit("recheck_after_event")).at.astimezone(clock.SHANGHAI).date()


def note_event(
    work: UnitOfWork,
    household: Household,
    what: RecheckOccasion,
    on: date,
    caller: Caller,
    post: Post,
) -> Record:
    """Keep that something happened in a household, of which nobody need have been there.

    Raises
    ------
    InvalidFields
        It is still to come.
    """
    refuse_to_come(on, clock.today(), "on")
    home = found(work, household, None)
    after = happened(home, what, due_after(on), clock.now()).after
    after = replace(after, unit=household.home.unit, version=home.version + 1)
    actor, details = Actor.of(caller, post), {"of": [str(what)], "on": on.isoformat()}
    step = Step(RecordEvent.EVENT_NOTED, actor, unit=after.unit, details=details)
    kept.RECORDS.save(work, after, step)
    return after
