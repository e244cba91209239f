"""Read the scheme of stars, and set it anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.in_force import InForce
from kernel.problems import Versions
from reports.stars.rules.scheme import StarScheme, parse, refuse_uncounted
from reports.stars.store.things import SCHEME
from reports.store.catalogue import catalogue


def read_scheme(version: int | None = None) -> InForce[StarScheme]:
    """Return the newest scheme, or an earlier version.

    Raises
    ------
    NotFound
        There is no such version.
    """
    return SCHEME.read(version)


def set_scheme(document: Mapping[str, Any], expected: Versions, set_by: str) -> InForce[StarScheme]:
    """Keep a scheme for the years that are opened from now on; a year that is open keeps its own.

    Raises
    ------
    StarSchemeDoesNotHold
        Something comes twice, or rests on what is not counted of villages.
    StaleVersion
        Somebody has set a newer one.
    """
    refuse_uncounted(parse(document, 0), catalogue())
    return SCHEME.put(document, expected, set_by)
