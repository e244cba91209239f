"""Who serves in a village's ceremonies council, and whom a ceremony concerns."""

from __future__ import annotations

from assembly.model.ceremonies import CeremonyView, ceremony_view
from assembly.rules.bodies import BodyKind
from assembly.rules.ceremonies import Ceremony
from assembly.rules.standing import KEEPERS, Reader
from assembly.service.asked import today
from assembly.service.find_thing import Found
from assembly.service.seats import sits_in
from assembly.store.work import Work


def sits_in_council(work: Work, reader: Reader, village: str) -> bool:
    """Tell whether somebody sits in the ceremonies council today."""
    return sits_in(work, reader.person_id, village, BodyKind.CEREMONIES_COUNCIL, today())


def serves(reader: Reader, village: str) -> bool:
    """Tell whether somebody sits in the ceremonies council or is an officer of the village."""
    return reader.holds(village, KEEPERS) or sits_in_council(Work(), reader, village)


def concerns(reader: Reader, ceremony: Ceremony) -> bool:
    """Tell whether a ceremony is somebody's own, or somebody's office."""
    village = ceremony.village
    own = ceremony.registered_by == reader.person_id
    return own or reader.sees_names(village) or sits_in_council(Work(), reader, village)


def read_ceremony(found: Found) -> CeremonyView:
    """Return a ceremony as it is."""
    seated = sits_in_council(Work(), found.reader, found.village)
    return ceremony_view(found.thing, found.version, found.reader, in_council=seated)
