"""A grid, the people around it and 25 incidents, as DynamoDB keeps them; requests as API Gateway hands them over."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

COUNTY = "140426"
TOWN = COUNTY + "106"
VILLAGE = TOWN + "201"
GRID = VILLAGE + "001"
POLICY = Path(__file__).parents[2] / "functions" / "incidents" / "default_policy.json"

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    "AWS_SESSION_TOKEN": "session-token-of-about-the-length-lambda-gives" * 8,
    "AWS_REGION": "cn-northwest-1",
    "AWS_DEFAULT_REGION": "cn-northwest-1",
    "AWS_LAMBDA_FUNCTION_NAME": "sizhi-IncidentsApi",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1024",
    "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "COUNTY_CODE": COUNTY,
    "PERSON_CLAIM": "username",
    "REGISTRY_TABLE": "sizhi-RegistryTable",
    "INCIDENTS_TABLE": "sizhi-IncidentsTable",
    "NOTICES_TABLE": "sizhi-NoticesTable",
    "OBLIGATIONS_TABLE": "sizhi-ObligationsTable",
    "POWERTOOLS_METRICS_NAMESPACE": "Sizhi/bench",
    "POWERTOOLS_SERVICE_NAME": "sizhi",
    "POWERTOOLS_TRACE_DISABLED": "true",
    "LOG_LEVEL": "INFO",
    "PYTHONHASHSEED": "0",
}
"""What Lambda and the template set; nothing of the machine's own configuration."""

_QUEUES = ("IMPORT", "EXPORT", "MEDIA", "ROBOT")
MORE = {
    **{
        f"{name.upper()}_TABLE": f"sizhi-{name}Table"
        for name in (
            *("Points", "Assembly", "Ballots", "Enforcement"),
            *("Services", "Economy", "Reports", "Workspace"),
        )
    },
    **{f"{name}_BUCKET": f"sizhi-{name.lower()}" for name in ("IMPORTS", "EXPORTS", "MEDIA")},
    **{
        f"{name}_QUEUE_URL": f"https://sqs.cn-northwest-1.amazonaws.com.cn/123456789012/{name}"
        for name in _QUEUES
    },
    **{
        f"{name}_TOPIC_ARN": f"arn:aws-cn:sns:cn-northwest-1:123456789012:{name}"
        for name in ("VILLAGE", "TOWN", "COUNTY")
    },
    "NOTICE_DEAD_LETTERS_URL": "https://sqs.cn-northwest-1.amazonaws.com.cn/123456789012/dead",
    "ESCALATION_ARN": "arn:aws-cn:states:cn-northwest-1:123456789012:stateMachine:Escalation",
    "NOTICES_KEY": "arn:aws-cn:kms:cn-northwest-1:123456789012:key/1",
    "ID_HASH_SECRET_ARN": "arn:aws-cn:secretsmanager:cn-northwest-1:123456789012:secret:1",
    "POINTS_DAY_SECONDS": "86400",
    "WECOM_URL": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send",
    "CASE_LINK_BASE": "",
    "WEB_ORIGIN": "",
}
"""What functions besides those of the incidents are told."""

INCIDENT_ID = "01KAR1V9ZC5Q8W4S1M3T6B7N2D"


class Context:
    """What Lambda tells a function of itself."""

    function_name = "sizhi-IncidentsApi"
    memory_limit_in_mb = 1024
    invoked_function_arn = (
        "arn:aws-cn:lambda:cn-northwest-1:123456789012:function:sizhi-IncidentsApi"
    )
    aws_request_id = "8f5c1d9e-8b5a-4f43-9a3f-6e1d9c1f2a10"


