"""Change the policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from incidents.store import policies
from incidents.store.policies import PolicyInForce
from kernel import clock
from kernel.access import Caller
from kernel.problems import Versions, refuse_stale
from kernel.storage.unit_of_work import UnitOfWork


def change_policy(
    work: UnitOfWork, caller: Caller, document: Mapping[str, Any], expected: Versions
) -> PolicyInForce:
    """Keep a document as the next version of the policy, for incidents reported from now on."""
    seen = policies.newest_version(work)
    refuse_stale(expected, seen)
    return policies.save(work, document, seen + 1, caller.person_id, clock.now())
