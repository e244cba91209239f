"""The notice settings of the county: read a version, set them anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.in_force import InForce
from kernel.problems import Versions
from notices.rules.quiet import Settings
from notices.store.settings import SETTINGS


def read_settings(version: int | None = None) -> InForce[Settings]:
    """Return the newest settings, or an earlier version.

    Raises
    ------
    NotFound
        There is no such version.
    """
    return SETTINGS.read(version)


def set_settings(document: Mapping[str, Any], expected: Versions, set_by: str) -> InForce[Settings]:
    """Keep a document as the newest settings; what is held already follows them.

    Raises
    ------
    StaleVersion
        Somebody has set newer ones.
    """
    return SETTINGS.put(document, expected, set_by)
