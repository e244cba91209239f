"""What may be asked: a field with its grounds, of nobody who is known to hold it already (个保法 Arts. 6, 13, 17, 28 to 30)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from kernel.law import Reference
from kernel.problems import Conflict, FieldError, InvalidFields
from kernel.texts import Text
from services.information.rules.forms import (
    Catalogue,
    FieldKind,
    Form,
    FormField,
    Ground,
    InformationAbout,
    Origin,
    Sensitivity,
)
from services.information.rules.terms import amount, law_of, registry_facts


class FieldWithoutGrounds(InvalidFields):
    """A field must say what it is for, on which ground, for how long and how sensitive it is, before anybody is asked."""

    slug = "field-without-grounds"
    title = Text("采集字段未说明用途和依据", "Field without grounds")


class HeldAlready(Conflict):
    """What the registry holds or another form asks is not asked again; `held_by` says by field where it is."""

    slug = "held-already"
    title = Text("不得重复采集", "Not to be asked again")


class CatalogueFull(Conflict):
    """The county's catalogue has as many forms as it may; `most` says how many."""

    slug = "catalogue-full"


class FormKnown(Conflict):
    """There is a form of this code already; a retired one's code is not given again."""

    slug = "form-known"
    title = Text("采集表代码已存在", "Code of a form taken")


class DraftField(NamedTuple):
    """A field as it was proposed: what must be said may be missing."""

    name: str
    title: str
    about: InformationAbout
    kind: FieldKind
    origin: Origin
    choices: tuple[str, ...] = ()
    purpose: str | None = None
    ground: Ground | None = None
    basis: Reference | None = None
    keep_months: int | None = None
    sensitivity: Sensitivity | None = None
    necessity: str | None = None


def settled(
    form: str, drafts: Sequence[DraftField], catalogue: Catalogue, today: date
) -> tuple[FormField, ...]:
    """Return the fields of a form if each may be asked.

    Raises
    ------
    FieldWithoutGrounds
        Purpose, ground, term or sensitivity is missing; a duty without a statute in force;
        a field that is sensitive, or of a person who may be a child, does not say why.
    HeldAlready
        The registry holds it, or another form asks it.
    InvalidFields
        A name stands twice; choices are missing, or given where there are none; what is to be filled in is held by nobody.
    """
    faults = [fault for n, one in enumerate(drafts) for fault in _ungrounded(n, one, today)]
    if faults:
        cited = [law_of(one) for one in ("told", "minimal")]
        raise FieldWithoutGrounds(faults[0].message, errors=faults, citations=cited)
    seen = [one.name for one in drafts]
    shapes = [fault for n, one in enumerate(drafts) for fault in _misshaped(n, one, seen)]
    if shapes:
        raise InvalidFields(errors=shapes)
    held = {one.name: by for one in drafts if (by := _held_by(one, catalogue, form))}
    if held:
        listed = "、".join(held)
        raise HeldAlready(
            Text(
                f"登记或其他表已有：{listed}。请改为引用，不再采集。",
                f"Held already: {', '.join(held)}. Name it to have it filled in.",
            ),
            held_by=held,
            citation=law_of("once"),
        )
    return tuple(_field(one) for one in drafts)


def _ungrounded(number: int, draft: DraftField, today: date) -> list[FieldError]:
    # Of a child under 14 every field is sensitive (个保法 Art. 28), and any person may be one.
    of_person = draft.about is InformationAbout.PERSON
    wants_necessity = of_person or draft.sensitivity is Sensitivity.SENSITIVE
    missing = {
        "purpose": draft.purpose is None,
        "ground": draft.ground is None,
        "keep_months": draft.keep_months is None,
        "sensitivity": draft.sensitivity is None,
        "basis": draft.ground is Ground.DUTY
        and (draft.basis is None or not draft.basis.holds_on(today)),
        "necessity": wants_necessity and draft.necessity is None,
    }
    return [FieldError(f"fields.{number}.{one}", _MISSING[one]) for one in missing if missing[one]]


_MISSING = {
    "purpose": Text("请说明采集用途。", "Say what it is for."),
    "ground": Text("请说明依据是法定职责还是本人同意。", "Say whether by duty or by consent."),
    "keep_months": Text("请说明保存期限。", "Say for how long it is kept."),
    "sensitivity": Text("请说明是否为敏感个人信息。", "Say how sensitive it is."),
    "basis": Text(
        "以法定职责为依据的，须引用现行有效的法规。", "A duty cites a statute that is in force."
    ),
    "necessity": Text(
        "采集个人的字段（未满14周岁儿童的信息均属敏感）和敏感字段须说明必要性和对个人的影响。",
        "A field of a person, as all that is held of a child is sensitive, and any sensitive one says why it is necessary and what it does to the person.",
    ),
}


def _misshaped(number: int, draft: DraftField, seen: Sequence[str]) -> list[FieldError]:
    place, found = f"fields.{number}", list[FieldError]()
    if seen.count(draft.name) > 1:
        found.append(FieldError(f"{place}.name", Text("字段重复。", "Named twice.")))
    if bool(draft.choices) != (draft.kind is FieldKind.CHOICE):
        said = Text("选项类字段须列出选项，其他字段不列。", "Choices, and only they, are listed.")
        found.append(FieldError(f"{place}.choices", said))
    if draft.origin is Origin.REGISTRY and draft.name not in registry_facts():
        said = Text("户籍登记没有该项。", "The registry does not hold it.")
        found.append(FieldError(f"{place}.name", said))
    return found


def _held_by(draft: DraftField, catalogue: Catalogue, form: str) -> str | None:
    other = catalogue.asked_by(draft.name, form)
    if draft.origin is Origin.FORM and other is None:
        said = Text("没有其他表采集该项。", "No other form asks it.")
        raise InvalidFields.one("fields", said)
    if draft.origin is not Origin.ASKED:
        return None
    return "registry" if draft.name in registry_facts() else other


def _field(draft: DraftField) -> FormField:
    purpose, ground = draft.purpose, draft.ground
    keep_months, sensitivity = draft.keep_months, draft.sensitivity
    assert purpose is not None, "what is missing was refused"
    assert ground is not None, "what is missing was refused"
    assert keep_months is not None, "what is missing was refused"
    assert sensitivity is not None, "what is missing was refused"
    return FormField(
        name=draft.name,
        title=draft.title,
        about=draft.about,
        kind=draft.kind,
        origin=draft.origin,
        purpose=purpose,
        ground=ground,
        keep_months=keep_months,
        sensitivity=sensitivity,
        choices=draft.choices,
        basis=draft.basis if ground is Ground.DUTY else None,
        necessity=draft.necessity,
    )


def enter(form: Form, catalogue: Catalogue) -> Catalogue:
    """Put a new form into the catalogue.

    Raises
    ------
    FormKnown
        Its code is taken.
    CatalogueFull
        There are as many forms as there may be.
    """
    if form.id in catalogue.forms:
        raise FormKnown(Text("该代码已被使用。", "This code is taken."))
    most = amount("forms_at_once")
    if len(catalogue.forms) >= most:
        said = Text(f"采集表最多 {most} 张。", f"There are at most {most} forms.")
        raise CatalogueFull(said, most=most)
    return catalogue.with_form(form)
