"""Objections to what is published, and their answers."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from assembly.api.shared import API, CHANGE, EVERYBODY, OFFICE, IdInPath, asked, find, reply, show
from assembly.model.publications import (
    MovePublicationObjection,
    NewPublicationObjection,
    PublicationObjectionList,
    PublicationObjectionView,
)
from assembly.rules.publications import PersonalDataInText, Publication
from assembly.rules.standing import KEEPERS
from assembly.rules.submissions import SpokenEnough
from assembly.service.answer_objection import answer
from assembly.service.list_things import objections_to
from assembly.service.object_to_publication import object_to
from kernel import paging
from kernel.access import Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, StaleVersion
from kernel.states import IllegalMove, WordsMissing
from kernel.texts import Text


@API.route(
    "GET",
    "/v1/assembly/publications/{publication}/objections",
    access=EVERYBODY,
    answers={200: (Text("一页异议", "A page of objections"), PublicationObjectionList)},
    problems=[NotFound],
    summary=Text("对公开的异议及答复", "List the objections to a publication with their answers"),
)
def list_objections(
    request: Called,
    publication: IdInPath,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List objections, newest first."""
    reader = find(request, Publication, publication).reader
    return show(objections_to(publication, reader, limit, cursor))


@API.route(
    "POST",
    "/v1/assembly/publications/{publication}/objections",
    access=EVERYBODY,
    answers={201: (Text("已提出异议", "Objected"), PublicationObjectionView)},
    problems=[*CHANGE, IllegalMove, SpokenEnough],
    summary=Text("对公开提出异议", "Object to a publication"),
)
def object_to_publication(
    request: Called, publication: IdInPath, body: NewPublicationObjection
) -> Response[Any]:
    """Object to a publication."""
    found = find(request, Publication, publication)
    return reply(object_to(publication, body, asked(request, found, status=201)))


@API.route(
    "POST",
    "/v1/assembly/publications/{publication}/objections/{objection}/transitions",
    access=Access(KEEPERS),
    answers={200: (Text("异议及答复", "The objection"), PublicationObjectionView)},
    problems=[*OFFICE, IllegalMove, WordsMissing, PersonalDataInText, StaleVersion],
    summary=Text("答复异议", "Answer an objection"),
)
def move_objection(
    request: Called, publication: IdInPath, objection: IdInPath, body: MovePublicationObjection
) -> Response[Any]:
    """Answer an objection; the publication stays up a while longer."""
    found = find(request, Publication, publication)
    return reply(answer(publication, objection, body, asked(request, found)))
