"""A gate of the law that is shut: what all refusals of enforcement have in common."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from enforcement.rules.numbers import law_of
from kernel.law.refusals import CitedRefusal
from kernel.problems import Conflict, FieldError
from kernel.texts import Text


class GateShut(CitedRefusal, Conflict):
    """The law does not let this pass; `citation` says by what. A subclass names the gate."""

    slug = "gate-shut"
    is_family = True
    title = Text("不符合法定条件", "Shut by law")
    rests_on = "in_force"
    law_of = staticmethod(law_of)


def gates_in(*modules: ModuleType) -> tuple[type[GateShut], ...]:
    """Return the gates that stand in these modules: what a route declares whose rules they are."""
    return tuple(
        one
        for module in modules
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, GateShut) and one.__module__ == module.__name__
    )


def parts_left_empty(paper: object, said: Text, parts: Mapping[str, Text]) -> list[FieldError]:
    """Return a line for each part of a paper that nothing is written in.

    Parameters
    ----------
    said
        The line, with `{part}` where the part is named.
    parts
        What each attribute of the paper is called.
    """
    return [
        FieldError(name, said.format(part=part))
        for name, part in parts.items()
        if not getattr(paper, name).strip()
    ]
