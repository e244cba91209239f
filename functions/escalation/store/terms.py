"""The terms of obligations as they are kept: packaged data by kind, and versions of what the county has set of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from escalation.rules import terms
from escalation.rules.obligations import Obligation
from escalation.rules.terms import SETTABLE, Terms, UnknownKind
from escalation.store.obligation_rows import SettingsRow
from kernel.storage.dynamo import read
from kernel.storage.unit_of_work import UnitOfWork


class InForce(NamedTuple):
    """Settings as they are kept: what climbs how by kind, who set that and when (packaged: nobody)."""

    version: int
    kinds: Mapping[str, Any]
    set_by: str
    set_at: str


@lru_cache(maxsize=1)
def packaged() -> Mapping[str, Any]:
    """Return what a county starts with: ladders, kinds and their sources."""
    return json.loads((Path(__file__).parents[1] / "kinds.json").read_text("utf-8"))


def known_kinds() -> frozenset[str]:
    """Return every kind there is."""
    return frozenset(packaged()["kinds"])


def in_force(row: SettingsRow | None) -> InForce:
    """Return the settings of a row, completed by what is packaged; version 0 when the county has set none."""
    said: Mapping[str, Any] = json.loads(row.document) if row else {}
    kinds = {
        kind: {name: said.get(kind, default)[name] for name in SETTABLE}
        for kind, default in packaged()["kinds"].items()
    }
    if row is None:
        return InForce(0, kinds, "packaged", "")
    return InForce(int(row.version), kinds, row.set_by, row.set_at)


def newest() -> InForce:
    """Return the newest settings as they are now."""
    return in_force(read([SettingsRow.current()], consistent=True)[0])


def version(number: int) -> InForce | None:
    """Return one version of the settings; None when there is none."""
    row = read([SettingsRow.key(number)], consistent=True)[0] if number else None
    return in_force(row) if row or not number else None


def keep(
    work: UnitOfWork, document: Mapping[str, Any], number: int, set_by: str, set_at: str
) -> InForce:
    """Keep a document as the next version."""
    kept: dict[str, Any] = {
        "version": number,
        "document": json.dumps(document, ensure_ascii=False, separators=(",", ":")),
        "set_by": set_by,
        "set_at": set_at,
    }
    newest = SettingsRow("SETTINGS", "CURRENT", **kept)
    work.save(newest)
    work.add(SettingsRow("SETTINGS", f"V#{number:06d}", **kept))
    return in_force(newest)


def current_terms(work: UnitOfWork, kind: str) -> Terms:
    """Return the terms of a kind as they are now.

    Raises
    ------
    UnknownKind
        No data says how it climbs.
    """
    row: SettingsRow | None = work.find(SettingsRow.current())
    by_kind = _parsed(int(row.version), row.document) if row else _parsed(0, "{}")
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
def _version(number: int) -> Mapping[str, Terms]:
    if number == 0:
        return _parsed(0, "{}")
    row: SettingsRow | None = read([SettingsRow.key(number)], consistent=True)[0]
    if row is None:
        raise LookupError(f"there is no version {number} of the terms of obligations")
    return _parsed(number, row.document)


@lru_cache(maxsize=32)
def _parsed(number: int, document: str) -> Mapping[str, Terms]:
    return terms.parse(packaged(), json.loads(document), number)
