"""Who sits in a body on a day, as compositions say."""

from __future__ import annotations

from typing import Any

from assembly.rules.bodies import BodyKind, BodyMember, NoCompositionInForce, in_force
from assembly.store.rows import Kind
from assembly.store.work import Work


def composition_of(work: Work, body: str, day: str) -> Any:
    """Return the composition of a body in force on a day.

    Raises
    ------
    NoCompositionInForce
        There is none.
    """
    number = in_force(work.find(Kind.BODY, body), day)
    if number is None:
        raise NoCompositionInForce
    return work.get(Kind.COMPOSITION, composition_id(body, number))


def members_of(work: Work, village: str, kind: BodyKind, day: str) -> list[BodyMember]:
    """Return who sits in a body of a village on a day; nobody, where it has no composition."""
    body = id_of_body(village, kind)
    number = in_force(work.find(Kind.BODY, body), day)
    if number is None:
        return []
    return work.get(Kind.COMPOSITION, composition_id(body, number))["members"]


def sits_in(work: Work, person: str, village: str, kind: BodyKind, day: str) -> bool:
    """Tell whether a person sits in a body of a village on a day."""
    return person in {each["member_id"] for each in members_of(work, village, kind, day)}


def id_of_body(village: str, kind: BodyKind, group: int | None = None) -> str:
    """Return the id of a body: there is one of a kind in a village, villagers' groups apart."""
    return f"{village}~{kind}" + (f"~{group}" if group else "")


def composition_id(body: str, number: int) -> str:
    """Return the id of a composition."""
    return f"{body}~{number:04d}"
