"""A penalty on the spot as a whole: the simple procedure spares the notice in writing and the review, none of the other gates (处罚法 Arts. 51-52)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from enforcement.rules.authority import Item, PowerKind, item_on
from enforcement.rules.choice_of_law import Choice, Norm, choose, refuse_out_of_force
from enforcement.rules.decision import NothingCited
from enforcement.rules.hearing import HearingNotOffered, wants_offer
from enforcement.rules.liability import (
    Act,
    Party,
    Standing,
    refuse_penalty,
    refuse_second_fine,
    refuse_time_barred,
)
from enforcement.rules.officers import Certificate, Present
from enforcement.rules.reasoning import Reasoning, refuse_outside, refuse_unreasoned
from enforcement.rules.simple import OnTheSpot, penalise_on_the_spot
from enforcement.rules.transfer import CrimeReport, refuse_penalty_instead
from kernel.clock import day_of
from kernel.record import record


@record
class SpotCase:
    """What is decided on the spot, by whom, about what.

    Attributes
    ----------
    found_at
        When the act was found, from which the time bar looks back; mostly the moment itself.
    other_penalties
        None but a warning is given on the spot.
    """

    town: str
    item: str
    party: Party
    act: Act
    penalty: OnTheSpot
    reasoning: Reasoning
    present: Sequence[Present]
    found_at: datetime
    at: datetime
    fined_acts: frozenset[str] = frozenset()
    other_penalties: frozenset[str] = frozenset()
    crime: CrimeReport | None = None


@record
class SpotDecided:
    """What a penalty on the spot rests on; `choice` is None for a warning."""

    item: Item
    choice: Choice | None
    standing: Standing
    certificates: tuple[Certificate, ...]


def decide_on_the_spot(case: SpotCase, items: Sequence[Item], norms: Sequence[Norm]) -> SpotDecided:
    """Return what a penalty on the spot rests on that has passed every gate.

    Raises
    ------
    GateShut
        Of the kind of the first gate that is shut.
    """
    day = day_of(case.at)
    # Whose limit it is the party says, not the form.
    penalty = replace(case.penalty, party=case.party.kind)
    refuse_penalty_instead(case.crime)
    item = item_on(items, case.town, case.item, PowerKind.PENALTY, day)
    refuse_time_barred(case.act, day_of(case.found_at))
    found = refuse_penalty(case.party, case.act, day)
    certificates = tuple(penalise_on_the_spot(penalty, case.present, case.at, item.field))
    if wants_offer(case.party.kind, penalty.fine, case.other_penalties):
        raise HearingNotOffered
    if not penalty.fine:
        refuse_out_of_force(penalty.basis, day)
        return SpotDecided(item, None, found, certificates)
    refuse_second_fine(case.act, case.fined_acts)
    choice = choose(norms, case.party.kind, case.act.last_day(day), day)
    norm = choice.norm.law
    if not norm.is_among(penalty.basis):
        raise NothingCited(norm=norm)
    refuse_out_of_force([one for one in penalty.basis if not one.is_among([norm])], day)
    refuse_outside(penalty.fine, choice.fine, found.leniency, optional=choice.norm.optional)
    refuse_unreasoned(case.reasoning, penalty.fine, day)
    return SpotDecided(item, choice, found, certificates)
