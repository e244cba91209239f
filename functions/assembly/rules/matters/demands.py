"""A recall opens on the demand of enough voters or representatives, with their names, checked by the town (村委会法 Art. 19)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from assembly.rules import quorum
from assembly.rules.matters.proposal import DemandedBy, Matter, RecallDemand, require_step
from assembly.rules.matters.steps import advance, step_done
from assembly.rules.routing import MatterStep, MatterType, document, routing
from kernel.law import reference
from kernel.problems import FieldError, InvalidFields
from kernel.texts import Text


class DemandTooSmall(InvalidFields):
    """Too few demand the recall, or some who do are no voters or representatives; `signed` and `needed` say how many."""

    slug = "demand-too-small"


def demand(
    by: DemandedBy, signatories: Sequence[str], entitled: Collection[str], size: int
) -> RecallDemand:
    """Return a demand that enough of those who may make it have signed.

    Parameters
    ----------
    entitled
        Who may sign: the registered voters, or the representatives.
    size
        How many they are in all.

    Raises
    ------
    DemandTooSmall
        They are too few; whoever may not sign is not counted.
    """
    signed = [each for each in dict.fromkeys(signatories) if each in entitled]
    needed = quorum.parse(routing().demand[by]).needed(size)
    _refuse_too_few("signatories", len(signed), needed)
    return RecallDemand(by=by, signatories=tuple(signed), needed=needed)


def check_demand(
    matter: Matter, kind: MatterType, struck: Sequence[str], *, by: str, now: datetime
) -> Matter:
    """Let the town take a demand as checked, without those of its signatories who did not sign or may not.

    Raises
    ------
    StepMayNotBeSkipped
        It is not this step's turn.
    DemandTooSmall
        Too few are left: it may be withdrawn.
    """
    require_step(matter, kind, MatterStep.DEMAND_CHECK)
    said = matter.demand
    assert said is not None, "no recall is entered without its demand"
    off = tuple(each for each in said.signatories if each in struck)
    _refuse_too_few("struck", len(said.signatories) - len(off), said.needed)
    checked = replace(matter, demand=replace(said, struck=off))
    return advance(checked, kind, step_done(MatterStep.DEMAND_CHECK, by, now))


def _refuse_too_few(field: str, signed: int, needed: int) -> None:
    if signed >= needed:
        return
    law = reference(document()["demand"]["cites"])
    told = Text(
        f"罢免须有五分之一以上登记选民或三分之一以上村民代表联名：须 {needed} 人，有效 {signed} 人（{law.named.zh}）。",
        f"A recall is demanded by 1/5 of the voters or 1/3 of the representatives: {needed} needed, {signed} signed ({law.named.en}).",
    )
    errors = [FieldError(field, told)]
    raise DemandTooSmall(told, errors=errors, signed=signed, needed=needed, citation=law)
