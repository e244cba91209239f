"""The parts of a case, as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enforcement.model.fields import instant_or_none
from enforcement.rules.case import Case
from enforcement.rules.case_parts import Held
from kernel import clock
from kernel.texts import Language


class CasePartyView(TypedDict):
    """Who is proceeded against."""

    kind: str
    kind_name: str
    name: str
    registered: Annotated[bool, Field(description="Signs in itself / 可自行登录办理")]


class CaseEvidenceView(TypedDict):
    """A piece of evidence."""

    id: str
    kind: str
    kind_name: str
    source: str
    verified: bool
    excluded_for: str | None
    counts: Annotated[bool, Field(description="A decision may rest on it / 可作定案依据")]


class HeldView(TypedDict):
    """Goods kept or seized."""

    id: str
    hold: str
    hold_name: str
    what: list[str]
    since: str
    ends_at: str
    ended: Annotated[bool, Field(description="By law: owed back / 期满自动解除，应当退还")]
    lifted_at: str | None


class CaseNoticeView(TypedDict):
    """What was announced to the party."""

    received_at: str
    penalty: str
    facts: str
    reason: str
    basis: str
    rights: str
    fine: int
    hearing_offered: bool


class CaseHearingView(TypedDict):
    """The hearing."""

    asked_at: str
    notified_at: str | None
    held_at: str | None
    chair: str | None
    closed: bool


class PartyTermView(TypedDict):
    """What the party may still do, and until when."""

    name: str
    says: str
    until: str


class CaseDutyView(TypedDict):
    """What the organ owes, with its clock."""

    kind: str
    of: str
    due_at: str
    obligation: Annotated[str, Field(description="Its id among what is owed / 督办事项编号")]


class CasePaperView(TypedDict):
    """The newest paper of a form."""

    form: str
    number: str | None
    id: str


def party_view(case: Case, language: Language) -> CasePartyView | None:
    """Return who the act is laid to."""
    party = case.party
    if party is None:
        return None
    return {
        "kind": str(party.kind),
        "kind_name": party.kind.said.say(language),
        "name": party.name,
        "registered": party.person is not None,
    }


def evidence_views(case: Case, language: Language) -> list[CaseEvidenceView]:
    """Return the evidence of a case."""
    return [
        {
            "id": one.id,
            "kind": str(one.kind),
            "kind_name": one.kind.said.say(language),
            "source": one.source,
            "verified": one.verified,
            "excluded_for": one.excluded_for,
            "counts": one.counts,
        }
        for one in case.evidence
    ]


def held_view(one: Held, language: Language) -> HeldView:
    """Return what was kept or seized."""
    return {
        "id": one.id,
        "hold": str(one.hold),
        "hold_name": one.hold.said.say(language),
        "what": list(one.what),
        "since": clock.local_iso(one.since),
        "ends_at": clock.local_iso(one.ends_at),
        "ended": one.ended_at is not None,
        "lifted_at": instant_or_none(one.lifted_at),
    }


def notice_view(case: Case) -> CaseNoticeView | None:
    """Return what was announced to the party."""
    notice = case.notice
    if notice is None:
        return None
    return {
        "received_at": clock.local_iso(notice.received_at),
        "penalty": notice.penalty,
        "facts": notice.facts,
        "reason": notice.reason,
        "basis": notice.basis,
        "rights": notice.rights,
        "fine": notice.fine,
        "hearing_offered": notice.hearing_offered,
    }


def hearing_view(case: Case) -> CaseHearingView | None:
    """Return the hearing, if there is one."""
    hearing = case.hearing
    if hearing is None:
        return None
    return {
        "asked_at": clock.local_iso(hearing.asked_at),
        "notified_at": instant_or_none(hearing.notified_at),
        "held_at": instant_or_none(hearing.held_at),
        "chair": hearing.chair,
        "closed": hearing.record is not None,
    }


def duty_views(case: Case) -> list[CaseDutyView]:
    """Return what the organ owes."""
    return [
        {
            "kind": one.kind,
            "of": one.of,
            "due_at": clock.local_iso(one.due_at),
            "obligation": one.id,
        }
        for one in case.duties
    ]
