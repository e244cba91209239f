"""What the units and categories of a list are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from incidents.rules.policy import Policy
from incidents.store.policies import policy_in_force
from incidents.store.rows import PolicyRow
from kernel.directory import unit_names_and_rows
from kernel.texts import Text


class Names(NamedTuple):
    """The units of a list by code, and the policy in force; a code that means nothing any more stands for itself."""

    units: Mapping[str, Text]
    policy: Policy

    def unit(self, code: str) -> Text:
        """Return what a unit is called."""
        return self.units.get(code) or Text(code, code)

    def category(self, code: str) -> Text:
        """Return what a category is called."""
        category = self.policy.categories.get(code)
        return category.name if category else Text(code, code)


def names_of(items: Iterable[Mapping[str, Any]]) -> Names:
    """Return what the lines of a list speak of is called, in one read of what is not remembered."""
    codes = {item[name]["S"] for item in items for name in ("unit", "responsible_unit")}
    current = PolicyRow.current()
    units, rows = unit_names_and_rows(codes, [current])
    return Names(units, policy_in_force(rows[current]).value)
