"""Begin a project, enter what it costs, brings in and produces, close it, list projects and entries."""

from __future__ import annotations

from economy.model.project_requests import BeginProject, EnterOfProject
from economy.rules import projects
from economy.rules.assets import AssetKind
from economy.rules.projects import PlotSeason, PlotTaken, Project
from economy.service.seeing import seen_by
from economy.store import things
from economy.store.table import AnswerRow
from economy.store.watches import begin_watch
from kernel import clock
from kernel.access import Caller, Post
from kernel.actors import Actor
from kernel.directory import refuse_unknown_unit
from kernel.problems import InvalidFields, Versions, refuse_stale
from kernel.seen import Seen
from kernel.storage.lists import Listed
from kernel.storage.rates import counting
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text


def begin_project(
    work: UnitOfWork, said: BeginProject, caller: Caller, post: Post
) -> Seen[Project]:
    """Begin a project of a village's collective.

    Raises
    ------
    InvalidFields
        The village is unknown, or the plot is none of its plots.
    PlotTaken
        The plot bears another crop this season.
    """
    refuse_unknown_unit(said.village, "village")
    project = said.as_project(work.change_id)
    change = projects.begin(project, clock.today())
    if project.plot is not None:
        plot = things.ASSETS.find(work, project.plot)
        if plot is None or plot.village != project.village or plot.kind is not AssetKind.LAND:
            raise InvalidFields.one(
                "plot", Text("本村没有此地块。", "The village has no such plot.")
            )
        season = projects.plot_season(project)
        if things.PLOT_SEASONS.find(work, season) is not None:
            raise PlotTaken
        things.PLOT_SEASONS.save(work, PlotSeason(season, project.id))
    work.write(counting(AnswerRow, "economy_entries", said.village, clock.now()))
    begin_watch(work, said.village)
    things.PROJECTS.save(
        work, change.after, Step(str(change.event), Actor.of(caller, post), unit=project.village)
    )
    return see(change.after, caller)


def enter_of_project(
    work: UnitOfWork, project_id: str, said: EnterOfProject, caller: Caller, post: Post
) -> Seen[Project]:
    """Enter what a project cost, brought in or produced.

    Raises
    ------
    NotFound
        There is no such project.
    ProjectClosed
        It is over.
    """
    project = things.PROJECTS.require(work, project_id)
    entry = said.as_entry(work.change_id, project)
    change = projects.enter(project, entry, clock.today())
    work.write(counting(AnswerRow, "economy_entries", project.village, clock.now()))
    things.ENTRIES.save(work, entry)
    details = {"entry": entry.id, "kind": str(entry.kind), "fen": entry.fen}
    step = Step(
        str(change.event), Actor.of(caller, post), entry.said, project.village, details=details
    )
    things.PROJECTS.save(work, change.after, step)
    return see(change.after, caller)


def close_project(
    work: UnitOfWork, project_id: str, caller: Caller, post: Post, expected: Versions
) -> Seen[Project]:
    """Close a project; its plot may bear another crop of another season.

    Raises
    ------
    NotFound, StaleVersion
        There is no such project, or another version of it.
    """
    project = things.PROJECTS.require(work, project_id)
    refuse_stale(expected, project.version)
    change = projects.close(project, clock.today())
    step = Step(str(change.event), Actor.of(caller, post), unit=project.village)
    things.PROJECTS.save(work, change.after, step)
    return see(change.after, caller)


def see(project: Project, caller: Caller) -> Seen[Project]:
    """Return a project as somebody sees it."""
    running = project.status is projects.ProjectStatus.RUNNING
    may = running and projects.may_keep(project, caller)
    return Seen(project, ["enter", "close"] if may else [])


def list_projects(village: str, caller: Caller, limit: int, cursor: str | None) -> Listed:
    """Return one page of a village's projects, the latest first."""
    found = things.PROJECTS.about(things.projects_of(village), limit, cursor, newest_first=True)
    return seen_by(found, lambda one: see(one, caller))


def list_entries(project: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a project's entries, the latest first."""
    return things.ENTRIES.about(things.entries_of(project), limit, cursor, newest_first=True)
