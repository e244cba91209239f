"""Being told and agreeing: what a consent covers, and what taking it back takes along (个保法 Arts. 14, 15, 17, 28, 29, 31, 47).

Every consent is to one field: what is sensitive is agreed to by its own name, separately (Art. 29), and each is taken back alone. Agreeing
to a form without naming a field agrees to each of its ordinary fields that rest on consent. All that is held of a child under 14 is
sensitive (Art. 28), so its guardian names each field that rests on consent.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from kernel.ages import Born, has_reached
from kernel.problems import Conflict, InvalidFields
from kernel.texts import Text
from services.information.rules.forms import Form, FormField, Ground
from services.information.rules.records import (
    Change,
    Consent,
    Consenter,
    Held,
    How,
    Record,
    RecordEvent,
)
from services.information.rules.terms import amount, law_of


class ConsentMissing(Conflict):
    """A field held by consent is not entered without it; `forms` and `fields` say to which."""

    slug = "consent-missing"
    title = Text("未取得同意", "No consent")


class SeparateConsentNeeded(Conflict):
    """What is sensitive is agreed to field by field, not with the form; `fields` names them (Art. 29)."""

    slug = "separate-consent-needed"
    title = Text("须逐项单独同意", "Agreed to separately")


class GuardianMissing(Conflict):
    """Of a child under 14, or somebody of unknown age, nothing is entered without a guardian's consent."""

    slug = "guardian-missing"
    title = Text("未取得监护人同意", "No guardian's consent")


class NotTold(Conflict):
    """Nobody is asked before being told what for, on which ground and for how long (Art. 17); `forms` says of which."""

    slug = "not-told"
    title = Text("未告知", "Not told")


class NothingWithdrawn(Conflict):
    """There is no consent of this person to this form or field that could be taken back."""

    slug = "no-such-consent"


class ConsentWithdrawnSince(Conflict):
    """A consent that comes in late does not bring back what was taken back after it."""

    slug = "consent-withdrawn-since"
    title = Text("同意已撤回", "Consent was taken back since")


class Agreement(NamedTuple):
    """A consent as it was said: to a form's ordinary fields, or to one field by its name."""

    form: Form
    field: str | None
    by: Consenter
    how: How
    at: datetime
    taken_by: str
    guardian: str | None = None


def is_child(born: Born | None, day: date) -> bool:
    """Tell whether a guardian must agree: under 14, or nobody knows (Art. 31). None: a household, which is none."""
    return born is not None and not has_reached(amount("guardian_until_age"), born, day)


def needs_naming(field: FormField, *, child: bool) -> bool:
    """Tell whether a field is agreed to by its own name: it rests on consent, and is sensitive or of a child (Arts. 28, 29)."""
    return field.ground is Ground.CONSENT and (field.is_sensitive or child)


def is_guarded(record: Record, form: str, field: FormField | None, name: str) -> bool:
    """Tell whether a value is masked until somebody says what for: it is sensitive, a child's by its guardian's word (Art. 28), or nobody knows."""
    consent = record.consent_to(form, name)
    of_child = consent is not None and consent.by is Consenter.GUARDIAN
    return field is None or field.is_sensitive or of_child


def refuse_ungrounded(
    record: Record, form: Form, field: FormField, born: Born | None, day: date
) -> None:
    """Let a field be entered for which there is a ground, and for a child its guardian's consent.

    Parameters
    ----------
    born
        None: a household.

    Raises
    ------
    GuardianMissing, ConsentMissing
    """
    consent, named = (
        record.agrees_to(form, field.name),
        {"forms": [form.id], "fields": [field.name]},
    )
    if is_child(born, day):
        if consent is None or consent.by is not Consenter.GUARDIAN:
            said = Text(
                "未满14周岁或年龄未登记，须先取得监护人同意。",
                "Under 14, or of unknown age: a guardian must agree first.",
            )
            raise GuardianMissing(said, **named, citation=law_of("guardian"))
        return
    if field.ground is Ground.CONSENT and consent is None:
        if field.is_sensitive:
            said = Text(
                f"{field.title}为敏感个人信息，须先取得对该项的单独同意。",
                f"{field.title} is sensitive: it takes a separate consent to this very field.",
            )
            raise ConsentMissing(said, **named, citation=law_of("separate"))
        said = Text("该项以同意为依据，须先取得同意。", "It is held by consent, which is missing.")
        raise ConsentMissing(said, **named, citation=law_of("consent"))


