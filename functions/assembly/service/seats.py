"""Who sits in a body on a day, as compositions say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assembly.rules.bodies import (
    Body,
    BodyKind,
    BodyMember,
    Composition,
    Mode,
    NoBase,
    NoCompositionInForce,
    Roll,
    in_force,
    refuse_ended_term,
    roll_of,
    rule_of,
)
from assembly.store.work import Work


def composition_of(work: Work, body: str, day: str) -> Composition:
    """Return the composition of a body in force on a day.

    Raises
    ------
    NoCompositionInForce
        There is none.
    TermEnded
        There is one, whose term is over.
    """
    found = work.find(Body, body)
    number = in_force(found, day)
    if found is None or number is None:
        raise NoCompositionInForce
    rule = rule_of(found.body_kind, date.fromisoformat(day))
    refuse_ended_term(rule, found, day)
    return work.get(Composition, composition_id(body, number))


def roll_on(work: Work, body: str, mode: Mode, day: date) -> Roll:
    """Return the roll of a body in a mode, of its composition on a day.

    Raises
    ------
    NoBase
        It is counted on all villagers, households or voters, and nothing says how many there are.
    """
    composition = composition_of(work, body, day.isoformat())
    rule = rule_of(work.get(Body, body).body_kind, day)
    base = None
    if rule.composition.get("base"):
        base = composition.bases and composition.bases.of(mode)
        if not base:
            raise NoBase
    return roll_of(composition.members, mode, composition.number, base)


def members_of(work: Work, village: str, kind: BodyKind, day: str) -> Sequence[BodyMember]:
    """Return who sits in a body of a village on a day; nobody, where it has no composition."""
    body = id_of_body(village, kind)
    number = in_force(work.find(Body, body), day)
    if number is None:
        return ()
    return work.get(Composition, composition_id(body, number)).members


def sits_in(work: Work, person: str, village: str, kind: BodyKind, day: str) -> bool:
    """Tell whether a person sits in a body of a village on a day."""
    return person in {each.member_id for each in members_of(work, village, kind, day)}


def id_of_body(village: str, kind: BodyKind, group: int | None = None) -> str:
    """Return the id of a body: there is one of a kind in a village, villagers' groups apart."""
    return f"{village}~{kind}" + (f"~{group}" if group else "")


def composition_id(body: str, number: int) -> str:
    """Return the id of a composition."""
    return f"{body}~{number:04d}"
