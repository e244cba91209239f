"""Describe the county to clients of Open311: its services, since when they are so, whom to call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from escalation.store.rows import COUNTY
from incidents.open311.rules.services import category_of
from incidents.rules.policy import Category
from incidents.store.policies import current_policy
from kernel import clock
from kernel.directory import UnitRow, find_units


def changed_at() -> datetime | None:
    """Return when the services were last set; None: they are as packaged."""
    set_at = current_policy().set_at
    return clock.from_iso(set_at) if set_at else None


def list_services() -> Sequence[Category]:
    """Return the categories of the policy in force."""
    return list(current_policy().value.categories.values())


def find_service(code: str) -> Category:
    """Return a category of the policy in force.

    Raises
    ------
    NotFound
        There is none of this code.
    """
    return category_of(current_policy().value, code)


def contact() -> str:
    """Return what the county is called, and its telephone number where it is known."""
    county: UnitRow | None = find_units([COUNTY]).get(COUNTY)
    if county is None:
        return COUNTY
    return " ".join(part for part in (county.name, county.contact_phone) if part)
