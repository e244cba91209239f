"""The HTTP face: who is let in, how refusals are told, what counts as JSON."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import pytest
from aws_lambda_powertools.event_handler import depends
from pydantic import BaseModel, Field, ValidationError

from kernel import problems
from kernel.access import PUBLIC, Access, Role
from kernel.field_errors import field_error
from kernel.fields import LongText, Model, UnitCode
from kernel.http import FORM, MAX_BODY_BYTES, Api, Called, Request, refuse_stale
from kernel.ids import ID_PATTERN
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


@API.route("GET", "/asked", access=PUBLIC, answers={200: (OPEN, None)}, summary=OPEN)
def read_asked(request: Called):
    return API.answer(200, {"path": request.path})


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


@API.route(
    "POST",
    "/form",
    access=PUBLIC,
    answers={200: (OPEN, None)},
    summary=OPEN,
    consumes=FORM,
)
def write_form(body: Note):
    return API.answer(200, {"text": body.text, "unit": body.unit})


@API.route(
    "POST",
    "/closed",
    access=Access(frozenset({Role.COUNTY_ADMIN})),
    answers={200: (OPEN, None)},
    summary=OPEN,
)
def write_closed(body: Note):
    return API.answer(200, {"text": body.text})


@API.route("GET", "/forgetful", access=Access(None), answers={200: (OPEN, None)}, summary=OPEN)
def forget_scope():
    return API.answer(200, {"secret": 1})


@API.route("GET", "/broken", access=PUBLIC, answers={200: (OPEN, None)}, summary=OPEN)
def break_down():
    raise RuntimeError("connection string with a password")


def go(method, path, body=None, headers=None, base64=False, query=None):
    event = {
        "queryStringParameters": query,
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"content-type": "application/json", **(headers or {})},
        "requestContext": {
            "http": {"method": method, "path": path, "sourceIp": "::1"},
            "stage": "$default",
        },
        "body": body,
        "isBase64Encoded": base64,
    }
    answer = API.handle(event, None)
    said = json.loads(answer["body"]) if answer["body"] else None
    return answer["statusCode"], said, answer["headers"]


def test_an_answer_keeps_its_characters_its_version_and_is_not_cached():
    status, body, headers = go("GET", "/open")

    assert (status, body) == (200, {"文": "𠮷"})
    assert (headers["ETag"], headers["X-Extra"], headers["Cache-Control"]) == (
        '"3"',
        "1",
        "no-store",
    )


def test_what_a_route_takes_is_found_out_with_its_first_request_alone(monkeypatch):
    looked: list[Any] = []
    real = vars(depends)["get_type_hints"]

    def noted(function: Any, **how: Any) -> Any:
        looked.append(function)
        return real(function, **how)

    monkeypatch.setattr(depends, "get_type_hints", noted)
    first = go("GET", "/asked")
    assert read_asked in looked
    looked.clear()

    second = go("GET", "/asked")

    assert first[:2] == second[:2] == (200, {"path": "/asked"})
    assert read_asked not in looked


def test_an_answer_without_content_has_none_and_no_type_of_it():
    answer = API.answer(204, {"text": "x"}, version=3)

    assert (answer.body, dict(answer.headers)) == ("", {"ETag": '"3"'})


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
    assert "secret" not in (body or {})


def test_a_fault_of_ours_is_told_without_its_insides():
    status, body, _ = go("GET", "/broken", headers={"Accept-Language": "en"})

    assert (status, body["detail"]) == (500, "A fault on our side; it was logged.")
    assert "password" not in json.dumps(body)


def test_a_fault_is_logged_with_the_route_as_the_code_declares_it(monkeypatch):
    logged: list[Any] = []
    monkeypatch.setattr(
        "kernel.http.api.log_fault", lambda *_, **said: logged.append(said["route"])
    )

    go("GET", "/broken")

    assert logged == ["GET /broken"]


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


FOREIGN = [
    "text/xml",
    FORM,
    "multipart/form-data",
    "multipart/form-data; boundary=b",
    "application/json-seq",
    "?",
]


@pytest.mark.parametrize("kind", FOREIGN)
def test_what_a_route_does_not_take_is_unsupported_and_told_what_it_takes(kind):
    status, told, _ = go("POST", "/open", '{"text": "x"}', {"content-type": kind})

    assert (status, told["type"]) == (415, "urn:sizhi:problem:unsupported-content-type")
    assert "application/json" in told["detail"]


@pytest.mark.parametrize(
    "kind", ["application/json; charset=utf-8", "Application/JSON", " application/json ", ""]
)
def test_json_is_json_however_it_is_written_or_when_nothing_is_said(kind):
    status, _, _ = go("POST", "/open", '{"text": "x"}', {"content-type": kind})

    assert status == 200


@pytest.mark.parametrize("kind", ["application/json", *FOREIGN])
def test_who_may_not_call_is_not_told_what_is_wrong_with_the_body(kind):
    status, _, _ = go("POST", "/closed", "{", {"content-type": kind})

    assert status == 401


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_route_without_body_does_not_mind_a_content_type(kind):
    status, _, _ = go("GET", "/open", "left over", {"content-type": kind})

    assert status == 200


def form(text, kind=FORM):
    # As the gateway hands over a form, and whatever does not say what it is.
    return go(
        "POST", "/form", b64encode(text.encode()).decode(), {"content-type": kind}, base64=True
    )


def test_a_form_fills_the_same_model():
    status, told, _ = form("text=%E6%9D%91+%F0%A0%AE%B7&unit=140426")

    assert (status, told) == (200, {"text": "村 𠮷", "unit": "140426"})


def test_a_form_that_does_not_say_it_is_one_is_taken_at_the_routes_word():
    status, _, _ = form("text=x", kind="")

    assert status == 200


def test_a_blank_in_a_form_is_a_field_nobody_filled_in():
    status, told, _ = form("text=x&unit=")

    assert (status, told["unit"]) == (200, None)


def test_json_is_no_form():
    status, told, _ = form('{"text": "x"}', kind="application/json")

    assert (status, "application/x-www-form-urlencoded" in told["detail"]) == (415, True)


@pytest.mark.parametrize(
    ("text", "field"),
    [("", ""), ("unit=140426", "text"), ("text=a&text=b", "text"), ("text=x&more=1", "more")],
)
def test_a_wrong_field_of_a_form_is_named(text, field):
    status, told, _ = form(text)

    assert (status, [error["field"] for error in told["errors"]]) == (422, [field])


def test_a_form_whose_escapes_are_no_text_is_malformed():
    status, told, _ = form("text=%ff")

    assert (status, told["type"]) == (400, "urn:sizhi:problem:malformed-request")


def test_bytes_that_are_no_text_are_malformed():
    status, told, _ = go(
        "POST", "/open", b64encode(b'{"text": "\xff"}').decode(), {"content-type": ""}, base64=True
    )

    assert (status, told["type"]) == (400, "urn:sizhi:problem:malformed-request")


def test_a_body_counts_as_what_it_is_not_as_how_it_is_handed_over():
    text = json.dumps({"text": "x" * 1000, "more": "x" * (MAX_BODY_BYTES - 2000)})

    status, _, _ = go(
        "POST", "/open", b64encode(text.encode()).decode(), {"content-type": ""}, base64=True
    )

    assert status == 422


def test_a_route_that_takes_what_nobody_can_read_cannot_be_registered():
    with pytest.raises(ValueError, match="text/xml"):
        API.route("POST", "/x", access=PUBLIC, answers={}, summary=OPEN, consumes="text/xml")


def test_the_description_says_what_a_route_takes_and_that_a_name_may_be_nobodys():
    api = Api("described")
    declared = {"access": PUBLIC, "answers": {200: (OPEN, None)}, "summary": OPEN}

    @api.route("POST", "/form/{name}", consumes=FORM, **declared)
    def send(name: str, body: Note):
        raise NotImplementedError

    @api.route("POST", "/json", **declared)
    def send_json(body: Note):
        raise NotImplementedError

    api.describe()
    paths = json.loads(api.resolver.get_openapi_json_schema())["paths"]

    form, plain = paths["/form/{name}"]["post"], paths["/json"]["post"]
    assert [*form["requestBody"]["content"]] == [FORM]
    assert [*plain["requestBody"]["content"]] == ["application/json"]
    assert ("404" in form["responses"], "404" in plain["responses"]) == (True, False)


def test_half_a_surrogate_pair_is_refused():
    status, _, _ = go("POST", "/open", '{"text": "\\ud842"}')

    assert status == 422


def request(**headers: str) -> Request:
    return Request("zh", headers, "", "/", "", "GET ")


@pytest.mark.parametrize(
    ("header", "versions"),
    [
        (None, None),
        ("*", None),
        ('"7"', {7}),
        (' "7" ', {7}),
        ("7", {7}),
        ('W/"7"', {7}),
        ('"7", "8"', {7, 8}),
        ('"seven", "8"', {8}),
    ],
)
def test_if_match_names_the_versions_a_client_saw(header, versions):
    headers = {} if header is None else {"if-match": header}

    assert request(**headers).expected_version == versions


@pytest.mark.parametrize("header", ['"seven"', '"seven", "eight"', '""', ""])
def test_an_entity_tag_we_never_gave_is_stale(header):
    with pytest.raises(StaleVersion):
        _ = request(**{"if-match": header}).expected_version


def test_a_change_passes_on_the_version_seen_or_when_none_is_named():
    refuse_stale(None, 3)
    refuse_stale(frozenset({3}), 3)
    refuse_stale(frozenset({2, 3}), 3)
    with pytest.raises(StaleVersion) as refused:
        refuse_stale(frozenset({2}), 3)
    assert refused.value.more == {"present_version": 3}


def test_an_unheard_of_error_is_still_told_with_its_place_and_in_our_words():
    told = field_error(
        {"type": "new_error", "loc": ("body", "location", "lat"), "msg": "oddly wrong"}
    )

    assert told.field == "location.lat"
    assert told.message == ("填写不正确。", "Is not acceptable.")


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


@pytest.mark.parametrize("member", ["type", "title", "status", "instance"])
def test_an_extension_never_takes_the_place_of_a_member_of_the_problem_document(member):
    more: dict[str, Any] = {member: "awaiting_upload"}

    with pytest.raises(TypeError, match=member):
        problems.Conflict(**more)


def test_extension_members_are_told_in_the_language_too():
    told = InvalidFields(
        errors=[FieldError("a.b", Text("错", "wrong"))], known=[Text("甲", "one")]
    ).document("en")

    assert told["errors"] == [{"field": "a.b", "message": "wrong"}]
    assert told["known"] == ["one"]


@pytest.mark.parametrize("body", ['[{"text": "一"}, {"text": "二"}]', '"一"', "1", "null", "[]"])
def test_a_body_that_is_not_one_object_is_refused_whole(body):
    status, problem, _ = go("POST", "/open", body)

    assert (status, problem["type"]) == (422, "urn:sizhi:problem:invalid-fields")
    assert problem["errors"] == [{"field": "", "message": "请求内容须为一个 JSON 对象。"}]


def test_what_the_gateway_could_not_read_as_text_is_refused_and_never_kept():
    status, problem, _ = go("POST", "/open", '{"text": "路灯\ufffd坏了"}')

    assert (status, problem["type"]) == (400, "urn:sizhi:problem:malformed-request")


def test_a_query_parameter_the_route_does_not_have_is_refused_like_a_field():
    status, problem, _ = go("GET", "/open", query={"staus": "open"})

    assert status == 422
    assert problem["errors"] == [{"field": "staus", "message": "没有此查询参数。"}]


def test_a_head_request_is_answered_as_get_without_the_body():
    status, body, headers = go("HEAD", "/open")

    assert (status, body, headers["ETag"]) == (200, None, '"3"')


def test_what_takes_an_id_says_so():
    class Agenda(BaseModel):
        matter: str = Field(pattern=f"^{ID_PATTERN}$")

    with pytest.raises(ValidationError) as refused:
        Agenda.model_validate({"matter": "修路议题"})

    assert field_error(refused.value.errors()[0]).message.zh == "须为系统给出的编号。"


@pytest.mark.parametrize(
    ("loc", "field"),
    [(("body", "body"), "body"), (("body", "path", 0), "path.0"), (("query", "limit"), "limit")],
)
def test_a_field_is_named_even_where_it_is_called_like_a_part_of_a_request(loc, field):
    assert field_error({"type": "missing", "loc": loc, "msg": "Field required"}).field == field
