"""The incidents' `Api` and what its routes share."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from incidents import model, store
from incidents.rules import standing
from incidents.rules.incident import Incident
from kernel import clock, paging
from kernel.access import ALL_ROLES, Access
from kernel.http import Api
from kernel.problems import InvalidFields, NotFound
from kernel.texts import Text
from kernel.units import is_code

API = Api("incidents")

SIGNED_IN = Access(ALL_ROLES)

Limit = Annotated[int, Query(ge=1, le=paging.MAX_LIMIT, description="Rows a page / 每页条数")]
IncidentId = Annotated[
    str, Path(pattern=r"^[0-9A-HJKMNP-TV-Z]{26}$", examples=["01M8323B80ZASBGN3Q5V2DNX65"])
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


def unit_code(text: str) -> str:
    """Return a unit code from a query.

    Raises
    ------
    InvalidFields
        It has not the grammar of one.
    """
    if not is_code(text):
        raise InvalidFields.one(
            "unit",
            Text(
                "须为 6、9、12 或 15 位单位代码，或部门代码。",
                "Must be a unit code of 6, 9, 12 or 15 digits, or a department's.",
            ),
        )
    return text


def readable(incident_id: str) -> tuple[Incident, bool]:
    """Return an incident the caller may see, and whether the caller is one of its further reporters.

    Raises
    ------
    NotFound
        There is none, or the caller may not know of it.
    """
    request = API.request
    incident, joined = store.load_with_reporter(incident_id, request.person.person_id)
    # Who may not see it learns nothing, not even that it is there.
    if incident is None or not standing.may_read(incident, request.person, joined=joined):
        raise no_such_incident()
    request.allow(proven=True)
    return incident, joined


def no_such_incident() -> NotFound:
    """Return the refusal that does not tell whether there is one."""
    return NotFound(Text("没有找到该事件。", "There is no such incident."))


def view(incident: Incident, *, joined: bool = False) -> dict[str, Any]:
    """Return an incident as the caller sees it."""
    person = API.request.person
    return model.incident_view(
        incident,
        language=API.request.language,
        now=clock.now(),
        policy=store.policy_of(incident),
        actions=standing.actions_of(incident, person, joined=joined),
        for_staff=standing.sees_names(incident, person),
        for_reporter=incident.is_of(person.person_id),
    )
