"""Carry counts on, figure by figure, as far as a run goes: what the worker does, and no request."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from kernel import clock
from kernel.actors import CLOCK
from kernel.addressees import person
from kernel.observability import log, note
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from reports.rules import counts
from reports.rules.counts import Count, CountStatus
from reports.service.ask_contexts import events_of
from reports.store import events
from reports.store.catalogue import catalogue
from reports.store.things import COUNTS

_A_RUN: Final = timedelta(seconds=30)


def carry_on(count_id: str) -> None:
    """Count what is left of a count, as far as a run goes; who comes late, or twice, finds nothing to do."""
    begun = clock.now()
    count = _claim(count_id)
    while count is not None and count.status is CountStatus.COUNTING:
        if clock.now() - begun > _A_RUN:
            return
        count = _count_next(count)
    if count is not None:
        note("CountsEnded", status=str(count.status))
        log.info("count ended", count_id=count_id, status=str(count.status))


def _claim(count_id: str) -> Count | None:
    def decide(work: UnitOfWork) -> Count | None:
        count, now = COUNTS.require(work, count_id), clock.now()
        if count.wake_at is None or count.wake_at > now:
            return None
        claimed = counts.claim(count, now)
        COUNTS.save(work, claimed, *_end_of(claimed))
        return claimed

    return carry_out(decide).result


def _count_next(count: Count) -> Count | None:
    wanted = count.next_wanted
    assert wanted is not None, "a count that is whole is done"
    definition = catalogue()[wanted.figure]
    found = events.keep(count.id, len(count.values), events_of(definition, count.asked(wanted)))
    value = counts.summed(wanted, definition.version, found)

    def decide(work: UnitOfWork) -> Count | None:
        now_kept = COUNTS.require(work, count.id)
        if now_kept.version != count.version:
            return None
        advanced = counts.advance(now_kept, value, clock.now())
        COUNTS.save(work, advanced, *_end_of(advanced))
        return advanced

    return carry_out(decide).result


def _end_of(count: Count) -> list[Step]:
    """Return what the history says of a count that is over: whoever asked for it is told."""
    if count.status is CountStatus.COUNTING:
        return []
    asked_by = person(count.asked_by)
    return [Step(str(count.status), CLOCK, unit=count.unit, addressees=[asked_by])]
