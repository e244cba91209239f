"""Which version of something is in force on a day."""

from __future__ import annotations

from collections.abc import Sequence


def in_force_on(versions: Sequence[Sequence[str]], day: str) -> str | None:
    """Return which version is in force on a day: the last whose first day has come.

    Parameters
    ----------
    versions
        First day (ISO date) and id of every published version, in the order they were published.
    """
    return next((version for first, version in reversed(versions) if first <= day), None)
