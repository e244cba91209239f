"""The HTTP face all contexts share: access before anything else, problems told one way, answers written one way.

An `Api` wraps the Powertools resolver. A route declares its access when it is registered; the wrapper finds the caller, checks the
declaration, hands a `Request` to the route and turns what it raises into problem+json.
"""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from math import inf
from typing import Any, NoReturn, cast
from urllib.parse import parse_qs

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError

from kernel import clock, holidays
from kernel.access import Access, Caller, Post, Role, require_post_over
from kernel.directory import PersonRow, Remembered
from kernel.dynamo import Key, read
from kernel.idempotency import Answered, IdempotencyRow, Once, once
from kernel.observability import log_fault
from kernel.problems import (
    FieldError,
    InternalFault,
    InvalidFields,
    MalformedRequest,
    MethodNotAllowed,
    NotFound,
    NotSignedIn,
    PayloadTooLarge,
    Problem,
    StaleVersion,
    UnsupportedContentType,
)
from kernel.record import record
from kernel.texts import Language, Text, preferred

MAX_BODY_BYTES = 64 * 1024
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
PROBLEM_JSON = "application/problem+json"
WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
"""Methods whose body is read; what others carry is nobody's."""

_FIELD_TEXTS: dict[str, Text] = {
    "missing": Text("此项必填。", "This field is required."),
    "extra_forbidden": Text("没有此字段。", "There is no such field."),
    "string_too_long": Text("最多 {max_length} 个字符。", "At most {max_length} characters."),
    "string_too_short": Text("至少 {min_length} 个字符。", "At least {min_length} characters."),
    "string_type": Text("须为文本。", "Must be text."),
    "enum": Text("只能是：{expected}。", "Must be one of: {expected}."),
    "literal_error": Text("只能是：{expected}。", "Must be one of: {expected}."),
    "greater_than_equal": Text("不得小于 {ge}。", "Must be at least {ge}."),
    "less_than_equal": Text("不得大于 {le}。", "Must be at most {le}."),
    "float_type": Text("须为数字。", "Must be a number."),
    "float_parsing": Text("须为数字。", "Must be a number."),
    "finite_number": Text("须为有限数字。", "Must be a finite number."),
    "int_type": Text("须为整数。", "Must be a whole number."),
    "int_parsing": Text("须为整数。", "Must be a whole number."),
    "bool_parsing": Text("须为 true 或 false。", "Must be true or false."),
    "string_pattern_mismatch": Text("格式不符。", "Does not have the required form."),
}


@dataclass(slots=True, eq=False, repr=False)  # compared and shown by nobody
class Request:
    """What a route needs to know of the request it answers."""

    language: Language
    headers: Mapping[str, str]
    body: str
    path: str
    source_ip: str
    route: str
    declared: str = ""
    person_id: str = ""
    caller: Caller | None = None
    scope_proven: bool = False
    rows: dict[Key, Any] = field(default_factory=dict[Key, Any])
    seconds_left: Callable[[], float] = lambda: inf

    @property
    def content_type(self) -> str:
        """What the client says the body is, without parameters; empty when it does not say."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def person(self) -> Caller:
        """The caller of a route that is not public."""
        if self.caller is None:
            raise NotSignedIn
        return self.caller

    def within(self, unit: str, roles: Iterable[Role]) -> Post:
        """Prove that the caller's post reaches `unit`; return that post."""
        post = require_post_over(self.person, unit, roles)
        self.scope_proven = True
        return post

    def allow(self, proven: bool, refusal: Callable[[], Problem] = NotFound) -> None:
        """Prove the scope by a fact the route has checked itself (the thing is the caller's own, say), or refuse."""
        if not proven:
            raise refusal()
        self.scope_proven = True

    def recall(self, keys: Sequence[Key]) -> list[Any]:
        """Return rows by key; those read before the route began, or remembered, cost nothing."""
        missing = [key for key in keys if key not in self.rows]
        if missing:
            self.rows.update(Remembered.recall(missing))
        return [self.rows[key] for key in keys]

    def once(self, model: type[IdempotencyRow]) -> Once | None:
        """Return the request's `Idempotency-Key`, or None when it has none."""
        return once(
            model,
            self.person_id,
            self.route + self.path,
            self.headers.get("idempotency-key"),
            self.body,
        )

    @property
    def expected_version(self) -> int | None:
        """The version in `If-Match`, or None when the client does not insist on one.

        Raises
        ------
        StaleVersion
            The header is not an entity tag this API gives out.
        """
        header = self.headers.get("if-match")
        if header is None or header.strip() == "*":
            return None
        match = re.fullmatch(r'"(\d{1,12})"', header.strip())
        if not match:
            raise StaleVersion
        return int(match[1])


