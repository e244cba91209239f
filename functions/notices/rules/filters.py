"""What a subscription lets through, as SNS filters it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from enum import StrEnum
from typing import Any

from escalation.rules.clocked import Severity
from kernel.problems import Conflict
from kernel.record import record
from kernel.texts import Text
from notices.rules.wordings import TOLD


@record
class Wanted:
    """What a subscription lets through: the unit and all below; no events or severities: all."""

    unit: str
    events: frozenset[str] = field(default_factory=frozenset[str])
    severities: frozenset[str] = field(default_factory=frozenset[str])


class TooManySubscriptions(Conflict):
    """An endpoint may carry only so many filters (SNS: 150 combinations in one policy)."""

    slug = "too-many-subscriptions"
    said = Text(
        "该地址的订阅条件过多，请先取消部分订阅，或不限定事件与等级。",
        "This endpoint carries too many filters; end some, or do not limit events and severities.",
    )


# Amazon SNS Developer Guide, filter policy constraints.
_MAX_COMBINATIONS = 150


def filter_policy(wanted: Iterable[Wanted]) -> dict[str, Any] | None:
    """Return the SNS filter policy of an endpoint with these subscriptions; None without any.

    SNS knows one subscription per topic and endpoint, so all that one endpoint is to receive is one
    policy. A prefix ends where a level of the tree ends, so it matches the unit and what lies
    below, never a neighbour (DOMAIN 1.2).

    Raises
    ------
    TooManySubscriptions
        The policy would have more combinations than SNS takes. How SNS counts alternatives (`$or`)
        is not written down; here they are added up, and where SNS counts higher it refuses
        (`topics.FilterRejected`).
    """
    units_by_filter: dict[tuple[tuple[str, ...], tuple[str, ...]], set[str]] = {}
    for one in wanted:
        limits = (_narrowing(one.events, TOLD), _narrowing(one.severities, Severity))
        units_by_filter.setdefault(limits, set()).add(one.unit)
    branches: list[dict[str, Any]] = []
    combinations = 0
    for (events, severities), units in sorted(units_by_filter.items()):
        widest = [
            unit
            for unit in sorted(units)
            if not any(unit != other and unit.startswith(other) for other in units)
        ]
        branch: dict[str, Any] = {"unit": [{"prefix": unit} for unit in widest]}
        if events:
            branch["event"] = list(events)
        if severities:
            branch["severity"] = list(severities)
        branches.append(branch)
        combinations += len(widest) * max(1, len(events)) * max(1, len(severities))
    if combinations > _MAX_COMBINATIONS:
        raise TooManySubscriptions
    if not branches:
        return None
    return branches[0] if len(branches) == 1 else {"$or": branches}


def _narrowing(chosen: frozenset[str], every: Iterable[StrEnum]) -> tuple[str, ...]:
    return () if chosen >= {str(one) for one in every} else tuple(sorted(chosen))
