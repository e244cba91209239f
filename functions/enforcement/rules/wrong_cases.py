"""Who answers for a decision that was found wrong, and who does not because of due diligence (行政执法监督条例 Art. 32).

Three factors are weighed, whatever comes of it: the subjective cause, the harm, and how it was put right. Whoever is to answer is heard
first; nobody decides who took part in the case.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache

from enforcement.rules.case_steps import Holder
from enforcement.rules.certificates import CertificateAction
from enforcement.rules.liability_states import (
    LIABILITIES,
    FaultCause,
    FoundWrongBy,
    LiabilityAction,
    LiabilityMeasure,
    LiabilityStatus,
    WrongIn,
)
from enforcement.rules.numbers import document
from enforcement.rules.refusals import GateShut
from enforcement.rules.separation import Part
from kernel.access import Caller, Role
from kernel.law import Reference, reference
from kernel.problems import Conflict, FieldError, NotAllowed
from kernel.record import record
from kernel.texts import Text
from kernel.working_time import Limit, add

MOST_LIABILITIES = 20
"""So many persons of one case."""


@record
class Liability:
    """Whether a person answers for a decision that was found wrong.

    Attributes
    ----------
    part
        What the person did in the case.
    cause, harm, correction
        The three factors, as weighed.
    ground
        Of an exemption: one of `data/liability.json`.
    """

    id: str
    case: str
    town: str
    person: str
    part: Part
    wrong: WrongIn
    found_by: FoundWrongBy
    opened_by: str
    opened_at: datetime
    due_at: datetime
    status: LiabilityStatus = LiabilityStatus.OPEN
    statement: str | None = None
    cause: FaultCause | None = None
    harm: str | None = None
    correction: str | None = None
    measure: LiabilityMeasure | None = None
    ground: str | None = None
    reason: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    version: int = 1


@record
class LiabilityCommand:
    """A step, with what was said of it."""

    action: LiabilityAction
    statement: str | None = None
    cause: FaultCause | None = None
    harm: str | None = None
    correction: str | None = None
    measure: LiabilityMeasure | None = None
    ground: str | None = None
    reason: str | None = None


class NotWrong(Conflict):
    """Nobody answers for a decision that stands."""

    slug = "decision-not-wrong"
    said = Text(
        "该案决定未被变更、撤销或者确认违法，不启动责任追究。",
        "The decision was not changed, revoked or found unlawful: nobody answers for it.",
    )


class NoPart(Conflict):
    """Only who took part in a case answers for it."""

    slug = "took-no-part"
    said = Text("该人员未参与本案。", "This person took no part in the case.")


class OpenedBefore(Conflict):
    """Of a case each person answers once."""

    slug = "opened-before"
    said = Text("已对该人员启动责任认定。", "This person's liability was opened before.")


class TookPart(GateShut):
    """Whoever took part in a case decides on nobody's liability for it."""

    slug = "took-part"
    title = Text("参与本案者不得认定责任", "Took part in the case")
    said = Text(
        "参与本案的人员不得认定责任，由县司法行政部门办理。",
        "Whoever took part in the case does not decide on liability; the county's supervisor does.",
    )
    rests_on = "separation"


class NotDueDiligence(GateShut):
    """Intent and gross negligence are not exempt, and no fault is not liable."""

    slug = "not-due-diligence"
    title = Text("不符合免责情形", "Not exempt")
    said = Text("故意或者重大过失不适用尽职免责。", "Intent and gross negligence are never exempt.")
    rests_on = "liability"


class FaultNeeded(GateShut):
    """Who is without fault is not held liable."""

    slug = "fault-needed"
    title = Text("无过错不追责", "No fault")
    said = Text("无过错的不追究责任。", "Nobody without fault is held liable.")
    rests_on = "liability"


class NotYoursToTake(NotAllowed):
    """A certificate is suspended or revoked by the county's supervisors, as everywhere."""

    slug = "not-yours-to-take"
    said = Text(
        "暂扣、吊销执法证件由县级执法监督人员认定。",
        "The county's supervisors suspend or revoke a certificate.",
    )


TAKES_CERTIFICATE: Mapping[LiabilityMeasure | None, CertificateAction] = {
    LiabilityMeasure.SUSPENDED: CertificateAction.SUSPEND,
    LiabilityMeasure.REVOKED: CertificateAction.REVOKE,
}
"""Measures that take effect on the certificate at once."""


