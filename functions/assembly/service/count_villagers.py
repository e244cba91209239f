"""Count all villagers of age and all households of a village: what the quorum of its meeting is counted on (村委会法 Art. 25)."""

from __future__ import annotations

from datetime import date

from assembly.model.bodies import CertifiedNumbers
from assembly.rules.bodies import Bases
from kernel.ages import ADULT, has_reached
from registry import homes_in, people_of


def bases_of(village: str, day: date, certified: CertifiedNumbers | None) -> Bases:
    """Return the numbers a town has certified, else those of the registry.

    A household that nobody lives in any more is none, unless nobody is registered anywhere; whose year of birth is unknown is counted, for
    a quorum is not to become easier by what nobody knows (ours).
    """
    if certified is None:
        homes = [people_of(home.household_id) for home in homes_in(village)]
        born = [each.born for people in homes for each in people]
        adults = sum(one.year is None or has_reached(ADULT, one, day) for one in born)
        households = sum(bool(people) for people in homes) or len(homes)
        return Bases(villager=adults, household=households, voter=adults)
    return Bases(
        villager=certified.villagers,
        household=certified.households,
        voter=certified.voters or certified.villagers,
        certificate=certified.document_number,
    )
