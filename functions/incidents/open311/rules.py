"""What GeoReport asks and is told, in its own terms: services, attributes, periods, forms, statuses."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from escalation.names import TIER_NAMES
from escalation.rules.clocked import Severity
from incidents.rules.names import SEVERITY_NAMES
from incidents.rules.policy import Category, Policy
from kernel import clock
from kernel.problems import InvalidFields, MalformedRequest, NotFound
from kernel.texts import Language, Text

WIDEST = timedelta(days=90)
"""How far a list of requests reaches (GeoReport v2, GET Service Requests)."""

MOST_REQUESTS = 1000
"""How many requests a list has over all its pages, the newest ones (GeoReport v2, Response Volume)."""

MOST_ON_A_PAGE = 100
MOST_IDS = 50


class Service(NamedTuple):
    """What the packaged data says of a category beyond its name."""

    group: Text
    keywords: Text
    listed: bool


class Period(NamedTuple):
    """From when to when requests are asked for, both included."""

    start: datetime
    end: datetime


@lru_cache(maxsize=1)
def _packaged() -> Mapping[str, Any]:
    return json.loads((Path(__file__).parent / "services.json").read_text(encoding="utf-8"))


def packaged_changeset() -> str:
    """Return when the packaged data last changed."""
    return str(_packaged()["changeset"])


def about(code: str) -> Service:
    """Return what is known of a category; of a county's own: nothing, and it is not listed."""
    known = _packaged()["services"].get(code)
    if known is None:
        return Service(Text("其他", "other"), Text("", ""), listed=False)
    return Service(
        Text(**known["group"]), Text(**known["keywords"]), bool(known.get("listed", False))
    )


def listed_codes(policy: Policy) -> frozenset[str]:
    """Return the categories whose requests anybody may list: things everybody can see, nothing that is about a person."""
    return frozenset(code for code in policy.categories if about(code).listed)


def service_view(category: Category, language: Language) -> dict[str, Any]:
    """Return a category as a service."""
    known = about(category.code)
    tier = TIER_NAMES[category.start_tier]
    first = Text(
        f"{category.name.zh}。先由{tier.zh}办理，逾期自动逐级上报。",
        f"{category.name.en}. Handled at the {tier.en} tier first; it goes up by itself when its limit passes.",
    )
    return {
        "service_code": category.code,
        "service_name": category.name.say(language),
        "description": first.say(language),
        "metadata": True,
        "type": "realtime",
        "keywords": known.keywords.say(language),
        "group": known.group.say(language),
    }


def definition_view(category: Category, language: Language) -> dict[str, Any]:
    """Return the attributes a request for a category may have beyond the specification's own fields."""
    unit = Text(
        "事发单位代码：网格 15 位、村 12 位、乡镇 9 位或县 6 位。没有坐标时必填。",
        "Code of the place: grid 15, village 12, town 9 or county 6 digits. Required when there is no lat and long.",
    )
    severity = Text("紧急程度，缺省为一般。", "How pressing it is; general when not said.")
    digits = Text("6、9、12 或 15 位数字", "6, 9, 12 or 15 digits")
    return {
        "service_code": category.code,
        "attributes": [
            {
                "variable": True,
                "code": "unit",
                "datatype": "string",
                "required": False,
                "datatype_description": digits.say(language),
                "order": 1,
                "description": unit.say(language),
                "values": [],
            },
            {
                "variable": True,
                "code": "severity",
                "datatype": "singlevaluelist",
                "required": False,
                "datatype_description": None,
                "order": 2,
                "description": severity.say(language),
                "values": [
                    {"key": str(one), "name": SEVERITY_NAMES[one].say(language)} for one in Severity
                ],
            },
        ],
    }


def category_of(policy: Policy, code: str) -> Category:
    """Return a category by its service code.

    Raises
    ------
    NotFound
        The policy has none of this code.
    """
    category = policy.categories.get(code)
    if category is None:
        raise NotFound(
            Text(f"没有 service_code “{code}”。", f"service_code {code!r} was not found.")
        )
    return category


def refuse_other_jurisdiction(given: str | None, county: str) -> None:
    """Let pass who names this county as `jurisdiction_id`, or none: this server serves only one.

    Raises
    ------
    NotFound
        Another jurisdiction is named.
    """
    if given and given != county:
        raise NotFound(
            Text(
                f"没有 jurisdiction_id “{given}”，本县为 {county}。",
                f"jurisdiction_id {given!r} was not found; this county is {county}.",
            )
        )


def several(text: str | None) -> list[str]:
    """Return the values of a comma-delimited argument; an empty one is as if it were not there."""
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def statuses(text: str | None) -> frozenset[str]:
    """Return the statuses asked for: `open`, `closed`, or both when not said.

    Raises
    ------
    InvalidFields
        Anything else.
    """
    wanted = frozenset(several(text)) or frozenset({"open", "closed"})
    if not wanted <= {"open", "closed"}:
        raise InvalidFields.one(
            "status", Text("只能是 open 或 closed。", "Must be open or closed.")
        )
    return wanted


