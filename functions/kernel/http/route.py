"""A route as it was declared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from kernel.access import Access
from kernel.http.request import Request
from kernel.problems import Problem
from kernel.record import record
from kernel.storage.rows import Key
from kernel.texts import Text


@record
class Route:
    """What was declared when a route was registered."""

    access: Access
    beforehand: Callable[[Request], Iterable[Key]] | None
    answers: Mapping[int, tuple[Text, Any]]
    problems: Sequence[type[Problem]]
    method: str
    path: str
    consumes: str
