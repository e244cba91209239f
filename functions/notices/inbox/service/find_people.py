"""Who the addressees of an entry are today."""

from __future__ import annotations

from collections.abc import Iterable

from kernel import clock
from kernel.access import TIER_OFFICER
from kernel.addressees import Addressee, Whom
from kernel.directory import find_units
from kernel.units import tier_of
from registry import people_of


def find_people(addressees: Iterable[Addressee]) -> list[str]:
    """Return the persons that addressees stand for, each once: those of a household who can sign in, those who hold a post today."""
    named = list(addressees)
    offices = [one for one in named if one.is_office]
    units = find_units({one.id for one in offices}) if offices else {}
    found: list[str] = []
    for one in named:
        if one.whom is Whom.PERSON:
            found.append(one.id)
        elif one.whom is Whom.HOUSEHOLD:
            found += [each.person_id for each in people_of(one.id) if each.person_id]
        elif one.id in units:
            held = one.role or TIER_OFFICER[tier_of(one.id)]
            found += units[one.id].holders(held, clock.today())
    return list(dict.fromkeys(found))
