"""What GeoReport's routes answer, in the specification's own words."""

# Without postponed annotations: pydantic reads these for the API description.

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from escalation.rules.clocked import Severity
from escalation.rules.names import TIER_NAMES
from incidents.model.receipts import receipt
from incidents.open311.model.formats import CONTENT_TYPES, Form
from incidents.open311.rules.services import about, coarse, public_places
from incidents.open311.service.find_requests import Requested
from incidents.rules.incident import Incident
from incidents.rules.names import SEVERITY_NAMES
from incidents.rules.policy import Category
from incidents.rules.states import STATUS_NAMES
from kernel import clock
from kernel.fields import called
from kernel.texts import Language, Text

_SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


class GeoReportEndpoint(TypedDict):
    """Where one version of the API is."""

    specification: str
    url: str
    changeset: str
    type: Annotated[
        Literal["production", "test"],
        Field(
            json_schema_extra=called(
                {"production": ("正式", "production"), "test": ("测试", "test")}
            )
        ),
    ]
    formats: list[str]


class GeoReportDiscovery(TypedDict):
    """Service discovery."""

    changeset: str
    contact: str
    key_service: str
    endpoints: list[GeoReportEndpoint]


class GeoReportService(TypedDict):
    """A category as a service."""

    service_code: str
    service_name: str
    description: str
    metadata: bool
    type: Literal["realtime"]
    keywords: str
    group: str


class GeoReportValue(TypedDict):
    """One of the values of a list."""

    key: str
    name: str


class GeoReportAttribute(TypedDict):
    """What a request may say beyond the specification's own fields."""

    variable: bool
    code: str
    datatype: Annotated[
        Literal["string", "singlevaluelist"],
        Field(
            json_schema_extra=called(
                {
                    "string": ("文本", "text"),
                    "singlevaluelist": ("单选", "one of a list"),
                }
            )
        ),
    ]
    required: bool
    datatype_description: str | None
    order: int
    description: str
    values: list[GeoReportValue]


class GeoReportServiceDefinition(TypedDict):
    """The attributes of a service."""

    service_code: str
    attributes: list[GeoReportAttribute]


class GeoReportServiceRequest(TypedDict):
    """A request as anybody may see it."""

    service_request_id: str
    status: Annotated[
        Literal["open", "closed"],
        Field(
            json_schema_extra=called({"open": ("办理中", "open"), "closed": ("已办结", "closed")})
        ),
    ]
    status_notes: str
    service_name: str
    service_code: str
    description: str | None
    agency_responsible: str | None
    service_notice: str | None
    requested_datetime: str
    updated_datetime: str
    expected_datetime: str | None
    address: str | None
    address_id: str | None
    zipcode: str | None
    lat: float | None
    long: float | None
    media_url: str | None


class GeoReportReceipt(TypedDict):
    """What a report is answered."""

    service_request_id: str
    service_notice: str
    account_id: str | None


class GeoReportError(TypedDict):
    """What was wrong."""

    code: int
    description: str


def discovery_view(
    url: str, changeset: str, contact: str, language: Language
) -> GeoReportDiscovery:
    """Return where the API is and what it speaks."""
    key = Text(
        "提交需登录：在请求头 Authorization: Bearer 中附县统一身份认证的令牌；查询无需登录。",
        "To report, send a token of the county's identity provider as Authorization: Bearer; reading needs none.",
    )
    return {
        "changeset": changeset,
        "contact": contact,
        "key_service": key.say(language),
        "endpoints": [
            {
                "specification": _SPECIFICATION,
                "url": url,
                "changeset": changeset,
                "type": "production",
                "formats": [CONTENT_TYPES[form].partition(";")[0] for form in reversed(Form)],
            }
        ],
    }


def service_view(category: Category, language: Language) -> GeoReportService:
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


def definition_view(category: Category, language: Language) -> GeoReportServiceDefinition:
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


def request_view(
    request: Requested, names: Mapping[str, str], language: Language
) -> GeoReportServiceRequest:
    """Return a request as anybody may see it: no person, no description, a place to about a kilometre.

    What was merged stands as what it follows; a matter about persons tells neither where it is nor who has it.
    """
    incident, followed = request.incident, request.followed
    places = public_places(incident)
    category = request.policy.categories.get(incident.category)
    is_personal = category is None or category.is_personal
    point = incident.location if places and incident.location else None
    is_open = followed.status.is_open
    agency = names.get(followed.responsible_unit, followed.responsible_unit)
    return {
        "service_request_id": incident.case_code,
        "status": "open" if is_open else "closed",
        "status_notes": STATUS_NAMES[followed.status].say(language),
        "service_name": category.name.say(language) if category else incident.category,
        "service_code": incident.category,
        "description": None,
        "agency_responsible": None if is_personal else agency,
        "service_notice": receipt(followed, language)["text"] if is_open else None,
        "requested_datetime": instant(incident.created_at),
        # A rating after the closing does not close it again.
        "updated_datetime": instant(followed.closed_at or followed.updated_at),
        "expected_datetime": instant(followed.due_at) if followed.due_at else None,
        "address": ", ".join(names.get(code, code) for code in places) or None,
        "address_id": places[0] if places else None,
        "zipcode": None,
        "lat": coarse(point["lat"]) if point else None,
        "long": coarse(point["lon"]) if point else None,
        "media_url": None,
    }


def receipt_view(incident: Incident, language: Language) -> GeoReportReceipt:
    """Return what a report is answered: its id, the case code, is there at once."""
    return {
        "service_request_id": incident.case_code,
        "service_notice": receipt(incident, language)["text"],
        "account_id": None,
    }


def instant(at: datetime) -> str:
    """Write an instant as GeoReport wants it: ISO 8601 to the second, with the offset of Beijing."""
    return at.astimezone(clock.SHANGHAI).isoformat(timespec="seconds")
