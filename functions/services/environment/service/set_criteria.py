"""Read the criteria of courtyards, and set them anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.in_force import InForce
from kernel.problems import Versions
from services.environment.rules.criteria import Criteria, parse
from services.environment.store.rows import CRITERIA


def read_criteria(version: int | None = None) -> InForce[Criteria]:
    """Return the newest criteria, or an earlier version.

    Raises
    ------
    NotFound
        There is no such version.
    """
    return CRITERIA.read(version)


def set_criteria(document: Mapping[str, Any], expected: Versions, set_by: str) -> InForce[Criteria]:
    """Keep criteria for what is rated from now on; what is rated already keeps its own.

    Raises
    ------
    CriteriaDoNotHold
        Codes come twice, or the points are not a hundred.
    StaleVersion
        Somebody has set newer ones.
    """
    parse(document, 0)
    return CRITERIA.put(document, expected, set_by)
