"""See what a matter was converted into, and what it came from."""

from __future__ import annotations

from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from workspace.conversions.kinds import form_of
from workspace.conversions.rules.conversions import Conversion, Matter
from workspace.conversions.store import conversions


def conversions_of(asking: Scope, matter: Matter) -> list[Conversion]:
    """Return the conversions a matter is at either end of, to whoever may read it, oldest first."""
    form_of(matter.kind).prove(UnitOfWork(), asking, matter.id)
    return conversions.of_matter(matter)
