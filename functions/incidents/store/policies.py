"""The policy in force and its earlier versions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from escalation.rules.clocked import Clocked
from incidents.rules import policy as policies
from incidents.rules.policy import Policy
from incidents.store.rows import PolicyRow
from kernel import clock
from kernel.directory import Remembered
from kernel.problems import StaleVersion
from kernel.storage.dynamo import read, write
from kernel.storage.rows import ConditionFailed, Ensure, Write


class PolicyInForce(NamedTuple):
    """A policy as it is kept: the parsed rules, the document, who set it."""

    policy: Policy
    document: Mapping[str, Any]
    set_by: str
    set_at: str


def policy_in_force(row: PolicyRow | None) -> PolicyInForce:
    """Return the policy of a row; the packaged default (version 0) when the county has set none."""
    if row is None:
        return _packaged()
    return _parsed(int(row.version), row.document, row.set_by, row.set_at)


def current_policy() -> PolicyInForce:
    """Return the newest policy."""
    key = PolicyRow.current()
    return policy_in_force(Remembered.recall([key])[key])


@lru_cache(maxsize=32)
def policy_version(version: int) -> PolicyInForce:
    """Return a version of the policy; versions never change, so they are kept for good.

    Raises
    ------
    LookupError
        There is no such version (which is not remembered: it may come).
    """
    if version == 0:
        return _packaged()
    row: PolicyRow | None = read([PolicyRow.key(version)], consistent=True)[0]
    if row is None:
        raise LookupError(f"there is no policy version {version}")
    return policy_in_force(row)


def policy_of(thing: Clocked) -> Policy:
    """Return the policy that was in force when an incident was reported or a follow-up began."""
    return policy_version(thing.policy_version).policy


def set_policy(
    document: Mapping[str, Any], *, seen: int, set_by: str, at: datetime
) -> PolicyInForce:
    """Keep a document as the next version; earlier versions stay for the incidents reported under them.

    Raises
    ------
    StaleVersion
        Somebody set a newer version than `seen`.
    """
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    version = seen + 1
    kept: dict[str, Any] = {
        "version": version,
        "document": text,
        "set_by": set_by,
        "set_at": clock.iso(at),
    }
    newest = Ensure.is_new if seen == 0 else PolicyRow.version == seen
    try:
        write(
            [
                Write(PolicyRow("POLICY", f"V#{version:06d}", **kept), Ensure.is_new),
                Write(PolicyRow("POLICY", "CURRENT", **kept), newest),
            ]
        )
    except ConditionFailed as fault:
        raise StaleVersion from fault
    Remembered.forget()
    return _parsed(version, text, set_by, kept["set_at"])


@lru_cache(maxsize=32)
def _parsed(version: int, document: str, set_by: str, set_at: str) -> PolicyInForce:
    # What a county has not set is as packaged.
    loaded = {**_packaged().document, **json.loads(document)}
    return PolicyInForce(policies.parse(loaded, version), loaded, set_by, set_at)


@lru_cache(maxsize=1)
def _packaged() -> PolicyInForce:
    document = packaged_document()
    return PolicyInForce(policies.parse(document, 0), document, "packaged", "")


def packaged_document() -> dict[str, Any]:
    """Return the policy a county starts with."""
    path = Path(__file__).parents[1] / "default_policy.json"
    return json.loads(path.read_text(encoding="utf-8"))
