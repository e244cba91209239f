"""Bad input: told clearly as problem+json, and nothing half-written."""

from __future__ import annotations

import json

import pytest

from tests.support.county import GRID, TOWN, a_county, nothing, unreachable

GOOD = {
    "category": "public_facilities",
    "severity": "general",
    "description": "井盖破损",
    "unit": GRID,
    "source": "patrol",
}
POINT = {"lat": 36.5, "lon": 113.38, "crs": "cgcs2000"}


@pytest.fixture(scope="module")
def county():
    """One county for all: what is refused leaves it as it was."""
    with a_county() as county:
        yield county


def without(field):
    return {name: value for name, value in GOOD.items() if name != field}


def refused(county, path, *, by="worker", headers=None, raw=None, body=None, method="POST"):
    """Send what must be refused; nothing may have been written."""
    before = county.rows()
    answer = county.go(method, path, body, by=by, headers=headers, raw=raw)
    assert 400 <= answer.status < 500, answer
    assert answer.problem
    assert answer.body["detail"]
    assert county.rows() == before
    return answer


WRONG_FIELDS = {
    "description": [
        None,
        7,
        [],
        {},
        "",
        "   ",
        "x" * 10_000,
        "a\x00b",
        "a\u202eb",
        "\ufeff",
        "\ud842",
    ],
    "severity": [None, "mild", "GENERAL", 1, True],
    "source": [None, "rumour", 3],
    "category": [None, "", "Not A Code", "nonsense", "a" * 41, 9, "井盖"],
    "unit": [
        14,
        "14042",
        "99999999999999",
        "１４０４２６１０６２２１００１",
        GRID + "x",
        [GRID],
        "040426",
    ],
    "on_behalf_of": ["", "nobody", "p" * 3000, "𠮷", 12, "a b"],
    "client_ref": ["x" * 101, "a\u202eb", 5],
}


@pytest.mark.parametrize(
    ("field", "value"),
    [(field, value) for field, values in WRONG_FIELDS.items() for value in values],
    ids=lambda value: repr(value)[:24],
)
def test_a_wrong_field_is_named_and_nothing_is_written(county, field, value):
    answer = refused(county, "/v1/incidents", body=GOOD | {field: value})

    assert answer.status == 422
    assert answer.wrong_fields == [field]


@pytest.mark.parametrize("unit", ["999999", "140426199", GRID[:12] + "099", "140426106221077"])
def test_a_unit_that_does_not_exist_is_refused(county, unit):
    answer = refused(county, "/v1/incidents", by="county", body=GOOD | {"unit": unit})

    assert (answer.status, answer.problem) in [(422, "invalid-fields"), (403, "outside-your-area")]


@pytest.mark.parametrize("field", ["category", "severity", "description", "source"])
def test_a_missing_field_is_named(county, field):
    assert refused(county, "/v1/incidents", body=without(field)).wrong_fields == [field]


def test_a_report_without_any_place_is_refused(county):
    assert refused(county, "/v1/incidents", body=without("unit")).status == 422


@pytest.mark.parametrize(
    "location",
    [
        "36.5,113.38",
        {},
        {"lat": 36.5, "lon": 113.38},
        POINT | {"crs": "mars"},
        POINT | {"lat": 91},
        POINT | {"lon": -181},
        POINT | {"lat": "36.5N"},
        POINT | {"lat": 1e400},
        POINT | {"alt": 700},
        POINT | {"lat": 40.7, "lon": -74.0, "crs": "gcj02"},
    ],
    ids=str,
)
def test_a_wrong_location_is_refused(county, location):
    body = without("unit") | {"location": location}

    assert refused(county, "/v1/incidents", body=body).status in (400, 422)


@pytest.mark.parametrize("date", ["2020-01-01T00:00:00Z", "2099-12-31T23:59:59+08:00", "tomorrow"])
@pytest.mark.parametrize("field", ["created_at", "due_at", "reported_at"])
def test_nobody_dates_a_report_themselves(county, field, date):
    answer = refused(county, "/v1/incidents", body=GOOD | {field: date})

    assert answer.wrong_fields == [field]


@pytest.mark.parametrize("field", ["id", "status", "tier", "reporter", "version", "__proto__"])
def test_nobody_sets_what_the_system_decides(county, field):
    assert refused(county, "/v1/incidents", body=GOOD | {field: "x"}).wrong_fields == [field]


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "{",
        "null",
        "[]",
        '"x"',
        "NaN",
        "[" * 20_000,
        '{"category": ' + "9" * 5000 + "}",
        "\x00",
        "<a/>",
    ],
    ids=["empty", "cut off", "null", "list", "text", "NaN", "deep", "digits", "NUL", "xml"],
)
@pytest.mark.parametrize("path", ["/v1/incidents", "/v1/incidents/{id}/transitions"])
def test_what_is_no_object_is_refused(county, path, raw):
    incident = county.reported()

    assert refused(county, path.replace("{id}", incident), raw=raw).status in (400, 422)


