"""Convert a clue into something else, and take it up again when that has ended; `workspace` does the other end in the same transaction."""

from __future__ import annotations

from enforcement.rules import case_conversion
from enforcement.rules.case import Case
from enforcement.service.keep_case import keep
from enforcement.service.see_case import require_known
from enforcement.store import cases
from kernel import clock
from kernel.access import ENFORCERS
from kernel.actors import Actor
from kernel.problems import Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork


def find_case(work: UnitOfWork, asking: Scope, case_id: str) -> Case:
    """Return a case of the caller's town, to be decided on."""
    case = require_known(cases.find(work, case_id), asking)
    asking.within(case.town, ENFORCERS)
    return case


def load_case(work: UnitOfWork, case_id: str) -> Case | None:
    """Return a case as it is now, whoever asks."""
    return cases.find(work, case_id)


def convert_clue(
    work: UnitOfWork, asking: Scope, case_id: str, into: str, reason: str, expected: Versions
) -> None:
    """Let a clue stand still, as it is handled as something else from now on."""
    case = find_case(work, asking, case_id)
    refuse_stale(expected, case.version)
    change = case_conversion.convert(case, into, clock.now())
    keep(work, case, change, _actor(asking, case), {"into": into, "reason": reason})


def take_up_clue(work: UnitOfWork, asking: Scope, case_id: str, said: str | None) -> None:
    """Go on with a clue, as what it became has ended; what was solved there still takes the head to say that nothing is filed."""
    case = find_case(work, asking, case_id)
    change = case_conversion.take_up(case, clock.now())
    keep(work, case, change, _actor(asking, case), {"reason": said} if said else None)


def _actor(asking: Scope, case: Case) -> Actor:
    return Actor.of(asking.person, asking.within(case.town, ENFORCERS))
