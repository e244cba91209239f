"""The system keeps every promise of `docs/openapi.json`: no 5xx, no status, type or shape it does not announce.

Every operation is a test of its own, whoever shares the tests out. It is sent what follows from its description: each kind of good and of
wrong value in each place, and some at random. Cases are made when the test runs, so that collecting them costs nothing.
"""

from __future__ import annotations

import importlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import GenerationConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.generation.drivers import CoverageGenerator
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.generation.meta import CoveragePhaseData
from schemathesis.generation.overrides import Override
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from economy.rules.alert_terms import AlertCode, AlertSubject
from economy.rules.alerts import alert_id
from economy.service.keep_alerts import raise_alerts
from economy.service.look_at_things import find_of
from economy.service.read_things import get_asset
from infra.openapi import CONTEXTS, TARGET
from kernel.access import Access
from reports.public_data.service.draw_release import draw_release
from reports.service.wind_clock import run as wind_reports
from tests.contract.in_process import PERSONAS, WholeCounty, a_whole_county
from tests.contract.promises import broken_by
from tests.support.county import GRID, TOWN, VILLAGE
from tests.support.economy import HOURS, LIVESTOCK, asset_of, sale_of
from tests.support.enforcement_town import CERTIFICATE, FIRM, ITEM, SESSION, VISIT
from tests.support.money import voucher_of
from tests.support.outreach import activity_of, site_of

DESCRIPTION = schemathesis.openapi.from_path(TARGET)
OPERATIONS = [found.ok() for found in DESCRIPTION.get_all_operations() if isinstance(found, Ok)]
ACCESS: dict[str, Access] = {
    f"{method} {path}": access
    for context in CONTEXTS
    for (method, path), access in importlib.import_module(f"{context}.api").API.declared.items()
}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

OF_EACH_KIND = 2
"""Systematic cases of one kind in one place; the policy alone would have fifteen hundred."""
AT_RANDOM = 8

NAMES: dict[str, Any] = {
    "If-Match": "*",
    "act": "burning-straw",
    "certificate": "A-001",
    "firm": FIRM,
    "item": "straw",
    "round": "Q4",
    "town": TOWN,
    "category": "public_facilities",
    "code": GRID,
    "grid": GRID,
    "household": "h-001",
    "lat": 36.502,
    "lon": 113.387,
    "on_behalf_of": "resident",
    "person": "resident",
    "person_id": "resident",
    "post": f"village~village_officer~{VILLAGE}~2020-01-01",
    "resident": "r-0001",
    "unit": GRID,
    "village": VILLAGE,
}
"""What the county has, by the name it goes by in paths, queries and bodies."""
HAZARDS = "/v1/services/hazards"
PLACE = {"grid": GRID, "kind": "pond", "name": "村南水塘", "where": "村南", "checklists": ["pond"]}
FINDING = {"kind": "pond", "item": "keeper", "what": "未明确看管人"}


@pytest.fixture(scope="module")
def county() -> Iterator[WholeCounty]:
    """A county of this test's own: it will be written full of nonsense."""
    with a_whole_county() as county:
        yield county


