"""Routes of contracts."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from economy.api.base import API
from economy.api.shared import BOOKKEEPING, EVERYBODY, KEEP, MOVES, READ, WRITES
from economy.model.contract_requests import DraftContract, MoveContract
from economy.model.contracts import ContractList, ContractView, contract_view
from economy.rules.asset_states import BOOKS, KEEPERS, READERS
from economy.rules.carried import DecisionUsed
from economy.rules.contract_states import CONTRACTS, ContractEvent, ContractStatus
from economy.rules.contract_ways import NoHouseholdHere, PostingOver
from economy.rules.contracts import Contract
from economy.rules.gates_of_contracts import ItemsMissing
from economy.service.draft_contract import draft_contract
from economy.service.keep_contracts import move_contract
from economy.service.read_things import get_contract, steps_of_contract
from economy.service.see_contracts import list_contracts, see_contract
from economy.service.write_papers import DOCUMENTS
from kernel import clock, paging
from kernel.actors import Actor
from kernel.directory import UnitClosed
from kernel.documents.model import DocumentView, document_view
from kernel.http import Called
from kernel.http.asked import RowId
from kernel.http.pages import Cursor, Limit
from kernel.ids import ID_PATTERN
from kernel.problems import NotFound, OutsideYourArea
from kernel.step_model import HistoryOfThing, step_view
from kernel.storage.rates import TooOften
from kernel.texts import Text

Document = Annotated[
    str,
    Path(
        pattern=f"^{ID_PATTERN}$",
        description="The contract's own id, or a call's / 合同编号或催收函编号",
    ),
]


@API.route(
    "POST",
    "/v1/economy/contracts",
    access=KEEP,
    answers={201: (Text("已草拟", "Drafted"), ContractView)},
    problems=[UnitClosed, TooOften, *WRITES],
    summary=Text("草拟合同", "Draft a contract of the collective"),
    description=Text(
        "土地承包、流转、资产租赁、产品销售；流转期限不超过剩余承包期（{zh:land-contracting-law-2018#38}），租赁不超过二十年（{zh:civil-code#705}）。",
        "Land contract, transfer of land use, lease, sale. A transfer ends with the remaining term ({en:land-contracting-law-2018#38}), a lease after "
        "twenty years ({en:civil-code#705}).",
    ),
)
def draft_economy_contract(request: Called, body: DraftContract) -> Response[Any]:
    """Draft a contract of a village the caller acts for."""
    post = request.within(body.village, KEEPERS)
    return API.carry_out(
        request,
        lambda work: draft_contract(work, body, request.person, post),
        lambda seen: contract_view(seen, request.language),
        status=201,
        location=lambda seen: f"/v1/economy/contracts/{seen.thing.id}",
    )


@API.route(
    "GET",
    "/v1/economy/contracts",
    access=READ,
    answers={200: (Text("合同，先到期者在前", "Contracts, what ends first on top"), ContractList)},
    summary=Text("合同台账", "List a village's contracts, or those before town or county"),
)
def list_economy_contracts(
    request: Called,
    unit: Annotated[
        str,
        Query(
            pattern=r"^([1-9]\d{5}|[1-9]\d{8}|[1-9]\d{11})$",
            description="Village, or town or county for what is before it / 村代码；乡镇、县代码查看待审核",
            examples=["140426106201"],
        ),
    ],
    status: Annotated[ContractStatus | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List the contracts of a village in the caller's area, or what a town has before it."""
    request.within(unit, READERS)
    found = list_contracts(unit, status, request.person, limit, cursor)
    return API.page(found, lambda seen: contract_view(seen, request.language))


@API.route(
    "GET",
    "/v1/economy/contracts/{contract}",
    access=EVERYBODY,
    answers={200: (Text("合同", "The contract"), ContractView)},
    problems=[NotFound],
    summary=Text("查看合同", "Read a contract"),
)
def get_economy_contract(request: Called, contract: RowId) -> Response[Any]:
    """Read a contract that is the caller's to see."""
    seen = see_contract(contract, request.person)
    request.allow(proven=True)
    return API.answer(200, contract_view(seen, request.language), version=seen.version)


@API.route(
    "POST",
    "/v1/economy/contracts/{contract}/transitions",
    access=EVERYBODY,
    answers={200: (Text("办理后的合同", "The contract after the step"), ContractView)},
    problems=[DecisionUsed, ItemsMissing, NoHouseholdHere, PostingOver, *MOVES],
    summary=Text("办理合同", "Take a step with a contract"),
    description=CONTRACTS.described(),
)
def move_economy_contract(request: Called, contract: RowId, body: MoveContract) -> Response[Any]:
    """Take a step with a contract that is the caller's to see."""
    expected, command = request.expected_version, body.as_command()
    see_contract(contract, request.person)
    request.allow(proven=True)
    return API.carry_out(
        request,
        lambda work: move_contract(work, contract, command, request.person, expected),
        lambda seen: contract_view(seen, request.language),
    )


@API.route(
    "GET",
    "/v1/economy/contracts/{contract}/history",
    access=READ,
    answers={200: (Text("办理过程", "Its history"), HistoryOfThing)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("合同办理过程", "Read the history of a contract"),
)
def list_economy_contract_steps(
    request: Called, contract: RowId, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Read the history of a contract in the caller's area."""
    request.within(get_contract(contract).village, READERS)
    found = steps_of_contract(contract, limit, cursor)
    return API.page(found, lambda step: step_view(step, ContractEvent, request.language))


@API.route(
    "GET",
    "/v1/economy/contracts/{contract}/documents/{document}",
    access=READ,
    answers={200: (Text("文书", "The document"), DocumentView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("合同文本或催收函", "Read how far a contract's document is, and fetch it"),
)
def get_economy_document(request: Called, contract: RowId, document: Document) -> Response[Any]:
    """Read a document of a contract in the caller's area."""
    one = get_contract(contract)
    request.within(one.village, READERS)
    request.allow(document in papers_of(one))
    row = DOCUMENTS.find(document)
    return API.answer(200, document_view(row, clock.now(), fetch=True), version=int(row.version))


@API.route(
    "POST",
    "/v1/economy/contracts/{contract}/documents/{document}",
    access=BOOKKEEPING,
    answers={200: (Text("已要求重新生成", "Asked for again"), DocumentView)},
    problems=[NotFound, OutsideYourArea, TooOften, *WRITES],
    summary=Text("重新生成文书文件", "Ask for a document's file again"),
)
def write_economy_document_again(
    request: Called, contract: RowId, document: Document
) -> Response[Any]:
    """Ask for a file again that is not kept any more; what it says stays."""
    one = get_contract(contract)
    post = request.within(one.village, KEEPERS | BOOKS)
    request.allow(document in papers_of(one))
    by = Actor.of(request.person, post)
    return API.carry_out(
        request,
        lambda work: DOCUMENTS.write_again(work, document, by, clock.now()),
        lambda row: document_view(row, clock.now()),
    )


def papers_of(contract: Contract) -> set[str]:
    """Return the ids of the documents of a contract that are fetched through it."""
    return {contract.id, *(call.paper for call in contract.calls)}
