"""Projects as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from economy.rules.projects import EntryKind, Project, ProjectEntry, ProjectKind, ProjectStatus
from kernel.seen import Seen
from kernel.texts import Language


class ProjectView(TypedDict):
    """A project."""

    id: str
    village: str
    kind: ProjectKind
    kind_name: str
    name: str
    began_on: str
    scale: int
    plot: str | None
    season: str | None
    status: ProjectStatus
    status_name: str
    cost_fen: int
    income_fen: int
    produced_fen: Annotated[
        int, Field(description="Economic value produced: no income / 产生经济价值，不计入收入")
    ]
    closed_on: str | None
    actions: list[str]
    version: int


class ProjectList(TypedDict):
    """One page of projects."""

    items: list[ProjectView]
    next_cursor: str | None


class ProjectEntryView(TypedDict):
    """Something a project cost, brought in or produced."""

    id: str
    kind: EntryKind
    kind_name: str
    on: str
    fen: int
    said: str
    paper: str | None


class ProjectEntryList(TypedDict):
    """One page of entries, the latest first."""

    items: list[ProjectEntryView]
    next_cursor: str | None


def project_view(seen: Seen[Project], language: Language) -> ProjectView:
    """Return a project."""
    one = seen.thing
    return {
        "id": one.id,
        "village": one.village,
        "kind": one.kind,
        "kind_name": one.kind.said.say(language),
        "name": one.name,
        "began_on": one.began_on.isoformat(),
        "scale": one.scale,
        "plot": one.plot,
        "season": one.season,
        "status": one.status,
        "status_name": one.status.said.say(language),
        "cost_fen": one.cost_fen,
        "income_fen": one.income_fen,
        "produced_fen": one.produced_fen,
        "closed_on": one.closed_on.isoformat() if one.closed_on else None,
        "actions": list(seen.actions),
        "version": one.version,
    }


def entry_view(one: ProjectEntry, language: Language) -> ProjectEntryView:
    """Return an entry of a project."""
    return {
        "id": one.id,
        "kind": one.kind,
        "kind_name": one.kind.said.say(language),
        "on": one.on.isoformat(),
        "fen": one.fen,
        "said": one.said,
        "paper": one.paper,
    }
