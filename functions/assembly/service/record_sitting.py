"""Record a sitting by its minutes: one step, or the first two in one where they may be merged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assembly.model.matter_requests import MoveMatter
from assembly.rules import matters, publications
from assembly.rules.bodies import BodyKind, BodyMember, BodyRule, rule_of
from assembly.rules.matters import Matter, SittingMinutes
from assembly.rules.publications import PublicationKind
from assembly.rules.routing import MatterStep, MatterType, routing
from assembly.rules.standing import GUIDES
from assembly.service.asked import new_id, today
from assembly.service.put_up import put_up
from assembly.service.seats import composition_of, id_of_body, members_of
from assembly.store.work import Work
from kernel import clock
from kernel.actors import Actor


def record_sitting(
    work: Work, matter: Matter, kind: MatterType, command: MoveMatter, by: Actor
) -> Matter:
    """Return a matter after a sitting on one step; what a consultation came to is published."""
    step, minutes = command.step, _minutes(command)
    assert step is not None, "the table asks for it"
    published = None
    if step is MatterStep.CONSULTATION and matter.step == step:
        published = _publish_consultation(work, matter, minutes, by)
    moved = matters.record(
        matter, kind, step, minutes, by=by.person_id, now=clock.now(), publication=published
    )
    # A recall is studied by the branch it may be about, or by the Party organisation above it, which no body here is.
    if by.role not in GUIDES:
        _refuse_sitting(work, matter, [step], minutes)
    return moved


def merge_steps(
    work: Work, matter: Matter, kind: MatterType, command: MoveMatter, by: Actor
) -> Matter:
    """Return a matter after its first two steps in one sitting."""
    village, day, minutes = matter.village, today(), _minutes(command)
    moved = matters.merge(
        matter,
        kind,
        minutes,
        command.reason or "",
        branch=members_of(work, village, BodyKind.PARTY_BRANCH, day),
        committee=members_of(work, village, BodyKind.VILLAGE_COMMITTEE, day),
        by=by.person_id,
        now=clock.now(),
    )
    both = [MatterStep.BRANCH_PROPOSAL, MatterStep.COMMITTEES_CONSULTATION]
    _refuse_sitting(work, matter, both, minutes)
    return moved


def _refuse_sitting(
    work: Work, matter: Matter, steps: Sequence[MatterStep], minutes: SittingMinutes
) -> None:
    """Let minutes pass of a sitting of the bodies whose step it is, as they were composed that day."""
    held_on, sittings = minutes.held_on, routing().sittings
    kinds = dict.fromkeys(kind for step in steps for kind in sittings.get(step, ()))
    seated: list[tuple[BodyRule, Sequence[BodyMember]]] = []
    for kind in kinds:
        composition = composition_of(work, id_of_body(matter.village, kind), held_on)
        seated.append((rule_of(kind, date.fromisoformat(held_on)), composition.members))
    matters.refuse_sitting(minutes, seated)


def _publish_consultation(work: Work, matter: Matter, minutes: SittingMinutes, by: Actor) -> str:
    """Publish what a consultation came to: not who took part, and nobody's numbers."""
    publication = publications.publish(
        PublicationKind.CONSULTATION,
        publication_id=new_id(),
        village=matter.village,
        title=f"民主协商结果：{matter.title}",
        content=minutes.summary,
        attachments=[],
        by=by.person_id,
        now=clock.now(),
        matter=matter.id,
    )
    put_up(work, publication, by)
    return publication.id


def _minutes(command: MoveMatter) -> SittingMinutes:
    minutes = command.minutes
    assert minutes is not None, "the table asks for it"
    return SittingMinutes(
        held_on=minutes.held_on.isoformat(),
        attended=tuple(minutes.attended),
        summary=minutes.summary,
        attachments=tuple(minutes.attachments),
    )