def items(*, whole: bool = False) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the rows of the registry and of the incidents, by key; the incidents of lists as a line shows them, or whole."""
    staff = {
        COUNTY: {"county_officer": ["co-1"], "county_admin": ["ca-1"]},
        TOWN: {"town_officer": ["to-1", "to-2"]},
        VILLAGE: {"village_officer": ["vo-1", "vo-2", "vo-3"]},
        GRID: {"grid_worker": ["gw-1", "gw-2"], "grid_chief": ["gc-1"]},
    }
    rows = [_unit(code, holders) for code, holders in staff.items()]
    rows += [
        _person(person, role, code)
        for code, holders in staff.items()
        for role, persons in holders.items()
        for person in persons
    ]
    rows += [_person(person, *posts) for person, posts in _OF_THE_CONTEXTS.items()]
    policy = {
        "pk": {"S": "POLICY"},
        "version": {"N": "3"},
        "document": {"S": POLICY.read_text(encoding="utf-8")},
        "set_by": {"S": "ca-1"},
        "set_at": {"S": "2026-01-05T01:00:00.000Z"},
    }
    rows += [policy | {"sk": {"S": place}} for place in ("CURRENT", "V#000003")]
    rows.append(_incident())
    # As a projected read gives them: the stub gives out whole what it has.
    rows += [
        {**_incident(), **_line(number)} if whole else _of(_line(number), _IN_A_LIST)
        for number in range(25)
    ]
    return {(row["pk"]["S"], row["sk"]["S"]): row for row in rows}


def page() -> list[dict[str, Any]]:
    """Return 25 items of an area's index, with the attributes the template projects."""
    return [_of(_line(number), _IN_AN_INDEX) for number in range(25)]


_IN_AN_INDEX = ("pk", "sk", "id", "town", "category", "status", "tier", "due_at")
_IN_A_LIST = (
    *("pk", "sk", "id", "case_code", "unit", "category", "severity", "status", "tier", "due_at"),
    *("responsible_unit", "epoch", "version", "supervisions", "created_at", "updated_at"),
    "description",
)


def _of(item: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: item[name] for name in names}


def report(key: str = "k-1") -> dict[str, Any]:
    """Return a grid worker's report."""
    body = {
        "category": "public_facilities",
        "severity": "general",
        "description": "村口第二根电线杆旁的井盖破损，夜间行人多，已放置警示锥。",
        "unit": GRID,
        "source": "patrol",
        "client_ref": f"app-{key}",
    }
    return request("POST", "/v1/incidents", "gw-1", body=body, headers={"idempotency-key": key})


def listing() -> dict[str, Any]:
    """Return a town officer's request for a page of the town's incidents."""
    return request("GET", "/v1/incidents", "to-1", query={"limit": "25"})


def reading() -> dict[str, Any]:
    """Return a grid worker's request for one incident."""
    return request("GET", f"/v1/incidents/{INCIDENT_ID}", "gw-1")


def me() -> dict[str, Any]:
    """Return a request for who one is."""
    return request("GET", "/v1/me", "gw-1")


def subscriptions() -> dict[str, Any]:
    """Return an officer's request for the notices subscribed."""
    return request("GET", "/v1/notices/subscriptions", "to-1")


