"""The register of relatives of those in office: matters that give something to a household near to them, apart from all others."""

from __future__ import annotations

from assembly.rules.matters import KinEntry, Matter
from assembly.store.work import Work
from kernel.actors import Actor


def put_on_register(work: Work, matter: Matter, by: Actor) -> None:
    """Put a matter on the register, under its own id."""
    entry = KinEntry(
        id=matter.id,
        village=matter.village,
        type=matter.type,
        title=matter.listed_as or matter.title,
        kin=matter.kin,
    )
    work.save(entry)
    work.note(matter, "kin_registered", by, number=len(matter.kin))
