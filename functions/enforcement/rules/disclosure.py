"""What everybody may read without signing in: masked, and no longer than the law lets it stand (处罚法 Arts. 34, 48, 50)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from enforcement.rules.case import Case
from enforcement.rules.case_states import CASES
from enforcement.rules.choice_of_law import act_name
from enforcement.rules.hearing import penalty_name
from enforcement.rules.liability import PartyKind
from enforcement.rules.liability_states import LIABILITIES
from enforcement.rules.supervision import SUPERVISION
from enforcement.rules.visit_states import VISITS
from kernel.charts import flow_chart
from kernel.clock import day_of
from kernel.law import Reference
from kernel.record import record
from kernel.states import StateTable
from kernel.texts import Language, Text

_DECISIONS = ("penalty_decision", "spot_decision")


@record
class PublicDecision:
    """A decision as everybody reads it.

    Attributes
    ----------
    party
        Masked where it is a person, or was chosen to be.
    withdrawn_for
        Why it was taken down; then nothing else of it is told but its number.
    """

    case: str
    town: str
    number: str
    decided_on: date
    party: str | None
    acts: tuple[Text, ...]
    fine: int | None
    others: tuple[Text, ...]
    law: Reference | None
    public_until: date | None
    withdrawn_for: str | None


PROCEDURES: Mapping[str, tuple[Text, StateTable[Any, Any, Any]]] = {
    "inspection": (Text("行政检查流程", "inspections"), VISITS),
    "penalty": (Text("行政处罚流程（普通程序、简易程序）", "penalties"), CASES),
    "supervision": (Text("行政执法监督流程", "supervision"), SUPERVISION),
    "liability": (Text("执法过错责任认定流程", "liability for wrong cases"), LIABILITIES),
}
"""The procedures whose flow charts are public, each drawn from the table that decides."""


def chart(name: str, language: Language) -> str:
    """Return the flow chart of a procedure (Mermaid)."""
    return flow_chart(PROCEDURES[name][1], language)


def shows(case: Case, today: date) -> bool:
    """Tell whether a decision stands in public on a day: up, or withdrawn with its reason; never after its last day."""
    public = case.publication
    if public is None or not public.public or public.until is None or today > public.until:
        return False
    return public.is_up or public.explained is not None


def as_public(case: Case) -> PublicDecision:
    """Return a decision as everybody reads it."""
    made, public = case.decision, case.publication
    assert made is not None
    assert public is not None
    number = next((one.number for one in case.papers if one.form in _DECISIONS), None)
    down = not public.is_up
    return PublicDecision(
        case.id,
        case.town,
        number or "",
        day_of(made.at),
        None if down else _party(case),
        () if down else tuple(act_name(one) for one in case.acts),
        None if down else case.fine,
        () if down else tuple(penalty_name(one) for one in sorted(made.others)),
        None if down else made.norm,
        public.until,
        public.explained if down else None,
    )


def fits(one: PublicDecision, words: str | None) -> bool:
    """Tell whether a decision is what somebody looks for: in its number or its acts."""
    if not words:
        return True
    said = " ".join([one.number, *(part for act in one.acts for part in act)])
    return words.casefold() in said.casefold()


def _party(case: Case) -> str:
    party = case.party
    assert party is not None
    public = case.publication
    if party.kind is PartyKind.PERSON:
        return f"{party.name[:1]}某"
    return "某单位" if public and public.name_masked else party.name
