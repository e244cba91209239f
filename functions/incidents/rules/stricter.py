"""What a merger must not lose: how pressing a duplicate is, how high it has come, what it owes; its lead is as strict, or it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from incidents.rules import clock
from incidents.rules.correcting import PRESSING
from incidents.rules.incident import Incident
from incidents.rules.policy import Policy
from incidents.rules.states import Status
from kernel.problems import Conflict
from kernel.texts import Text

_RUNNING = frozenset({Status.REPORTED, Status.ACCEPTED})


class Difference(StrEnum):
    """In what a lead would be less strict than what is merged into it."""

    CATEGORY = "category"
    SEVERITY = "severity"
    TIER = "tier"
    LIMIT = "limit"
    ORDER = "order"


_SAID: Mapping[Difference, Text] = {
    Difference.CATEGORY: Text("事项类别不同", "it is of another category"),
    Difference.SEVERITY: Text("本事件更紧急", "this one is more pressing"),
    Difference.TIER: Text("本事件已到更高层级", "this one has come to a higher tier"),
    Difference.LIMIT: Text("本事件期限更早", "this one is due earlier at another unit"),
    Difference.ORDER: Text("本事件有督办待答复", "this one has a supervision order to be answered"),
}


class MergersDiffer(Conflict):
    """The lead would ask less than what is merged into it; `differs` says in what."""

    slug = "mergers-differ"

    def __init__(self, found: list[Difference]) -> None:
        zh = "、".join(_SAID[one].zh for one in found)
        en = ", ".join(_SAID[one].en for one in found)
        detail = Text(
            f"不能并入：{zh}。可反向并案，或先更正类别、紧急程度，先答复督办。",
            f"It cannot follow that one: {en}. Merge the other way round, or correct category or severity, or answer the order first.",
        )
        super().__init__(detail, differs=[str(one) for one in found])


def refuse_less_strict(incident: Incident, lead: Incident) -> None:
    """Let an incident follow only what is of its category, as pressing and as high, and no order with it unanswered.

    Raises
    ------
    MergersDiffer
        Something would be lost.
    """
    found = [
        difference
        for difference, differs in (
            (Difference.CATEGORY, incident.category != lead.category),
            (Difference.SEVERITY, PRESSING[incident.severity] > PRESSING[lead.severity]),
            (Difference.TIER, incident.tier.rank > lead.tier.rank),
            (Difference.LIMIT, _is_due_first(incident, lead) and not _is_one_units(incident, lead)),
            (Difference.ORDER, incident.order_due is not None),
        )
        if differs
    ]
    if found:
        raise MergersDiffer(found)


def as_strict(lead: Incident, incident: Incident, now: datetime, policy: Policy) -> Incident:
    """Return the lead due no later than what is merged into it, where one unit has them both."""
    if not (_is_due_first(incident, lead) and _is_one_units(incident, lead)):
        return lead
    own, *above = incident.allowances
    held = lead.allowances[0]
    taken_on = replace(
        own,
        extensions=max(own.extensions, held.extensions),
        suspensions=max(own.suspensions, held.suspensions),
        solutions=max(own.solutions, held.solutions),
    )
    shortened = replace(clock.stop_running(lead, now), allowances=(taken_on, *above))
    return clock.start_tier_clock(shortened, now, policy)


def _is_one_units(incident: Incident, lead: Incident) -> bool:
    return incident.responsible_unit == lead.responsible_unit


def _is_due_first(incident: Incident, lead: Incident) -> bool:
    """Tell whether both have their limit running at one tier, and the lead's ends later."""
    return (
        lead.status in _RUNNING
        and incident.tier is lead.tier
        and incident.due_at is not None
        and lead.due_at is not None
        and incident.due_at < lead.due_at
    )
