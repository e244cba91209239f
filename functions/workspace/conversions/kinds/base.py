"""How matters are handled as one kind: entered, stopped, looked at and taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from incidents.rules.solution import Solution
from kernel.fields import Model
from kernel.problems import Versions
from kernel.record import record
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from workspace.conversions.rules.conversions import Matter, Outcome

Said = TypeVar("Said", bound=Model)


@record
class Form(Generic[Said]):
    """One kind of matter, by the named functions of its context.

    Attributes
    ----------
    prove
        Proves that the caller may read a matter, or refuses as its own context does.
    enter
        Enters a matter that came from another form, by what the caller says of it; returns its id.
    stop
        Stops a matter's clock, as another form has it from now on.
    outcome
        Tells whether a matter has ended here, and how.
    take_back
        Lets a matter go on here: solved elsewhere, or with what was left.
    """

    prove: Callable[[UnitOfWork, Scope, str], None]
    enter: Callable[[UnitOfWork, Scope, Said, Matter], str]
    stop: Callable[[UnitOfWork, Scope, str, Matter, str, Versions], None]
    outcome: Callable[[UnitOfWork, str], Outcome]
    take_back: Callable[[UnitOfWork, Scope, str, Solution | None, str | None], None]
