"""What a village shows anybody, what it must publish, and how often, as it goes out."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from assembly.model.common import local, shown
from assembly.rules import publications, village_rules
from assembly.rules.publications import Publication, PublicationObjection
from assembly.rules.publications.kinds import PublicationKind
from assembly.rules.states.publications import PublicationStatus
from assembly.rules.villages import VillageSettings
from kernel import clock
from kernel.fields import Model
from kernel.law import CitationView


class AssemblySettings(Model):
    """How a village publishes."""

    finance_monthly: Annotated[
        bool, Field(description="So much finance that it is published monthly / 财务每月公布")
    ]


class PublicAnswer(TypedDict):
    """What a village answered to an objection; who objected is nobody's business."""

    answer: str
    answered_at: str


class PublicPublication(TypedDict):
    """A publication as anybody may read it: no person in it."""

    id: str
    village: str
    kind: PublicationKind
    title: str
    content: str
    attachments: list[str]
    period: str | None
    published_at: str
    stays_until: str
    status: PublicationStatus
    objections: int
    answered: int
    answers: list[PublicAnswer]


class AssemblyPublicLine(TypedDict):
    """A publication in a public list."""

    id: str
    kind: PublicationKind
    title: str
    published_at: str
    status: PublicationStatus


class PublicList(TypedDict):
    """What a village has published, newest first."""

    items: list[AssemblyPublicLine]
    next_cursor: str | None


class DutyView(TypedDict):
    """A period that must be published, and whether it is."""

    duty: str
    name: str
    period: str
    due_on: str
    status: publications.DutyStatus
    publication: str | None
    obligation: Annotated[
        str | None, Field(description="By which it climbs while it is missing / 逾期应办事项")
    ]
    citation: CitationView
    due_citation: CitationView


class DutyList(TypedDict):
    """The duties of a village."""

    village: str
    finance_monthly: bool
    items: list[DutyView]


class AssemblySettingsView(TypedDict):
    """How a village publishes, and what its villagers' meeting has delegated."""

    village: str
    finance_monthly: bool
    delegated: dict[str, str]
    rules_in_force: str | None
    version: int


def public_view(publication: Publication, answered: list[PublicAnswer]) -> PublicPublication:
    """Return a publication as anybody may read it."""
    return shown(PublicPublication, publication, names=False, answers=answered)


def public_answer(objection: PublicationObjection) -> PublicAnswer:
    """Return what was answered to an objection; who objected is nobody's business."""
    return shown(PublicAnswer, objection, names=False)


def public_line(item: Any) -> AssemblyPublicLine:
    """Return an index item as a line of a village's board."""
    return {
        "id": item["id"]["S"],
        "kind": PublicationKind(item["label"]["S"]),
        "title": item["title"]["S"],
        "published_at": local(str(item["created_at"]["S"])),
        "status": PublicationStatus(item["status"]["S"]),
    }


def settings_view(settings: VillageSettings, version: int) -> AssemblySettingsView:
    """Return how a village publishes."""
    versions, today = settings.rules_versions, clock.today().isoformat()
    return shown(
        AssemblySettingsView,
        settings,
        names=True,
        finance_monthly=publications.monthly(settings.finance_changes),
        rules_in_force=village_rules.in_force_on(versions, today),
        version=version,
    )
