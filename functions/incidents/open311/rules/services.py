"""The categories of the policy as services: their groups and keywords, and which of them anybody may list."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from incidents.rules.incident import Incident
from incidents.rules.policy import Category, Policy
from kernel.problems import NotFound
from kernel.texts import Text
from kernel.units import Level, ancestor, path_of


class Service(NamedTuple):
    """What the packaged data says of a category beyond its name."""

    group: Text
    keywords: Text
    listed: bool


@lru_cache(maxsize=1)
def _packaged() -> Mapping[str, Any]:
    return json.loads((Path(__file__).parent / "services.json").read_text(encoding="utf-8"))


def packaged_changeset() -> str:
    """Return when the packaged data last changed."""
    return str(_packaged()["changeset"])


def about(code: str) -> Service:
    """Return what is known of a category; of a county's own: nothing, and it is not listed."""
    known = _packaged()["services"].get(code)
    if known is None:
        return Service(Text("其他", "other"), Text("", ""), listed=False)
    return Service(
        Text(**known["group"]), Text(**known["keywords"]), bool(known.get("listed", False))
    )


def listed_codes(policy: Policy) -> frozenset[str]:
    """Return the categories whose requests anybody may list: things everybody can see, nothing that is about a person."""
    return listed_among(policy.categories)


def listed_among(codes: Iterable[str]) -> frozenset[str]:
    """Return those of some categories whose requests anybody may list."""
    return frozenset(code for code in codes if about(code).listed)


def category_of(policy: Policy, code: str) -> Category:
    """Return a category by its service code.

    Raises
    ------
    NotFound
        The policy has none of this code.
    """
    category = policy.categories.get(code)
    if category is None:
        raise NotFound(
            Text(f"没有 service_code “{code}”。", f"service_code {code!r} was not found.")
        )
    return category


def public_places(incident: Incident) -> list[str]:
    """Return the village of an incident and what it lies in, as exactly as the public is told; nothing of what is not listed."""
    if not about(incident.category).listed:
        return []
    return path_of(ancestor(incident.unit, Level.VILLAGE) or incident.unit)[::-1]


def coarse(degrees: float) -> float:
    """Return a coordinate to a hundredth of a degree, about a kilometre: the hamlet, not the house."""
    return round(degrees, 2)
