"""The clock's side: what passed its day is marked once, and villages are reminded of what they have not published.

Nothing here decides for people: an idea stays to be answered, a milestone to be reached. A review that supervisors let lie goes on to the
town, and a milestone climbs by its follow-up, so that silence has a next step.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from assembly import following
from assembly.rules import ideas, matters, publications, reviews, village_rules
from assembly.store import lists
from assembly.store.work import Kind, Work
from kernel import clock
from kernel.actors import CLOCK
from kernel.ids import new_id
from kernel.observability import count, log, log_fault
from kernel.storage.unit_of_work import carry_out

_A_RUN_SECONDS = 40.0


def run(seconds: float = _A_RUN_SECONDS) -> dict[str, int]:
    """Look at everything whose day has passed, and at the duties of every village.

    Parameters
    ----------
    seconds
        When to stop and leave the rest to the next run.

    Returns
    -------
    dict
        How many things were marked, how many reminders were written.
    """
    begun = clock.now()
    marked = reminded = 0
    for kind, thing_id in lists.past_due(begun):
        if clock.now() - begun > timedelta(seconds=seconds):
            log.warning("more is past its day than one run can look at")
            break
        marked += _safely(_look_at, kind, thing_id)
    for _, village in lists.villages():
        reminded += _safely(_remind, village)
    count("AssemblyHeartbeat")
    count("AssemblyOverdue", marked)
    count("PublicationReminders", reminded)
    return {"marked": marked, "reminded": reminded}


def _safely(work: Any, *about: Any) -> int:
    try:
        return work(*about)
    except Exception as fault:  # noqa: BLE001
        # One thing that cannot be looked at must not keep the others waiting; the alarm on this figure tells of it.
        log_fault("could not look at", fault, about=[str(each) for each in about])
        count("AssemblyClockFailures")
        return 0


def _look_at(kind: Kind, thing_id: str) -> int:
    """Mark what has passed its day in one thing; return how much was."""

    def decide(draft: Work) -> int:
        document = draft.find(kind, thing_id)
        now = clock.now()
        if document is None or not document.get("wake_at") or document["wake_at"] >= clock.iso(now):
            return 0
        match kind:
            case Kind.MATTER:
                moved: Any
                moved, late = matters.mark_overdue(document, now)
                moved = matters.with_clock(moved, now, new_id(now))
                # What stood open before it could climb, climbs from now on.
                draft.also(*following.looked_at(moved))
            case Kind.OBJECTION:
                moved, late = publications.mark_overdue(document), [thing_id]
            case Kind.IDEA:
                moved, late = ideas.mark_overdue(document), [thing_id]
            case Kind.VILLAGE_RULES:
                draft.save(kind, moved := village_rules.supersede(document, now))
                draft.note(kind, moved, "superseded", CLOCK)
                return 1
            case Kind.REVIEW:
                moved, late = reviews.let_pass(document, now), [thing_id]
            case _:
                return 0
        draft.save(kind, moved)
        draft.note(kind, moved, "overdue", CLOCK, late=late, turn=moved["turn"])
        return len(late)

    return carry_out(lambda unit: decide(Work(unit))).result or 0


def _remind(village: str) -> int:
    """Remind a village of every period it has not published; return how often."""
    today = clock.today()

    def decide(draft: Work) -> int:
        settings = draft.find(Kind.VILLAGE, village)
        began = draft.made_on(Kind.VILLAGE, village)
        owed_periods = [
            (duty, period, publications.duty_id(village, duty.code, period))
            for duty in publications.duties(settings["finance_changes"])
            for period in duty.periods(began, today)
        ]
        draft.load(*((Kind.DUTY, wanted) for _, _, wanted in owed_periods))
        written = 0
        for duty, period, wanted in owed_periods:
            known = draft.find(Kind.DUTY, wanted) or publications.unknown(village, duty, period)
            reminded = publications.remind(known, duty, period, today)
            if reminded is None:
                continue
            draft.save(Kind.DUTY, reminded)
            draft.note(
                Kind.DUTY,
                reminded,
                "reminded",
                CLOCK,
                duty=duty.code,
                period=period,
                turn=reminded["turn"],
            )
            written += 1
        return written

    return carry_out(lambda unit: decide(Work(unit))).result or 0
