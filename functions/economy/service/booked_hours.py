"""Whether a machine is promised to somebody for hours in which it would be let."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from economy.rules.hires import Hire, HireStatus, MachineBooked
from economy.rules.terms import amount
from economy.store import things
from kernel import clock
from kernel.storage.dynamo import Range

_MOST = 100


def refuse_booked(machine: str, begins_on: date) -> None:
    """Let a machine be let from a day on for which nobody has booked it.

    Raises
    ------
    MachineBooked
        Somebody has: those hires are cancelled first, or the lease begins after them.
    """
    begins_at = datetime.combine(begins_on, time.min, clock.SHANGHAI)
    earliest = begins_at - timedelta(hours=amount("hire_hours"))

    def stands(hire: Hire) -> bool:
        return hire.status is HireStatus.BOOKED and hire.ends_at > begins_at

    since = Range("place", ">=", (clock.iso(earliest),))
    found = things.HIRES.about(things.hires_of(machine), _MOST, None, within=since, fits=stands)
    if found.rows:
        raise MachineBooked(hires=[one.id for one in found.rows])
