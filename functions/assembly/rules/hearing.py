"""Who hears of a step, where it is not whoever's turn it is: those invited, those entitled, who watches over it."""

from __future__ import annotations

from assembly.rules.bodies import Roll
from kernel.access import Role
from kernel.addressees import Addressee, person, role


def everybody_on(roll: Roll) -> tuple[Addressee, ...]:
    """Return everybody on a roll."""
    return tuple(person(one) for people in roll.voters.values() for one in people)


def supervisors(village: str) -> tuple[Addressee, ...]:
    """Return who watches over the affairs of a village (村委会法 Art. 32)."""
    return (role(Role.VILLAGE_SUPERVISOR, village),)
