"""A step with a form of the county's catalogue: who may take it, and what the form is afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from kernel.access import Caller, Post
from services.information.rules.catalogue import DraftField, settled
from services.information.rules.form_states import FORM_KEEPERS, FORMS, FormAction, FormEvent
from services.information.rules.forms import Catalogue, Form


class FormCommand(NamedTuple):
    """A step, with what was said of it."""

    action: FormAction
    fields: Sequence[DraftField] | None = None
    reason: str | None = None


class FormChange(NamedTuple):
    """A form as it is afterwards, and what the history says of it."""

    after: Form
    event: FormEvent


def post_of(caller: Caller) -> Post | None:
    """Return the post by which somebody keeps forms; None: nobody's."""
    return next((post for post in caller.posts if post.role in FORM_KEEPERS), None)


def actions_of(form: Form, caller: Caller) -> list[FormAction]:
    """Return what somebody may do with a form now."""
    return FORMS.open_to(form.status, lambda _: post_of(caller) is not None)


def move(
    form: Form, command: FormCommand, caller: Caller, catalogue: Catalogue, today: date
) -> FormChange:
    """Revise a form, or retire it.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The state table has no such move, not for the caller, or more must be said with it.
    FieldWithoutGrounds, HeldAlready, InvalidFields
        A field of the revised form may not be asked.
    """
    row = FORMS.move(form.status, command.action, offered=actions_of(form, caller))
    FORMS.allow(row, lambda _: post_of(caller) is not None, lambda _: FORM_KEEPERS)
    FORMS.require_words(row, command)
    after = replace(form, status=row.target, version=form.version + 1)
    if command.action is FormAction.REVISE and command.fields is not None:
        after = replace(after, fields=settled(form.id, command.fields, catalogue, today))
    return FormChange(after, FormEvent(str(row.event)))
