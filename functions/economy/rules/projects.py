"""Projects of a collective: livestock, and crops by plot and season; what they cost, bring in and produce (DOMAIN 16.4).

Economic value produced is a measure of its own: 17,700 yuan of livestock is not income, and is never added to it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from economy.rules.asset_states import BOOKS, KEEPERS
from economy.rules.assets import refuse_future
from economy.rules.gates import EconomyGateShut
from kernel.access import Caller
from kernel.problems import Conflict, InvalidFields
from kernel.record import record
from kernel.texts import Named, Text

PROJECT_ROLES = KEEPERS | BOOKS


class PlotTaken(EconomyGateShut):
    """A plot bears one crop a season."""

    slug = "plot-taken"
    title = Text("该地块本季已有作物", "Plot taken")
    said = Text("该地块本季已登记种植项目。", "The plot bears another crop this season.")
    rests_on = "season"


class ProjectClosed(Conflict):
    """Nothing is entered of a project that is over."""

    slug = "project-closed"
    said = Text("该项目已结束。", "The project is over.")


class ProjectKind(Named):
    """What a project raises."""

    LIVESTOCK = "livestock", "养殖", "livestock"
    CROP = "crop", "种植", "a crop"


class ProjectStatus(Named):
    """Where a project stands."""

    RUNNING = "running", "进行中", "running"
    CLOSED = "closed", "已结束", "over"


class EntryKind(Named):
    """What an entry of a project is of."""

    COST = "cost", "支出", "cost"
    INCOME = "income", "收入", "income"
    PRODUCED = "produced", "产生经济价值", "economic value produced"


class ProjectEvent(Named):
    """What the history of a project tells."""

    BEGUN = "begun", "立项", "begun"
    ENTERED = "entered", "登记", "entered"
    CLOSED = "closed", "结束", "closed"


@record
class Project:
    """Livestock, or a crop on a plot in a season.

    Attributes
    ----------
    plot
        On which plot a crop stands; livestock has none.
    season
        Of which season it is: the year it is sown in and its name (`2026-winter-wheat`).
    scale
        How many head, or hundredths of a mu.
    cost_fen, income_fen, produced_fen
        What was entered so far; costs of autumn and income of next summer are of one project.
    """

    id: str
    village: str
    kind: ProjectKind
    name: str
    began_on: date
    scale: int
    plot: str | None = None
    season: str | None = None
    status: ProjectStatus = ProjectStatus.RUNNING
    cost_fen: int = 0
    income_fen: int = 0
    produced_fen: int = 0
    closed_on: date | None = None
    version: int = 1


@record
class PlotSeason:
    """That a plot bears a crop in a season."""

    id: str
    project: str
    version: int = 1


@record
class ProjectEntry:
    """Something a project cost, brought in or produced on a day; a mistake is corrected by an entry of its opposite.

    Attributes
    ----------
    paper
        The voucher or proof it rests on.
    """

    id: str
    project: str
    village: str
    kind: EntryKind
    on: date
    fen: int
    said: str
    paper: str | None = None
    version: int = 1


class ProjectChange(NamedTuple):
    """A project as it is afterwards, and what the history says of it."""

    after: Project
    event: ProjectEvent


def begin(project: Project, today: date) -> ProjectChange:
    """Begin a project.

    Raises
    ------
    InvalidFields
        A crop has no plot or season, livestock has one, or it began on a day to come.
    """
    is_crop = project.kind is ProjectKind.CROP
    for field, said in (("plot", project.plot), ("season", project.season)):
        if is_crop is not bool(said):
            raise InvalidFields.one(
                field,
                Text(
                    "种植项目须注明地块和季节，养殖项目不填。",
                    "A crop has a plot and a season, livestock has none.",
                ),
            )
    refuse_future(project.began_on, today, "began_on")
    return ProjectChange(project, ProjectEvent.BEGUN)


def plot_season(project: Project) -> str:
    """Return by what it is known that a plot bears a crop in a season."""
    return f"{project.plot}~{project.season}"


def enter(project: Project, entry: ProjectEntry, today: date) -> ProjectChange:
    """Enter what a project cost, brought in or produced.

    Raises
    ------
    ProjectClosed
        It is over.
    InvalidFields
        The day is before the project or still to come, or a correction takes more than there is.
    """
    _refuse_closed(project)
    refuse_future(entry.on, today, "on")
    if entry.on < project.began_on:
        raise InvalidFields.one("on", Text("不得早于项目开始。", "Not before the project began."))
    field = f"{entry.kind}_fen"
    total = getattr(project, field) + entry.fen
    if total < 0:
        raise InvalidFields.one(
            "fen", Text("更正不得超过已登记数额。", "A correction takes no more than there is.")
        )
    after = replace(project, version=project.version + 1, **{field: total})
    return ProjectChange(after, ProjectEvent.ENTERED)


def close(project: Project, today: date) -> ProjectChange:
    """Close a project.

    Raises
    ------
    ProjectClosed
        It is over.
    """
    _refuse_closed(project)
    after = replace(
        project, status=ProjectStatus.CLOSED, closed_on=today, version=project.version + 1
    )
    return ProjectChange(after, ProjectEvent.CLOSED)


def may_keep(project: Project, caller: Caller) -> bool:
    """Tell whether somebody keeps a project."""
    return caller.post_at(project.village, PROJECT_ROLES) is not None


def _refuse_closed(project: Project) -> None:
    if project.status is ProjectStatus.CLOSED:
        raise ProjectClosed
