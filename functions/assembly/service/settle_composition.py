"""Confirm a composition that is as the law asks, or drop it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assembly.model.bodies import CertifiedNumbers, MoveComposition, composition_view
from assembly.rules import bodies
from assembly.rules.bodies import Bases, Body, BodyKind, BodyMember, Composition, CompositionEntry
from assembly.rules.standing import GUIDES, Standing
from assembly.rules.states.compositions import COMPOSITIONS, CompositionAction
from assembly.service.asked import Answer, Asked, Outcome
from assembly.service.kinship import homes_of, near_to
from assembly.service.seats import composition_id, id_of_body
from assembly.store.work import Work
from kernel import clock
from kernel.actors import Actor
from kernel.ages import ADULT, has_reached
from kernel.problems import NotAllowed
from kernel.texts import Text
from registry import births_in


class CertifiedByTown(NotAllowed):
    """How many all villagers are, a village does not certify to itself."""

    slug = "certified-by-town"
    said = Text("基数须由乡镇以上核定。", "The town or the county certifies the numbers.")


def settle(body_id: str, number: int, command: MoveComposition, asked: Asked) -> Outcome[Answer]:
    """Confirm a composition, or drop it."""
    wanted, action = composition_id(body_id, number), CompositionAction(command.action)

    def decide(work: Work) -> Answer:
        work.load((Body, body_id), (Composition, wanted))
        body, composition = work.get(Body, body_id), asked.get(work, Composition, wanted)
        standing = Standing(asked.reader, composition.village)
        move = standing.find(COMPOSITIONS, composition.status, action)
        by = standing.take(COMPOSITIONS, move)
        if command.certified and by.role not in GUIDES:
            raise CertifiedByTown
        if action is CompositionAction.CONFIRM:
            composition = _put_in_force(work, body, composition, command.certified, by)
        composition = replace(composition, status=move.target)
        work.save(composition)
        work.note(body, f"composition_{move.to}", by, number=number)
        version = work.version(Composition, wanted)
        return Answer(composition_view(composition, version, asked.reader), version)

    return asked.change(decide)


def _put_in_force(
    work: Work, body: Body, composition: Composition, certified: CertifiedNumbers | None, by: Actor
) -> Composition:
    bodies.refuse_too_often(body, by.person_id, clock.now())
    _refuse_unlawful(work, body, composition)
    since = composition.valid_from
    rule = bodies.rule_of(body.body_kind, date.fromisoformat(since))
    term_from = bodies.term_of(rule, body, since, composition.term_from)
    entry = CompositionEntry(
        composition.number,
        since,
        len(composition.members),
        term_from,
        by.person_id,
        clock.iso(clock.now()),
    )
    work.save(replace(body, compositions=(*body.compositions, entry)))
    bases = None
    if rule.composition.get("base"):
        bases = _bases_of(body.village, date.fromisoformat(since), certified)
    return replace(composition, term_from=term_from, bases=bases)


def _refuse_unlawful(work: Work, body: Body, composition: Composition) -> None:
    kind, members = body.body_kind, composition.members
    since, day = composition.valid_from, date.fromisoformat(composition.valid_from)
    rule = bodies.rule_of(kind, day)
    apart = bodies.kept_apart(kind, day)
    others: list[BodyMember] = []
    if apart:
        starts = [each.valid_from for each in body.compositions]
        until = bodies.end_of_term(starts, since)
        for other in apart:
            others += _sitting_between(work, body.village, other, since, until)
    if bodies.needs_kinship(kind, day):
        homes = homes_of([*members, *others])
        near = near_to(frozenset[str]().union(*homes.values()))
        members = bodies.with_kin(members, others, homes, near)
    bodies.check_composition(
        rule,
        members,
        day,
        households=composition.households,
        apart_from=others,
        apart_by=next(iter(apart.values()), None),
    )


def _sitting_between(
    work: Work, village: str, kind: BodyKind, since: str, until: str | None
) -> list[BodyMember]:
    """Return who sits in a body on any day from `since` to before `until`."""
    other = work.find(Body, id_of_body(village, kind))
    if other is None:
        return []
    # Written as well: of two compositions confirmed at the same moment, one has to look at the other.
    work.save(other)
    wanted = [
        composition_id(other.id, number)
        for number in bodies.sitting_between(other.compositions, since, until)
    ]
    work.load(*((Composition, each) for each in wanted))
    return [member for each in wanted for member in work.get(Composition, each).members]


def _bases_of(village: str, day: date, certified: CertifiedNumbers | None) -> Bases:
    """Return the numbers a town has certified, else those of the registry.

    A household that nobody lives in any more is none, unless nobody is registered anywhere; whose year of birth is unknown is counted, for
    a quorum is not to become easier by what nobody knows (ours).
    """
    if certified is None:
        homes = list(births_in(village))
        born = [each for home in homes for each in home]
        adults = sum(one.year is None or has_reached(ADULT, one, day) for one in born)
        households = sum(bool(home) for home in homes) or len(homes)
        return Bases(villager=adults, household=households, voter=adults)
    return Bases(
        villager=certified.villagers,
        household=certified.households,
        voter=certified.voters or certified.villagers,
        certificate=certified.document_number,
    )