def period(start: str | None, end: str | None, now: datetime) -> Period:
    """Return the period asked for: 90 days at most, up to now unless said otherwise.

    Raises
    ------
    InvalidFields
        A time is not ISO 8601 with an offset, or the period is longer than `WIDEST` or ends before it begins.
    """
    first, last = _instant("start_date", start), _instant("end_date", end)
    if first is None:
        last = last or now
        return Period(last - WIDEST, last)
    if last is None:
        return Period(first, min(now, first + WIDEST) if first < now else first)
    if last < first:
        raise InvalidFields.one(
            "end_date", Text("不得早于 start_date。", "Must not be before start_date.")
        )
    if last - first > WIDEST:
        raise InvalidFields.one(
            "end_date",
            Text(f"最多相隔 {WIDEST.days} 天。", f"May not span more than {WIDEST.days} days."),
        )
    return Period(first, last)


def _instant(name: str, text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        # A plus sign that was not escaped arrives as a blank.
        instant = datetime.fromisoformat(text.strip().replace(" ", "+"))
        if instant.tzinfo is None:
            raise ValueError("no offset")
        # Beyond these years no period can be counted.
        if not 2000 <= instant.year <= 2100:
            raise ValueError("out of range")
    except ValueError as fault:
        raise InvalidFields.one(
            name,
            Text(
                "须为带时区的 ISO 8601 时间，如 2026-01-01T00:00:00+08:00。",
                "Must be ISO 8601 with an offset, such as 2026-01-01T00:00:00+08:00.",
            ),
        ) from fault
    return instant


def refuse_far_page(page: int, page_size: int) -> None:
    """Let a page pass that lies within the newest `MOST_REQUESTS`.

    Raises
    ------
    InvalidFields
        It lies beyond.
    """
    if page * page_size > MOST_REQUESTS:
        raise InvalidFields.one(
            "page",
            Text(
                f"只列最新 {MOST_REQUESTS} 条，请缩小时间段。",
                f"Only the newest {MOST_REQUESTS} are listed; narrow the dates.",
            ),
        )


def form_fields(body: str) -> dict[str, str]:
    """Return the fields of a form; empty ones are as if they were not there, of equal ones the last counts.

    Raises
    ------
    MalformedRequest
        It is not UTF-8, or has more fields than any request.
    """
    try:
        pairs = parse_qsl(body, errors="strict", max_num_fields=100)
    except ValueError as fault:
        raise MalformedRequest(
            Text("请求内容不是有效的表单。", "The body is not a valid form.")
        ) from fault
    return {name: value.strip() for name, value in pairs if value.strip()}


def report_of(fields: Mapping[str, str], *, source: str) -> dict[str, Any]:
    """Return the body of `POST /v1/incidents` that a form stands for.

    The names, telephone, e-mail, account and device of whoever filled the form in are left behind: the caller is the reporter. A written
    address and a link to a picture become lines of the description, which only those see who may read the incident.

    Raises
    ------
    InvalidFields
        No `service_code`, no place, or half a point.
    """
    if "service_code" not in fields:
        raise InvalidFields.one("service_code", Text("未提供。", "service_code was not provided."))
    said: dict[str, Any] = {
        "category": fields["service_code"],
        "severity": fields.get("attribute[severity]", str(Severity.GENERAL)),
        "source": source,
        "description": "\n".join(_description(fields)),
    }
    unit = fields.get("attribute[unit]") or fields.get("address_id")
    if unit:
        said["unit"] = unit
    if "lat" in fields or "long" in fields:
        said["location"] = {**_point(fields), "crs": "wgs84"}
    elif not unit:
        raise InvalidFields.one(
            "lat, long",
            Text(
                "须提供 lat 和 long，或 attribute[unit]（事发单位代码）；仅凭 address_string 无法确定责任网格。",
                "Give lat and long, or attribute[unit], the code of the place: an address_string alone does not say whose it is.",
            ),
        )
    return said


def _description(fields: Mapping[str, str]) -> Sequence[str]:
    lines = [fields.get("description", "")]
    for name, heading in (("address_string", "地址"), ("media_url", "附件")):
        if name in fields:
            lines.append(f"{heading}：{fields[name]}")
    return [line for line in lines if line]


def _point(fields: Mapping[str, str]) -> dict[str, float]:
    point: dict[str, float] = {}
    for name, ours in (("lat", "lat"), ("long", "lon")):
        try:
            point[ours] = float(fields[name])
        except (KeyError, ValueError) as fault:
            raise InvalidFields.one(
                name, Text("须为 WGS-84 坐标（度）。", "Must be WGS-84 degrees.")
            ) from fault
    return point


def instant(at: datetime) -> str:
    """Write an instant as GeoReport wants it: ISO 8601 to the second, with the offset of Beijing."""
    return at.astimezone(clock.SHANGHAI).isoformat(timespec="seconds")


def coarse(degrees: float) -> float:
    """Return a coordinate to a hundredth of a degree, about a kilometre: the hamlet, not the house."""
    return round(degrees, 2)
