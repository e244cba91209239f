"""The policy in force and its earlier versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from escalation.rules.clocked import Clocked
from incidents.rules import policy_checks
from incidents.rules.policy import Policy
from incidents.rules.policy_document import parse
from incidents.store.rows import PolicyRow
from kernel.in_force import InForce
from kernel.problems import Versions
from kernel.storage.settings import Settings
from kernel.texts import Text

# What a county has not set is as packaged.
_SETTINGS = Settings(
    PolicyRow,
    Path(__file__).parents[1] / "default_policy.json",
    parse,
    policy_checks.filled,
)


def packaged_document() -> Mapping[str, Any]:
    """Return the policy a county starts with."""
    return _SETTINGS.packaged().document


def policy_in_force(row: PolicyRow | None) -> InForce[Policy]:
    """Return the policy of a row; the packaged default (version 0) when the county has set none."""
    return _SETTINGS.of(row)


def current_policy() -> InForce[Policy]:
    """Return the newest policy."""
    return _SETTINGS.current()


@lru_cache(maxsize=32)
def policy_version(version: int) -> InForce[Policy]:
    """Return a version of the policy; versions never change, so they are kept for good.

    Raises
    ------
    LookupError
        There is no such version (which is not remembered: it may come).
    """
    kept = _SETTINGS.version(version)
    if kept is None:
        raise LookupError(f"there is no policy version {version}")
    return kept


def category_names(counted: Iterable[str] | None = None) -> dict[str, Text]:
    """Return what categories are called, by their newest name: those of the policy in force first, in its order, then those of earlier ones.

    What was counted under a category outlives it.

    Parameters
    ----------
    counted
        Earlier policies are read as far as these ask for it; None: all of them.
    """
    newest, wanted = current_policy(), set(counted or ())
    found = {code: one.name for code, one in newest.value.categories.items()}
    for version in range(newest.version - 1, -1, -1):
        if counted is not None and wanted <= found.keys():
            break
        for code, one in policy_version(version).value.categories.items():
            found.setdefault(code, one.name)
    return found


def policy_of(thing: Clocked) -> Policy:
    """Return the policy that was in force when an incident was reported or a follow-up began."""
    return policy_version(thing.policy_version).value


def put_policy(document: Mapping[str, Any], expected: Versions, set_by: str) -> InForce[Policy]:
    """Keep a document as the next version; earlier versions stay for the incidents reported under them.

    Raises
    ------
    StaleVersion
        The newest is none of `expected`, or somebody set one at the same time.
    """
    return _SETTINGS.put(document, expected, set_by)
