"""The policy: how long each tier has, when it is reminded, who confirms until when. Versioned data, never numbers in code.

The defaults and their sources stand in `default_policy.json`; a county replaces them with `PUT /v1/policies`. An incident keeps the
version it was reported under (DESIGN 4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from incidents.rules.states import Severity
from kernel.problems import FieldError, InvalidFields
from kernel.texts import Text
from kernel.units import Tier
from kernel.working_time import Limit

Limits = Mapping[Severity, Mapping[Tier, Limit]]


class UnknownCategory(InvalidFields):
    """The policy has no such category; `known` lists those it has."""

    def __init__(self, code: str, known: list[str]) -> None:
        detail = Text(f"没有类别“{code}”。", f"There is no category {code!r}.")
        super().__init__(detail, errors=[FieldError("category", detail)], known=known)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """How long each in turn has to confirm, and how often the last is asked again."""

    worker: Limit
    chief: Limit
    above: Limit
    cap: int


@dataclass(frozen=True, slots=True)
class Supervision:
    """How often the county is urged after its limit, and how many times at most."""

    every: Limit
    cap: int


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of incident and who is first responsible for it."""

    code: str
    name: Text
    start_tier: Tier
    limits: Limits
    confirmation: Confirmation | None
    supervision: Supervision | None


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of a county's policy."""

    version: int
    categories: Mapping[str, Category]
    limits: Limits
    reminder_share: float
    confirmation: Confirmation
    supervision: Supervision

    def category(self, code: str) -> Category:
        """Return a category by its code.

        Raises
        ------
        UnknownCategory
            The policy has none of this code.
        """
        found = self.categories.get(code)
        if found is None:
            raise UnknownCategory(code, sorted(self.categories))
        return found

    def start_tier(self, code: str, severity: Severity) -> Tier:
        """Return the tier that is responsible first.

        An urgent incident goes to the town at once, beside the village (DOMAIN 2.5), or to the category's own tier if that is higher.
        """
        tier = self.category(code).start_tier
        return (
            max(tier, Tier.TOWN, key=lambda one: one.rank) if severity is Severity.URGENT else tier
        )

    def limit(self, code: str, severity: Severity, tier: Tier) -> Limit:
        """Return how long a tier has: the category's own limit, else the general one."""
        own = self.category(code).limits.get(severity, {})
        return own.get(tier) or self.limits[severity][tier]

    def confirmation_of(self, code: str) -> Confirmation:
        """Return the confirmation limits of a category."""
        return self.category(code).confirmation or self.confirmation

    def supervision_of(self, code: str) -> Supervision:
        """Return the supervision rhythm of a category."""
        return self.category(code).supervision or self.supervision


def parse(document: Mapping[str, Any], version: int) -> Policy:
    """Return the policy a validated document describes (`model.PolicyDocument` or the packaged default)."""
    return Policy(
        version=version,
        categories={entry["code"]: _category(entry) for entry in document["categories"]},
        limits=_limits(document["limits"]),
        reminder_share=document["reminder_share"],
        confirmation=_confirmation(document["confirmation"]),
        supervision=_supervision(document["supervision"]),
    )


def _category(entry: Mapping[str, Any]) -> Category:
    return Category(
        code=entry["code"],
        name=Text(entry["name"]["zh"], entry["name"]["en"]),
        start_tier=Tier(entry["start_tier"]),
        limits=_limits(entry.get("limits") or {}),
        confirmation=_confirmation(entry["confirmation"]) if entry.get("confirmation") else None,
        supervision=_supervision(entry["supervision"]) if entry.get("supervision") else None,
    )


def _limits(document: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Limits:
    return {
        Severity(severity): {Tier(tier): _limit(limit) for tier, limit in tiers.items()}
        for severity, tiers in document.items()
    }


def _limit(document: Mapping[str, Any]) -> Limit:
    return Limit(document["amount"], document["unit"])


def _confirmation(document: Mapping[str, Any]) -> Confirmation:
    return Confirmation(
        _limit(document["worker"]),
        _limit(document["chief"]),
        _limit(document["above"]),
        document["cap"],
    )


def _supervision(document: Mapping[str, Any]) -> Supervision:
    return Supervision(_limit(document["every"]), document["cap"])