def test_a_body_of_a_megabyte_is_too_large(county):
    answer = refused(county, "/v1/incidents", body=GOOD | {"description": "长" * 350_000})

    assert (answer.status, answer.problem) == (413, "payload-too-large")


def test_a_form_is_no_report(county):
    headers = {"content-type": "application/x-www-form-urlencoded"}

    answer = refused(county, "/v1/incidents", raw="category=dispute", headers=headers)

    assert (answer.status, answer.problem) == (415, "unsupported-content-type")


@pytest.mark.parametrize("key", ["", "a b", "键", "k" * 201])
def test_a_key_nobody_could_repeat_is_refused(county, key):
    answer = refused(county, "/v1/incidents", body=GOOD, headers={"idempotency-key": key})

    assert answer.wrong_fields == ["Idempotency-Key"]


MOVES = [
    ({}, "action"),
    ({"action": "close"}, "action"),
    ({"action": "accept", "status": "confirmed"}, "status"),
    ({"action": "escalate", "reason": "x" * 4001}, "reason"),
    ({"action": "escalate", "reason": "a\x00b"}, "reason"),
    ({"action": "resolve", "done": 1}, "done"),
    ({"action": "resolve", "done": "ok", "evidence": "photo"}, "evidence"),
    ({"action": "resolve", "done": "ok", "evidence": ["x"] * 21}, "evidence"),
]


def test_a_first_report_is_told_all_that_is_missing_at_once(county):
    answer = refused(county, "/v1/incidents", by="resident", body={})

    told = {error["field"] for error in answer.body["errors"]}
    assert told == {"category", "severity", "description", "location", "source"}


@pytest.mark.parametrize(("body", "field"), MOVES, ids=lambda value: str(value)[:40])
def test_a_wrong_step_is_named_and_changes_nothing(county, body, field):
    incident = county.reported()

    answer = refused(county, f"/v1/incidents/{incident}/transitions", by="village", body=body)

    assert answer.wrong_fields == [field]


@pytest.mark.parametrize("action", ["escalate", "reject", "cancel", "resolve"])
def test_a_step_without_its_reason_changes_nothing(county, action):
    incident = county.reported()
    by = {"cancel": "county", "reject": "worker"}.get(action, "village")
    if action == "reject":
        county.moved(incident, "resolve", "village")

    answer = refused(
        county, f"/v1/incidents/{incident}/transitions", by=by, body={"action": action}
    )

    assert (answer.status, answer.problem) == (422, "words-missing")


@pytest.mark.parametrize("tag", ['"x"', "W/x", '"", "x"', "one"])
def test_a_version_that_cannot_be_read_changes_nothing(county, tag):
    incident = county.reported()
    path = f"/v1/incidents/{incident}/transitions"

    answer = refused(
        county, path, by="village", body={"action": "accept"}, headers={"if-match": tag}
    )

    assert answer.status == 412


@pytest.mark.parametrize(
    "incident",
    ["x", "0" * 26, "01KAQQ2T40QW3V5YKJ1F6Q9Z8A", "𠮷" * 26, "A" * 3000, "..", "%2e%2e", "INC#1"],
)
@pytest.mark.parametrize("rest", ["", "/timeline"])
def test_an_incident_that_is_not_there_is_not_found(county, incident, rest):
    answer = refused(county, f"/v1/incidents/{incident}{rest}", method="GET")

    assert answer.status in (404, 422)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "/v1/incidents"),
        ("PATCH", "/v1/incidents/policies"),
        ("PUT", "/v1/incidents/categories"),
        ("POST", "/v1/track/x"),
    ],
)
def test_a_method_nobody_offers_is_refused_with_those_there_are(county, method, path):
    answer = refused(county, path, method=method)

    assert answer.status == 405
    assert answer.headers["Allow"]


def test_what_a_report_is_refused_for_is_told_in_english_too(county):
    answer = county.go(
        "POST", "/v1/incidents", without("source"), headers={"accept-language": "en"}
    )

    assert answer.body["errors"] == [{"field": "source", "message": "This field is required."}]
    assert json.dumps(answer.body).isascii()


def test_a_report_that_fails_in_the_middle_leaves_nothing_behind(county):
    before = county.rows()
    county.faults.extend([nothing, *[unreachable] * 5])

    answer = county.report(key="k-1", unit=TOWN, by="town")

    assert answer.status == 503
    assert county.rows() == before
