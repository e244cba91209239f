"""Enter a form into the county's catalogue, revise it, retire it."""

from __future__ import annotations

from collections.abc import Sequence

from kernel import clock
from kernel.access import Caller
from kernel.actors import Actor
from kernel.problems import Versions, refuse_stale
from kernel.storage.lists import Listed
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork
from services.information.rules.catalogue import DraftField, enter, settled
from services.information.rules.form_moves import FormCommand, move, post_of
from services.information.rules.form_states import FormEvent, FormStatus
from services.information.rules.forms import Catalogue, Form
from services.information.store import kept

_COUNTY = "county"


def enter_form(
    work: UnitOfWork, code: str, title: str, fields: Sequence[DraftField], caller: Caller
) -> Form:
    """Put a form into the catalogue.

    Raises
    ------
    FieldWithoutGrounds, HeldAlready, FormKnown, CatalogueFull
    """
    catalogue = _catalogue(work, code)
    form = Form(code, title, settled(code, fields, catalogue, clock.today()), clock.now())
    actor = Actor.of(caller, post_of(caller))
    kept.CATALOGUE.save(work, enter(form, catalogue))
    kept.FORMS.save(work, form, Step(FormEvent.ENTERED, actor))
    return form


def move_form(
    work: UnitOfWork,
    code: str,
    command: FormCommand,
    caller: Caller,
    expected: Versions,
) -> Form:
    """Revise a form or retire it; what is not asked any more goes by schedule.

    Raises
    ------
    NotFound, StaleVersion, IllegalMove, NotAllowed, WordsMissing, FieldWithoutGrounds, HeldAlready
    """
    catalogue = _catalogue(work, code)
    form = kept.FORMS.require(work, code)
    refuse_stale(expected, form.version)
    change = move(form, command, caller, catalogue, clock.today())
    kept.CATALOGUE.save(work, catalogue.with_form(change.after))
    step = Step(change.event, Actor.of(caller, post_of(caller)), said=command.reason)
    kept.FORMS.save(work, change.after, step)
    return change.after


def form_of(code: str) -> Form:
    """Return a form as it is now.

    Raises
    ------
    NotFound
        There is none.
    """
    return kept.FORMS.get(code)


def forms_of(status: FormStatus, limit: int, cursor: str | None) -> Listed:
    """Return one page of forms of a status, by code."""
    return kept.FORMS.in_list(f"INFOFORMS#{status}", limit, cursor)


def _catalogue(work: UnitOfWork, code: str) -> Catalogue:
    work.load([kept.CATALOGUE.key(_COUNTY), kept.FORMS.key(code)])
    return kept.CATALOGUE.find(work, _COUNTY) or Catalogue()
