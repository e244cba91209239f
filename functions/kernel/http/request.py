"""A request as routes see it, and how a route gets it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from math import inf
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import depends
from aws_lambda_powertools.event_handler.depends import Depends

from kernel.access import Caller, Post, Role, require_post_over
from kernel.directory import Remembered
from kernel.problems import InvalidFields, NotFound, NotSignedIn, Problem, StaleVersion, Versions
from kernel.storage.idempotency import IdempotencyKey, IdempotencyRow, read_idempotency_key
from kernel.storage.rows import Key
from kernel.texts import Language

# Powertools finds it out for every request anew, a seventeenth of the cost of a list.
_depends: Any = depends
_depends.build_dependency_tree = cache(_depends.build_dependency_tree)

_TAG = re.compile(r'(?:W/)?"(\d{1,12})"|(\d{1,12})')


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
    def host(self) -> str:
        """The host the client called."""
        return self.headers.get("host", "")

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

    def idempotency_key(self, model: type[IdempotencyRow]) -> IdempotencyKey | None:
        """Return the request's `Idempotency-Key`, or None when it has none."""
        return read_idempotency_key(
            model,
            self.person_id,
            self.route + self.path,
            self.headers.get("idempotency-key"),
            self.body,
        )

    def answer_keys(self, model: type[IdempotencyRow]) -> list[Key]:
        """Return where the answer to the request's key is, to be read beforehand; nothing where there is none, or it is malformed."""
        try:
            named = self.idempotency_key(model)
        except InvalidFields:
            # What is wrong with it is told when the route comes to it.
            return []
        return [named.key] if named else []

    def seen(self, named: IdempotencyKey | None) -> Mapping[Key, Any]:
        """Return what was read beforehand of a key's answer and of rows written once, for the unit of work that looks for them."""
        return {
            key: row
            for key, row in self.rows.items()
            if key.model.written_once or (named and key == named.key)
        }

    @property
    def expected_version(self) -> Versions:
        """The versions in `If-Match`, any of which will do; None when the client does not insist on one.

        Raises
        ------
        StaleVersion
            The header names nothing this API gives out.
        """
        header = self.headers.get("if-match", "*").strip()
        if header == "*":
            return None
        # Some clients drop the quotation marks, some proxies call a tag weak when they compress.
        named = [_TAG.fullmatch(part.strip()) for part in header.split(",")]
        versions = frozenset(int(match[1] or match[2]) for match in named if match)
        if not versions:
            raise StaleVersion
        return versions


ANSWERED: ContextVar[Request] = ContextVar("ANSWERED")


def being_answered() -> Request:
    """Return the request that is being answered; for `Called` and for `Api` alone."""
    return ANSWERED.get()


# Not as a text: Powertools would compile it twice for every request.
being_answered.__annotations__["return"] = Request
Called = Annotated[Request, Depends(being_answered, use_cache=False)]
"""What a route takes as its first parameter: the request it answers."""


def seconds_left(context: Any) -> Callable[[], float]:
    """Return what tells how long the function may still run; for ever where nothing limits it."""
    left = getattr(context, "get_remaining_time_in_millis", None)
    return (lambda: left() / 1000) if left else (lambda: inf)
