"""The HTTP face all contexts share: access before anything else, problems told one way, answers written one way.

An `Api` wraps the Powertools resolver. A route declares its access when it is registered; the wrapper finds the caller, checks the
declaration, hands the request to the route and turns what it raises into problem+json.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast, get_type_hints

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError

from kernel import clock, holidays
from kernel.access import Access
from kernel.directory import PersonRow, Remembered
from kernel.field_errors import field_error
from kernel.http.answering import Answering, as_lambda
from kernel.http.bodies import (
    FORM,
    JSON,
    MAX_BODY_BYTES,
    WITH_BODY,
    body_of,
    from_form,
    from_json,
    to_json,
)
from kernel.http.parts import Parts
from kernel.http.queries import refuse_unknown_queries
from kernel.http.request import ANSWERED, Request, seconds_left
from kernel.http.route import Route
from kernel.http.sending import sent
from kernel.observability import log_fault
from kernel.problems import (
    InternalFault,
    InvalidFields,
    MalformedRequest,
    MethodNotAllowed,
    NotFound,
    NotSignedIn,
    Problem,
    UnsupportedContentType,
)
from kernel.storage.idempotency import IdempotencyRow
from kernel.storage.rows import Key
from kernel.texts import Text, preferred

Result = TypeVar("Result")

_ONE_OBJECT = Text("请求内容须为一个 JSON 对象。", "The body must be one JSON object.")


class Api(Answering):
    """The routes of one context.

    Parameters
    ----------
    title
        Name of the context in the API description.
    takes_any_query
        Whether query parameters it does not know are passed over: clients of somebody else's standard send their own.
    parts
        Modules whose routes are registered once a request may be for one of them.
    answers
        Where the context keeps the answers to idempotency keys.
    """

    def __init__(
        self,
        title: str,
        *,
        takes_any_query: bool = False,
        parts: Parts | None = None,
        answers: type[IdempotencyRow] | None = None,
    ) -> None:
        super().__init__(answers)
        self.title = title
        self.parts = parts or Parts()
        self._takes_any_query = takes_any_query
        self.resolver: Any = APIGatewayHttpResolver(
            enable_validation=True, serializer=to_json, json_body_deserializer=self._read_body
        )
        self._declared: dict[tuple[str, str], Access] = {}
        self._routes: dict[Any, Route] = {}
        self._understood: set[Any] = set()
        self._most_bytes: dict[re.Pattern[str], int] = {}
        self._gate = self._plain_gate()
        self.resolver.not_found(self._not_found)
        self.resolver.exception_handler(RequestValidationError)(self._invalid)
        self.resolver.exception_handler(Problem)(self.refuse)

    @property
    def declared(self) -> Mapping[tuple[str, str], Access]:
        """Who may call each route, by method and path."""
        self.parts.load_all()
        return self._declared

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
            How large a body may be, where more than usual is needed.
        """
        if consumes not in (JSON, FORM):
            raise ValueError(f"no route can read {consumes}")

        def register(function: Callable[..., Response[Any]]) -> Callable[..., Response[Any]]:
            self._declared[method, path] = access
            if most_bytes != MAX_BODY_BYTES:
                named = re.sub(r"\{[^}]+\}", "[^/]+", path)
                self._most_bytes[re.compile(f"{method} {named}")] = most_bytes
            self._routes[function] = Route(
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
        from kernel.http.description import documented

        self.parts.load_all()
        for registered in (*self.resolver._static_routes, *self.resolver._dynamic_routes):  # noqa: SLF001 - there is no public list
            route = self._routes[registered.func]
            registered.responses = documented(route)
            if registered.body_field is not None:
                registered.body_field.field_info.media_type = route.consumes

    def described_routes(self) -> list[Route]:
        """Return the routes as they were declared, for the API description."""
        self.parts.load_all()
        return list(self._routes.values())

    def handle(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        """Answer one API Gateway event (payload format 2.0)."""
        http: dict[str, str] = event["requestContext"]["http"]
        if http["method"] == "HEAD":
            # What GET would answer, without the body (RFC 9110 section 9.3.2).
            context_of_get = {**event["requestContext"], "http": {**http, "method": "GET"}}
            return self.handle({**event, "requestContext": context_of_get}, context) | {"body": ""}
        given: dict[str, str] = event.get("headers") or {}
        headers = {name.lower(): value for name, value in given.items()}
        request = Request(
            language=preferred(headers.get("accept-language")),
            headers=headers,
            body="",
            path=event.get("rawPath", ""),
            source_ip=http.get("sourceIp", ""),
            route=f"{http['method']} ",
            seconds_left=seconds_left(context),
        )
        token = ANSWERED.set(request)
        try:
            self.parts.load_for(request.path)
            if http["method"] in WITH_BODY:
                request.body = body_of(event, self._most_bytes_of(request))
            if not headers.get("content-type", JSON).startswith(JSON):
                # Powertools would parse what it knows and refuse the rest before anybody asked who calls; `_read_body` does both.
                event = {**event, "headers": {**headers, "content-type": JSON}}
            answer = self.resolver.resolve(event, context)
        except Problem as problem:
            answer = as_lambda(self.refuse(problem))
        except Exception as fault:  # noqa: BLE001 - told as a problem, and logged
            # Neither path nor message: they may carry a case code, a person's id, or what somebody wrote.
            # The gateway's route is a whole context's; which one of ours it was is known once it was found.
            declared = request.declared or event.get("routeKey")
            log_fault("unexpected fault", fault, route=declared, method=http.get("method"))
            answer = as_lambda(self.refuse(InternalFault()))
        finally:
            ANSWERED.reset(token)
        return sent(answer, headers, http["method"])

    def rows_needed(self, function: Callable[..., Response[Any]], request: Request) -> list[Key]:
        """Return the rows that a request which came within another one will ask for, as far as can be told beforehand."""
        beforehand = self._routes[function].beforehand
        return list(beforehand(request)) if beforehand else []

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
        token = ANSWERED.set(request)
        try:
            route.access.admit(request.person)
            if route.beforehand:
                named = [key for key in route.beforehand(request) if key not in request.rows]
                request.rows.update(Remembered.recall(named))
            answer = function(request, *arguments)
            if route.access.scoped and not request.scope_proven:
                raise RuntimeError("the route answered without proving its scope")
        except Problem as problem:
            return self.refuse(problem)
        else:
            return answer
        finally:
            ANSWERED.reset(token)

    def _most_bytes_of(self, request: Request) -> int:
        called = request.route + request.path
        fitting = (most for path, most in self._most_bytes.items() if path.fullmatch(called))
        return next(fitting, MAX_BODY_BYTES)

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
        refuse_unknown_queries(app, takes_any=self._takes_any_query)
        answer = proceed(app)
        if route.access.scoped and not self.request.scope_proven:
            raise RuntimeError("the route answered without proving its scope")
        return answer

    def _identify(self, app: Any) -> Route:
        function = app.context["_route"].func
        route = self._routes[function]
        if function not in self._understood:
            # Powertools would compile annotations that are texts for every request, a fifth of the cost of a list.
            function.__annotations__ = get_type_hints(function, include_extras=True)
            self._understood.add(function)
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

    def _rows_with_caller(self, key: Key, route: Route) -> dict[Key, Any]:
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
        return self.refuse(NotFound() if known else MethodNotAllowed(allowed_methods=matching))

    def _invalid(self, fault: RequestValidationError) -> Response[Any]:
        # Who may not call learns nothing about the fields.
        self._identify(self.resolver)
        errors = fault.errors()
        if any(error["type"] == "json_invalid" for error in errors):
            return self.refuse(MalformedRequest())
        return self.refuse(InvalidFields(errors=[field_error(error) for error in errors]))

    def _read_body(self, text: str) -> Any:
        # Who may not call learns nothing about what is wrong with the body.
        consumes = self._identify(self.resolver).consumes
        if self.request.content_type not in ("", consumes):
            raise UnsupportedContentType(Text(f"请使用 {consumes}。", f"Send {consumes}."))
        if consumes == FORM:
            return from_form(text)
        said = from_json(text)
        if not isinstance(said, dict):
            # Of a list the resolver would take the first element and drop the rest.
            raise InvalidFields.one("", _ONE_OBJECT)
        return cast("Any", said)