def consented(record: Record, said: Agreement, born: Born | None, day: date) -> Change:
    """Keep a consent; a child's is its guardian's, a grown person's the own.

    Raises
    ------
    GuardianMissing
        A child agreed by itself.
    InvalidFields
        The guardian is not named, or one is where the person agrees; there is nothing in the form, or in the field, to agree to.
    SeparateConsentNeeded
        All there is to agree to must be named.
    ConsentWithdrawnSince
        It was given before one was taken back.
    """
    child, guardian = is_child(born, day), said.by is Consenter.GUARDIAN
    if child and not guardian:
        words = Text("未满14周岁须由监护人同意。", "Under 14 a guardian agrees.")
        raise GuardianMissing(words, forms=[said.form.id], citation=law_of("guardian"))
    if guardian != bool(said.guardian):
        words = Text("监护人同意须写明监护人。", "Name the guardian, and only a guardian.")
        raise InvalidFields.one("guardian", words)
    names = _covered(record, said, child=child)
    back = [record.withdrawn.get(one) for one in (said.form.id, *_keys(said.form.id, names))]
    if any(one is not None and said.at < one for one in back):
        words = Text("此后已撤回同意。", "It was taken back after that.")
        raise ConsentWithdrawnSince(words, forms=[said.form.id], citation=law_of("withdrawal"))
    others = [one for one in record.consents if one.form != said.form.id or one.field not in names]
    given = [
        Consent(
            *(said.form.id, name, said.form.version),
            *(said.by, said.how, said.at, said.taken_by, said.guardian),
        )
        for name in names
    ]
    after = replace(record, consents=(*others, *given))
    return Change(after, RecordEvent.CONSENTED, _keys(said.form.id, names))


def _covered(record: Record, said: Agreement, *, child: bool) -> tuple[str, ...]:
    """Return the fields that a consent is to."""
    wanted = [
        one
        for one in said.form.fields
        # Of a child a guardian agrees even to what is held by duty (Art. 31).
        if one.about is record.about and (child or one.ground is Ground.CONSENT)
    ]
    if said.field is not None:
        if all(one.name != said.field for one in wanted):
            words = Text("该表没有需要同意的这一项。", "The form has no such field to agree to.")
            raise InvalidFields.one("field", words)
        return (said.field,)
    together = tuple(one.name for one in wanted if not needs_naming(one, child=child))
    if together:
        return together
    if not wanted:
        words = Text("该表没有需要同意的项目。", "There is nothing in the form to agree to.")
        raise InvalidFields.one("form", words)
    raise SeparateConsentNeeded(
        Text(
            "敏感个人信息须逐项单独同意，请指明字段。",
            "What is sensitive is agreed to separately: name the field.",
        ),
        forms=[said.form.id],
        fields=[one.name for one in wanted],
        citation=law_of("separate"),
    )


def withdrawn(
    record: Record, form_id: str, field: str | None, form: Form | None, at: datetime
) -> Change:
    """Take a consent back, to one field or to all of a form: what is held by it goes with all that it replaced, the rest stays (Arts. 15, 47).

    Parameters
    ----------
    field
        None: all of the form.
    form
        None: nobody knows the form any more.

    Raises
    ------
    NothingWithdrawn
        There is none.
    """

    def meant(of_form: str, name: str) -> bool:
        return of_form == form_id and field in (None, name)

    gone = [one for one in record.consents if meant(one.form, one.field)]
    if not gone:
        raise NothingWithdrawn(Text("没有可撤回的同意。", "There is no consent to take back."))

    def stays(held: Held) -> bool:
        described = form.field(held.field) if form else None
        by_duty = described is not None and described.ground is Ground.DUTY
        return by_duty or not meant(held.form, held.field)

    back = form_id if field is None else f"{form_id}.{field}"
    after = replace(
        record.without(stays),
        consents=tuple(one for one in record.consents if one not in gone),
        withdrawn={**record.withdrawn, back: at},
    )
    return Change(after, RecordEvent.WITHDRAWN, _keys(form_id, [one.field for one in gone]))


def _keys(form: str, names: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{form}.{name}" for name in names)
