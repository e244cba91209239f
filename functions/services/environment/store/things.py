"""Where every thing of the environment is kept, and in which lists it is found."""

from __future__ import annotations

from kernel.storage.repository import Placed, Repository
from kernel.texts import Text
from kernel.units import Level, ancestor
from services.environment.rules import courtyards as yard_rules
from services.environment.rules import lines as line_rules
from services.environment.rules import work_days as work_rules
from services.environment.rules.courtyards import Courtyard
from services.environment.rules.lines import Line, LineStatus
from services.environment.rules.loads import Load, LoadStatus
from services.environment.rules.maps import MapApproval
from services.environment.rules.tallies import VillageTally, YearTally
from services.environment.rules.work_days import WorkDay, WorkStatus
from services.environment.store.rows import Home, Plate
from services.store.table import StepRow, ThingRow


def _yard(yard: Courtyard) -> Placed:
    # Whoever looks at the yards of a place sees those of one status: a village's, a town's, the county's.
    return Placed(
        list=f"YARDS#{yard.status}",
        subject=yards_of(yard.village),
        place=f"{yard.village}#{yard.id}",
        wake_at=yard_rules.wakes_at(yard),
    )


def _line(line: Line) -> Placed:
    kept = line.status is LineStatus.KEPT
    return Placed(
        list=lines_of(line.village, line.status),
        subject=f"KEEPER#{line.keeper}" if line.keeper and kept else None,
        place=f"{line.due_on.isoformat()}#{line.id}",
        wake_at=line_rules.wakes_at(line),
    )


def _load(load: Load) -> Placed:
    on_its_way = load.status is not LoadStatus.AT_PLANT
    town = ancestor(load.village, Level.TOWN)
    return Placed(
        list=f"LOADS#{load.village}",
        subject=f"LOADS#{town}#{load.status}" if on_its_way else None,
        place=load.id,
    )


def _work_day(day: WorkDay) -> Placed:
    return Placed(
        list=work_days_of(day.village, struck=day.status is WorkStatus.STRUCK),
        place=f"{day.held_on.isoformat()}#{day.id}",
        wake_at=work_rules.wakes_at(day),
    )


def yards_of(village: str) -> str:
    """Return what all courtyards of a village are about."""
    return f"YARDS_OF#{village}"


def lines_of(village: str, status: LineStatus) -> str:
    """Return the partition of a village's lines."""
    return f"LINES#{village}#{status}"


def work_days_of(village: str, *, struck: bool) -> str:
    """Return the partition of a village's work days; mistakes are in one of their own."""
    return f"WORK#{village}#{'struck' if struck else 'held'}"


def tallies_of(county: str) -> str:
    """Return the partition of the tallies of a county's villages."""
    return f"ENVIRONMENT#{county}"


def years_of(county: str, year: int) -> str:
    """Return the partition of the tallies of a year."""
    return f"ENVIRONMENT#{county}#{year}"


def _county(village: str) -> str:
    county = ancestor(village, Level.COUNTY)
    assert county is not None, "every village lies in a county"
    return county


def _nowhere(_: object) -> Placed:
    return Placed()


YARDS = Repository(ThingRow, StepRow, "YARD", Courtyard, Text("该庭院", "such courtyard"), _yard)
LINES = Repository(ThingRow, StepRow, "LINE", Line, Text("该管护线", "such line"), _line)
LOADS = Repository(ThingRow, StepRow, "LOAD", Load, Text("该批垃圾", "such load"), _load)
WORK_DAYS = Repository(
    ThingRow, StepRow, "WORKDAY", WorkDay, Text("该次活动", "such work day"), _work_day
)
HOMES = Repository(ThingRow, StepRow, "YARDHOME", Home, Text("该户庭院", "such home"), _nowhere)
PLATES = Repository(ThingRow, StepRow, "YARDPLATE", Plate, Text("该标牌", "such plate"), _nowhere)
APPROVALS = Repository(
    ThingRow, StepRow, "MAPAPPROVAL", MapApproval, Text("审图号", "map approval number"), _nowhere
)
VILLAGES = Repository(
    ThingRow, StepRow, "ENVTALLY", VillageTally, Text("该村数据", "such figures"),
    lambda one: Placed(list=tallies_of(_county(one.id)), place=one.id),
)  # fmt: skip
YEARS = Repository(
    ThingRow, StepRow, "ENVYEAR", YearTally, Text("该年度数据", "such figures"),
    lambda one: Placed(list=years_of(_county(one.village), one.year), place=one.village),
)  # fmt: skip
