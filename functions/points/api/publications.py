"""Routes of the lists made public."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from kernel import clock
from kernel.access import Access
from kernel.http import Called, Request
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import WRITES
from kernel.problems import NotFound, OutsideYourArea
from kernel.texts import Text
from points.api.base import API, SIGNED_IN
from points.api.params import FIRST_PAGE, RowId, Village
from points.model import claim_answers as answers
from points.rules.claim import NothingToPublish
from points.rules.publication import Publication
from points.service import read_publications as reading
from points.service.asking import VILLAGE_OFFICERS
from points.service.publish_scores import MOST_A_PUBLICATION, publish_by_hand


@API.route(
    "POST",
    "/v1/points/villages/{village}/publications",
    access=Access(VILLAGE_OFFICERS),
    answers={201: (Text("已公示", "Published"), answers.PublicationView)},
    problems=[OutsideYourArea, NothingToPublish, *WRITES],
    summary=Text("公示核验通过的积分", "Publish confirmed scores"),
    description=Text(
        f"每次最多 {MOST_A_PUBLICATION} 条，left 大于 0 表示还有；不公示的，到期由系统自动公示。",
        f"At most {MOST_A_PUBLICATION} at a time, more wait while `left` is above 0; what nobody publishes the clock does.",
    ),
)
def publish_scores(request: Called, village: Village) -> Response[Any]:
    """Publish what waits in a village as one list."""
    return API.carry_out(
        request,
        lambda work: publish_by_hand(work, request, village),
        lambda done: _view(request, done.publication, done.left),
        status=201,
    )


@API.route(
    "GET",
    "/v1/points/villages/{village}/publications",
    access=SIGNED_IN,
    answers={200: (Text("公示列表", "Public lists"), answers.PublicationList)},
    problems=[NotFound],
    summary=Text("积分公示", "List the public lists of a village"),
)
def list_publications(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = FIRST_PAGE
) -> Response[Any]:
    """List a village's public lists, newest first; the village alone sees them, masked."""
    found = reading.list_publications(request, village, limit, cursor)
    return API.page(found, lambda one: _view(request, one))


@API.route(
    "GET",
    "/v1/points/villages/{village}/publications/{publication}",
    access=SIGNED_IN,
    answers={200: (Text("公示", "The public list"), answers.PublicationView)},
    problems=[NotFound],
    summary=Text("查看一次公示", "Read a public list"),
)
def get_publication(request: Called, village: Village, publication: RowId) -> Response[Any]:
    """Read a public list."""
    found = reading.read_publication(request, village, publication)
    return API.answer(200, _view(request, found))


def _view(
    request: Request, publication: Publication, left: int | None = None
) -> answers.PublicationView:
    is_public = clock.now() < publication.public_until
    return answers.publication_view(publication, request.language, is_public=is_public, left=left)
