"""Publications and objections to them, as they come in and go out."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from assembly.model.common import Attachments, ThingId, named, shown
from assembly.model.matters import MatterItemView, items_view
from assembly.rules import publications
from assembly.rules.publications import (
    Publication,
    PublicationKind,
    PublicationObjection,
    RemovalCause,
)
from assembly.rules.standing import Reader, Standing
from assembly.rules.states.publications import OBJECTIONS, PUBLICATIONS
from kernel import clock
from kernel.fields import LongText, Model, ShortText, UnitCode, Words
from kernel.law import CitationView, reference


class NewPublication(Model):
    """Something to publish in the village."""

    village: UnitCode
    kind: PublicationKind
    title: ShortText
    content: Annotated[Words, Field(min_length=1, max_length=20_000)]
    attachments: Attachments
    matter: Annotated[
        ThingId | None,
        Field(
            description="For resolution and result, or a plan (other) that is to be decided on / 决议、结果公开的事项，或待决方案的事项"
        ),
    ] = None
    period: Annotated[
        str | None,
        Field(pattern=r"^20\d{2}-(0[1-9]|1[0-2]|Q[1-4])$", examples=["2026-Q3", "2026-10"]),
    ] = None
    days: Annotated[
        int | None, Field(ge=1, le=366, description="Days to stay up / 公示天数，不少于法定")
    ] = None
    replaces: Annotated[
        ThingId | None,
        Field(
            description="A publication of the kind that was removed for cause; this is it corrected / 更正后重新公开"
        ),
    ] = None


class MovePublication(Model):
    """Take a publication down."""

    action: Literal["take_down"]
    cause: Annotated[
        RemovalCause | None, Field(description="Before its term / 提前撤下的法定事由")
    ] = None
    legal_basis: Annotated[ShortText | None, Field(description="文书或条款")] = None


class NewPublicationObjection(Model):
    """A doubt about a publication."""

    text: LongText


class MovePublicationObjection(Model):
    """Answer an objection."""

    action: Literal["answer"]
    answer: LongText


class AssemblyPublicationView(TypedDict):
    """A publication, to people of the village; what was removed for cause is `withheld` from all but officers and supervisors."""

    id: str
    village: str
    kind: PublicationKind
    title: str
    content: str
    attachments: list[str]
    matter: str | None
    village_rules: str | None
    period: str | None
    published_by: str
    published_at: str
    stays_until: str
    status: str
    status_name: str
    taken_down_at: str | None
    taken_down_by: str | None
    cause: str | None
    legal_basis: str | None
    replaces: str | None
    replaced_by: str | None
    objections: int
    answered: int
    items: list[MatterItemView]
    withheld: bool
    minimum_citation: CitationView
    version: int
    actions: list[str]


class PublicationObjectionView(TypedDict):
    """A doubt about a publication, and its answer."""

    id: str
    village: str
    publication: str
    title: str
    status: str
    text: str
    by: str
    at: str
    answer: str | None
    answered_at: str | None
    answered_by: str | None
    overdue_since: str | None
    due_at: str | None
    turn: str | None
    actions: list[str]


class PublicationObjectionList(TypedDict):
    """The doubts about a publication, newest first."""

    items: list[PublicationObjectionView]
    next_cursor: str | None


def publication_view(
    publication: Publication, version: int, reader: Reader
) -> AssemblyPublicationView:
    """Return a publication as it is answered to somebody of the village."""
    insider = reader.sees_names(publication.village)
    withheld = publication.cause is not None and not insider
    status, shut = (publication.status, publications.shut(publication, reader, clock.now()))
    return shown(
        AssemblyPublicationView,
        publication,
        names=insider,
        content="" if withheld else publication.content,
        attachments=[] if withheld else publication.attachments,
        status_name=PUBLICATIONS.statuses[status].say(reader.language),
        items=items_view(publication.items, names=insider),
        withheld=withheld,
        minimum_citation=reference(publications.table()["minimum"]["cites"]).tell(reader.language),
        version=version,
        actions=Standing(reader, publication.village).actions(PUBLICATIONS, status, shut),
    )


def objection_view(objection: PublicationObjection, reader: Reader) -> PublicationObjectionView:
    """Return an objection as it is answered to somebody; those complained about do not learn who raised it."""
    village, status = objection.village, objection.status
    names = reader.sees_names(village)
    knows = names and reader.knows_raisers(village)
    by = named(objection.by, names=knows, own=reader.person_id)
    actions = Standing(reader, objection.village).actions(OBJECTIONS, status)
    return shown(PublicationObjectionView, objection, names=names, by=by, actions=actions)