@record
class _Route:
    """What was declared when a route was registered."""

    access: Access
    beforehand: Callable[[Request], Iterable[Key]] | None
    answers: Mapping[int, tuple[Text, Any]]
    problems: Sequence[type[Problem]]
    method: str
    path: str
    consumes: str


class Api:
    """The routes of one context.

    Parameters
    ----------
    title
        Name of the context in the API description.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self.resolver: Any = APIGatewayHttpResolver(
            enable_validation=True, serializer=to_json, json_body_deserializer=self._read_body
        )
        self.declared: dict[tuple[str, str], Access] = {}
        self._routes: dict[Any, _Route] = {}
        self._most_bytes: dict[str, int] = {}
        self._request: Request | None = None
        self._gate = self._plain_gate()
        self.resolver.not_found(self._not_found)
        self.resolver.exception_handler(RequestValidationError)(self._invalid)
        self.resolver.exception_handler(Problem)(self._problem)

    @property
    def request(self) -> Request:
        """The request being answered."""
        assert self._request is not None, "no request is being answered"
        return self._request

    def route(
        self,
        method: str,
        path: str,
        *,
        access: Access,
        answers: Mapping[int, tuple[Text, Any]],
        problems: Sequence[type[Problem]] = (),
        summary: Text,
        description: Text | None = None,
        beforehand: Callable[[Request], Iterable[Key]] | None = None,
        consumes: str = JSON,
        most_bytes: int = MAX_BODY_BYTES,
    ) -> Callable[[Callable[..., Response[Any]]], Callable[..., Response[Any]]]:
        """Register a route; the access rule is not optional.

        Parameters
        ----------
        answers
            For each success status what it means and the model of its body, for the API description; a tuple names the media types
            of a body that is not JSON.
        problems
            What may be refused here beyond what every route may refuse.
        beforehand
            Names rows the route will ask for, so that they are read in the same round trip as the caller.
        consumes
            Content type of the body, `JSON` or `FORM`. The fields of a form fill the same kind of model: text each, a list where a
            name comes more than once, nothing where one is blank. A body sent as anything else answers 415; one that does not say is taken at the route's word.
        most_bytes
            How large a body may be, where more than usual is needed. Only for a path without parameters.
        """
        if consumes not in (JSON, FORM):
            raise ValueError(f"no route can read {consumes}")

        def register(function: Callable[..., Response[Any]]) -> Callable[..., Response[Any]]:
            self.declared[method, path] = access
            self._most_bytes[f"{method} {path}"] = most_bytes
            self._routes[function] = _Route(
                access, beforehand, answers, problems, method, path, consumes
            )
            tags = [self.title]
            self.resolver.route(
                path.replace("{", "<").replace("}", ">"),
                method,
                summary=f"{summary.en} / {summary.zh}",
                description=f"{description.en}\n\n{description.zh}" if description else None,
                tags=tags,
                operation_id=function.__name__,
                middlewares=[self._gate],
            )(function)
            return function

        return register

    def describe(self) -> None:
        """Attach the documented answers to the routes, for the API description only.

        Building the models of all answers would cost every cold start what only the generator needs.
        """
        for registered in (*self.resolver._static_routes, *self.resolver._dynamic_routes):  # noqa: SLF001 - there is no public list
            route = self._routes[registered.func]
            registered.responses = _documented(route)
            if registered.body_field is not None:
                registered.body_field.field_info.media_type = route.consumes

    def handle(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        """Answer one API Gateway event (payload format 2.0)."""
        http: dict[str, str] = event["requestContext"]["http"]
        given: dict[str, str] = event.get("headers") or {}
        headers = {name.lower(): value for name, value in given.items()}
        self._request = Request(
            language=preferred(headers.get("accept-language")),
            headers=headers,
            body="",
            path=event.get("rawPath", ""),
            source_ip=http.get("sourceIp", ""),
            route=f"{http['method']} ",
            seconds_left=_seconds_left(context),
        )
        try:
            if http["method"] in WITH_BODY:
                self._request.body = _body_of(event, self._most_bytes_of(self._request))
            if not headers.get("content-type", JSON).startswith(JSON):
                # Powertools would parse what it knows and refuse the rest before anybody asked who calls; `_read_body` does both.
                event = {**event, "headers": {**headers, "content-type": JSON}}
            answer = self.resolver.resolve(event, context)
        except Problem as problem:
            answer = _plain(self._problem(problem))
        except Exception as fault:  # noqa: BLE001 - told as a problem, and logged
            # Neither path nor message: they may carry a case code, a person's id, or what somebody wrote.
            # The gateway's route is a whole context's; which one of ours it was is known once it was found.
            declared = self._request.declared or event.get("routeKey")
            log_fault("unexpected fault", fault, route=declared, method=http.get("method"))
            answer = _plain(self._problem(InternalFault()))
        answer["headers"].setdefault("Cache-Control", "no-store")
        return answer

    def perform(
        self, function: Callable[..., Response[Any]], request: Request, *arguments: Any
    ) -> Response[Any]:
        """Answer a request that came within another one, by its very route: access, scope and problems as if it had come by itself.

        Parameters
        ----------
        function
            The route.
        request
            The inner request; it has its caller already.
        arguments
            What the route takes, validated.
        """
        route = self._routes[function]
        outer, self._request = self._request, request
        try:
            route.access.admit(request.person)
            if route.beforehand:
                named = [key for key in route.beforehand(request) if key not in request.rows]
                request.rows.update(Remembered.recall(named))
            answer = function(*arguments)
            if route.access.scoped and not request.scope_proven:
                raise RuntimeError("the route answered without proving its scope")
        except Problem as problem:
            return self._problem(problem)
        else:
            return answer
        finally:
            self._request = outer

    def answer(
        self,
        status: int,
        body: Any,
        *,
        version: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response[Any]:
        """Return an answer with a JSON body, and its version as `ETag`; 204 has no body, whatever is given."""
        text = body if isinstance(body, str) else to_json(body)
        if status == HTTPStatus.NO_CONTENT:
            text = ""
        told = {**(headers or {})}
        if version is not None:
            told["ETag"] = f'"{version}"'
        return Response(
            status_code=status,
            content_type=None if status == HTTPStatus.NO_CONTENT else JSON,
            body=text,
            headers=told,
        )

    def replayed(self, answered: Answered) -> Response[Any]:
        """Return the answer a key was given first, marked as such."""
        return self.answer(answered.status, answered.body, headers={"Idempotent-Replayed": "true"})

    def _most_bytes_of(self, request: Request) -> int:
        return self._most_bytes.get(request.route + request.path, MAX_BODY_BYTES)

    def _plain_gate(self) -> Callable[..., Response[Any]]:
        # Powertools keeps what it learns of a middleware on the middleware, which a bound method does not allow: that one would be
        # inspected again for every request, a tenth of its cost.
        def gate(
            app: APIGatewayHttpResolver, proceed: Callable[[APIGatewayHttpResolver], Response[Any]]
        ) -> Response[Any]:
            return self._admit(app, proceed)

        return gate

    def _admit(
        self,
        app: APIGatewayHttpResolver,
        proceed: Callable[[APIGatewayHttpResolver], Response[Any]],
    ) -> Response[Any]:
        route = self._identify(app)
        answer = proceed(app)
        if route.access.scoped and not self.request.scope_proven:
            raise RuntimeError("the route answered without proving its scope")
        return answer

    def _identify(self, app: Any) -> _Route:
        route = self._routes[app.context["_route"].func]
        self.request.declared = f"{route.method} {route.path}"
        if route.access.public or self.request.caller is not None:
            return route
        authorizer: dict[str, Any] = (
            app.current_event.raw_event["requestContext"].get("authorizer") or {}
        )
        claims: dict[str, str] = authorizer.get("jwt", {}).get("claims", {})
        person_id = claims.get(os.environ.get("PERSON_CLAIM", "username"))
        if not person_id:
            raise NotSignedIn
        self.request.person_id = person_id
        key = PersonRow.key(person_id)
        self.request.rows.update(self._rows_with_caller(key, route))
        row: PersonRow | None = self.request.rows[key]
        if row is None:
            raise NotSignedIn
        caller = row.as_caller(clock.today())
        route.access.admit(caller)
        self.request.caller = caller
        return route

    def _rows_with_caller(self, key: Key, route: _Route) -> dict[Key, Any]:
        more = list(route.beforehand(self.request)) if route.beforehand else []
        rows = Remembered.recall([key, *more, *holidays.to_look_up()])
        holidays.take(rows)
        return rows

    def _not_found(self, _: Exception) -> Response[Any]:
        matching = sorted(
            method
            for method, path in self.declared
            if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", path), self.request.path)
        )
        # A path of ours with a name no route takes (`/v1/registry/persons/é`) is nothing, not the wrong method.
        known = not matching or self.request.route.strip() in matching
        return self._problem(NotFound() if known else MethodNotAllowed(allowed_methods=matching))

    def _invalid(self, fault: RequestValidationError) -> Response[Any]:
        # Who may not call learns nothing about the fields.
        self._identify(self.resolver)
        errors = fault.errors()
        if any(error["type"] == "json_invalid" for error in errors):
            return self._problem(MalformedRequest())
        return self._problem(InvalidFields(errors=[field_error(error) for error in errors]))

    def _read_body(self, text: str) -> Any:
        # Who may not call learns nothing about what is wrong with the body.
        consumes = self._identify(self.resolver).consumes
        if self.request.content_type not in ("", consumes):
            raise UnsupportedContentType(Text(f"请使用 {consumes}。", f"Send {consumes}."))
        return _from_form(text) if consumes == FORM else _from_json(text)

    def _problem(self, problem: Problem) -> Response[Any]:
        request = self.request
        return Response(
            status_code=problem.status,
            content_type=PROBLEM_JSON,
            body=to_json(problem.document(request.language, request.path)),
            headers=dict(problem.headers),
        )


def refuse_stale(expected: int | None, present: int) -> None:
    """Let a change pass only if the client saw the present version, when it insists on one.

    Raises
    ------
    StaleVersion
        `expected` is not `present`.
    """
    if expected is not None and expected != present:
        raise StaleVersion(present_version=present)


def fail(problem: Problem) -> NoReturn:
    """Raise `problem` where an expression is needed."""
    raise problem


def _seconds_left(context: Any) -> Callable[[], float]:
    """Return what tells how long the function may still run; for ever where nothing limits it."""
    left = getattr(context, "get_remaining_time_in_millis", None)
    return (lambda: left() / 1000) if left else (lambda: inf)


def _plain(response: Response[Any]) -> dict[str, Any]:
    headers = {name: str(value) for name, value in response.headers.items()}
    return {
        "statusCode": response.status_code,
        "headers": headers,
        "body": response.body,
        "isBase64Encoded": False,
        "cookies": [],
    }


def field_error(error: Mapping[str, Any]) -> FieldError:
    """Return one of pydantic's errors as the line of `errors` that people read."""
    place = [str(part) for part in error["loc"] if part not in ("body", "query", "path", "header")]
    text = _FIELD_TEXTS.get(error["type"])
    more: Mapping[str, Any] = error.get("ctx") or {}
    context = {name: value for name, value in more.items() if name != "error"}
    if text is not None:
        try:
            return FieldError(".".join(place), text.format(**context))
        except KeyError:
            pass
    reason = more.get("error")
    if isinstance(reason, TextualValueError):
        return FieldError(".".join(place), reason.text)
    return FieldError(".".join(place), Text(f"填写不正确（{error['msg']}）。", str(error["msg"])))


