"""What was decided in a case and what became of it, as it is answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enforcement.model.fields import day_or_none, instant_or_none
from enforcement.rules.case import Case
from enforcement.rules.case_parts import Made, Public
from enforcement.service.see_case import CaseSeen
from kernel import clock
from kernel.law import CitationView, Reference
from kernel.texts import Language


class DecisionView(TypedDict):
    """The decision, as it was made."""

    outcome: str
    outcome_name: str
    at: str
    on_the_spot: bool
    fine: int
    others: list[str]
    reasoning: str | None
    norm: CitationView | None
    why: str | None
    cited: list[CitationView]
    remedies: Annotated[str, Field(description="As told by the law of that day / 救济告知")]
    number: str | None


class DecisionLinkView(TypedDict):
    """What came after the decision, by a paper of its own."""

    kind: str
    kind_name: str
    at: str
    reason: str
    paper: str | None
    fine: int | None


class CaseAccountView(TypedDict):
    """What is owed of the fine today, in fen."""

    fine: int
    late_fee: int
    paid: int
    rest: int


class CasePublicationView(TypedDict):
    """The choice whether the decision is public."""

    public: bool
    reason: str
    until: str | None
    ended_at: str | None
    explained: str | None


class RemedyView(TypedDict):
    """A review or suit."""

    remedy: str
    remedy_name: str
    at: str
    outcome: str | None
    outcome_name: str | None


def _cites(references: Iterable[Reference], made: Made, language: Language) -> list[CitationView]:
    day = made.at.astimezone(clock.SHANGHAI).date()
    return [one.on(day).view(language) for one in references]


def decision_view(case: Case, language: Language) -> DecisionView | None:
    """Return what was decided."""
    made = case.decision
    if made is None:
        return None
    forms = ("penalty_decision", "spot_decision", "no_penalty_decision")
    number = next((one.number for one in case.papers if one.form in forms), None)
    norm = _cites([made.norm], made, language)[0] if made.norm else None
    return {
        "outcome": str(made.outcome),
        "outcome_name": made.outcome.said.say(language),
        "at": clock.local_iso(made.at),
        "on_the_spot": made.on_the_spot,
        "fine": made.fine,
        "others": sorted(made.others),
        "reasoning": made.reasoning.text.say(language) if made.reasoning else None,
        "norm": norm,
        "why": made.why.say(language) if made.why else None,
        "cited": _cites(made.cited, made, language),
        "remedies": made.told.say(language),
        "number": number,
    }


def link_views(case: Case, language: Language) -> list[DecisionLinkView]:
    """Return the decisions it is linked with."""
    return [
        {
            "kind": str(one.kind),
            "kind_name": one.kind.said.say(language),
            "at": clock.local_iso(one.at),
            "reason": one.reason,
            "paper": one.paper,
            "fine": one.fine,
        }
        for one in case.links
    ]


def account_view(seen: CaseSeen) -> CaseAccountView | None:
    """Return what is owed of the fine today."""
    owed = seen.account
    if owed is None:
        return None
    return {
        "fine": owed.fine,
        "late_fee": owed.late_fee,
        "paid": owed.paid,
        "rest": owed.rest,
    }


def remedy_views(case: Case, language: Language) -> list[RemedyView]:
    """Return reviews and suits."""
    return [
        {
            "remedy": str(one.remedy),
            "remedy_name": one.remedy.said.say(language),
            "at": clock.local_iso(one.at),
            "outcome": str(one.outcome) if one.outcome else None,
            "outcome_name": one.outcome.said.say(language) if one.outcome else None,
        }
        for one in case.remedies
    ]


def publication_view(public: Public | None) -> CasePublicationView | None:
    """Return whether the decision is public."""
    if public is None:
        return None
    return {
        "public": public.public,
        "reason": public.reason,
        "until": day_or_none(public.until),
        "ended_at": instant_or_none(public.ended_at),
        "explained": public.explained,
    }
