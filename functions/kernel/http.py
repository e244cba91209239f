"""The HTTP face all contexts share: access before anything else, problems told one way, answers written one way.

An `Api` wraps the Powertools resolver. A route declares its access when it is registered; the wrapper finds the caller, checks the
declaration, hands a `Request` to the route and turns what it raises into problem+json.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.exceptions import (
    RequestUnsupportedContentType,
    RequestValidationError,
)

from kernel import clock
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
from kernel.texts import Language, Text, preferred

MAX_BODY_BYTES = 64 * 1024
PROBLEM_JSON = "application/problem+json"
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")

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


@dataclass(slots=True)
class Request:
    """What a route needs to know of the request it answers."""

    language: Language
    headers: Mapping[str, str]
    body: str
    path: str
    source_ip: str
    route: str
    person_id: str = ""
    caller: Caller | None = None
    scope_proven: bool = False
    rows: dict[Key, Any] = field(default_factory=dict[Key, Any])

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


@dataclass(frozen=True, slots=True)
class _Route:
    access: Access
    beforehand: Callable[[Request], Iterable[Key]] | None
    answers: Mapping[int, tuple[Text, Any]]
    problems: Sequence[type[Problem]]
    method: str


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
            enable_validation=True, serializer=_to_json, json_body_deserializer=_from_json
        )
        self.declared: dict[tuple[str, str], Access] = {}
        self._routes: dict[Any, _Route] = {}
        self._request: Request | None = None
        self._gate = self._plain_gate()
        self.resolver.not_found(self._not_found)
        self.resolver.exception_handler(RequestValidationError)(self._invalid)
        self.resolver.exception_handler(RequestUnsupportedContentType)(self._unsupported)
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
    ) -> Callable[[Callable[..., Response[Any]]], Callable[..., Response[Any]]]:
        """Register a route; the access rule is not optional.

        Parameters
        ----------
        answers
            For each success status what it means and the model of its body, for the API description.
        problems
            What may be refused here beyond what every route may refuse.
        beforehand
            Names rows the route will ask for, so that they are read in the same round trip as the caller.
        """

        def register(function: Callable[..., Response[Any]]) -> Callable[..., Response[Any]]:
            self.declared[method, path] = access
            self._routes[function] = _Route(access, beforehand, answers, problems, method)
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

    def handle(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        """Answer one API Gateway event (payload format 2.0)."""
        http: dict[str, str] = event["requestContext"]["http"]
        given: dict[str, str] = event.get("headers") or {}
        headers = {name.lower(): value for name, value in given.items()}
        self._request = Request(
            language=preferred(headers.get("accept-language")),
            headers=headers,
            body=event.get("body") or "",
            path=event.get("rawPath", ""),
            source_ip=http.get("sourceIp", ""),
            route=f"{http['method']} ",
        )
        if headers.get("content-type", "").strip().startswith(_FORMS):
            # Powertools would read forms, and stumble over one without a boundary; as unknown content they are refused in their turn.
            event = {**event, "headers": {**headers, "content-type": "application/octet-stream"}}
        try:
            if len(self._request.body.encode(errors="surrogatepass")) > MAX_BODY_BYTES:
                raise PayloadTooLarge(
                    Text("请求内容不得超过 64 KB。", "The body may have at most 64 KB.")
                )
            answer = self.resolver.resolve(event, context)
        except Problem as problem:
            answer = _plain(self._problem(problem))
        except Exception as fault:  # noqa: BLE001 - told as a problem, and logged
            # Neither path nor message: they may carry a case code, a person's id, or what somebody wrote.
            log_fault(
                "unexpected fault", fault, route=event.get("routeKey"), method=http.get("method")
            )
            answer = _plain(self._problem(InternalFault()))
        answer["headers"].setdefault("Cache-Control", "no-store")
        return answer

    def answer(
        self,
        status: int,
        body: Any,
        *,
        version: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response[Any]:
        """Return an answer with a JSON body, and its version as `ETag`."""
        text = body if isinstance(body, str) else _to_json(body)
        told = {**(headers or {})}
        if version is not None:
            told["ETag"] = f'"{version}"'
        return Response(
            status_code=status, content_type="application/json", body=text, headers=told
        )

    def replayed(self, answered: Answered) -> Response[Any]:
        """Return the answer a key was given first, marked as such."""
        return self.answer(answered.status, answered.body, headers={"Idempotent-Replayed": "true"})

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
        return Remembered.recall([key, *more])

    def _not_found(self, _: Exception) -> Response[Any]:
        matching = sorted(
            method
            for method, path in self.declared
            if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", path), self.request.path)
        )
        # A path of ours with a name no route takes (`/v1/persons/é`) is nothing, not the wrong method.
        known = not matching or self.request.route.strip() in matching
        return self._problem(NotFound() if known else MethodNotAllowed(allowed_methods=matching))

    def _invalid(self, fault: RequestValidationError) -> Response[Any]:
        # Who may not call learns nothing about the fields.
        self._identify(self.resolver)
        errors = fault.errors()
        if any(error["type"] == "json_invalid" for error in errors):
            return self._problem(MalformedRequest())
        return self._problem(InvalidFields(errors=[field_error(error) for error in errors]))

    def _unsupported(self, _: RequestUnsupportedContentType) -> Response[Any]:
        self._identify(self.resolver)
        return self._problem(UnsupportedContentType())

    def _problem(self, problem: Problem) -> Response[Any]:
        request = self.request
        return Response(
            status_code=problem.status,
            content_type=PROBLEM_JSON,
            body=_to_json(problem.document(request.language, request.path)),
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


def _to_json(body: Any) -> str:
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


def _documented(route: _Route) -> dict[int, Any]:
    from kernel.problem_model import ProblemDocument, common_problems

    documented: dict[int, Any] = {}
    for status, (meaning, model) in route.answers.items():
        documented[status] = {"description": f"{meaning.en} / {meaning.zh}"}
        if model is not None:
            documented[status]["content"] = {"application/json": {"model": model}}
    for problem in common_problems(route.access, route.method, route.problems):
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
