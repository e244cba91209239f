"""The API description as a whole: what a client generator needs to trust."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import openapi_spec_validator
import pytest

from infra.contract.gateway import MESSAGES
from infra.contract.moves import LIVES
from infra.openapi import TARGET, access_of, join
from infra.state_tables import TABLES

DESCRIPTION = json.loads(TARGET.read_text(encoding="utf-8"))
OPERATIONS = [operation for item in DESCRIPTION["paths"].values() for operation in item.values()]
SCHEMAS: dict[str, Any] = DESCRIPTION["components"]["schemas"]


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    """Return a part of the description, or what it refers to."""
    if "$ref" not in part:
        return part
    _, _, room, name = part["$ref"].split("/")
    return DESCRIPTION["components"][room][name]


PARAMETERS = [
    (one["in"], one["name"])
    for operation in OPERATIONS
    for one in map(resolved, operation.get("parameters", ()))
]


PERSONAS = {
    one["persona"]: set(one["roles"])
    for one in json.loads(Path("infra/reference/demo/personas.json").read_text(encoding="utf-8"))
}


def operation_of(method: str, path: str) -> dict[str, Any]:
    return DESCRIPTION["paths"][path][method]


def problems_of(answer: dict[str, Any]) -> list[str]:
    media = resolved(answer).get("content", {}).get("application/problem+json", {})
    schema = media.get("schema", {})
    return [one["$ref"].rpartition("/")[2] for one in schema.get("oneOf", [schema]) if one]


def every_schema(*, inside_choices: bool = True) -> Iterator[dict[str, Any]]:
    """Every schema of the components, those within others included; those that are one of several choices only if wanted."""
    ahead = list(SCHEMAS.values())
    while ahead:
        schema = ahead.pop()
        yield schema
        ahead += schema.get("properties", {}).values()
        ahead += [
            one
            for one in (schema.get("items"), schema.get("additionalProperties"))
            if isinstance(one, dict)
        ]
        for key in ("anyOf", "oneOf", "allOf") if inside_choices else ():
            ahead += schema.get(key, ())


def test_the_description_is_valid_openapi():
    openapi_spec_validator.validate(DESCRIPTION)


def test_no_two_operations_share_a_name():
    named = Counter(operation["operationId"] for operation in OPERATIONS)

    assert [name for name, times in named.items() if times > 1] == []


def test_every_list_that_a_client_sends_has_a_stated_maximum():
    parts = [part for one in OPERATIONS for part in reached(one.get("requestBody", {}))]

    lists = [part for part in parts if part.get("type") == "array"]
    assert len(lists) > 20
    assert [one for one in lists if "maxItems" not in one] == []


def reached(part, seen=None):
    """Every schema that a part of the description leads to."""
    seen = set() if seen is None else seen
    if isinstance(part, dict):
        yield part
        name = str(part.get("$ref", "")).rpartition("/")[2]
        if name and name not in seen:
            seen.add(name)
            yield from reached(DESCRIPTION["components"]["schemas"][name], seen)
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from reached(one, seen)


def test_two_contexts_may_share_a_model_but_not_a_name_for_two():
    whole = {"Role": {"type": "string"}, "Page": {"type": "object"}}

    join(whole, {"Role": {"type": "string"}, "Line": {"type": "object"}})
    with pytest.raises(ValueError, match="Page"):
        join(whole, {"Page": {"type": "array"}})

    assert whole.keys() == {"Role", "Page", "Line"}


def test_no_path_parameter_is_called_body():
    names = [(place, name) for place, name in PARAMETERS if name == "body"]

    assert names == []


def test_a_schema_has_one_name_and_no_other_has_it():
    names = list(SCHEMAS)
    titles = [schema["title"] for schema in SCHEMAS.values()]

    assert titles == names
    assert [name for name in names if "__" in name or not name.isalnum()] == []
    inner = [schema for schema in every_schema() if "title" in schema]
    assert len(inner) == len(SCHEMAS)


def test_nothing_is_null_and_nothing_else():
    alone = [
        schema for schema in every_schema(inside_choices=False) if schema.get("type") == "null"
    ]

    assert alone == []


def test_no_field_counts_as_given_because_it_has_a_default():
    fields = [
        (name, field)
        for name, schema in SCHEMAS.items()
        for field, said in schema.get("properties", {}).items()
        if "default" in said
    ]

    assert fields == []


def test_a_step_is_one_of_a_union_by_its_action_and_says_what_its_table_asks_for():
    union = SCHEMAS["MoveIncident"]
    escalate = SCHEMAS["MoveIncidentEscalate"]

    assert union["discriminator"]["propertyName"] == "action"
    assert {one["$ref"] for one in union["oneOf"]} == set(
        union["discriminator"]["mapping"].values()
    )
    assert escalate["required"] == ["action", "reason"]
    assert SCHEMAS["MoveIncidentJoin"]["required"] == ["action"]


def test_every_table_that_people_move_by_hand_has_its_union():
    described = {page for page, life in LIVES.items() if life.move or life.answers}

    # A context that answers nobody yet is described by nothing.
    moved = {page for page, place in TABLES.items() if find_spec(f"{place.partition('.')[0]}.api")}
    assert moved == described


def test_a_status_is_one_of_its_table():
    said = SCHEMAS["IncidentView"]["properties"]

    assert "escalated" not in said["status"]["enum"]
    assert {"reported", "confirmed", "cancelled"} <= set(said["status"]["enum"])
    assert "whistle" in said["actions"]["items"]["enum"]


def test_moments_of_answers_are_moments_and_days_days():
    view, post = SCHEMAS["IncidentView"]["properties"], SCHEMAS["PostView"]["properties"]

    assert view["created_at"]["format"] == "date-time"
    assert {"type": "string", "format": "date-time"} in view["due_at"]["anyOf"]
    assert post["valid_from"]["format"] == "date"


def test_a_document_that_was_sent_is_answered_by_the_same_schema():
    assert SCHEMAS["PolicyView"]["properties"]["policy"] == {
        "$ref": "#/components/schemas/PolicyDocument"
    }


def test_every_problem_has_its_type_its_status_and_an_example():
    problems = {name: one for name, one in SCHEMAS.items() if name.endswith("Problem")}
    problems.pop("FieldProblem")

    for name, problem in problems.items():
        own = problem["allOf"][1]["properties"]
        (example,) = problem["examples"]
        kinds = own["type"].get("enum") or [own["type"]["const"]]
        assert example["type"] in kinds, name
        assert example["status"] == own["status"]["const"], name


def test_a_family_of_problems_is_described_with_all_its_types():
    gates = SCHEMAS["GateShutProblem"]["allOf"][1]["properties"]["type"]["enum"]

    assert len(gates) > 50
    assert "urn:sizhi:problem:no-hardship" in gates


def test_a_refusal_stands_under_the_status_of_its_type():
    wrong = [
        (operation["operationId"], status, name)
        for operation in OPERATIONS
        for status, answer in operation["responses"].items()
        for name in problems_of(answer)
        if str(SCHEMAS[name]["allOf"][1]["properties"]["status"]["const"]) != status
    ]

    assert wrong == []


def test_a_guarded_route_answers_who_is_not_signed_in_as_the_gateway_does():
    for operation in OPERATIONS:
        if not operation["security"]:
            continue
        answer = resolved(operation["responses"]["401"])
        message = answer["content"]["application/json"]["schema"]["$ref"]
        assert message.endswith("GatewayMessage")
        assert "WWW-Authenticate" in answer["headers"]


def test_headers_that_clients_live_by_are_declared():
    report = operation_of("post", "/v1/incidents")["responses"]
    read = operation_of("get", "/v1/incidents/{incident_id}")["responses"]

    assert report["201"]["headers"].keys() == {"ETag", "Location", "Idempotent-Replayed"}
    assert read["200"]["headers"].keys() == {"ETag"}
    assert "Retry-After" in resolved(report["429"])["headers"]
    assert "Retry-After" in resolved(report["503"])["headers"]


def test_what_operations_share_stands_once():
    answers = Counter(
        json.dumps(answer, sort_keys=True)
        for operation in OPERATIONS
        for status, answer in operation["responses"].items()
        if not status.startswith("2") and "$ref" not in answer
    )
    parameters = Counter(
        json.dumps(one, sort_keys=True)
        for operation in OPERATIONS
        for one in operation.get("parameters", ())
        if "$ref" not in one
    )

    assert [text for text, times in (answers + parameters).items() if times > 1] == []


# An object's properties are free where the caller, the county's own data or a standard names them.
FREE_FORM = {
    "ProblemDocument": "RFC 9457: each type of problem adds its own members",
    "ProblemWords": "the members each type of problem adds",
}


def _free_forms(node: Any, place: str) -> Iterator[str]:
    if isinstance(node, dict):
        named = {"properties", "$ref", "patternProperties", "allOf", "anyOf", "oneOf"}
        is_open = node.get("type") == "object" and not named & node.keys()
        if is_open and node.get("additionalProperties", True) in (True, {}):
            yield place
        if place.endswith(".properties") is False and node == {}:
            yield place
        for name, inner in node.items():
            if name not in ("example", "examples", "default"):
                yield from _free_forms(inner, f"{place}.{name}")
    elif isinstance(node, list):
        for number, inner in enumerate(node):
            yield from _free_forms(inner, f"{place}.{number}")


def test_an_object_whose_shape_is_known_is_described_by_it():
    found = {place for name, one in SCHEMAS.items() for place in _free_forms(one, name)}

    assert {place for place in found if place.partition(".")[0] not in FREE_FORM} == set()


def test_what_the_gateway_answers_itself_is_said_wherever_clients_look():
    guide = (TARGET.parent / "clients.md").read_text(encoding="utf-8")
    schema = SCHEMAS["GatewayMessage"]["description"]

    for status, text in MESSAGES.items():
        body = f'{{"message": "{text}"}}'
        assert f"| {status} | `{body}` |" in guide
        assert f"{status} `{body}`" in schema
    assert "GatewayMessage" in DESCRIPTION["info"]["description"]
    for operation in OPERATIONS:
        for status in MESSAGES.keys() & operation["responses"].keys():
            content = resolved(operation["responses"][status])["content"]
            assert "GatewayMessage" in json.dumps(content["application/json"])


def test_an_example_is_sent_by_somebody_who_may_call():
    sent = [
        (path, method, shown["x-sizhi-as"])
        for path, item in DESCRIPTION["paths"].items()
        for method, operation in item.items()
        for media in operation.get("requestBody", {}).get("content", {}).values()
        for shown in media["examples"].values()
    ]

    assert not [
        one
        for one in sent
        if (roles := access_of(one[0], one[1]).roles) is not None
        and roles.isdisjoint(PERSONAS[one[2]])
    ]
