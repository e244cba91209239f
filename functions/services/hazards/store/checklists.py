"""The checklists of a county's own: none as packaged, and every version since."""

from __future__ import annotations

from typing import Final

from kernel.storage.settings import Settings, VersionRow
from services.hazards.rules.own_checklists import OwnChecklists, parse
from services.hazards.rules.terms import DATA
from services.store.things import ServicesMeta


class ChecklistRow(VersionRow):
    """A version of a county's own checklists."""

    subject = "HAZARD_CHECKLISTS"

    class Meta(ServicesMeta):
        """The table of the services of the grid."""


CHECKLISTS: Final[Settings[OwnChecklists]] = Settings(
    ChecklistRow, DATA / "own_checklists.json", parse
)
