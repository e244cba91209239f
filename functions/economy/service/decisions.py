"""What the bodies of a village decided: asked of its assembly, by the id of the matter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import assembly
from economy.rules import carried
from economy.rules.carried import Act, Use
from economy.rules.deciding import Carried, Decided
from economy.store.money import USES
from kernel import clock
from kernel.storage.unit_of_work import UnitOfWork

_PASSED = "passed"


def decided_on(matter: str | None) -> date | None:
    """Return on which day a matter was decided; None while it is not, or where no matter is named."""
    at = assembly.decided_at(matter) if matter else None
    return clock.day_of(clock.from_iso(at)) if at else None


def find_decision(matter: str | None) -> Decided | None:
    """Return what was decided on a matter; None where nothing is, or no matter is named."""
    found = assembly.decision_on(matter) if matter else None
    if found is None:
        return None
    return Decided(
        found.id,
        found.village,
        found.type,
        found.result == _PASSED,
        found.body,
        found.yes,
        found.roll,
        tuple(
            Carried(one["act"], one["subject"], one["amount"], one["detail"], one["until"])
            for one in found.items
        ),
    )


def use_decision(
    work: UnitOfWork,
    decided: Decided,
    act: Act,
    subject: str,
    thing: str,
    *,
    stands: Callable[[str], bool] = lambda _: True,
) -> None:
    """Keep by what a part of a decision is carried out; of two at once one meets the other's.

    Parameters
    ----------
    stands
        Whether what it was carried out by before still stands, by its id.

    Raises
    ------
    DecisionUsed
        It has been, and that stands.
    """
    named = carried.use_id(decided.id, act, subject)
    before = USES.find(work, named)
    if before is not None and stands(before.thing):
        carried.refuse_used(before)
    USES.save(work, Use(named, act, thing, before.version + 1 if before else 1))
