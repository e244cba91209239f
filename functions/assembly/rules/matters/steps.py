"""From one step to the next, and what may be done before which."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from assembly.rules.matters.proposal import Matter, StepRecord
from assembly.rules.routing import BY_MINUTES, MatterStep, MatterType
from assembly.rules.standing import GUIDES, KEEPERS, ROLES, Holder, Reader, Standing
from assembly.rules.states.matters import MatterAction, MatterStatus
from kernel import clock

RECALL = "committee_recall"
"""The one matter that town and county enter as well, so that it is not left to whom it is about."""


def standing(matter: Matter, reader: Reader) -> Standing:
    """Return how somebody stands to a matter."""
    handle = KEEPERS
    if matter.type == RECALL:
        # Nobody in the village takes away what town or county has entered against its committee.
        handle = GUIDES if matter.entered_from in GUIDES else KEEPERS | GUIDES
    return Standing(reader, matter.village, roles={**ROLES, Holder.CONVENER: handle})


def shut(matter: Matter, kind: MatterType) -> frozenset[MatterAction]:
    """Return what cannot be done with a matter now, though it is in progress: it is another step's turn."""
    step = matter.step
    turn = {
        MatterAction.CHECK_DEMAND: step == MatterStep.DEMAND_CHECK,
        MatterAction.RECORD: step in BY_MINUTES,
        MatterAction.MERGE: step == MatterStep.BRANCH_PROPOSAL and kind.merge_first_two,
        MatterAction.PLAN: step == MatterStep.CARRYING_OUT,
        MatterAction.FINISH: step == MatterStep.CARRYING_OUT,
        MatterAction.DECIDE_ABOVE: step == MatterStep.AUTHORITY_DECISION,
        MatterAction.WITHDRAW: not was_decided(matter),
    }
    return frozenset(action for action, its in turn.items() if not its)


def was_decided(matter: Matter) -> bool:
    """Tell whether a body has voted on a matter's decision, or somebody above has decided."""
    return any(
        done.step in (MatterStep.DECISION, MatterStep.AUTHORITY_DECISION) for done in matter.records
    )


def advance(matter: Matter, kind: MatterType, done: StepRecord) -> Matter:
    """Return a matter before the step that follows the one that is done; after the last it is done itself."""
    following = kind.after(done.step)
    return replace(
        matter,
        records=(*matter.records, done),
        step=following,
        status=MatterStatus.IN_PROGRESS if following else MatterStatus.DONE,
    )


def step_done(step: MatterStep, by: str, now: datetime, **what: Any) -> StepRecord:
    """Return the record of a step that is done."""
    return StepRecord(step=step, at=clock.iso(now), by=by, **what)


def day_of(instant: datetime) -> str:
    """Return the day of an instant, in Shanghai."""
    return instant.astimezone(clock.SHANGHAI).date().isoformat()
