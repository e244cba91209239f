"""Households and their residents: kept by the village, read by whoever serves there."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel.access import ALL_ROLES, Access
from kernel.directory import UnitClosed
from kernel.fields import UnitCode
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, OutsideYourArea, StaleVersion
from kernel.texts import Text
from registry.api.base import API, FIRST_PAGE, answer, asked, row_id, show
from registry.model.answers import HouseholdPage, HouseholdView, RelativesView, ResidentView
from registry.model.requests import HouseholdBody, RelativeBody, RemoveResident, ResidentBody
from registry.rules.identity import IdNumberTaken
from registry.rules.reach import HOUSEHOLD_KEEPERS, HOUSEHOLD_READERS, OwnTies
from registry.rules.relations import SecondHead
from registry.rules.versions import VersionRequired
from registry.service import (
    relate_households,
    remove_resident,
    save_household,
    save_resident,
    show_household,
)


@API.route(
    "GET",
    "/v1/registry/households",
    access=Access(HOUSEHOLD_READERS),
    answers={200: (Text("户列表", "Households"), HouseholdPage)},
    problems=[OutsideYourArea],
    summary=Text("村或网格的户", "List the households of a village or grid"),
)
def list_households(
    request: Called,
    unit: Annotated[UnitCode, Query()],
    cursor: Cursor = None,
    limit: Limit = FIRST_PAGE,
) -> Response[Any]:
    """List the households of a village or grid."""
    request.within(unit, HOUSEHOLD_READERS)
    return API.answer(200, show_household.list_households(unit, limit, cursor))


@API.route(
    "GET",
    "/v1/registry/households/{household}",
    access=Access(ALL_ROLES),
    answers={200: (Text("户", "The household"), HouseholdView)},
    problems=[NotFound],
    summary=Text("户及其居民", "Read a household with its residents"),
)
def get_household(request: Called, household: str) -> Response[Any]:
    """Answer a household: one's own, or one in the area one serves; others are not told of."""
    return show(show_household.show_household(request, row_id(household)))


@API.route(
    "PUT",
    "/v1/registry/households/{household}",
    access=Access(HOUSEHOLD_KEEPERS),
    answers={
        200: (Text("已修改", "Changed"), HouseholdView),
        201: (Text("已新建", "Created"), HouseholdView),
    },
    problems=[NotFound, OutsideYourArea, UnitClosed, OwnTies, VersionRequired, StaleVersion],
    summary=Text("登记或修改户", "Register a household or replace its facts"),
)
def put_household(request: Called, household: str, body: HouseholdBody) -> Response[Any]:
    """Register a household, or replace its facts; moving one takes a post over both places."""
    return answer(save_household.put_household(asked(request), row_id(household), body))


@API.route(
    "PUT",
    "/v1/registry/households/{household}/residents/{resident}",
    access=Access(HOUSEHOLD_KEEPERS),
    answers={
        200: (Text("已修改", "Changed"), ResidentView),
        201: (Text("已新建", "Created"), ResidentView),
    },
    problems=[
        *(NotFound, OutsideYourArea, OwnTies, IdNumberTaken, SecondHead),
        *(VersionRequired, StaleVersion),
    ],
    summary=Text("登记或修改居民", "Register a resident or replace the facts"),
    description=Text(
        "身份证号只保存加密摘要与尾号，任何接口都不再返回。在另一户下登记同一居民即为迁户。",
        "Of the identity number only a keyed hash and the masked tail are kept; no route answers "
        "it. Registering the same resident under another household moves him there.",
    ),
)
def put_resident(
    request: Called, household: str, resident: str, body: ResidentBody
) -> Response[Any]:
    """Register a resident of a household, or move or change one."""
    places = row_id(household), row_id(resident)
    return answer(save_resident.put_resident(asked(request), *places, body))


@API.route(
    "POST",
    "/v1/registry/households/{household}/residents/{resident}/removal",
    access=Access(HOUSEHOLD_KEEPERS),
    answers={200: (Text("已移出", "Taken off the register"), ResidentView)},
    problems=[NotFound, OutsideYourArea, OwnTies, VersionRequired, StaleVersion],
    summary=Text("居民移出登记", "Take a resident off the register"),
    description=Text(
        "迁出本县、死亡、登记有误或本人申请：删除姓名、出生日期、身份证号摘要和登录关联，仅留编号（{zh:personal-information-law-2021#19,47}）。",
        "Moved out of the county, died, entered wrongly, or asked for it: name, birthday, hash of the number and the tie to who signs in go; the id stays "
        "({en:personal-information-law-2021#19,47}).",
    ),
)
def remove_one_resident(
    request: Called, household: str, resident: str, body: RemoveResident
) -> Response[Any]:
    """Take a resident off the register."""
    places = row_id(household), row_id(resident)
    return answer(remove_resident.remove_resident(asked(request), *places, body))


@API.route(
    "PUT",
    "/v1/registry/households/{household}/relatives/{relative}",
    access=Access(HOUSEHOLD_KEEPERS),
    answers={200: (Text("已登记", "Noted on both sides"), RelativesView)},
    problems=[NotFound, OutsideYourArea, OwnTies],
    summary=Text("登记两户的近亲属关系", "Note that two households are near relatives"),
    description=Text(
        "评议、核验时据此自动回避；两户同时登记，relation 为 null 即取消。",
        "Whoever judges a household is recused by it; noted on both sides, and ended with a `relation` of null.",
    ),
)
def put_relative(
    request: Called, household: str, relative: str, body: RelativeBody
) -> Response[Any]:
    """Note that two households are near relatives, or end it."""
    places = row_id(household), row_id(relative)
    return answer(relate_households.put_relative(asked(request), *places, body.relation))
