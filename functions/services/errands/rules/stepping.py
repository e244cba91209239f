"""What every step of an errand is made of: the facts it is decided on, and where the table leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kernel.record import record
from services.errands.rules.catalogue import Matter
from services.errands.rules.custody import Custody
from services.errands.rules.errand import Authority, Errand
from services.errands.rules.errand_states import ERRANDS, ErrandEvent
from services.errands.rules.standing import ErrandChange, ErrandCommand, Happened


@record
class Facts:
    """What a step is decided on beside the errand.

    Attributes
    ----------
    custody
        Where the original that is to be taken was last.
    letter
        The letter of the substitute, if one is named.
    """

    matter: Matter
    now: datetime
    custody: Custody | None = None
    letter: Authority | None = None


def then(
    errand: Errand, event: ErrandEvent, said: str | None = None, **more: object
) -> ErrandChange:
    """Return an errand with what changes in it, and what happened."""
    after: Errand = replace(errand, **more)  # type: ignore[arg-type]
    return ErrandChange(errand, after, (Happened(event, said),))


def lead_to(errand: Errand, command: ErrandCommand, **more: object) -> ErrandChange:
    """Go where the table leads."""
    row = ERRANDS.move(errand.status, command.action)
    event = ErrandEvent(str(row.event))
    return then(errand, event, command.reason, status=row.target, **more)
