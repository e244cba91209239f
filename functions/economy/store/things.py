"""Where assets, hires, projects and contracts are kept, and the lists they are found in."""

from __future__ import annotations

from typing import Final

from economy.rules.assets import Asset
from economy.rules.contract_states import ContractStatus
from economy.rules.contracts import Contract
from economy.rules.hires import Hire, MachineDay
from economy.rules.projects import PlotSeason, Project, ProjectEntry
from economy.rules.wake_contracts import wakes_at
from economy.store.table import StepRow, ThingRow
from kernel import clock
from kernel.storage.repository import Placed, Repository
from kernel.texts import Text
from kernel.units import Level, ancestor


def assets_of(village: str, status: str) -> str:
    """Return the list of a village's assets of a status."""
    return f"ASSETS#{village}#{status}"


def every_asset_of(village: str) -> str:
    """Return what all assets of a village are about."""
    return f"ASSETS#{village}"


def hires_of(machine: str) -> str:
    """Return what all hires of a machine are about."""
    return f"HIRES#{machine}"


def own_hires(person: str) -> str:
    """Return the list of what somebody booked."""
    return f"HIRES-OF#{person}"


def projects_of(village: str) -> str:
    """Return what all projects of a village are about."""
    return f"PROJECTS#{village}"


def entries_of(project: str) -> str:
    """Return what all entries of a project are about."""
    return f"ENTRIES#{project}"


def entries_in(village: str) -> str:
    """Return the list of what a village's projects cost, brought in and produced, by day."""
    return f"ENTRIES-IN#{village}"


def contracts_of(unit: str, status: str) -> str:
    """Return the list of a village's contracts of a status; of what is before town or county, theirs."""
    return f"CONTRACTS#{unit}#{status}"


def every_contract_of(village: str) -> str:
    """Return what all contracts of a village are about: its register."""
    return f"CONTRACTS#{village}"


def _asset(one: Asset) -> Placed:
    return Placed(
        assets_of(one.village, one.status), every_asset_of(one.village), f"{one.kind}#{one.id}"
    )


def _hire(one: Hire) -> Placed:
    return Placed(
        own_hires(one.hirer), hires_of(one.machine), f"{clock.iso(one.begins_at)}#{one.id}"
    )


def _project(one: Project) -> Placed:
    return Placed(None, projects_of(one.village), f"{one.began_on}#{one.id}")


def _entry(one: ProjectEntry) -> Placed:
    return Placed(entries_in(one.village), entries_of(one.project), f"{one.on}#{one.id}")


def _contract(one: Contract) -> Placed:
    before = {ContractStatus.WITH_TOWN: Level.TOWN, ContractStatus.WITH_COUNTY: Level.COUNTY}
    level = before.get(one.status)
    unit = (ancestor(one.village, level) if level else None) or one.village
    return Placed(
        contracts_of(unit, one.status),
        every_contract_of(one.village),
        f"{one.ends_on}#{one.id}",
        wakes_at(one),
    )


ASSETS: Final = Repository(ThingRow, StepRow, "ASSET", Asset, Text("该资产", "such asset"), _asset)
HIRES: Final = Repository(ThingRow, StepRow, "HIRE", Hire, Text("该预约", "such hire"), _hire)
MACHINE_DAYS: Final = Repository(
    ThingRow, StepRow, "MACHINEDAY", MachineDay, Text("该日", "such day"), lambda _: Placed()
)
PROJECTS: Final = Repository(
    ThingRow, StepRow, "PROJECT", Project, Text("该项目", "such project"), _project
)
PLOT_SEASONS: Final = Repository(
    ThingRow, StepRow, "PLOTSEASON", PlotSeason, Text("该季", "such season"), lambda _: Placed()
)
ENTRIES: Final = Repository(
    ThingRow, StepRow, "ENTRY", ProjectEntry, Text("该登记", "such entry"), _entry
)
CONTRACTS: Final = Repository(
    ThingRow, StepRow, "CONTRACT", Contract, Text("该合同", "such contract"), _contract
)
