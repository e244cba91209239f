"""The terms of obligations: a section of the county's policy, of which escalation reads nothing else.

The incidents keep the document as a whole and set it; its rows lie in the table of what has a clock.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from escalation.rules import terms
from escalation.rules.obligations import Kind, Obligation
from escalation.rules.terms import Terms
from escalation.store.rows import ClocksMeta
from kernel.directory import Remembered
from kernel.storage.dynamo import read
from kernel.storage.rows import Key, Row

SECTION = "follow_ups"
"""Where the terms stand in the county's policy."""


class PolicyRow(Row):
    """A version of the policy: `POLICY` / `V#{version}`, and a copy of the newest under `POLICY` / `CURRENT`."""

    class Meta(ClocksMeta):
        """The table of what has a clock."""

    version = NumberAttribute()
    document = UnicodeAttribute()
    set_by = UnicodeAttribute()
    set_at = UnicodeAttribute()
    change_id = UnicodeAttribute(null=True)

    @classmethod
    def current(cls) -> Key:
        """Return where the newest version is."""
        return Key(cls, "POLICY", "CURRENT")

    @classmethod
    def key(cls, version: int) -> Key:
        """Return where a version is."""
        return Key(cls, "POLICY", f"V#{version:06d}")


def current_terms(kind: Kind) -> Terms:
    """Return the terms of a kind as they are now."""
    key = PolicyRow.current()
    row = Remembered.recall([key])[key]
    return (_parsed(int(row.version), row.document) if row else _packaged())[kind]


def terms_of(obligation: Obligation) -> Terms:
    """Return the terms that were in force when an obligation began.

    Raises
    ------
    LookupError
        The version it began under is not there.
    """
    return _version(obligation.policy_version)[obligation.kind]


@lru_cache(maxsize=1)
def packaged() -> Mapping[str, Any]:
    """Return what a county starts with: the terms, and their sources."""
    return json.loads((Path(__file__).parents[1] / "default_terms.json").read_text("utf-8"))


@lru_cache(maxsize=32)
def _version(version: int) -> Mapping[str, Terms]:
    if version == 0:
        return _packaged()
    row: PolicyRow | None = read([PolicyRow.key(version)], consistent=True)[0]
    if row is None:
        raise LookupError(f"there is no policy version {version}")
    return _parsed(version, row.document)


@lru_cache(maxsize=32)
def _parsed(version: int, document: str) -> Mapping[str, Terms]:
    said = json.loads(document).get(SECTION)
    # What a county has not set is as packaged.
    return terms.parse(said or packaged()[SECTION], version)


def _packaged() -> Mapping[str, Terms]:
    return terms.parse(packaged()[SECTION], 0)