def request(
    method: str,
    path: str,
    person: str,
    *,
    body: dict[str, Any] | None = None,
    query: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return an event of API Gateway (payload format 2.0) as the JWT authorizer lets it through."""
    sent = {
        "accept": "application/json",
        "accept-encoding": "gzip, br",
        "accept-language": "zh-CN,zh;q=0.9,en;q=0.6",
        "authorization": "Bearer " + "x" * 900,
        "content-type": "application/json",
        "host": "abcdefghij.execute-api.cn-northwest-1.amazonaws.com.cn",
        "user-agent": "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50",
        "x-amzn-trace-id": "Root=1-69230000-0123456789abcdef01234567",
        "x-forwarded-for": "203.0.113.7",
        "x-forwarded-port": "443",
        "x-forwarded-proto": "https",
    }
    claims = {
        "sub": "b6a1",
        "iss": "https://id.example.gov.cn",
        "client_id": "app",
        "username": person,
    }
    return {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": "&".join(f"{name}={value}" for name, value in (query or {}).items()),
        "headers": sent | (headers or {}),
        **({"queryStringParameters": query} if query else {}),
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "abcdefghij",
            "authorizer": {"jwt": {"claims": claims, "scopes": None}},
            "domainName": "abcdefghij.execute-api.cn-northwest-1.amazonaws.com.cn",
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "203.0.113.7",
                "userAgent": "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50",
            },
            "requestId": "JKJaXmPLvHcESHA=",
            "stage": "$default",
            "time": "23/Nov/2026:02:00:00 +0000",
            "timeEpoch": 1795399200000,
        },
        **({"body": json.dumps(body, ensure_ascii=False)} if body is not None else {}),
        "isBase64Encoded": False,
    }


def _unit(code: str, holders: dict[str, list[str]]) -> dict[str, Any]:
    level = {6: "county", 9: "town", 12: "village", 15: "grid"}[len(code)]
    staff = {
        role: {person: ["2025-01-01", None] for person in persons}
        for role, persons in holders.items()
    }
    return {
        "pk": {"S": f"UNIT#{code}"},
        "sk": {"S": "UNIT"},
        "code": {"S": code},
        "level": {"S": level},
        **({"parent": {"S": code[:-3]}} if level != "county" else {}),
        "name": {"S": "演示单位"},
        "placeholder": {"BOOL": False},
        "staff": {"S": json.dumps(staff)},
        "version": {"N": "4"},
    }


_ENFORCEMENT = ("enforcement_head", "enforcement_officer", "legal_reviewer", "hearing_chair")
_OF_A_VILLAGE = (
    *("collective_director", "bookkeeper", "cashier", "collective_supervisor"),
    *("village_representative", "village_supervisor", "points_verifier", "shop_keeper"),
    *("mediator", "errand_agent"),
)
_OF_THE_CONTEXTS = {
    "eo-1": (_ENFORCEMENT, TOWN),
    "js-1": ("justice_supervisor", COUNTY),
    "vl-1": (_OF_A_VILLAGE, VILLAGE),
}
"""Who has the posts of single contexts, all at once: the bench asks for no separation of offices."""


def _person(person_id: str, roles: str | tuple[str, ...], unit: str) -> dict[str, Any]:
    posts = [
        {"role": role, "unit": unit, "valid_from": "2025-01-01", "valid_to": None}
        for role in ([roles] if isinstance(roles, str) else roles)
    ]
    return {
        "pk": {"S": f"PERSON#{person_id}"},
        "sk": {"S": "PERSON"},
        "person_id": {"S": person_id},
        "name": {"S": "演示甲"},
        "phone": {"S": "000****0000"},
        "posts": {"S": json.dumps(posts)},
        "version": {"N": "2"},
    }


def _line(number: int) -> dict[str, Any]:
    created = f"2026-11-20T0{number % 10}:15:27.318Z"
    due = f"2026-11-2{number % 6}T09:30:00.000Z"
    texts = {
        "pk": f"INC#01KAR1V9ZC5Q8W4S1M3T6B7N{number:02d}",
        "sk": "INCIDENT",
        "id": f"01KAR1V9ZC5Q8W4S1M3T6B7N{number:02d}",
        "town": TOWN,
        "case_code": f"{COUNTY}-26-7KQ2M-9XD{number:02d}",
        "unit": GRID,
        "tier": "village",
        "responsible_unit": VILLAGE,
        "status": ("reported", "accepted", "resolved")[number % 3],
        "category": "public_facilities",
        "severity": "general",
        "description": "村口第二根电线杆旁的井盖破损，夜间行人多，已放置警示锥。",
        "due_at": due,
        "wake_at": due,
        "created_at": created,
        "updated_at": created,
        "reporter": "gw-1",
    }
    numbers = {"epoch": "1", "version": "2", "supervisions": "0"}
    return {
        **{name: {"S": value} for name, value in texts.items()},
        **{name: {"N": value} for name, value in numbers.items()},
        "provisional": {"BOOL": False},
    }


def _incident() -> dict[str, Any]:
    line = _line(0)
    numbers = {"entries": "2", "policy_version": "3", "confirm_asked": "0", "rejections": "0"}
    texts = {
        "pk": f"INC#{INCIDENT_ID}",
        "id": INCIDENT_ID,
        "county": COUNTY,
        "village": VILLAGE,
        "source": "patrol",
        "queue": VILLAGE,
        "clock": TOWN,
        "wake_action": "escalate",
        "armed_for": "2026-11-20T09:30:00.000Z",
        "clock_started_at": "2026-11-20T00:15:27.318Z",
        "change_id": "01KAR1V9ZC5Q8W4S1M3T6B7N2E",
    }
    return {
        **line,
        **{name: {"S": value} for name, value in texts.items()},
        **{name: {"N": value} for name, value in numbers.items()},
        "self_handled": {"BOOL": False},
    }
