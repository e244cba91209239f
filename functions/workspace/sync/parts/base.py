"""What a context says to take part in offline sync."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple, Protocol, TypeAlias

from aws_lambda_powertools.event_handler import Response

from kernel.access import Caller
from kernel.fields import Model
from kernel.http import Api, Request
from kernel.record import record
from kernel.storage.idempotency import IdempotencyRow
from kernel.texts import Language
from workspace.sync.rules.batches import Way
from workspace.sync.rules.readings import Reading, Stage


class Reader(Protocol):
    """Who reads what changed, and in which language."""

    @property
    def person(self) -> Caller:
        """The reader."""
        ...

    @property
    def language(self) -> Language:
        """In which texts are given."""
        ...


Asked: TypeAlias = Request
"""A request as it comes to a route: the one that brought a batch, and those its operations stand for."""


def asked_within(
    outer: Asked, route: str, path: str, headers: Mapping[str, str] | None = None, body: str = ""
) -> Asked:
    """Return a request that somebody's operation stands for, as the same person would send it to a route by itself."""
    return Request(
        language=outer.language,
        headers=headers or {},
        body=body,
        path=path,
        source_ip=outer.source_ip,
        route=route,
        person_id=outer.person_id,
        caller=outer.caller,
        seconds_left=outer.seconds_left,
    )


class Route(NamedTuple):
    """A route that operations of one kind go by: whose it is, its function, what it takes."""

    api: Api
    function: Callable[..., Response[Any]]
    body: type[Model]


class Look(NamedTuple):
    """The route by which a thing is looked at."""

    api: Api
    function: Callable[..., Response[Any]]


@record
class Thing:
    """A kind of thing that operations are done to.

    Attributes
    ----------
    name
        As an operation's result names its id.
    id
        The form of its ids.
    path
        Where one is looked at, with `{}` for its id.
    look
        Loads that route.
    """

    name: str
    id: re.Pattern[str]
    path: str
    look: Callable[[], Look]


@record
class Operation:
    """A kind of operation.

    Attributes
    ----------
    way
        How it goes.
    keys
        Where its route keeps the answers to idempotency keys.
    route
        Loads its route: only who sends a batch needs those it goes by.
    """

    way: Way
    keys: type[IdempotencyRow]
    route: Callable[[], Route]


class Page(NamedTuple):
    """What a page of a list comes to, and where the list goes on (nothing: it is through)."""

    items: list[dict[str, Any]]
    next_at: Mapping[str, str]


@record
class Changes:
    """A list that tells a person what changed, or what is open.

    Attributes
    ----------
    page
        Reads a page of at most so many items where a reading stands.
    """

    stage: Stage
    page: Callable[[Reading, int], Page]


@record
class Following:
    """What a person follows of a context.

    Attributes
    ----------
    reads
        What the lists depend on: when it changes, the person's phone starts anew.
    kept
        How long the feeds keep a change.
    """

    reads: Sequence[Any]
    kept: timedelta
    lists: Sequence[Changes]


@record
class Part:
    """How a context takes part."""

    things: Sequence[Thing] = ()
    operations: Sequence[Operation] = ()
    follow: Callable[[Reader], Following] | None = None
