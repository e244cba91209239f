"""The `Api` of the field, and what its routes share."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from incidents import store
from incidents.rules import lifecycle
from incidents.rules.incident import Incident
from kernel import paging
from kernel.http import Api
from kernel.problems import NotFound
from kernel.texts import Text

API = Api("field")

ROW_ID = "[0-9A-HJKMNP-TV-Z]{26}"

Limit = Annotated[int, Query(ge=1, le=paging.MAX_LIMIT, description="Rows a page / 每页条数")]
Cursor = Annotated[
    str | None,
    Query(
        max_length=2000, description="From `next_cursor` of the page before / 上一页的 next_cursor"
    ),
]
IncidentId = Annotated[str, Path(pattern=f"^{ROW_ID}$", examples=["01M8323B80ZASBGN3Q5V2DNX65"])]


def readable(incident_id: str) -> Incident:
    """Return an incident the caller may read.

    Raises
    ------
    NotFound
        There is none, or it is nothing the caller may know of.
    """
    incident = store.load(incident_id)
    if incident is None or not lifecycle.may_read(incident, API.request.person):
        raise NotFound(Text("没有找到该事件。", "There is no such incident."))
    API.request.allow(proven=True)
    return incident
