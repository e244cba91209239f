"""Points of households: rule books, claims, the ledger, boards, the supermarket.

What other contexts may ask is here: that a household's points come along when it moves to another village, and what a
village has when another takes its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from kernel.actors import Actor

if TYPE_CHECKING:
    from kernel.figures import Asked, Counted


def move_household(household: str, from_village: str, to_unit: str, by: Actor) -> None:
    """Take a household's points along to another village, once the registry has it there.

    A transfer entry stands in both ledgers, pending claims go on in the new village under the rules they were made by, redemptions
    that wait are voided (the goods stay in the old shop), and the boards of the old village no longer list the household for
    improvement. May be called again: what was missed then comes along, and nothing comes twice.

    Parameters
    ----------
    from_village, to_unit
        The village that is left, and the grid or village where the household lives now.

    Raises
    ------
    TryAgain
        Something was set aside in this very moment.
    """
    from points.service import move_household as service

    service.move_household(household, from_village, to_unit, by)


def follow_villages(
    heirs: Mapping[str, str | None], by: Actor, *, dry_run: bool
) -> Iterator[tuple[str, str, str, str | None]]:
    """Let rule books and shops of villages that are no more follow to those that take their place, where these have none of their own.

    Returns
    -------
    Iterator
        Each thing's kind, id and village, and the village it goes to (None: it stays, as the sealed ledger does); consumed, it does them.
    """
    from points.service.follow_village import follow_villages

    return follow_villages(heirs, by, dry_run=dry_run)


def counted(figure: str, asked: Asked) -> Iterator[Counted]:
    """Give the events of a figure that this context keeps, one by one (`kernel.figures`)."""
    # Named so, what answers is packed with the functions of reports alone.
    found: Iterator[Counted] = import_module(".service.figures", __name__).counted(figure, asked)
    return found
