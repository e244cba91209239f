"""What ends in a case by law, without anybody: what was kept or seized, and the publication of a decision."""

from __future__ import annotations

from enforcement.rules.case import Case
from enforcement.rules.case_investigating import lapse
from enforcement.rules.case_moves import change
from enforcement.rules.case_performing import end_publication
from enforcement.rules.case_steps import ByLaw
from enforcement.service.keep_case import keep
from enforcement.store import cases
from kernel import clock
from kernel.actors import CLOCK
from kernel.storage.unit_of_work import UnitOfWork, carry_out


def end_by_law(case_id: str) -> None:
    """Let what has ended in a case take effect; what was held is owed back from then on."""

    def decide(work: UnitOfWork) -> Case | None:
        case = cases.find(work, case_id)
        if case is None:
            return None
        now = clock.now()
        for event, after in (
            (ByLaw.HOLD, lapse(case, now)),
            (ByLaw.PUBLICATION, end_publication(case, now)),
        ):
            if after != case:
                return keep(work, case, change(case, after, event, now), CLOCK)
        return None

    # Of two that end at once the second follows in a transaction of its own.
    while carry_out(decide).result is not None:
        pass
