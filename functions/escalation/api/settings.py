"""Routes of the terms by which obligations climb."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from escalation.api.base import API
from escalation.model.settings import ObligationSettings, ObligationSettingsView, settings_view
from escalation.service.set_terms import read_terms, set_terms
from kernel.access import OFFICERS, Access, Role
from kernel.http import Called
from kernel.problems import InvalidFields, NotFound, StaleVersion
from kernel.texts import Text


@API.route(
    "GET",
    "/v1/obligations/settings",
    access=Access(OFFICERS, scoped=False),
    answers={200: (Text("现行跟踪期限", "The terms in force"), ObligationSettingsView)},
    problems=[NotFound],
    summary=Text("查看跟踪期限", "Read the terms of obligations"),
)
def get_obligation_settings(
    request: Called, version: Annotated[int | None, Query(ge=0, le=999_999)] = None
) -> Response[Any]:
    """Read by which terms obligations climb, now or in an earlier version."""
    kept = read_terms(version)
    return API.answer(200, settings_view(kept, request.language), version=kept.version)


@API.route(
    "PUT",
    "/v1/obligations/settings",
    access=Access(frozenset({Role.COUNTY_ADMIN}), scoped=False),
    answers={200: (Text("新版跟踪期限", "The new version, in force now"), ObligationSettingsView)},
    problems=[StaleVersion, InvalidFields],
    summary=Text("设定跟踪期限", "Set the terms of obligations"),
    description=Text(
        "按类别设定各级期限、催办比例、督办频次和可否延期；存为新版本，已开始跟踪的事项仍按原版本。未列出的类别用默认值。带 If-Match 可防覆盖他人修改。",
        "Sets by kind the limits of the tiers, when to remind, how often to urge and whether more time may be given. Kept as the next "
        "version; what is followed up already keeps its own. A kind that is left out has its packaged terms. With If-Match nobody's change "
        "is overwritten.",
    ),
)
def put_obligation_settings(request: Called, body: ObligationSettings) -> Response[Any]:
    """Set a new version of the terms."""
    kept = set_terms(body.as_document(), request.expected_version, request.person.person_id)
    return API.answer(200, settings_view(kept, request.language), version=kept.version)