@cache
def exemptions() -> Mapping[str, Text]:
    """Return the grounds of an exemption, by name."""
    said = document("liability")["grounds"]
    return {name: Text(**text) for name, text in said.items() if name != "cites"}


def exemptions_rest_on() -> Reference:
    """Return what the list of grounds rests on."""
    return reference(document("liability")["grounds"]["cites"])


def open_liability(
    *,
    liability_id: str,
    case: str,
    town: str,
    person: str,
    wrong: WrongIn,
    found_by: FoundWrongBy,
    found_wrong: bool,
    took_part: Mapping[Part, Collection[str]],
    others: Collection[Liability],
    by: str,
    now: datetime,
) -> Liability:
    """Open the question whether a person answers for a decision.

    Parameters
    ----------
    found_wrong
        Whether the decision was changed, revoked or found unlawful.
    others
        What was opened of this case before.

    Raises
    ------
    NotWrong, NoPart, OpenedBefore, TookPart
        The decision stands; the person took no part; it was opened before; whoever opens it took part.
    """
    if not found_wrong:
        raise NotWrong
    refuse_participant(by, took_part)
    part = next((part for part, persons in took_part.items() if person in persons), None)
    if part is None:
        raise NoPart
    if len(others) >= MOST_LIABILITIES or any(one.person == person for one in others):
        raise OpenedBefore
    term = document("liability")["term"]
    due = add(now, Limit(term["amount"], term["unit"])).at
    return Liability(liability_id, case, town, person, part, wrong, found_by, by, now, due)


def move(
    one: Liability,
    command: LiabilityCommand,
    caller: Caller,
    took_part: Mapping[Part, Collection[str]],
    now: datetime,
) -> Liability:
    """Return it after a step.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The table has no such step, not for the caller, or not without what must be said.
    TookPart, NotDueDiligence, FaultNeeded, NotYoursToTake
        The caller took part in the case; it cannot be exempt; nobody is at fault; a certificate is taken by the county's supervisors.
    """
    row = LIABILITIES.move(one.status, command.action, offered=actions_of(one, caller, took_part))
    LIABILITIES.allow(row, lambda holder: _stands(one, caller, holder), HOLDER_ROLES.__getitem__)
    refuse_participant(caller.person_id, took_part)
    LIABILITIES.require_words(row, command)
    if command.action is LiabilityAction.HEAR:
        return replace(one, status=row.target, statement=command.statement, version=one.version + 1)
    _refuse_ungrounded(command)
    if command.measure in TAKES_CERTIFICATE and not _stands(one, caller, Holder.SUPERVISOR):
        raise NotYoursToTake
    return replace(
        one,
        status=row.target,
        cause=command.cause,
        harm=command.harm,
        correction=command.correction,
        measure=command.measure,
        ground=command.ground,
        reason=command.reason,
        decided_by=caller.person_id,
        decided_at=now,
        version=one.version + 1,
    )


HOLDER_ROLES: Mapping[Holder, frozenset[Role]] = {
    Holder.HEAD: frozenset({Role.ENFORCEMENT_HEAD}),
    Holder.SUPERVISOR: frozenset({Role.JUSTICE_SUPERVISOR}),
}


def actions_of(
    one: Liability, caller: Caller, took_part: Mapping[Part, Collection[str]]
) -> list[LiabilityAction]:
    """Return what somebody may do with it now."""
    if any(caller.person_id in persons for persons in took_part.values()):
        return []
    return LIABILITIES.open_to(one.status, lambda holder: _stands(one, caller, holder))


def refuse_participant(person: str, took_part: Mapping[Part, Collection[str]]) -> None:
    """Let somebody decide who took no part in the case.

    Raises
    ------
    TookPart
        The person did.
    """
    if any(person in persons for persons in took_part.values()):
        raise TookPart


def _stands(one: Liability, caller: Caller, holder: Holder) -> bool:
    return caller.post_over(one.town, HOLDER_ROLES.get(holder, frozenset())) is not None


def _refuse_ungrounded(command: LiabilityCommand) -> None:
    if command.action is LiabilityAction.EXEMPT:
        if command.cause in (FaultCause.INTENT, FaultCause.GROSS):
            raise NotDueDiligence
        if command.ground not in exemptions():
            told = Text("请选择免责情形。", "Name one of the grounds.")
            raise NotDueDiligence(
                told, errors=[FieldError("ground", told)], grounds=sorted(exemptions())
            )
    elif command.cause is FaultCause.NONE:
        raise FaultNeeded
