"""The policy of the county: read a version, set it anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from incidents.rules import policy_checks
from incidents.rules.policy import Policy
from incidents.store import policies
from kernel.in_force import InForce
from kernel.problems import NotFound, Versions


def policy_in_use() -> Policy:
    """Return the policy in force, up to half a minute old."""
    return policies.current_policy().value


def read_policy(version: int | None = None) -> InForce[Policy]:
    """Return the policy in force, or an earlier version.

    Raises
    ------
    NotFound
        There is no such version.
    """
    try:
        return policies.current_policy() if version is None else policies.policy_version(version)
    except LookupError:
        raise NotFound from None


def set_policy(document: Mapping[str, Any], expected: Versions, set_by: str) -> InForce[Policy]:
    """Keep a document as the next version; incidents reported before keep theirs.

    Raises
    ------
    InvalidFields
        It could not run.
    StaleVersion
        Somebody has set a newer one.
    """
    policy_checks.check(document)
    return policies.put_policy(document, expected, set_by)
