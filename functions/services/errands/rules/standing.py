"""How somebody stands to an errand, and what a step of an errand says and comes to."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from kernel.access import OFFICERS, Caller
from kernel.record import record
from services.errands.rules.errand import (
    Agent,
    EndGround,
    Errand,
    ErrandOutcome,
    Place,
    Rating,
    Signature,
    StopGround,
)
from services.errands.rules.errand_states import (
    AGENTS,
    OF_VILLAGE,
    ErrandAction,
    ErrandEvent,
    ErrandHolder,
)


@record
class To:
    """To whom an original is handed: an agent by id, or whoever signs for it, by name."""

    place: Place
    agent: Agent | None = None
    name: str | None = None
    receipt: str | None = None


@record
class ErrandCommand:
    """A step, with what was said of it.

    Attributes
    ----------
    at
        When it was done in the field; now where nobody says.
    signed_on
        The day on a paper.
    """

    action: ErrandAction
    at: datetime
    papers: tuple[str, ...] = ()
    promised_on: date | None = None
    stop_ground: StopGround | None = None
    until: datetime | None = None
    outcome: ErrandOutcome | None = None
    reason: str | None = None
    signature: Signature | None = None
    signed_on: date | None = None
    rating: Rating | None = None
    named: bool = True
    paper: str | None = None
    name: str | None = None
    mark: str | None = None
    copies: int = 1
    from_office: bool = False
    original: int | None = None
    to: To | None = None
    file: str | None = None
    sha256: str | None = None
    agent: Agent | None = None
    end_ground: EndGround | None = None


class Happened(NamedTuple):
    """What the history says of a change."""

    event: ErrandEvent
    said: str | None = None
    by_clock: bool = False


class ErrandChange(NamedTuple):
    """An errand as it is afterwards, and what happened to it, in order."""

    before: Errand | None
    after: Errand
    happened: tuple[Happened, ...]


def standing_of(errand: Errand, caller: Caller) -> frozenset[ErrandHolder]:
    """Return how somebody stands to an errand."""
    found: set[ErrandHolder] = set()
    me, works_here = caller.person_id, bool(caller.post_over(errand.unit, AGENTS))
    if errand.principal and errand.principal.person == me:
        found.add(ErrandHolder.PRINCIPAL)
    if errand.agent and errand.agent.person == me and works_here:
        found.add(ErrandHolder.AGENT)
    if any(one.holder.person == me for one in errand.out):
        # Without a post any more it still has to be given back.
        found.add(ErrandHolder.KEEPER)
    signs = works_here or ErrandHolder.PRINCIPAL in found
    if any(one.offered and one.offered.person == me for one in errand.out) and signs:
        found.add(ErrandHolder.TAKER)
    if caller.post_over(errand.unit, OF_VILLAGE):
        found.add(ErrandHolder.VILLAGE)
    return frozenset(found)


def may_read(errand: Errand, caller: Caller) -> bool:
    """Tell whether somebody may see an errand: who has a part in it, and the officers over its place."""
    return bool(standing_of(errand, caller)) or bool(caller.post_over(errand.unit, OFFICERS))


def knows_name(errand: Errand, caller: Caller) -> bool:
    """Tell whether somebody sees whose matter it is: the principal, who does it and who has an original of it; others see it masked (个保法 Art. 6)."""
    parts = standing_of(errand, caller)
    return not parts <= {ErrandHolder.VILLAGE}
