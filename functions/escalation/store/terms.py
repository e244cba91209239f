"""The terms of obligations: a section of the county's policy, of which escalation reads nothing else.

The incidents keep the document as a whole and set it; its rows lie in the table of what has a clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from escalation.rules import terms
from escalation.rules.obligations import Kind, Obligation
from escalation.rules.terms import Terms
from escalation.store.rows import ClocksMeta
from kernel.storage.settings import Settings, VersionRow

SECTION = "follow_ups"
"""Where the terms stand in the county's policy."""


class PolicyRow(VersionRow):
    """A version of the policy."""

    subject = "POLICY"

    class Meta(ClocksMeta):
        """The table of what has a clock."""


def _complete(document: Mapping[str, Any], packaged: Mapping[str, Any]) -> Mapping[str, Any]:
    # What a county has not set is as packaged.
    return {**document, SECTION: document.get(SECTION) or packaged[SECTION]}


_SETTINGS = Settings(
    PolicyRow,
    Path(__file__).parents[1] / "default_terms.json",
    lambda document, version: terms.parse(document[SECTION], version),
    _complete,
)


def current_terms(kind: Kind) -> Terms:
    """Return the terms of a kind as they are now."""
    return _SETTINGS.current().value[kind]


def terms_of(obligation: Obligation) -> Terms:
    """Return the terms that were in force when an obligation began.

    Raises
    ------
    LookupError
        The version it began under is not there.
    """
    return _version(obligation.policy_version)[obligation.kind]


def packaged() -> Mapping[str, Any]:
    """Return what a county starts with: the terms, and their sources."""
    return _SETTINGS.packaged().document


@lru_cache(maxsize=32)
def _version(version: int) -> Mapping[str, Terms]:
    kept = _SETTINGS.version(version)
    if kept is None:
        raise LookupError(f"there is no policy version {version}")
    return kept.value
