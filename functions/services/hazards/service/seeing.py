"""Things of hazards as somebody sees them: whose they are, and how far what is owed for them has climbed."""

from __future__ import annotations

from escalation import Climb
from kernel.record import record
from kernel.seen import Seen, Thing


@record
class HazardSeen(Seen[Thing]):
    """A thing of hazards as somebody sees it.

    Attributes
    ----------
    own
        Whether whoever asks owns it.
    climb
        How far what is owed for it has climbed; None: not looked up, or nothing is owed.
    """

    own: bool = False
    climb: Climb | None = None