@pytest.fixture(scope="module")
def names(county: WholeCounty) -> dict[str, Any]:
    """What the county has, with one of each thing that is there only once somebody made it."""

    def made(who: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = county.send(f"POST {path}", who, "POST", path, body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    home = {
        "unit": GRID,
        "head_name": "演示户主",
        "door_plate": "演示路1号",
        "address": "演示路1号",
    }
    answer = county.send(
        "PUT /v1/registry/households/{household}",
        "admin",
        "PUT",
        "/v1/registry/households/h-001",
        home,
    )
    assert answer.status_code == 201, answer.text
    incident = made(
        "worker",
        "/v1/incidents",
        {
            "unit": GRID,
            "category": "public_facilities",
            "severity": "general",
            "source": "patrol",
            "description": "村口井盖破损",
        },
    )
    subscription = made(
        "admin",
        "/v1/notices/subscriptions",
        {"protocol": "email", "endpoint": "office@example.com", "unit": GRID},
    )
    upload = made(
        "admin",
        "/v1/registry/imports",
        {"kind": "units", "format": "csv", "file_name": "单位.csv", "size": 10},
    )
    request = made("worker", "/v1/me/data-requests", {"kind": "copy"})
    case = made("worker", "/v1/enforcement/cases", {"unit": GRID, "clue": "村东有人烧秸秆"})
    paper = made(
        "justice_supervisor",
        "/v1/enforcement/supervision-papers",
        {
            "town": TOWN,
            "kind": "letter",
            "facts": "逾期未决定",
            "basis": "监督条例",
            "demand": "请依法决定",
        },
    )
    site = made("village_officer", "/v1/enforcement/outreach/sites", site_of())
    activity = made("village_officer", "/v1/enforcement/outreach/activities", activity_of())
    place = made("worker", f"{HAZARDS}/places", PLACE)
    finding = made("worker", f"{HAZARDS}/findings", FINDING | {"place": place["id"]})
    prompt = made(
        "justice_supervisor",
        "/v1/enforcement/outreach/prompts",
        {"unit": VILLAGE, "about": "请开展普法。", "cites": [{"law": "civil-code"}]},
    )
    environment = "/v1/services/environment"
    line = made(
        "village_officer",
        f"{environment}/lines",
        {"village": VILLAGE, "kind": "lane", "name": "巷", "length_m": 9, "interval_days": 7},
    )
    load = made(
        "village_officer",
        f"{environment}/loads",
        {"village": VILLAGE, "sort": "other", "kg": 9, "collected_at": "2026-11-20T08:00:00+08:00"},
    )
    work_day = made(
        "village_officer",
        f"{environment}/work-days",
        {"village": VILLAGE, "held_on": "2026-11-20", "theme": "清沟", "heads": 9, "hours": 2},
    )
    feedback = made(
        "resident", "/v1/services/feedback", {"sort": "fault", "text": "照片传不上去。"}
    )
    return NAMES | {
        "feedback": feedback["id"],
        "line": line["id"],
        "load": load["id"],
        "work_day": work_day["id"],
        **_enforcing(county),
        **_owning(county),
        "dataset_id": _releasing(county),
        **_reporting(county),
        "rating": _rated(county),
        "site": site["id"],
        "activity": activity["id"],
        "prompt": prompt["id"],
        "place": place["id"],
        "finding": finding["id"],
        "finding_id": finding["id"],
        "case_code": incident["case_code"],
        "request_id": request["id"],
        "import_id": upload["id"],
        "case_id": case["id"],
        "incident_id": incident["id"],
        "subscription_id": subscription["id"],
        "supervision_id": paper["id"],
    }


def _owning(county: WholeCounty) -> dict[str, str]:
    """Give the village's collective a machine that is hired, a project and a contract that is signed."""

    def sent(operation: str, body: dict[str, Any], **named: Any) -> str:
        method, _, path = operation.partition(" ")
        answer = county.send(operation, "village_officer", method, path.format(**named), body)
        assert answer.ok, answer.text
        return answer.json()["id"]

    home = "/v1/economy"
    machine = sent(f"POST {home}/assets", asset_of("machine"))
    hire = sent(f"POST {home}/machines/{{machine}}/hires", HOURS, machine=machine)
    project = sent(f"POST {home}/projects", LIVESTOCK)
    contract = sent(f"POST {home}/contracts", sale_of())
    signed = {"action": "sign", "on": "2026-11-23"}
    sent(f"POST {home}/contracts/{{contract}}/transitions", signed, contract=contract)
    voucher = county.send(
        f"POST {home}/vouchers",
        "bookkeeper",
        "POST",
        f"{home}/vouchers",
        voucher_of(handler="village_officer"),
    )
    assert voucher.ok, voucher.text
    idle = sent(f"POST {home}/assets", asset_of("building", idle_from_on="2026-01-01"))
    with county.county.quietly():
        for _, findings in find_of(AlertSubject.ASSET, VILLAGE, [get_asset(idle)]):
            raise_alerts(VILLAGE, AlertSubject.ASSET, idle, findings)
    return {
        "alert": alert_id(AlertCode.IDLE_LONG, idle),
        "voucher": voucher.json()["id"],
        "asset": machine,
        "machine": machine,
        "hire": hire,
        "project": project,
        "contract": contract,
        "document": contract,
    }


def _releasing(county: WholeCounty) -> str:
    """Release the incidents of the last quarter, which there were none of."""
    asked = {"dataset": "incidents", "quarter": "2026Q3"}
    path = "/v1/reports/datasets"
    answer = county.send(f"POST {path}", "admin", "POST", path, asked)
    assert answer.ok, answer.text
    draw_release(answer.json()["id"])
    return answer.json()["id"]


def _reporting(county: WholeCounty) -> dict[str, str]:
    """Draw a briefing of the village, and let its figures be counted."""
    home = "/v1/reports/briefings"
    said = {"unit": VILLAGE, "first": "2026-01-01", "last": "2026-12-31"}
    drawn = county.send(f"POST {home}", "village_officer", "POST", home, said)
    assert drawn.ok, drawn.text
    assert wind_reports() == 1
    return {
        "briefing": drawn.json()["id"],
        "count": drawn.json()["count"],
        "figure": "incidents_reported",
    }


def _rated(county: WholeCounty) -> str:
    """Open a year of stars for the village, and return its rating with its figures counted."""
    path = "/v1/reports/stars/years"
    opened = {"unit": VILLAGE, "year": 2026, "rate_by": "2027-01-31"}
    answer = county.send(f"POST {path}", "county", "POST", path, opened)
    assert answer.ok, answer.text
    with county.county.quietly():
        wind_reports()
    return f"{VILLAGE}-2026"


def _enforcing(county: WholeCounty) -> dict[str, str]:
    """Give the town what it enforces with, and return an inspection with a training session."""

    def sent(who: str, operation: str, body: dict[str, Any], **named: Any) -> dict[str, Any]:
        method, _, path = operation.partition(" ")
        answer = county.send(operation, who, method, path.format(town=TOWN, **named), body)
        assert answer.ok, answer.text
        return answer.json()

    home, officers = "/v1/enforcement", ["enforcement_officer", "enforcement_head"]
    in_town, head = f"{home}/towns/{{town}}", "enforcement_head"
    sent("justice_supervisor", f"POST {in_town}/items", ITEM)
    for number, holder in enumerate(officers, 1):
        for subject in ("public_law", "professional_law"):
            exam = {"person": holder, "subject": subject, "held_on": "2025-12-01", "passed": True}
            sent("justice_supervisor", f"POST {home}/exams", exam)
        said = CERTIFICATE | {"number": f"A-{number:03d}", "holder": holder}
        sent("justice_supervisor", f"POST {home}/certificates", said)
    training = sent(head, f"POST {home}/trainings", SESSION)
    sent(head, f"PUT {in_town}/plans/{{year}}", {"cap": 2, "focus": ["禁烧"]}, year=2026)
    sent(head, f"PUT {in_town}/firms/{{firm}}", {"name": "洪井砖厂"}, firm=FIRM)
    sent(head, f"POST {in_town}/draws", {"year": 2026, "round": "Q4", "wanted": 1})
    proposed = VISIT | {"officers": officers}
    inspection = sent(officers[0], f"POST {home}/inspections", proposed)
    return {"inspection_id": inspection["id"], "training_id": training["id"]}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_an_operation_answers_as_described(
    operation: APIOperation, county: WholeCounty, names: dict[str, Any]
) -> None:
    callers = _admitted(ACCESS[operation.label])
    broken: list[str] = []
    for case in [*systematically(operation, names), *at_random(operation)]:
        # What is wrong is wrong whoever says it.
        for who in callers if case.meta.generation.mode.is_positive else callers[:1]:
            answer = county.call(operation.label, who, case)
            try:
                case.validate_response(answer, checks=CHECKS)
            except FailureGroup as group:
                what = "\n".join(map(str, group.exceptions))
                broken.append(f"{what}\n{case.as_curl_command()}\n{answer.text[:1000]}")
                continue
            unkept = broken_by(operation.label, answer)
            if unkept:
                broken.append("\n".join([*unkept, case.as_curl_command(), answer.text[:1000]]))

    assert not broken, "\n\n".join(broken)


def test_every_operation_described_is_a_test_of_its_own(request: pytest.FixtureRequest) -> None:
    described = [
        f"{method.upper()} {path}"
        for path, item in json.loads(TARGET.read_text(encoding="utf-8"))["paths"].items()
        for method in item
    ]

    module = request.node.getparent(pytest.Module)
    ids = [item.nodeid for item in module.collect()]

    test = f"{module.nodeid}::{test_an_operation_answers_as_described.__name__}"
    assert sorted(found for found in ids if found.startswith(test)) == sorted(
        f"{test}[{label}]" for label in described
    )


def systematically(operation: APIOperation, names: dict[str, Any]) -> Iterator[Case]:
    """Every kind of good and of wrong value in every place, one at a time; what is good is about what the county has."""
    seen = Counter[Any]()
    for case in CoverageGenerator(
        operation=operation,
        generation_modes=list(GenerationMode),
        generation_config=GenerationConfig(),
        auth_storage=None,
        override=Override(),
        feedback=NO_FEEDBACK,
    ):
        data = case.meta.phase.data
        assert isinstance(data, CoveragePhaseData)
        kind = data.scenario, data.parameter_location
        seen[kind] += 1
        if seen[kind] > OF_EACH_KIND:
            continue
        if case.meta.generation.mode.is_positive:
            _name_what_is_there(case, names)
        yield case


def at_random(operation: APIOperation) -> list[Case]:
    """Some cases at random, the same in every run."""
    cases: list[Case] = []

    @settings(
        max_examples=AT_RANDOM,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(
        case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
        | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    )
    def collect(case: Case) -> None:
        cases.append(case)

    collect()
    return cases


def _name_what_is_there(case: Case, names: dict[str, Any]) -> None:
    body = case.body if isinstance(case.body, dict) else {}
    for place in (case.path_parameters, case.query, case.headers, body):
        place.update({name: names[name] for name in place if name in names})


def _admitted(access: Access) -> list[str]:
    """Name people who may call: the county's administrator, who reaches everything, and a grid worker, who does not; or else one who may."""
    admitted = [
        who for who, (role, _) in PERSONAS.items() if access.roles is None or role in access.roles
    ]
    return [who for who in ("admin", "worker") if who in admitted] or admitted[:1]
