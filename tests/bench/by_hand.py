"""The counterpart of a warm request: a report and a list written by hand on a boto3 client, with no library in between.

As somebody would write it who cares for nothing but this one route: the same calls with equal items, the same answer (`process.py compare`
checks that), checks by plain `if`. Only what any solution would need as it is, working time and ids, is taken from the kernel.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import time
import zlib
from datetime import timedelta
from typing import Any

import boto3
from botocore.exceptions import ClientError

from kernel import clock, ids, working_time

REGISTRY, INCIDENTS = os.environ["REGISTRY_TABLE"], os.environ["INCIDENTS_TABLE"]
COUNTY = os.environ["COUNTY_CODE"]
SHOWN = (
    *("pk", "sk", "id", "case_code", "unit", "category", "severity", "status", "tier"),
    *("responsible_unit", "due_at", "epoch", "version", "supervisions", "created_at", "updated_at"),
    *("description", "photos_before", "photos_after"),
)
REASON = [{"field": "reason", "asked": "此操作须填写理由。"}]
STATUS_NAMES = {"reported": "待受理", "accepted": "处置中", "resolved": "待核查确认"}
STAFF = {
    "grid_worker",
    "grid_chief",
    "village_officer",
    "town_officer",
    "county_officer",
    "county_admin",
}
NEW = {
    "ConditionExpression": "attribute_not_exists(#pk)",
    "ExpressionAttributeNames": {"#pk": "pk"},
}

dynamodb: Any = boto3.client("dynamodb")
remembered: dict[tuple[str, str, str], tuple[float, Any]] = {}
policy: dict[str, Any] = {}


def handler(event: dict[str, Any]) -> dict[str, Any]:
    """Answer a request."""
    method = event["requestContext"]["http"]["method"]
    if event["rawPath"] == "/v1/incidents":
        return report(event) if method == "POST" else listing(event)
    return problem(404, "not-found")


def report(event: dict[str, Any]) -> dict[str, Any]:  # noqa: C901 - one route, written down as it goes
    """Open an incident."""
    text = event["body"]
    try:
        said = json.loads(text)
    except ValueError:
        return problem(400, "malformed-request")
    if fault := wrong(said):
        return problem(422, fault)
    person_id = event["requestContext"]["authorizer"]["jwt"]["claims"]["username"]
    unit = said["unit"]
    key = event["headers"].get("idempotency-key")
    codes = [unit[:digits] for digits in (6, 9, 12, 15) if digits <= len(unit)]
    wanted = [(REGISTRY, f"PERSON#{person_id}", "PERSON"), (INCIDENTS, "POLICY", "CURRENT")]
    wanted += [(REGISTRY, f"UNIT#{code}", "UNIT") for code in codes]
    idem = (INCIDENTS, f"IDEM#{person_id}#POST /v1/incidents#{key}", "IDEM")
    own_number = (INCIDENTS, f"REF#{person_id}", f"REF#{said.get('client_ref')}")
    rows = read(
        [*wanted, *([idem] if key else []), *([own_number] if "client_ref" in said else [])]
    )
    plain = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    digest = hashlib.sha256(plain.encode()).hexdigest()
    if idem in rows:
        if rows[idem]["body_hash"]["S"] != digest:
            return problem(409, "idempotency-key-reused")
        kept = zlib.decompress(base64.b64decode(rows[idem]["packed"]["S"])).decode()
        return answer(int(rows[idem]["status"]["N"]), kept, event)
    if own_number in rows:
        return problem(409, "conflict")
    caller = rows.get(wanted[0])
    if caller is None:
        return problem(401, "not-signed-in")
    now = clock.now()
    today = clock.today().isoformat()
    posts = [post for post in json.loads(caller["posts"]["S"]) if holds(post, today)]
    own = [post for post in posts if unit.startswith(post["unit"][:12])]
    if not own:
        return problem(403, "outside-your-area")
    post = own[0]
    rules = policy_of(rows[wanted[1]])
    category = rules["categories"].get(said["category"])
    if category is None:
        return problem(422, "invalid-fields")
    staff = [json.loads(rows[REGISTRY, f"UNIT#{code}", "UNIT"]["staff"]["S"]) for code in codes]
    tier, responsible = category["start_tier"], unit[:12]
    if not any(holds_row(row, today) for row in staff[2].get("village_officer", {}).values()):
        tier, responsible = "town", unit[:9]
    limits = (category.get("limits") or {}).get(said["severity"], {})
    limit = limits.get(tier) or rules["limits"][said["severity"]][tier]
    span = working_time.Limit(limit["amount"], limit["unit"])
    due = working_time.add(now, span)
    wake = working_time.point(now, due.at, rules["reminder_share"], span.unit)
    marks = [(wake, "remind"), (due.at, "escalate")]
    signing = rules["handover"]["sign"]
    sign = working_time.add(now, working_time.Limit(signing["amount"], signing["unit"])).at
    if sign < due.at:
        marks = sorted([*marks, (sign, "sign")])
    remind = clock.iso(wake)
    (wake, wake_action), *later = [(clock.iso(at), action) for at, action in marks]
    number, version, change = ids.new_id(now), int(rules["version"]), ids.new_id(now)
    code, at, due_at = ids.new_case_code(COUNTY, now), clock.iso(now), clock.iso(due.at)
    local, local_due = clock.local_iso(now), clock.local_iso(due.at)
    view = {
        "id": number,
        "case_code": code,
        "unit": unit,
        "category": said["category"],
        "category_name": category["name"]["zh"],
        "severity": said["severity"],
        "source": said["source"],
        "description": said["description"],
        "status": "reported",
        "status_name": "待受理",
        "tier": tier,
        "responsible_unit": responsible,
        "turn": responsible,
        "due_at": local_due,
        "overdue": False,
        "provisional": due.provisional,
        "epoch": 1,
        "version": 1,
        "policy_version": version,
        "supervisions": 0,
        "rejections": 0,
        "self_handled": False,
        "confirm_stage": None,
        "final_assignment": False,
        "extensions": 0,
        "suspensions": 0,
        "asked": None,
        "parent": None,
        "task_no": None,
        "tasks": [],
        "open_tasks": 0,
        "merged_into": None,
        "conversions": [],
        "duplicates": 0,
        "joined": 0,
        "round": 0,
        "closed_at": None,
        "order_due": None,
        "tenures": [
            {
                "unit": responsible,
                "since": local,
                "until": None,
                "working_seconds": 0.0,
                "natural_seconds": 0.0,
                "late": False,
                "ending": None,
            }
        ],
        "done": None,
        "evidence": [],
        "location": None,
        "client_ref": said.get("client_ref"),
        "created_at": local,
        "updated_at": local,
        "actions": ["resolve", "escalate", "cancel", "add"],
        "open_moves": [
            {"action": "resolve", "name": "处置完成", "needs": []},
            {"action": "escalate", "name": "上报", "needs": REASON},
            {"action": "cancel", "name": "撤销", "needs": REASON},
            {"action": "add", "name": "补充说明", "needs": REASON},
        ],
        "receipt": {
            "text": f"由村级办理，期限 {clock.for_people(due.at)}；逾期自动上报乡镇级。",
            "next_step": "handle",
            "tier": tier,
            "tier_name": "村级",
            "unit": responsible,
            "by": local_due,
            "track": f"/v1/track/{code}",
        },
        "reporter": person_id,
        "on_behalf_of": None,
    }
    body = json.dumps(view, ensure_ascii=False, separators=(",", ":"))
    incident = {
        "pk": {"S": f"INC#{number}"},
        "sk": {"S": "INCIDENT"},
        "allowances": {"S": json.dumps([[responsible, at, None]])},
        "armed_for": {"S": remind},
        "case_code": {"S": code},
        "category": {"S": said["category"]},
        "change_id": {"S": change},
        **({"client_ref": {"S": said["client_ref"]}} if "client_ref" in said else {}),
        "clock": {"S": unit[:9]},
        "clock_started_at": {"S": at},
        "confirm_asked": {"N": "0"},
        "county": {"S": unit[:6]},
        "created_at": {"S": at},
        "description": {"S": said["description"]},
        "due_at": {"S": due_at},
        "entries": {"N": "1"},
        "epoch": {"N": "1"},
        "held_since": {"S": at},
        "id": {"S": number},
        "later": {"S": json.dumps(later)},
        "look_at": {"S": wake},
        "open_in": {"S": unit[:9]},
        "policy_version": {"N": str(version)},
        "provisional": {"BOOL": due.provisional},
        "rejections": {"N": "0"},
        "reporter": {"S": person_id},
        "responsible_unit": {"S": responsible},
        "running_since": {"S": at},
        "self_handled": {"BOOL": False},
        "severity": {"S": said["severity"]},
        "source": {"S": said["source"]},
        "status": {"S": "reported"},
        "supervisions": {"N": "0"},
        "tier": {"S": tier},
        "town": {"S": unit[:9]},
        "queue": {"S": responsible},
        "unit": {"S": unit},
        "updated_at": {"S": at},
        "version": {"N": "1"},
        "village": {"S": unit[:12]},
        "wake_action": {"S": wake_action},
        "wake_at": {"S": wake},
    }
    entry = {
        "pk": {"S": f"INC#{number}"},
        "sk": {"S": "HIST#000001"},
        "actor": {"S": person_id},
        "actor_name": {"S": caller["name"]["S"]},
        "actor_role": {"S": post["role"]},
        "actor_unit": {"S": post["unit"]},
        "addressees": {"S": json.dumps([{"tier": tier, "unit": responsible}])},
        "at": {"S": at},
        "case_code": {"S": code},
        "category": {"S": said["category"]},
        "due_at": {"S": due_at},
        "epoch": {"N": "1"},
        "event": {"S": "reported"},
        "incident_id": {"S": number},
        "responsible_unit": {"S": responsible},
        "seq": {"N": "1"},
        "severity": {"S": said["severity"]},
        "to_status": {"S": "reported"},
        "to_tier": {"S": tier},
        "unit": {"S": unit},
    }
    case = {"pk": {"S": f"CASE#{code}"}, "sk": {"S": "CASE"}, "incident_id": {"S": number}}
    gone = str(int((now + timedelta(days=30)).timestamp()))
    told = [(unit[:9], {"unit": {"S": unit}}), (f"PERSON#{person_id}", {})]
    feeds = [
        {
            "pk": {"S": f"FEED#{feed}"},
            "sk": {"S": f"{change}#{place}"},
            "id": {"S": number},
            "expires_at": {"N": gone},
            **about,
        }
        for place, (feed, about) in enumerate(told)
    ]
    items = [incident, case, entry]
    if "client_ref" in said:
        _, pk, sk = own_number
        items.append({"pk": {"S": pk}, "sk": {"S": sk}, "incident_id": {"S": number}})
    if key:
        kept = {
            "pk": {"S": idem[1]},
            "sk": {"S": "IDEM"},
            "packed": {"S": base64.b64encode(zlib.compress(body.encode())).decode()},
            "body_hash": {"S": digest},
            "expires_at": {"N": str(int((now + timedelta(days=7)).timestamp()))},
            "status": {"N": "201"},
        }
        items.append(kept)
    puts = [{"Put": {"TableName": INCIDENTS, "Item": item, **NEW}} for item in items]
    puts += [{"Put": {"TableName": INCIDENTS, "Item": item}} for item in feeds]
    grid, month = unit[12:], clock.local_iso(now)[:7]
    kind = said["category"]
    puts += [
        counted(unit, month[:4], month, f"n.{grid}.{kind}", f"v.{kind}"),
        counted(unit, "open", "open", f"m.{month}", f"t.{tier}", f"c.{kind}"),
    ]
    try:
        dynamodb.transact_write_items(TransactItems=puts, ClientRequestToken=ids.new_id(now))
    except ClientError:
        return problem(409, "conflict")
    metric("Reported")
    return answer(201, body, event, Location=f"/v1/incidents/{number}", ETag='"1"')


def counted(unit: str, year: str, month: str, *names: str) -> dict[str, Any]:
    """Return what counts up the numbers of a village."""
    told = {f"#a{place}": name for place, name in enumerate(names)}
    update = {
        "TableName": INCIDENTS,
        "Key": {"pk": {"S": f"TALLY#{unit[:6]}#{year}"}, "sk": {"S": f"{unit[:12]}#{month}"}},
        "UpdateExpression": "ADD " + ", ".join(f"#a{n} :a{n}" for n in range(len(names))),
        "ExpressionAttributeNames": told,
        "ExpressionAttributeValues": {f":a{n}": {"N": "1"} for n in range(len(names))},
    }
    return {"Update": update}


def listing(event: dict[str, Any]) -> dict[str, Any]:
    """List a page of an area's incidents."""
    asked = event.get("queryStringParameters") or {}
    limit = asked.get("limit", "25")
    if not limit.isdigit() or not 1 <= int(limit) <= 100:
        return problem(422, "invalid-fields")
    person_id = event["requestContext"]["authorizer"]["jwt"]["claims"]["username"]
    key = (REGISTRY, f"PERSON#{person_id}", "PERSON")
    caller = read([key]).get(key)
    if caller is None:
        return problem(401, "not-signed-in")
    today = clock.today().isoformat()
    posts = [post for post in json.loads(caller["posts"]["S"]) if holds(post, today)]
    areas = [post["unit"] for post in posts if post["role"] in STAFF]
    if not areas:
        return problem(403, "not-allowed")
    area = min(areas, key=len)
    level = {6: "county", 9: "town", 12: "village"}[len(area)]
    found = dynamodb.query(
        TableName=INCIDENTS,
        IndexName=f"by_{level}",
        KeyConditionExpression="#p = :p",
        ExpressionAttributeNames={"#p": level},
        ExpressionAttributeValues={":p": {"S": area}},
        Limit=int(limit),
        ScanIndexForward=False,
    )
    keys = [{"pk": item["pk"], "sk": item["sk"]} for item in found["Items"]]
    names = {f"#a{place}": name for place, name in enumerate(SHOWN)}
    wanted = {
        "Keys": keys,
        "ProjectionExpression": ", ".join(names),
        "ExpressionAttributeNames": names,
    }
    got = dynamodb.batch_get_item(RequestItems={INCIDENTS: wanted})["Responses"][INCIDENTS]
    rows = {item["pk"]["S"]: item for item in got}
    now = clock.iso(clock.now())
    shown = [rows[key["pk"]["S"]] for key in keys if key["pk"]["S"] in rows]
    codes = sorted({item[name]["S"] for item in shown for name in ("unit", "responsible_unit")})
    current = (INCIDENTS, "POLICY", "CURRENT")
    units = [(REGISTRY, f"UNIT#{code}", "UNIT") for code in codes]
    found = read([current, *units])
    rules = policy_of(found[current])
    names = {row["code"]["S"]: row["name"]["S"] for unit in units if (row := found.get(unit))}
    lines = [line(item, now, names, rules) for item in shown]
    told = {"items": lines, "next_cursor": None}
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    tag = hashlib.blake2b(body.encode(), digest_size=12).hexdigest()
    return answer(200, body, event, ETag=f'W/"{tag}"')


