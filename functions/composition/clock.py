"""The clock of everything owed, with the kinds of thing that climb by it; importing it registers them."""

from __future__ import annotations

from escalation.service import kinds, recounting, timers
from escalation.service.kinds import follows
from escalation.service.obligations import OBLIGATIONS
from incidents.service.clocked import INCIDENTS

__all__ = ["follows", "recounting", "timers"]

kinds.register("incident", INCIDENTS)
kinds.register("obligation", OBLIGATIONS)
