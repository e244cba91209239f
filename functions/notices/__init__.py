"""From history to people: notices on each tier's topic, subscriptions, the delivery record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def follow_units(
    heirs: Mapping[str, str | None], *, dry_run: bool
) -> Iterator[tuple[str, str, str, str | None]]:
    """Let group robots and subscriptions of units that are no more follow to those that take their place; what cannot ends, and the county is told.

    Returns
    -------
    Iterator
        Each one's kind, id and unit, and the unit it tells of now (None: it has ended); consumed, it does them.
    """
    from notices.service.follow_units import follow_units

    return follow_units(heirs, dry_run=dry_run)
