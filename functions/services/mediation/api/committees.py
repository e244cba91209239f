"""Routes of committees: entered as they were chosen, and a mediator removed."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from kernel import clock, paging
from kernel.access import ALL_ROLES, Access
from kernel.directory import UnitClosed
from kernel.http import Called, Request, refusals
from kernel.http.asked import TownAsked
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, OutsideYourArea, StaleVersion
from kernel.storage.unit_of_work import SomebodyWasFaster
from kernel.texts import Text
from services.api.base import API
from services.mediation.api.base import BASE, KEEPERS, CommitteeUnit
from services.mediation.model.answers import MediationCommitteeList, MediationCommitteeView
from services.mediation.model.office_views import committee_view
from services.mediation.model.requests import MediationCommitteeBody, RemoveMediator
from services.mediation.rules.refusals import CommitteeUnfit
from services.mediation.service import keep_committee
from services.mediation.service.keep_committee import CommitteeSeen

_PUBLIC = Access(ALL_ROLES, scoped=False)


@API.route(
    "PUT",
    f"{BASE}/committees/{{unit}}",
    access=Access(KEEPERS),
    answers={200: (Text("调解委员会", "The committee"), MediationCommitteeView)},
    problems=[OutsideYourArea, UnitClosed, StaleVersion, CommitteeUnfit, SomebodyWasFaster],
    summary=Text("登记人民调解委员会组成", "Enter a committee as it was chosen"),
    description=Text(
        "三至九人，应有妇女委员，任期三年（{zh:people-mediation-law#8,9}）。",
        "Three to nine members, a woman among them, for three years ({en:people-mediation-law#8,9}).",
    ),
)
def put_mediation_committee(
    request: Called, unit: CommitteeUnit, body: MediationCommitteeBody
) -> Response[Any]:
    """Enter the committee of a unit."""
    post, expected = request.within(unit, KEEPERS), request.expected_version
    said = body.as_committee(unit)
    return API.carry_out(
        request,
        lambda work: keep_committee.enter_committee(work, said, request.person, post, expected),
        lambda seen: _view(request, seen),
    )


@API.route(
    "GET",
    f"{BASE}/committees",
    access=_PUBLIC,
    answers={
        200: (Text("乡镇及各村调解委员会", "The committees of a town"), MediationCommitteeList)
    },
    summary=Text("人民调解委员会名册", "List the committees of a town and its villages"),
)
def list_mediation_committees(
    request: Called, town: TownAsked, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List the committees of a town."""
    found = keep_committee.list_committees(town, limit, cursor)
    return API.page(found, lambda seen: _view(request, seen))


@API.route(
    "GET",
    f"{BASE}/committees/{{unit}}",
    access=_PUBLIC,
    answers={200: (Text("调解委员会", "The committee"), MediationCommitteeView)},
    problems=[NotFound],
    summary=Text("查看人民调解委员会", "Read a committee"),
)
def get_mediation_committee(request: Called, unit: CommitteeUnit) -> Response[Any]:
    """Read the committee of a unit."""
    seen = keep_committee.read_committee(unit)
    return API.answer(200, _view(request, seen), version=seen.version)


@API.route(
    "POST",
    f"{BASE}/committees/{{unit}}/removals",
    access=Access(KEEPERS),
    answers={200: (Text("调解委员会", "The committee"), MediationCommitteeView)},
    problems=[OutsideYourArea, NotFound, *refusals.WRITES],
    summary=Text("罢免或解聘调解员", "Remove a mediator"),
    description=Text(
        "偏袒、侮辱、索贿受贿、泄密的（{zh:people-mediation-law#15}）。",
        "For bias, insult, bribes or leaking ({en:people-mediation-law#15}).",
    ),
)
def remove_mediator(request: Called, unit: CommitteeUnit, body: RemoveMediator) -> Response[Any]:
    """Remove a mediator of a unit's committee."""
    post = request.within(unit, KEEPERS)
    return API.carry_out(
        request,
        lambda work: keep_committee.remove_mediator(
            work, unit, body.person, body.ground, request.person, post
        ),
        lambda seen: _view(request, seen),
    )


def _view(request: Request, seen: CommitteeSeen) -> MediationCommitteeView:
    return committee_view(seen.committee, seen.names, clock.today(), request.language)
