"""Whether what the API offers somebody with a thing is what the API lets that person do: who asks, by which route, and all that hangs on rows beside it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple

from tests.support.county import Answer
from tests.support.in_process import Stage

DONE = (200, 204)

BESIDE = {
    "photo-wanted": "the photo of a hazard that was mended is media's row",
    "star-year-passed": "whether the year after is decided is that year's rating",
    "not-the-one-named": "who heads a household, and is of age, is the register's row",
}
"""What an offered step may be refused for, by its name, with where that is kept: the step reads it, a look at the thing does not."""


class Door(NamedTuple):
    """How a kind of thing is seen, and a step with it taken.

    Attributes
    ----------
    see, take
        Of whom, which thing, and which step.
    """

    actions: Iterable[str]
    see: Callable[[str, str], Answer]
    take: Callable[[str, str, str], Answer]


def untrue(
    stage: Stage, tables: Collection[str], door: Door, thing: str, people: Iterable[str]
) -> dict[str, Any]:
    """Return what is offered with a thing and refused, or taken and not offered, by person; from the same ground every time.

    Parameters
    ----------
    tables
        What a step writes; a step that is refused leaves all of it as it is.
    """
    restore, before = stage.keepsake(*tables), [stage.by_place(table) for table in tables]
    found: dict[str, Any] = {}
    for who in people:
        seen = door.see(who, thing)
        offered = set(seen.body["actions"]) if seen.status == 200 else set[str]()
        for action in map(str, door.actions):
            answer = door.take(who, thing, action)
            assert answer.status in (*DONE, 403, 404, 409, 422), (who, action, answer)
            match action in offered, answer.status in DONE:
                case True, False if answer.problem not in BESIDE:
                    found[f"{who} {action}"] = answer.body.get("errors") or answer.problem
                case False, True:
                    found[f"{who} {action}"] = "taken and not offered"
            if answer.status in DONE:
                restore()
    assert [stage.by_place(table) for table in tables] == before, "a refused step left something"
    return found
