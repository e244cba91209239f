"""Routes by which members read of their own collective (集体法 Arts. 13, 45)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from economy.api.base import API
from economy.api.members import VillageInPath
from economy.api.shared import EVERYBODY
from economy.model.open_books import (
    OpenContractList,
    OpenMemberList,
    OpenVoucherList,
    open_contract_view,
    open_member_view,
    open_voucher_view,
)
from economy.rules.contract_states import ContractStatus
from economy.service.households import household_of
from economy.service.open_books import list_open_contracts, list_open_members, list_open_vouchers
from economy.service.see_books import account_names, may_read
from kernel import paging
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.problems import OutsideYourArea
from kernel.texts import Text

_TOLD = Text(
    "本集体成员户及管理、监督人员可查（{zh:collective-economy-law-2024#13}）；不含他人证件、电话、银行账号。",
    "For households of members, and those who keep or watch it ({en:collective-economy-law-2024#13}); without other people's numbers.",
)
_Signed = Literal[ContractStatus.IN_FORCE, ContractStatus.ENDED, ContractStatus.TERMINATED]


@API.route(
    "GET",
    "/v1/economy/open-books/{village}/vouchers",
    access=EVERYBODY,
    answers={200: (Text("已记账凭证，新的在前", "Vouchers, the latest first"), OpenVoucherList)},
    problems=[OutsideYourArea],
    summary=Text("成员查阅记账凭证", "Read the vouchers of one's own collective"),
    description=_TOLD,
)
def list_open_economy_vouchers(
    request: Called,
    village: VillageInPath,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List the vouchers in the books of a collective whose accounts are the caller's to read."""
    request.allow(may_read(village, request.person), OutsideYourArea)
    found, accounts = list_open_vouchers(village, limit, cursor), account_names()
    return API.page(found, lambda one: open_voucher_view(one, accounts, request.language))


@API.route(
    "GET",
    "/v1/economy/open-books/{village}/contracts",
    access=EVERYBODY,
    answers={
        200: (Text("合同，先到期者在前", "Contracts, what ends first on top"), OpenContractList)
    },
    problems=[OutsideYourArea],
    summary=Text("成员查阅合同台账", "Read the register of contracts of one's own collective"),
    description=_TOLD,
)
def list_open_economy_contracts(
    request: Called,
    village: VillageInPath,
    status: Annotated[_Signed, Query()] = ContractStatus.IN_FORCE,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List the signed contracts of a collective whose accounts are the caller's to read."""
    request.allow(may_read(village, request.person), OutsideYourArea)
    found, own = (
        list_open_contracts(village, status, limit, cursor),
        household_of(request.person_id),
    )
    return API.page(found, lambda one: open_contract_view(one, own, request.language))


@API.route(
    "GET",
    "/v1/economy/open-books/{village}/members",
    access=EVERYBODY,
    answers={
        200: (Text("成员及份额，按户排列", "Members with shares, by household"), OpenMemberList)
    },
    problems=[OutsideYourArea],
    summary=Text("成员查阅名册及份额", "Read the list of members of one's own collective"),
    description=_TOLD,
)
def list_open_economy_members(
    request: Called,
    village: VillageInPath,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List the members of a collective whose accounts are the caller's to read."""
    request.allow(may_read(village, request.person), OutsideYourArea)
    found, own = list_open_members(village, limit, cursor), household_of(request.person_id)
    return API.page(found, lambda one: open_member_view(one, own, request.language))
