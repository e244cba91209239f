"""See certificates and officers as they stand today."""

from __future__ import annotations

from collections.abc import Sequence

from enforcement.rules.certificates import CertificateAction, KeptCertificate, actions_of
from enforcement.rules.officers import Certificate, held_with_post
from enforcement.service.asked import HEADS, SUPERVISORS
from enforcement.service.train_officers import Trained, see_trained
from enforcement.store import officers
from kernel import clock
from kernel.access import ENFORCEMENT_READERS, Caller
from kernel.problems import NotFound
from kernel.record import record
from kernel.scope import Scope


@record
class CertificateSeen:
    """A certificate as somebody sees it: as it is kept, what it is worth with its holder's post, and what may be done with it."""

    kept: KeptCertificate
    present: Certificate
    actions: Sequence[CertificateAction]

    @property
    def version(self) -> int:
        """The certificate's."""
        return self.kept.version


def see_all(kept: Sequence[KeptCertificate], caller: Caller) -> list[CertificateSeen]:
    """Return certificates as the caller sees them today."""
    posts = officers.posts_of_all(sorted({one.certificate.holder for one in kept}))
    today = clock.today()
    seen: list[CertificateSeen] = []
    for one in kept:
        present = held_with_post(one.certificate, posts.get(one.certificate.holder, ()), today)
        supervises = caller.post_over(one.certificate.organ, SUPERVISORS) is not None
        supervises = supervises and one.certificate.holder != caller.person_id
        may = actions_of(present, today) if supervises else []
        seen.append(CertificateSeen(one, present, may))
    return seen


def see_certificate(number: str, scope: Scope) -> CertificateSeen:
    """Return a certificate to its holder, and to whoever works with its organ.

    Raises
    ------
    NotFound
        There is none, or the caller may not know of it.
    """
    kept, caller = officers.load(number), scope.person
    if kept is None:
        raise NotFound
    mine = kept.certificate.holder == caller.person_id
    scope.allow(mine or caller.post_over(kept.certificate.organ, ENFORCEMENT_READERS) is not None)
    return see_all([kept], caller)[0]


def see_officer(person: str, year: int, scope: Scope) -> Trained:
    """Return an officer to oneself, the head of the organ, and the county's supervisors.

    Raises
    ------
    NotFound
        There is no such person, or the caller may not know of it.
    """
    caller = scope.person
    posts = officers.posts_of_all([person]).get(person, ())
    over = any(caller.post_over(one.unit, HEADS | SUPERVISORS) for one in posts)
    scope.allow(person == caller.person_id or over)
    return see_trained([person], year)[0]
