"""The terms of obligations as they are kept: packaged data by kind, and versions of what the county has set of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from escalation.rules import terms
from escalation.rules.obligations import Obligation
from escalation.rules.terms import Terms, UnknownKind
from escalation.store.obligation_rows import SettingsRow
from kernel.in_force import InForce
from kernel.storage.settings import Settings
from kernel.storage.unit_of_work import UnitOfWork

ByKind = Mapping[str, Terms]


def _complete(document: Mapping[str, Any], packaged: Mapping[str, Any]) -> Mapping[str, Any]:
    # A county sets the terms of some kinds; which kinds there are, their ladders and who is told go with the code.
    said = document["kinds"]
    kinds = {kind: {**one, **said.get(kind, {})} for kind, one in packaged["kinds"].items()}
    return {**packaged, **document, "kinds": kinds}


SETTINGS: Settings[ByKind] = Settings(
    SettingsRow, Path(__file__).parents[1] / "kinds.json", terms.parse, _complete
)


def packaged() -> InForce[ByKind]:
    """Return what a county starts with."""
    return SETTINGS.packaged()


def current_terms(work: UnitOfWork, kind: str) -> Terms:
    """Return the terms of a kind as they are now.

    Raises
    ------
    UnknownKind
        No data says how it climbs.
    """
    by_kind = SETTINGS.of(work.find(SettingsRow.current())).value
    if kind not in by_kind:
        raise UnknownKind(kind)
    return by_kind[kind]


def terms_of(obligation: Obligation) -> Terms:
    """Return the terms that were in force when an obligation began.

    Raises
    ------
    LookupError
        The version it began under is not there.
    """
    return _version(obligation.policy_version)[obligation.kind]


@lru_cache(maxsize=32)
def _version(version: int) -> ByKind:
    kept = SETTINGS.version(version)
    if kept is None:
        raise LookupError(f"there is no version {version} of the terms of obligations")
    return kept.value
