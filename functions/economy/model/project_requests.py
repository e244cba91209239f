"""What clients send about projects."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field

from economy.rules.projects import EntryKind, Project, ProjectEntry, ProjectKind
from kernel.fields import Day, Model, ShortText, ThingId, VillageCode


class BeginProject(Model):
    """Livestock, or a crop on a plot in a season."""

    village: VillageCode
    kind: Annotated[ProjectKind, Field(description="Kind of project / 项目种类")]
    name: ShortText
    began_on: Day
    scale: Annotated[
        int,
        Field(ge=1, le=100_000_000, description="Head, or hundredths of a mu / 头数，或百分之一亩"),
    ]
    plot: Annotated[ThingId | None, Field(description="crop: which plot / 地块")] = None
    season: Annotated[
        str | None,
        Field(
            pattern=r"^\d{4}-[a-z][a-z-]{1,30}$",
            examples=["2026-winter-wheat"],
            description="crop: the year it is sown in, and what of it / 季节",
        ),
    ] = None

    def as_project(self, project_id: str) -> Project:
        """Return it as the rules take it."""
        return Project(
            id=project_id,
            village=self.village,
            kind=self.kind,
            name=self.name,
            began_on=self.began_on,
            scale=self.scale,
            plot=self.plot,
            season=self.season,
        )


class EnterOfProject(Model):
    """What a project cost, brought in or produced on a day; a negative amount corrects."""

    kind: Annotated[
        EntryKind,
        Field(description="What it is: value produced is no income / 种类：产生经济价值不计入收入"),
    ]
    on: Day
    fen: Annotated[
        int,
        Field(ge=-100_000_000_000, le=100_000_000_000, examples=[1772000], description="分 / fen"),
    ]
    said: Annotated[ShortText, Field(description="What it is / 摘要")]
    paper: Annotated[ShortText | None, Field(description="Voucher or proof / 凭证")] = None

    def as_entry(self, entry_id: str, project: Project) -> ProjectEntry:
        """Return it as the rules take it."""
        return ProjectEntry(
            id=entry_id,
            project=project.id,
            village=project.village,
            kind=self.kind,
            on=self.on,
            fen=self.fen,
            said=self.said,
            paper=self.paper,
        )