def line(
    item: dict[str, Any], now: str, names: dict[str, str], rules: dict[str, Any]
) -> dict[str, Any]:
    """Return an index item as a line."""
    due, unit, responsible = item.get("due_at"), item["unit"]["S"], item["responsible_unit"]["S"]
    text = " ".join(item["description"]["S"].split())
    is_open = item["status"]["S"] in ("reported", "accepted", "resolved")
    return {
        "id": item["id"]["S"],
        "case_code": item["case_code"]["S"],
        "unit": unit,
        "unit_name": names.get(unit, unit),
        "category": item["category"]["S"],
        "category_name": rules["categories"][item["category"]["S"]]["name"]["zh"],
        "description": text if len(text) <= 60 else f"{text[:59]}…",
        "severity": item["severity"]["S"],
        "status": item["status"]["S"],
        "status_name": STATUS_NAMES[item["status"]["S"]],
        "tier": item["tier"]["S"],
        "responsible_unit": responsible,
        "responsible_unit_name": names.get(responsible, responsible),
        "photo_before": int(item.get("photos_before", {"N": "0"})["N"]) > 0,
        "photo_after": int(item.get("photos_after", {"N": "0"})["N"]) > 0,
        "due_at": clock.local_iso(clock.from_iso(due["S"])) if due else None,
        "overdue": is_open and due is not None and due["S"] < now,
        "epoch": int(item["epoch"]["N"]),
        "version": int(item["version"]["N"]),
        "supervisions": int(item["supervisions"]["N"]),
        "created_at": clock.local_iso(clock.from_iso(item["created_at"]["S"])),
        "updated_at": clock.local_iso(clock.from_iso(item["updated_at"]["S"])),
    }


