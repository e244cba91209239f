"""Publication of village affairs: up, down, read by the village."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from assembly.api.shared import (
    API,
    EVERYBODY,
    OFFICE,
    IdInPath,
    Village,
    asked,
    enter,
    enter_named,
    find,
    history,
    listing,
    lists,
    reply,
    require_office,
    show,
    tells_history,
)
from assembly.model.publications import (
    AssemblyPublicationView,
    MovePublication,
    NewPublication,
    publication_view,
)
from assembly.rules import publications
from assembly.rules.matters import MatterClosed, StepMayNotBeSkipped
from assembly.rules.publications import Publication
from assembly.rules.standing import GUIDES, KEEPERS
from assembly.service.publish_notice import publish as publish_notice
from assembly.service.take_down_publication import EarlyRemovalByTown, take_down
from kernel import paging
from kernel.access import Access
from kernel.http import MAX_DOCUMENT_BYTES, Called
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, StaleVersion
from kernel.states import IllegalMove, WordsMissing
from kernel.texts import Text


@API.route(
    "POST",
    "/v1/assembly/publications",
    access=Access(KEEPERS),
    answers={201: (Text("已公开", "Published"), AssemblyPublicationView)},
    most_bytes=MAX_DOCUMENT_BYTES,
    problems=[
        *OFFICE,
        StepMayNotBeSkipped,
        MatterClosed,
        publications.PersonalDataInText,
        publications.PoorFamilyPosted,
        publications.PeriodNeeded,
        publications.NotReplaceable,
        publications.DecidingMeetingStillOpen,
    ],
    summary=Text("公开村务", "Publish"),
    description=Text(
        "不少于 15 日；决议、结果公开推进事项程序；财务、一般事项公开须写明期间；不得含身份证号、手机号。因法定事由撤下的，更正后以 replaces 重新公开。",
        "At least 15 days. A resolution or result moves its matter on; finance and ordinary items say for which period. No identity or "
        "phone numbers. What was removed for cause is published again corrected (`replaces`).",
    ),
)
def publish(request: Called, body: NewPublication) -> Response[Any]:
    """Publish something."""
    enter_named(request, body.village)
    require_office(request, body.village, KEEPERS)
    return reply(publish_notice(body, asked(request, status=201)))


@lists(
    "/v1/assembly/publications",
    Text("一页公开", "A page of publications"),
    Text("村务公开", "List the publications of a village"),
)
def list_village_publications(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List publications, newest first."""
    enter(request, village)
    return listing(request, Publication, village, limit, cursor)


@API.route(
    "GET",
    "/v1/assembly/publications/{publication}",
    access=EVERYBODY,
    answers={200: (Text("公开内容", "The publication"), AssemblyPublicationView)},
    problems=[NotFound],
    summary=Text("查看公开及异议", "Read a publication with its objections"),
)
def get_village_publication(request: Called, publication: IdInPath) -> Response[Any]:
    """Read a publication."""
    found = find(request, Publication, publication)
    return show(publication_view(found.thing, found.version, found.reader), found.version)


@tells_history(
    "/v1/assembly/publications/{publication}",
    Text("公开、撤下和异议的记录", "Read the history of a publication"),
)
def get_publication_history(
    request: Called, publication: IdInPath, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of a publication."""
    found = find(request, Publication, publication)
    return history(found, limit, cursor, complaints=frozenset({"objected"}))


@API.route(
    "POST",
    "/v1/assembly/publications/{publication}/transitions",
    access=Access(KEEPERS | GUIDES),
    answers={200: (Text("公开", "The publication"), AssemblyPublicationView)},
    problems=[
        *OFFICE,
        publications.MustStayUp,
        IllegalMove,
        WordsMissing,
        EarlyRemovalByTown,
        StaleVersion,
    ],
    summary=Text("撤下公开", "Take a publication down"),
    description=Text(
        "期满且异议已答复后可撤下；之前须有法定事由（cause、legal_basis），由乡镇以上办理并留痕。",
        "After its term, with objections answered. Before, only for a legal cause (`cause`, `legal_basis`), by the town or county, on record.",
    ),
)
def move_publication(
    request: Called, publication: IdInPath, body: MovePublication
) -> Response[Any]:
    """Take a publication down."""
    found = find(request, Publication, publication)
    return reply(take_down(publication, body, asked(request, found)))