class TextualValueError(ValueError):
    """A validator's refusal with words in both languages."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)


def _body_of(event: Mapping[str, Any], most_bytes: int) -> str:
    """Return the body as text; the gateway hands over in base64 what does not call itself text, forms included."""
    body: str = event.get("body") or ""
    raw = (
        base64.b64decode(body)
        if event.get("isBase64Encoded")
        else body.encode(errors="surrogatepass")
    )
    if len(raw) > most_bytes:
        most = most_bytes // 1024
        raise PayloadTooLarge(
            Text(f"请求内容不得超过 {most} KB。", f"The body may have at most {most} KB.")
        )
    if not event.get("isBase64Encoded"):
        return body
    try:
        return raw.decode()
    except UnicodeDecodeError as fault:
        raise MalformedRequest(
            Text("请求内容不是 UTF-8 文本。", "The body is not UTF-8 text.")
        ) from fault


def to_json(body: Any) -> str:
    """Write a body as it goes out."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _from_json(text: str) -> Any:
    def refuse(constant: str) -> NoReturn:
        raise json.JSONDecodeError(f"{constant} is not JSON (RFC 8259 section 6)", text, 0)

    try:
        return json.loads(text, parse_constant=refuse)
    except json.JSONDecodeError:
        raise
    except (ValueError, RecursionError) as fault:
        # Numbers of thousands of digits and nests of thousands of brackets are nobody's report.
        raise json.JSONDecodeError(str(fault), text, 0) from fault