def wrong(said: Any) -> str | None:
    """Return what is wrong with a report, if anything."""
    if not isinstance(said, dict):
        return "invalid-fields"
    known = {
        "category",
        "severity",
        "description",
        "unit",
        "location",
        "source",
        "on_behalf_of",
        "client_ref",
    }
    if set(said) - known or not all(isinstance(value, str) for value in said.values()):
        return "invalid-fields"
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", said.get("category", "")):
        return "category"
    if said.get("severity") not in ("general", "pressing", "urgent"):
        return "severity"
    if said.get("source") not in ("patrol", "resident", "phone", "chat"):
        return "source"
    if not 1 <= len(said.get("description", "").strip()) <= 4000:
        return "description"
    if not re.fullmatch(r"[1-9]\d{5}(\d{3}){0,3}", said.get("unit", "")):
        return "unit"
    if len(said.get("client_ref", "")) > 100:
        return "client_ref"
    return None


def read(keys: list[tuple[str, str, str]]) -> dict[tuple[str, str, str], Any]:
    """Return rows by key, those read lately from memory, the others in one BatchGetItem."""
    at = time.time()
    found: dict[tuple[str, str, str], Any] = {}
    missing: dict[str, Any] = {}
    for key in keys:
        kept = remembered.get(key)
        if kept and at - kept[0] < 30:
            found[key] = kept[1]
        else:
            table, pk, sk = key
            missing.setdefault(table, {"Keys": []})["Keys"].append(
                {"pk": {"S": pk}, "sk": {"S": sk}}
            )
    if missing:
        got = dynamodb.batch_get_item(RequestItems=missing)["Responses"]
        for table, items in got.items():
            for item in items:
                key = (table, item["pk"]["S"], item["sk"]["S"])
                found[key] = item
                remembered[key] = (at, item)
    return found


