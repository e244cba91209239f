"""The HTTP face: who is let in, how refusals are told, what counts as JSON."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from kernel import problems
from kernel.access import PUBLIC, Access, Role
from kernel.fields import LongText, Model, UnitCode
from kernel.http import MAX_BODY_BYTES, Api, Request, field_error, refuse_stale
from kernel.problems import FieldError, InvalidFields, NotFound, Problem, StaleVersion
from kernel.texts import Text

OPEN = Text("开放", "open")


class Note(Model):
    text: LongText
    unit: UnitCode | None = None


API = Api("test")


@API.route("GET", "/open", access=PUBLIC, answers={200: (OPEN, None)}, summary=OPEN)
def read_open():
    return API.answer(200, {"文": "𠮷"}, version=3, headers={"X-Extra": "1"})


@API.route("POST", "/open", access=PUBLIC, answers={200: (OPEN, None)}, summary=OPEN)
def write_open(body: Note):
    return API.answer(200, {"text": body.text})


@API.route(
    "GET",
    "/closed/{name}",
    access=Access(frozenset({Role.COUNTY_ADMIN})),
    answers={200: (OPEN, None)},
    summary=OPEN,
)
def read_closed(name: str):
    return API.answer(200, {"name": name})


@API.route("GET", "/forgetful", access=Access(None), answers={200: (OPEN, None)}, summary=OPEN)
def forget_scope():
    return API.answer(200, {"secret": 1})


@API.route("GET", "/broken", access=PUBLIC, answers={200: (OPEN, None)}, summary=OPEN)
def break_down():
    raise RuntimeError("connection string with a password")


def go(method, path, body=None, headers=None):
    event = {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"content-type": "application/json", **(headers or {})},
        "requestContext": {
            "http": {"method": method, "path": path, "sourceIp": "::1"},
            "stage": "$default",
        },
        "body": body,
        "isBase64Encoded": False,
    }
    answer = API.handle(event, None)
    return answer["statusCode"], json.loads(answer["body"]), answer["headers"]


def test_an_answer_keeps_its_characters_its_version_and_is_not_cached():
    status, body, headers = go("GET", "/open")

    assert (status, body) == (200, {"文": "𠮷"})
    assert (headers["ETag"], headers["X-Extra"], headers["Cache-Control"]) == (
        '"3"',
        "1",
        "no-store",
    )


def test_a_route_without_access_cannot_be_registered():
    with pytest.raises(TypeError):
        API.route("GET", "/other", answers={}, summary=OPEN)  # type: ignore[call-arg]


def test_without_a_token_nobody_is_let_in():
    status, body, headers = go("GET", "/closed/x")

    assert (status, body["type"]) == (401, "urn:sizhi:problem:not-signed-in")
    assert headers["Content-Type"] == "application/problem+json"


def test_a_route_that_forgets_to_prove_its_scope_answers_nothing():
    status, body, _ = go("GET", "/forgetful")

    assert status == 500
    assert "secret" not in body


def test_a_fault_of_ours_is_told_without_its_insides():
    status, body, _ = go("GET", "/broken", headers={"Accept-Language": "en"})

    assert (status, body["detail"]) == (500, "A fault on our side; it was logged.")
    assert "password" not in json.dumps(body)


def test_an_unknown_path_is_not_found_and_says_where():
    status, body, _ = go("GET", "/nowhere")

    assert (status, body["instance"]) == (404, "/nowhere")


def test_a_method_the_path_does_not_take_names_those_it_does():
    status, _, headers = go("DELETE", "/open")

    assert (status, headers["Allow"]) == (405, "GET, POST")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "{'text': 1}",
        '{"text": NaN}',
        '{"text": Infinity}',
        "[" * 5000,
        '{"text": ' + "1" * 5000 + "}",
        "\x00",
    ],
    ids=["empty", "cut off", "python", "NaN", "Infinity", "deep", "digits", "NUL"],
)
def test_what_is_not_json_is_a_malformed_request(body):
    status, told, _ = go("POST", "/open", body)

    assert status in (400, 422)
    assert told["type"].rsplit(":", 1)[1] in ("malformed-request", "invalid-fields")


@pytest.mark.parametrize(
    "body", ["null", "[]", '"text"', "1", "{}", '{"text": null}', '{"text": 1}', '{"text": ["x"]}']
)
def test_json_of_the_wrong_shape_is_invalid(body):
    status, told, _ = go("POST", "/open", body)

    assert (status, told["type"]) == (422, "urn:sizhi:problem:invalid-fields")
    assert told["errors"]


def test_every_wrong_field_is_named_in_the_language_asked_for():
    body = json.dumps({"text": "x" * 4001, "unit": "1404", "more": 1})

    _, zh, _ = go("POST", "/open", body)
    _, en, _ = go("POST", "/open", body, {"accept-language": "en"})

    assert {error["field"]: error["message"] for error in zh["errors"]} == {
        "text": "最多 4000 个字符。",
        "unit": "格式不符。",
        "more": "没有此字段。",
    }
    assert {error["message"] for error in en["errors"]} == {
        "At most 4000 characters.",
        "Does not have the required form.",
        "There is no such field.",
    }


@pytest.mark.parametrize("text", ["x" * (MAX_BODY_BYTES + 1), "字" * (MAX_BODY_BYTES // 3 + 1)])
def test_a_body_above_64_kilobytes_is_too_large_whatever_its_letters(text):
    status, told, _ = go("POST", "/open", text)

    assert (status, told["type"]) == (413, "urn:sizhi:problem:payload-too-large")


@pytest.mark.parametrize(
    "content", ["text/xml", "multipart/form-data", "application/x-www-form-urlencoded"]
)
def test_other_content_is_unsupported(content):
    status, _, _ = go("POST", "/open", "<text/>", {"content-type": content})

    assert status == 415


def test_half_a_surrogate_pair_is_refused():
    status, _, _ = go("POST", "/open", '{"text": "\\ud842"}')

    assert status == 422


def request(**headers: str) -> Request:
    return Request("zh", headers, "", "/", "", "GET ")


@pytest.mark.parametrize(
    ("header", "version"), [(None, None), ("*", None), ('"7"', 7), (' "7" ', 7)]
)
def test_if_match_names_the_version_a_client_saw(header, version):
    headers = {} if header is None else {"if-match": header}

    assert request(**headers).expected_version == version


@pytest.mark.parametrize("header", ["7", 'W/"7"', '"seven"', '"7", "8"', '""', ""])
def test_an_entity_tag_we_never_gave_is_stale(header):
    with pytest.raises(StaleVersion):
        _ = request(**{"if-match": header}).expected_version


def test_a_change_passes_on_the_version_seen_or_when_none_is_named():
    refuse_stale(None, 3)
    refuse_stale(3, 3)
    with pytest.raises(StaleVersion) as refused:
        refuse_stale(2, 3)
    assert refused.value.more == {"present_version": 3}


def test_an_unheard_of_error_is_still_told_with_its_place():
    told = field_error(
        {"type": "new_error", "loc": ("body", "location", "lat"), "msg": "oddly wrong"}
    )

    assert told.field == "location.lat"
    assert "oddly wrong" in told.message.en


def test_a_validator_tells_its_refusal_in_both_languages():
    with pytest.raises(ValidationError) as refused:
        Note.model_validate({"text": "a\u202eb"})

    told = field_error(refused.value.errors()[0])
    assert told == FieldError(
        "text",
        Text(
            "含有不可见的控制字符或方向控制字符。",
            "Contains invisible control or direction characters.",
        ),
    )


def every_problem() -> list[type[Problem]]:
    found: list[type[Problem]] = [Problem]
    for kind in found:
        found += [sub for sub in kind.__subclasses__() if sub.__module__ == problems.__name__]
    return found


@pytest.mark.parametrize("kind", every_problem())
def test_every_problem_tells_its_type_status_and_words_in_both_languages(kind):
    zh, en = kind().document("zh", "/v1/x"), kind().document("en")

    assert zh["type"] == en["type"] == "urn:sizhi:problem:" + kind.slug
    assert zh["status"] == kind.status
    assert zh["instance"] == "/v1/x"
    assert zh["title"] != en["title"]
    assert zh["detail"] != en["detail"]


def test_no_two_problems_share_a_type():
    slugs = [kind.slug for kind in every_problem()]

    assert len(slugs) == len(set(slugs))


def test_problems_carry_the_headers_they_owe():
    assert problems.MethodNotAllowed(allowed_methods=["GET", "PUT"]).headers == {
        "Allow": "GET, PUT"
    }
    assert problems.TooManyRequests(retry_after=7).headers == {"Retry-After": "7"}
    assert problems.TryAgain().headers == {"Retry-After": "1"}
    assert NotFound().headers == {}


def test_extension_members_are_told_in_the_language_too():
    told = InvalidFields(
        errors=[FieldError("a.b", Text("错", "wrong"))], known=[Text("甲", "one")]
    ).document("en")

    assert told["errors"] == [{"field": "a.b", "message": "wrong"}]
    assert told["known"] == ["one"]
