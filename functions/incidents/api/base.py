"""The incidents' `Api` and what its routes share."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from incidents.rules.incident import Incident
from incidents.service.read_incident import view_of
from incidents.store.policies import policy_of
from kernel import paging
from kernel.access import ALL_ROLES, Access
from kernel.http import Api
from kernel.ids import ID_PATTERN

API = Api("incidents")

SIGNED_IN = Access(ALL_ROLES)

Limit = Annotated[int, Query(ge=1, le=paging.MAX_LIMIT, description="Rows a page / 每页条数")]
IncidentId = Annotated[
    str, Path(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX65"])
]
Cursor = Annotated[
    str | None,
    Query(
        max_length=2000, description="From `next_cursor` of the page before / 上一页的 next_cursor"
    ),
]
UnitQuery = Annotated[
    str | None,
    Query(
        max_length=15,
        pattern=r"^[0-9A-Z-]+$",
        description="A unit or department / 单位或部门代码",
    ),
]


def view(incident: Incident, *, joined: bool = False) -> dict[str, Any]:
    """Return an incident as the caller sees it."""
    return view_of(API.request, incident, policy_of(incident), joined=joined)
