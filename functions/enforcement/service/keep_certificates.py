"""Enter a certificate, check it, suspend it, take it in; and what the clock does with it."""

from __future__ import annotations

from enforcement.rules.certificates import (
    CertificateAction,
    CertificateCommand,
    CertificateStep,
    KeptCertificate,
    actions_of,
    asleep,
    enter,
    move,
    refuse_own,
    see_to,
)
from enforcement.rules.officers import Certificate, held_with_post
from enforcement.rules.training import BEFORE_CERTIFICATE, refuse_unexamined
from enforcement.service.asked import SUPERVISORS, acting
from enforcement.store import officers, training
from enforcement.store.kept import StepRow
from kernel import addressees, clock
from kernel.access import Role
from kernel.actors import CLOCK, Actor
from kernel.problems import InvalidFields, NotFound, Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.history import Step, note_step
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.texts import Text


class CertificateNumberTaken(InvalidFields):
    """A number is one certificate's, whatever became of it."""

    slug = "certificate-number-taken"
    title = Text("证件编号已登记", "Certificate number taken")
    said = Text("该证件编号已登记。", "There is a certificate of this number.")


def enter_certificate(
    work: UnitOfWork, certificate: Certificate, scope: Scope, *, on_establishment: bool
) -> KeptCertificate:
    """Enter a certificate that was issued to somebody.

    Raises
    ------
    CertificateNumberTaken, NotOnEstablishment, CertificateTooLong, NoPostForCertificate, CertificateHeld, ExamsNotPassed, OwnCertificate
        Why not.
    """
    actor = acting(scope, certificate.organ, SUPERVISORS)
    refuse_own(certificate, actor.person_id)
    if officers.find(work, certificate.number) is not None:
        raise CertificateNumberTaken
    numbers = officers.numbers_of(work, certificate.holder)
    before = [kept for one in numbers if (kept := officers.find(work, one))]
    entered = enter(
        certificate,
        on_establishment=on_establishment,
        posts=officers.posts_of(work, certificate.holder),
        others=[one.certificate for one in before],
        today=clock.today(),
    )
    passed = training.passed_of(work, certificate.holder, BEFORE_CERTIFICATE)
    refuse_unexamined(passed, certificate.valid_from)
    officers.add(work, entered)
    _note(work, entered, "issued", actor)
    return entered


def move_certificate(
    work: UnitOfWork, number: str, command: CertificateCommand, scope: Scope, expected: Versions
) -> KeptCertificate:
    """Check, suspend, restore, revoke, take in or declare void a certificate.

    Raises
    ------
    NotFound, OwnCertificate
        There is none of this number; it is the caller's.
    """
    kept = officers.find(work, number)
    if kept is None:
        raise NotFound
    actor = acting(scope, kept.certificate.organ, SUPERVISORS)
    refuse_own(kept.certificate, actor.person_id)
    refuse_stale(expected, kept.version)
    posts = officers.posts_of(work, kept.certificate.holder)
    step = move(kept, command, posts, clock.today())
    _keep(work, step, actor)
    return step.after


def take_certificate(
    work: UnitOfWork, person: str, action: CertificateAction, reason: str, by: Actor
) -> None:
    """Suspend or revoke what certificate somebody holds, as follows from being held liable; whoever holds none loses none."""
    posts, today = officers.posts_of(work, person), clock.today()
    for number in officers.numbers_of(work, person):
        kept = officers.find(work, number)
        if kept and action in actions_of(held_with_post(kept.certificate, posts, today), today):
            _keep(work, move(kept, CertificateCommand(action, reason), posts, today), by)


def see_to_certificate(number: str) -> None:
    """Let the days have their effect on a certificate: handed in with the post, lapsed, or reminded of; else look again tomorrow."""

    def decide(work: UnitOfWork) -> None:
        kept, today = officers.find(work, number), clock.today()
        if kept is None or kept.wakes_on is None or kept.wakes_on > today:
            return
        steps = see_to(kept, officers.posts_of(work, kept.certificate.holder), today)
        for step in steps:
            _keep(work, step, CLOCK)
        if not steps:
            officers.save(work, asleep(kept, today))

    carry_out(decide)


def _keep(work: UnitOfWork, step: CertificateStep, actor: Actor) -> None:
    officers.save(work, step.after)
    _note(work, step.after, str(step.event), actor)


def _note(work: UnitOfWork, kept: KeptCertificate, event: str, actor: Actor) -> None:
    one = kept.certificate
    step = Step(
        event,
        actor,
        kept.reason,
        details={"until": one.valid_to.isoformat()},
        addressees=[
            addressees.person(one.holder),
            addressees.role(Role.ENFORCEMENT_HEAD, one.organ),
        ],
    )
    note_step(work, StepRow, f"CERT#{one.number}", kept.steps, step)