def _from_form(text: str) -> dict[str, str | list[str]]:
    # Forms send a blank for what nobody filled in: it is not there.
    try:
        fields = parse_qs(text, errors="strict")
    except ValueError as fault:
        raise MalformedRequest(
            Text("请求内容不是有效的表单。", "The body is not a valid form.")
        ) from fault
    return {name: values[0] if len(values) == 1 else values for name, values in fields.items()}


def _documented(route: _Route) -> dict[int, Any]:
    from kernel.problem_model import ProblemDocument, common_problems

    documented: dict[int, Any] = {}
    for status, (meaning, model) in route.answers.items():
        documented[status] = {"description": f"{meaning.en} / {meaning.zh}"}
        if isinstance(model, tuple):
            media = cast("tuple[str, ...]", model)
            documented[status]["content"] = {one: {"schema": {"type": "string"}} for one in media}
        elif model is not None:
            documented[status]["content"] = {"application/json": {"model": model}}
    for problem in common_problems(
        route.access, route.method, route.problems, named="{" in route.path
    ):
        line = f"{problem.title.en} / {problem.title.zh}: {problem.slug}"
        if problem.status in documented:
            documented[problem.status]["description"] += f"; {line}"
        else:
            documented[problem.status] = {
                "description": line,
                "content": {PROBLEM_JSON: {"model": ProblemDocument}},
            }
    return documented


def read_fresh(keys: Sequence[Key]) -> list[Any]:
    """Read rows as they are now, past everything remembered (consistent read)."""
    return read(keys, consistent=True)
