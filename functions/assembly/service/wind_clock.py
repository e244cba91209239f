"""The clock's side: what passed its day is marked once, and what villages have not published of an ended period is owed from then on.

Nothing here decides for people, and nothing here reminds: what is owed climbs by its obligation (`follow_up`). A review that
supervisors let lie goes on to the town by itself, so that silence has a next step.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from assembly.rules import ideas, matters, publications, reviews, village_rules
from assembly.rules.ideas import Idea
from assembly.rules.matters import Matter
from assembly.rules.publications import DutyRecord, PublicationObjection
from assembly.rules.reviews import Review
from assembly.rules.village_rules import VillageRules
from assembly.rules.villages import VillageSettings
from assembly.service import follow_up
from assembly.store import lists
from assembly.store.work import Work
from kernel import clock
from kernel.actors import CLOCK
from kernel.clock import midnight_after
from kernel.ids import new_id
from kernel.observability import count_failures, log, log_fault, note
from kernel.storage.unit_of_work import carry_out

_A_RUN_SECONDS = 40.0
_PERIODS_AT_ONCE = 20
"""A period that begins to be owed is four writes of a transaction's hundred; the rest is the next run's."""


def wind_clock(seconds: float = _A_RUN_SECONDS) -> dict[str, int]:
    """Look at everything whose day has passed, and at the duties of every village.

    Parameters
    ----------
    seconds
        When to stop and leave the rest to the next run.

    Returns
    -------
    dict
        How many things were marked, how many periods are owed from now on.
    """
    begun = clock.now()
    marked = owed = 0
    for record, thing_id in lists.past_due(begun):
        if clock.now() - begun > timedelta(seconds=seconds):
            log.warning("more is past its day than one run can look at")
            break
        marked += _safely(_look_at, record, thing_id)
    for _, village in lists.villages():
        owed += _safely(_owe_periods, village)
    note("AssemblyOverdue", marked)
    note("PublicationsOwed", owed)
    return {"marked": marked, "owed": owed}


def _safely(work: Any, *about: Any) -> int:
    try:
        return work(*about)
    except Exception as fault:  # noqa: BLE001
        # One thing that cannot be looked at must not keep the others waiting; the alarm on this figure tells of it.
        log_fault("could not look at", fault, about=[str(each) for each in about])
        count_failures()
        return 0


def _look_at(record: type[Any], thing_id: str) -> int:
    """Mark what has passed its day in one thing; return how much was."""

    def decide(draft: Work) -> int:
        thing = draft.find(record, thing_id)
        now = clock.now()
        if thing is None or not thing.wake_at or thing.wake_at >= clock.iso(now):
            return 0
        match thing:
            case Matter():
                moved, late = matters.mark_overdue(thing, now)
                moved = matters.with_clock(moved, now, new_id(now))
                # What stood open before it could climb, climbs from now on.
                follow_up.looked_at(draft.unit, moved)
            case PublicationObjection():
                moved, late = publications.mark_overdue(thing), [thing_id]
            case Idea():
                moved, late = ideas.mark_overdue(thing), [thing_id]
            case VillageRules():
                draft.save(moved := village_rules.supersede(thing, now))
                draft.note(moved, "superseded", CLOCK)
                return 1
            case Review():
                moved, late = reviews.let_pass(thing, now), [thing_id]
                follow_up.before_town(draft.unit, moved, CLOCK)
            case _:
                return 0
        draft.save(moved)
        draft.note(moved, "overdue", CLOCK, late=late, turn=moved.turn)
        return len(late)

    return carry_out(lambda unit: decide(Work(unit))).result or 0


def _owe_periods(village: str) -> int:
    """Let climb what a village has not published of the periods that have ended; return how many periods that is."""
    today = clock.today()

    def decide(draft: Work) -> int:
        settings = draft.get(VillageSettings, village)
        if settings.over:
            return 0  # the village is no more, and what it owed is its heir's
        began = draft.made_on(VillageSettings, village)
        ended = [
            (duty, period, publications.duty_id(village, duty.code, period))
            for duty in publications.duties(settings.finance_changes)
            for period in duty.periods(began, today)
            if publications.last_day(period) < today
        ]
        draft.load(*((DutyRecord, wanted) for _, _, wanted in ended))
        begun = 0
        for duty, period, wanted in ended:
            known = draft.find(DutyRecord, wanted) or publications.unknown(village, duty, period)
            if not publications.is_to_be_owed(known) or begun == _PERIODS_AT_ONCE:
                continue
            owed = publications.owed(known, new_id(clock.now()), duty.due_on(period))
            draft.save(owed)
            draft.note(owed, "owed", CLOCK, duty=duty.code, period=period)
            # What ended long ago is given the day before it climbs.
            by = clock.iso(midnight_after(max(duty.due_on(period), today)))
            follow_up.publication(draft.unit, str(owed.obligation), owed, by, CLOCK)
            begun += 1
        return begun

    return carry_out(lambda unit: decide(Work(unit))).result or 0