def policy_of(row: dict[str, Any]) -> dict[str, Any]:
    """Return the policy, parsed once per version."""
    if policy.get("version") != row["version"]["N"]:
        document = json.loads(row["document"]["S"])
        policy.update(document, version=row["version"]["N"])
        policy["categories"] = {category["code"]: category for category in document["categories"]}
    return policy


def holds(post: dict[str, Any], today: str) -> bool:
    """Tell whether a post is held today."""
    return holds_row((post["valid_from"], post.get("valid_to")), today)


def holds_row(span: Any, today: str) -> bool:
    """Tell whether a span of days contains today."""
    return span[0] <= today and (span[1] is None or today <= span[1])


def metric(name: str) -> None:
    """Write a business metric to the log, in CloudWatch's embedded format."""
    directive = {
        "Namespace": os.environ["POWERTOOLS_METRICS_NAMESPACE"],
        "Dimensions": [["service"]],
        "Metrics": [{"Name": name, "Unit": "Count"}],
    }
    about = {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [directive]}
    print(
        json.dumps({"_aws": about, "service": os.environ["POWERTOOLS_SERVICE_NAME"], name: [1.0]})
    )


def plain(event: dict[str, Any]) -> dict[str, Any]:
    """Return a request as one whose answer is compressed by somebody else: the framework it came through."""
    kept = {name: said for name, said in event["headers"].items() if name != "accept-encoding"}
    return {**event, "headers": kept}


def answer(
    status: int, body: str, event: dict[str, Any] | None = None, **headers: str
) -> dict[str, Any]:
    """Return an answer as API Gateway wants it, compressed for whoever takes that."""
    told = {**headers, "Content-Type": "application/json", "Cache-Control": "no-store"}
    if event and len(body) >= 1024 and "gzip" in event["headers"].get("accept-encoding", ""):
        packer = zlib.compressobj(5, wbits=31)
        packed = packer.compress(body.encode()) + packer.flush()
        return {
            "statusCode": status,
            "headers": {**told, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"},
            "body": base64.b64encode(packed).decode(),
            "isBase64Encoded": True,
            "cookies": [],
        }
    return {
        "statusCode": status,
        "headers": told,
        "body": body,
        "isBase64Encoded": False,
        "cookies": [],
    }


def problem(status: int, slug: str) -> dict[str, Any]:
    """Return a refusal."""
    return answer(status, json.dumps({"type": f"urn:sizhi:problem:{slug}", "status": status}))
