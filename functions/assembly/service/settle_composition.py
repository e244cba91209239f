"""Confirm a composition that is as the law asks, or drop it."""

from __future__ import annotations

from datetime import date
from typing import Any

from assembly.model.bodies import CertifiedNumbers, MoveComposition, composition_view
from assembly.rules import bodies
from assembly.rules.bodies import BodyKind, BodyMember
from assembly.rules.standing import GUIDES, Standing
from assembly.rules.states.compositions import (
    COMPOSITIONS,
    CompositionAction,
    CompositionStatus,
)
from assembly.service.asked import Answer, Asked, Outcome
from assembly.service.count_villagers import bases_of
from assembly.service.kinship import homes_of, near_to
from assembly.service.seats import composition_id, id_of_body
from assembly.store.work import Kind, Work
from kernel import clock
from kernel.actors import Actor
from kernel.problems import NotAllowed
from kernel.texts import Text


class CertifiedByTown(NotAllowed):
    """How many all villagers are, a village does not certify to itself."""

    slug = "certified-by-town"
    said = Text("基数须由乡镇以上核定。", "The town or the county certifies the numbers.")


def settle(body_id: str, number: int, command: MoveComposition, asked: Asked) -> Outcome[Answer]:
    """Confirm a composition, or drop it."""
    wanted, action = composition_id(body_id, number), CompositionAction(command.action)

    def decide(work: Work) -> Answer:
        work.load((Kind.BODY, body_id), (Kind.COMPOSITION, wanted))
        body, composition = work.get(Kind.BODY, body_id), work.get(Kind.COMPOSITION, wanted)
        asked.refuse_stale(work, Kind.COMPOSITION, wanted)
        standing = Standing(asked.reader, composition["village"])
        move = standing.find(COMPOSITIONS, CompositionStatus(composition["status"]), action)
        by = standing.take(COMPOSITIONS, move)
        if command.certified and by.role not in GUIDES:
            raise CertifiedByTown
        if action is CompositionAction.CONFIRM:
            composition = _put_in_force(work, body, composition, command.certified, by)
        composition = {**composition, "status": str(move.to)}
        work.save(Kind.COMPOSITION, composition)
        work.note(Kind.BODY, body, f"composition_{move.to}", by, number=number)
        version = work.version(Kind.COMPOSITION, wanted)
        return Answer(composition_view(composition, version, asked.reader), version)

    return asked.change(decide)


def _put_in_force(
    work: Work, body: Any, composition: Any, certified: CertifiedNumbers | None, by: Actor
) -> Any:
    bodies.refuse_too_often(body, by.person_id, clock.now())
    _refuse_unlawful(work, body, composition)
    since = composition["valid_from"]
    rule = bodies.rule_of(BodyKind(body["body_kind"]), date.fromisoformat(since))
    term_from = bodies.term_of(rule, body, since, composition.get("term_from"))
    entry = {
        "number": composition["number"],
        "valid_from": since,
        "size": len(composition["members"]),
        "term_from": term_from,
        "by": by.person_id,
        "at": clock.iso(clock.now()),
    }
    work.save(Kind.BODY, {**body, "compositions": [*body["compositions"], entry]})
    bases = None
    if rule.composition.get("base"):
        bases = bases_of(body["village"], date.fromisoformat(since), certified)
    return {**composition, "term_from": term_from, "bases": bases}


def _refuse_unlawful(work: Work, document: Any, composition: Any) -> None:
    kind, members = BodyKind(document["body_kind"]), composition["members"]
    since, day = composition["valid_from"], date.fromisoformat(composition["valid_from"])
    rule = bodies.rule_of(kind, day)
    apart = bodies.kept_apart(kind, day)
    others: list[BodyMember] = []
    if apart:
        starts = [each["valid_from"] for each in document["compositions"]]
        until = bodies.end_of_term(starts, since)
        for other in apart:
            others += _sitting_between(work, document["village"], other, since, until)
    if bodies.needs_kinship(kind, day):
        homes = homes_of([*members, *others])
        near = near_to(frozenset[str]().union(*homes.values()))
        members = bodies.with_kin(members, others, homes, near)
    bodies.check_composition(
        rule,
        members,
        day,
        households=composition["households"],
        apart_from=others,
        apart_by=next(iter(apart.values()), None),
    )


def _sitting_between(
    work: Work, village: str, kind: BodyKind, since: str, until: str | None
) -> list[BodyMember]:
    """Return who sits in a body on any day from `since` to before `until`."""
    other = work.find(Kind.BODY, id_of_body(village, kind))
    if other is None:
        return []
    # Written as well: of two compositions confirmed at the same moment, one has to look at the other.
    work.save(Kind.BODY, other)
    wanted = [
        composition_id(other["id"], number)
        for number in bodies.sitting_between(other["compositions"], since, until)
    ]
    work.load(*((Kind.COMPOSITION, each) for each in wanted))
    return [member for each in wanted for member in work.get(Kind.COMPOSITION, each)["members"]]
