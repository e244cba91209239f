"""Open311 GeoReport v2 in process: what an existing client sends and gets, in both formats."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest

from incidents.open311.api import API
from incidents.open311.rules.questions import called_at
from kernel.directory import Remembered, UnitRow
from kernel.storage import dynamo
from registry.api import API as REGISTRY
from tests.support.county import (
    COUNTY,
    FAR_GRID,
    GRID,
    NEXT_GRID,
    TOWN,
    VILLAGE,
    County,
)

LISTED, UNLISTED = "public_facilities", "dispute"
WRITE = "TransactWriteItems"
# The form of the specification's own example, with a service and a place that are here.
EXAMPLE = {
    "api_key": "xyz",
    "jurisdiction_id": COUNTY,
    "service_code": LISTED,
    "attribute[unit]": GRID,
    "address_string": "1234 5th street",
    "email": "smit333@sfgov.edu",
    "device_id": "tt222111",
    "account_id": "123456",
    "first_name": "john",
    "last_name": "smith",
    "phone": "111111111",
    "description": "A large sinkhole is destroying the street",
    "media_url": "http://farm3.static.flickr.com/2002/2212426634_5ed477a060.jpg",
    "attribute[WHISPAWN]": "123456",
}


class Told(NamedTuple):
    status: int
    body: Any
    headers: dict[str, str]
    text: str

    @property
    def errors(self) -> list[str]:
        assert [error["code"] for error in self.body] == [self.status] * len(self.body)
        return [error["description"] for error in self.body]


class Client:
    """An Open311 client: forms out, JSON or XML in."""

    def __init__(self, county: County) -> None:
        self.county = county

    def go(
        self,
        method: str,
        path: str,
        body: str | None = None,
        *,
        by: str | None = None,
        headers: dict[str, str] | None = None,
        encoded: bool = False,
        **query: str,
    ) -> Told:
        """Call `path`, which begins after the root, as API Gateway hands it over."""
        context: dict[str, Any] = {
            "http": {"method": method, "path": path, "sourceIp": "203.0.113.7"},
            "stage": "$default",
            "requestId": "r-1",
        }
        if by is not None:
            context["authorizer"] = {"jwt": {"claims": {"username": by}}}
        if body is not None and encoded:
            body = base64.b64encode(body.encode()).decode()
        form = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
        told = API.handle(
            {
                "version": "2.0",
                "rawPath": f"/open311/v2/{path}",
                "rawQueryString": urlencode(query),
                "queryStringParameters": query or None,
                "headers": {"host": "api.example.gov.cn", **form, **(headers or {})},
                "requestContext": context,
                "body": body,
                "isBase64Encoded": encoded,
            },
            None,
        )
        text = told["body"]
        parsed = json.loads(text) if path.endswith(".json") else ET.fromstring(text)
        return Told(told["statusCode"], parsed, told["headers"], text)

    def get(self, path: str, **how: Any) -> Told:
        return self.go("GET", path, **how)

    def post(
        self,
        fields: dict[str, str | None] | None = None,
        *,
        by: str | None = "resident",
        form: str = "json",
        key: str | None = None,
        encoded: bool = False,
    ) -> Told:
        """Send the example, different in what `fields` say (None: without it)."""
        said = EXAMPLE | (fields or {})
        body = urlencode({name: value for name, value in said.items() if value is not None})
        headers = {"idempotency-key": key} if key else {}
        path = f"signed-in/requests.{form}" if by else f"requests.{form}"
        return self.go("POST", path, body, by=by, headers=headers, encoded=encoded)

    def ids(self, **query: str) -> list[str]:
        told = self.get("requests.json", **query)
        assert told.status == 200, told
        return [one["service_request_id"] for one in told.body]

    def incident(self, code: str) -> dict[str, Any]:
        listed = self.county.go("GET", "/v1/incidents", by="admin").body["items"]
        [found] = [one for one in listed if one["case_code"] == code]
        return self.county.read(found["id"])


@pytest.fixture
def client(county: County) -> Client:
    return Client(county)


def tags(element: ET.Element) -> list[str]:
    return [child.tag for child in element]


def code_of(county: County, **how: Any) -> str:
    county.advance(seconds=1)
    answer = county.report(**how)
    assert answer.status == 201, answer
    return answer.body["case_code"]


# Discovery and services


def test_discovery_says_where_the_api_is_and_what_it_speaks(client: Client) -> None:
    told = client.get("discovery.json")

    [endpoint] = told.body["endpoints"]
    assert endpoint["url"] == "https://api.example.gov.cn/open311/v2"
    assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert endpoint["formats"] == ["text/xml", "application/json"]
    assert told.headers["Content-Type"] == "application/json; charset=utf-8"


def test_discovery_in_xml_is_of_the_same_shape(client: Client) -> None:
    told = client.get("discovery.xml")

    assert told.text.startswith('<?xml version="1.0" encoding="utf-8"?>')
    assert told.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert (told.body.tag, tags(told.body)) == (
        "discovery",
        ["changeset", "contact", "key_service", "endpoints"],
    )
    assert [one.text for one in told.body.iter("format")] == ["text/xml", "application/json"]


def test_services_are_the_categories_of_the_policy_in_force(client: Client) -> None:
    told = client.get("services.json", jurisdiction_id=COUNTY)
    categories = client.county.go("GET", "/v1/incidents/categories").body["items"]

    assert [one["service_code"] for one in told.body] == [one["code"] for one in categories]
    service = next(one for one in told.body if one["service_code"] == LISTED)
    assert service == {
        "service_code": LISTED,
        "service_name": "市政设施（井盖、路灯、供水、供电）",
        "description": "市政设施（井盖、路灯、供水、供电）。先由村级办理，逾期自动逐级上报。",
        "metadata": True,
        "type": "realtime",
        "keywords": "井盖, 路灯, 供水, 供电",
        "group": "设施",
    }


def test_services_in_xml_have_the_elements_of_the_specification(client: Client) -> None:
    told = client.get("services.xml", headers={"accept-language": "en"})

    [service] = [one for one in told.body if one.findtext("service_code") == LISTED]
    assert (told.body.tag, service.tag) == ("services", "service")
    assert service.findtext("metadata") == "true"
    assert service.findtext("service_name") == "Public facilities: manholes, lamps, water, power"


def test_a_service_definition_names_the_place_and_the_severity(client: Client) -> None:
    told = client.get(f"services/{LISTED}.json").body
    xml = client.get(f"services/{LISTED}.xml").body

    assert told["service_code"] == LISTED
    assert [(one["code"], one["datatype"], one["order"]) for one in told["attributes"]] == [
        ("unit", "string", 1),
        ("severity", "singlevaluelist", 2),
    ]
    assert told["attributes"][1]["values"][0] == {"key": "general", "name": "一般"}
    assert [one.findtext("key") for one in xml.iter("value")] == ["general", "pressing", "urgent"]
    assert tags(xml.find("attributes")) == ["attribute", "attribute"]


@pytest.mark.parametrize(
    "path", ["services.{}", f"services/{LISTED}.{{}}", "requests.{}", "requests/x.{}"]
)
def test_another_jurisdiction_is_not_found_in_either_format(client: Client, path: str) -> None:
    told = client.get(path.format("json"), jurisdiction_id="city.gov")
    xml = client.get(path.format("xml"), jurisdiction_id="city.gov")

    assert (told.status, xml.status) == (404, 404)
    [description] = told.errors
    assert "city.gov" in description
    assert (xml.body.tag, tags(xml.body), xml.body.findtext("error/code")) == (
        "errors",
        ["error"],
        "404",
    )
    assert xml.body.findtext("error/description") == description


def test_an_unknown_service_is_not_found(client: Client) -> None:
    assert client.get("services/033.json").status == 404
    assert client.post({"service_code": "033"}).status == 404


@pytest.mark.parametrize("path", ["tokens/123.xml", "nothing", "services.html"])
def test_what_is_not_there_is_told_in_the_required_format(client: Client, path: str) -> None:
    told = client.get(path)

    assert (told.status, told.body.findtext("error/code")) == (404, "404")


# Reporting


def test_the_example_of_the_specification_is_reported_with_its_id_at_once(client: Client) -> None:
    told = client.post()

    [receipt] = told.body
    assert told.status == 201
    assert receipt["account_id"] is None
    assert receipt["service_notice"].startswith("由村级办理，期限 2026-11-26 18:00")
    incident = client.incident(receipt["service_request_id"])
    assert (incident["category"], incident["unit"], incident["severity"], incident["source"]) == (
        LISTED,
        GRID,
        "general",
        "resident",
    )
    assert incident["reporter"] == "resident"
    assert incident["description"].splitlines() == [
        "A large sinkhole is destroying the street",
        "地址：1234 5th street",
        "附件：http://farm3.static.flickr.com/2002/2212426634_5ed477a060.jpg",
    ]


def test_nothing_of_the_person_in_the_form_is_kept(client: Client) -> None:
    client.post(key="k-1")

    kept = json.dumps(client.county.rows())

    for told in ("smit333", "tt222111", "123456", "john", "smith", "111111111", "xyz"):
        assert told not in kept


def test_a_report_in_xml_is_answered_as_the_specification_shows(client: Client) -> None:
    told = client.post(form="xml")

    assert (told.status, told.body.tag, tags(told.body)) == (201, "service_requests", ["request"])
    assert tags(told.body[0]) == ["service_request_id", "service_notice", "account_id"]
    assert told.body.find("request/account_id").text is None
    client.incident(told.body.findtext("request/service_request_id") or "")


def test_a_form_arrives_in_base64_as_the_gateway_sends_it(client: Client) -> None:
    told = client.post({"description": "井盖破损 𠮷"}, encoded=True)

    incident = client.incident(told.body[0]["service_request_id"])
    assert incident["description"].startswith("井盖破损 𠮷\n")


def test_severity_and_patrol_are_told(client: Client) -> None:
    told = client.post({"attribute[severity]": "urgent"}, by="worker")

    incident = client.incident(told.body[0]["service_request_id"])
    assert (incident["severity"], incident["tier"], incident["source"]) == (
        "urgent",
        "town",
        "patrol",
    )
    assert "119" in told.body[0]["service_notice"]


def test_a_report_costs_one_read_and_one_write(client: Client) -> None:
    client.county.calls.clear()

    client.post(key="k-1")

    assert client.county.calls == ["BatchGetItem", WRITE]


def test_the_same_key_and_form_get_the_first_answer_again(client: Client) -> None:
    first = client.post(key="k-1", form="xml")

    again = client.post(key="k-1", form="xml")

    assert (again.status, again.text) == (201, first.text)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(client.county.images()) == 1
    assert client.post({"description": "another"}, key="k-1", form="xml").status == 400


@pytest.mark.parametrize(
    ("other", "named"),
    [
        ({"service_code": None}, "service_code"),
        ({"attribute[unit]": None}, "lat, long"),
        ({"attribute[unit]": None, "lat": "36.5"}, "long"),
        ({"attribute[unit]": None, "lat": "north", "long": "113.38"}, "lat"),
        ({"attribute[unit]": None, "lat": "nan", "long": "113.38"}, "lat"),
        ({"attribute[unit]": "14042"}, "attribute[unit]"),
        ({"attribute[unit]": VILLAGE + "999"}, "attribute[unit]"),
        ({"attribute[severity]": "huge"}, "attribute[severity]"),
        ({"description": None, "address_string": None, "media_url": None}, "description"),
        ({"description": "x" * 4000}, "description"),
        ({"description": "a\x00b"}, "description"),
    ],
)
def test_what_is_wrong_with_a_form_is_named_in_its_own_words(
    client: Client, other: dict[str, str | None], named: str
) -> None:
    told = client.post(other)

    assert told.status == 400
    assert any(named in error.partition(":")[0] for error in told.errors), told.errors


def test_an_address_alone_is_refused_with_what_to_send_instead(client: Client) -> None:
    [error] = client.post({"attribute[unit]": None}).errors

    assert "address_string" in error
    assert "attribute[unit]" in error


def test_the_address_id_of_a_request_is_taken_for_its_place(client: Client) -> None:
    told = client.post({"attribute[unit]": None, "address_id": VILLAGE})

    assert client.incident(told.body[0]["service_request_id"])["unit"] == VILLAGE


@pytest.mark.parametrize(("by", "unit"), [("resident", FAR_GRID), (None, GRID), ("nobody", GRID)])
def test_who_may_not_report_there_is_forbidden(client: Client, by: str | None, unit: str) -> None:
    told = client.post({"attribute[unit]": unit}, by=by)

    assert told.status == 403
    assert told.errors


def test_a_body_that_is_no_form_is_refused(client: Client) -> None:
    body = json.dumps(EXAMPLE)

    told = client.go(
        "POST",
        "signed-in/requests.json",
        body,
        by="worker",
        headers={"content-type": "application/json"},
    )

    assert (told.status, told.errors) == (400, ["请使用 application/x-www-form-urlencoded。"])
    assert client.go("POST", "signed-in/requests.json", "%ff=%fe", by="worker").status == 400


# Reading


def test_a_request_is_followed_by_its_id_without_login(client: Client) -> None:
    code = code_of(client.county)

    [told] = client.get(f"requests/{code}.json").body

    assert told == {
        "service_request_id": code,
        "status": "open",
        "status_notes": "待受理",
        "service_name": "市政设施（井盖、路灯、供水、供电）",
        "service_code": LISTED,
        "description": None,
        "agency_responsible": VILLAGE,
        "service_notice": "由村级办理，期限 2026-11-26 18:00；逾期自动上报乡镇级。",
        "requested_datetime": "2026-11-23T10:00:01+08:00",
        "updated_datetime": "2026-11-23T10:00:01+08:00",
        "expected_datetime": "2026-11-26T18:00:00+08:00",
        "address": f"{VILLAGE}, {TOWN}, {COUNTY}",
        "address_id": VILLAGE,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def test_a_request_in_xml_has_every_element_of_the_specification(client: Client) -> None:
    code = code_of(client.county)
    shown = client.get(f"requests/{code}.json").body[0]

    told = client.get(f"requests/{code.lower()}.xml").body

    assert (told.tag, tags(told)) == ("service_requests", ["request"])
    assert tags(told[0]) == list(shown)
    assert told[0].find("description").text is None


def test_a_request_is_open_until_it_is_confirmed(client: Client) -> None:
    county = client.county
    incident = county.reported()
    code = county.read(incident)["case_code"]
    county.moved(incident, "resolve", "village")
    resolved = client.get(f"requests/{code}.json").body[0]
    county.advance(hours=1)
    county.moved(incident, "confirm", "worker")

    told = client.get(f"requests/{code}.json").body[0]

    assert (resolved["status"], resolved["status_notes"]) == ("open", "待核查确认")
    assert (told["status"], told["status_notes"]) == ("closed", "已办结")
    assert told["updated_datetime"] == "2026-11-23T11:00:00+08:00"
    assert (told["service_notice"], told["expected_datetime"]) == (None, None)


def test_a_merged_case_is_open_while_its_lead_is(client: Client) -> None:
    county = client.county
    lead, duplicate = (county.reported(by=by) for by in ("worker", "resident"))
    code = county.read(duplicate)["case_code"]
    county.moved(duplicate, "merge", "village", into=lead)
    merged = client.get(f"requests/{code}.json").body[0]
    listed = client.ids(status="open")
    county.moved(lead, "resolve", "village")
    county.moved(
        lead, "confirm", "chief" if county.read(lead)["confirm_stage"] == "chief" else "worker"
    )

    told = client.get(f"requests/{code}.json").body[0]

    assert (merged["service_request_id"], merged["status"]) == (code, "open")
    assert (merged["status_notes"], merged["expected_datetime"] is None) == ("待受理", False)
    assert code in listed
    assert told["status"] == "closed"
    assert code in client.ids(status="closed")
    assert code not in client.ids(status="open")


def test_a_matter_about_persons_tells_neither_place_nor_agency(client: Client) -> None:
    county = client.county
    personal = code_of(county, category="dispute")
    [told] = client.get(f"requests/{personal}.json").body
    tracked = county.go("GET", f"/v1/track/{personal}", by=None).text

    places = ("address", "address_id", "lat", "long", "agency_responsible")
    assert [told[name] for name in places] == [None] * 5
    assert VILLAGE not in tracked
    assert client.get(f"requests/{personal}.xml").body.findtext(".//agency_responsible") == ""


def test_look_ups_count_by_the_code(client: Client) -> None:
    code = code_of(client.county)
    thirty = ",".join([code] * 29)

    assert client.get("requests.json", service_request_id=thirty).status == 200
    assert client.get(f"requests/{code}.json").status == 200
    assert client.get(f"requests/{code}.json").status == 429


@pytest.mark.parametrize(
    ("path", "headers", "url"),
    [
        ("/open311/v2/discovery.json", {"host": "a.gov.cn"}, "https://a.gov.cn/open311/v2"),
        ("/prod/open311/v2/discovery.xml", {"host": "a.cn"}, "https://a.cn/prod/open311/v2"),
        (
            "/open311/v2/discovery.json",
            {"host": "127.0.0.1:4566"},
            "http://127.0.0.1:4566/open311/v2",
        ),
        (
            "/open311/v2/discovery.json",
            {"host": "10.0.0.1", "x-forwarded-host": "a.gov.cn", "x-forwarded-proto": "https"},
            "https://a.gov.cn/open311/v2",
        ),
    ],
)
def test_discovery_names_the_address_that_was_really_called(
    path: str, headers: dict[str, str], url: str
) -> None:
    assert called_at(path, headers) == url


def test_what_is_about_people_is_followed_by_its_id_and_never_listed(client: Client) -> None:
    code = code_of(client.county, category=UNLISTED)

    [told] = client.get(f"requests/{code}.json").body

    assert (told["service_code"], told["address"], told["address_id"]) == (UNLISTED, None, None)
    assert client.ids() == client.ids(service_code=UNLISTED) == []


def test_several_ids_override_all_other_arguments(client: Client) -> None:
    codes = [code_of(client.county), code_of(client.county, category=UNLISTED)]

    assert client.ids(service_request_id=",".join([*codes, "nonsense"]), status="closed") == codes


def test_an_id_nobody_was_given_is_not_found(client: Client) -> None:
    assert client.get("requests/638344.json").status == 404
    assert client.get("requests/140426-26-BTZKK-A4N09.xml").status == 404


def test_the_list_is_filtered_by_service_and_status(client: Client) -> None:
    county = client.county
    lamp, road = code_of(county), code_of(county, category="road_traffic")
    county.advance(seconds=1)
    gone = county.reported()
    county.moved(gone, "cancel", "county")
    cancelled = county.read(gone)["case_code"]

    assert client.ids() == [cancelled, road, lamp]
    assert client.ids(service_code="road_traffic, unknown") == [road]
    assert client.ids(status="open") == [road, lamp]
    assert client.ids(status="closed") == [cancelled]
    assert client.ids(status="open,closed") == [cancelled, road, lamp]
    assert client.ids(status="", service_code="", start_date="") == [cancelled, road, lamp]


def test_the_list_takes_in_both_ends_of_its_period(client: Client) -> None:
    code = code_of(client.county)  # 2026-11-23T10:00:01+08:00

    at = "2026-11-23T10:00:01+08:00"
    assert client.ids(start_date=at, end_date="2026-11-23T02:00:01Z") == [code]
    assert client.ids(start_date="2026-11-23T10:00:02+08:00") == []
    assert client.ids(end_date="2026-11-23T10:00:00 08:00") == []


def test_the_list_reaches_back_ninety_days(client: Client) -> None:
    county = client.county
    code = code_of(county)
    county.now += timedelta(days=90)
    inside = client.ids()
    county.now += timedelta(milliseconds=1)
    county.now += timedelta(minutes=1)

    assert inside == [code]
    assert client.ids() == []
    assert client.ids(start_date="2026-11-01T00:00:00+08:00") == [code]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-04-01T00:00:01Z"}, "end_date"),
        ({"start_date": "2026-02-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"}, "end_date"),
        ({"start_date": "2026-01-01T00:00:00"}, "start_date"),
        ({"end_date": "last week"}, "end_date"),
        ({"end_date": "0001-01-01T00:00:00Z"}, "end_date"),
        ({"status": "pending"}, "status"),
        ({"page": "21"}, "page"),
        ({"page": "0"}, "page"),
        ({"page_size": "101"}, "page_size"),
    ],
)
def test_what_is_wrong_with_a_query_is_named(
    client: Client, query: dict[str, str], named: str
) -> None:
    told = client.get("requests.json", **query)

    assert told.status == 400
    assert told.errors[0].startswith(named)


def test_pages_follow_each_other_newest_first(client: Client) -> None:
    codes = [code_of(client.county) for _ in range(5)][::-1]

    pages = [client.ids(page=str(page), page_size="2") for page in (1, 2, 3, 4)]

    assert pages == [codes[:2], codes[2:4], codes[4:], []]


def test_a_page_costs_one_query_and_what_it_shows(client: Client) -> None:
    for _ in range(5):
        code_of(client.county)
    client.ids()
    client.county.calls.clear()

    client.ids()

    # The policy in force, the list, and the rows it shows; units are remembered.
    assert client.county.calls == ["UpdateItem", "BatchGetItem", "Query", "BatchGetItem"]


def test_the_public_sees_a_place_to_a_kilometre(client: Client) -> None:
    square = [[113.380, 36.500], [113.384, 36.500], [113.384, 36.504], [113.380, 36.504]]
    path, polygon = (
        f"/v1/registry/units/{GRID}",
        {"type": "Polygon", "coordinates": [[*square, square[0]]]},
    )
    seen = client.county.go("GET", path, by="admin", api=REGISTRY).headers["ETag"]
    body = {"name": "一号网格", "boundary": polygon}
    headers = {"if-match": seen}
    client.county.go("PUT", path, body, by="admin", headers=headers, api=REGISTRY)
    Remembered.forget()

    told = client.post(
        {"lat": "36.50212345", "long": "113.38212345", "attribute[unit]": None}, by="worker"
    )

    code = told.body[0]["service_request_id"]
    assert client.incident(code)["unit"] == GRID
    [shown] = client.get("requests.json").body
    assert (shown["lat"], shown["long"]) == (36.5, 113.38)
    far = {"lat": "37.76524078", "long": "113.4212043"}
    outside = client.post({**far, "attribute[unit]": None}, by="worker")
    assert outside.status == 400


def test_no_person_and_no_text_of_theirs_is_told(client: Client) -> None:
    county = client.county
    incident = county.reported(by="resident", description="张三家门口", on_behalf_of=None)
    county.moved(incident, "resolve", "village", done="李四已处理")

    text = client.get("requests.json").text + client.get("requests.xml").text

    for told in ("张三", "李四", "resident", "演示", NEXT_GRID, GRID):
        assert told not in text


def test_characters_xml_has_no_place_for_are_dropped(client: Client) -> None:
    row = UnitRow(
        f"UNIT#{COUNTY}", "UNIT", code=COUNTY, level="county", name="黎城\x0b<县>&", staff={}
    )
    dynamo.write([dynamo.Write(row)])
    Remembered.forget()

    assert client.get("discovery.xml").body.findtext("contact") == "黎城<县>&"
    assert client.get("discovery.json").body["contact"] == "黎城\x0b<县>&"


def test_who_reads_too_fast_is_told_when_to_come_back(client: Client) -> None:
    for _ in range(30):
        client.get("requests.json")

    told = client.get("requests.json")

    assert (told.status, told.headers["Retry-After"]) == (429, "60")
    assert told.errors
    client.county.advance(minutes=1)
    assert client.get("requests.json").status == 200
    assert client.get("services.json").status == 200


def test_a_method_that_is_not_there_is_told_as_such(client: Client) -> None:
    told = client.go("PUT", "requests.json", "", by="worker")

    assert (told.status, told.headers["Allow"]) == (405, "GET, POST")
