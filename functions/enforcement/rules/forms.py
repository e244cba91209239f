"""The forms of enforcement as data (`data/forms.json`): how each is numbered, what it must hold by law, and who makes it (DOMAIN 5.2, 15.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from enforcement.rules.case_steps import CaseStatus, Holder
from enforcement.rules.numbers import document
from enforcement.rules.refusals import GateShut
from kernel.documents.templates import Template, Values
from kernel.law import Reference, reference
from kernel.numbering import Series
from kernel.personal_numbers import holds_resident_number
from kernel.problems import Conflict, FieldError, InvalidFields
from kernel.record import record
from kernel.texts import Named, Text

ORGANS_OWN = frozenset({"organ", "number", "issued_on"})
"""What a paper is given when it is issued, and nobody fills in."""
NOTHING = "／"
"""What stands in an official form where there is nothing to say."""
MOST_CHARACTERS = 60_000
"""How long all values of a paper are together: a row holds them."""
_LONGEST = 8_000
_MOST_ENTRIES = 200


class PaperMade(Named):
    """How a paper of a form comes about."""

    MOVE = "move", "随办案步骤", "by the step it belongs to, so that its gates are passed"
    HAND = "hand", "由承办人制作", "by hand, where the case stands"
    FILE = "file", "归档时生成", "with the file, of what is in it"


@record
class Item:
    """What a form must hold, by what."""

    field: str
    name: Text
    law: Reference


@record
class Form:
    """A form.

    Attributes
    ----------
    about
        What it belongs to: `case`, `inspection` or `supervision`.
    series
        How its papers are numbered; None: they have no number.
    by
        Who makes it by hand.
    within
        Where a case stands when it is made by hand.
    for_party
        Whether the party may read it: what is served on the party, and what it said itself.
    """

    code: str
    name: Text
    about: str
    template: str
    series: Series | None
    made: PaperMade
    by: tuple[Holder, ...]
    within: frozenset[CaseStatus]
    for_party: bool
    law: Reference
    items: tuple[Item, ...]

    @property
    def required(self) -> frozenset[str]:
        """The fields it must hold."""
        return frozenset(item.field for item in self.items)


class UnknownForm(InvalidFields):
    """There is no such form."""

    slug = "unknown-form"


class ItemMissing(GateShut):
    """A paper holds everything its form must hold by law; `errors` names what is missing."""

    slug = "item-missing"
    title = Text("文书缺少法定事项", "An item is missing")
    said = Text("文书缺少法定事项。", "The paper lacks what it must hold.")


class NotByHand(Conflict):
    """Papers of this form come of the step they belong to, which has its gates."""

    slug = "not-by-hand"
    said = Text(
        "此文书由对应的办案步骤生成，不能单独制作。",
        "This paper comes of the step it belongs to, and is not made by itself.",
    )


class NotNow(Conflict):
    """The case does not stand where a paper of this form is made."""

    slug = "paper-not-now"


class ValuesDiffer(InvalidFields):
    """What was given is not what the form asks for."""

    slug = "values-differ"


@cache
def forms() -> Mapping[str, Form]:
    """Return the forms by their codes."""
    return {code: _form(code, said) for code, said in document("forms")["forms"].items()}


def form_of(code: str) -> Form:
    """Return a form.

    Raises
    ------
    UnknownForm
        There is none of this code.
    """
    found = forms().get(code)
    if found is None:
        told = Text("没有该文书格式。", "There is no such form.")
        raise UnknownForm(told, errors=[FieldError("form", told)])
    return found


def _form(code: str, said: Mapping[str, Any]) -> Form:
    return Form(
        code,
        Text(**said["name"]),
        said["of"],
        said["template"],
        Series(code, said["number"]) if said["number"] else None,
        PaperMade(said["made"]),
        tuple(Holder(one) for one in said["by"]),
        frozenset(CaseStatus(one) for one in said["in"]),
        said["party"],
        reference(said["cites"]),
        tuple(
            Item(one["field"], Text(one["zh"], one["en"]), reference(one["cites"]))
            for one in said["items"]
        ),
    )


def refuse_by_hand(form: Form, status: CaseStatus) -> None:
    """Let a paper be made by hand in a case that stands where it belongs.

    Raises
    ------
    NotByHand, NotNow
        It comes of a step; or belongs elsewhere.
    """
    if form.made is not PaperMade.HAND:
        raise NotByHand
    if status not in form.within:
        where = sorted(form.within)
        told = Text(
            f"{form.name.zh}在以下环节制作：{'、'.join(one.said.zh for one in where)}。",
            f"A {form.name.en} is made while a case is: {', '.join(one.said.en for one in where)}.",
        )
        raise NotNow(told, statuses=[str(one) for one in where])


def complete(form: Form, template: Template, values: Values) -> dict[str, Any]:
    """Return the values of a paper with what is not required and was not given struck out, but for what the organ itself fills in.

    Raises
    ------
    ValuesDiffer
        A field is unknown, of another kind, too long, or holds a resident's number, which is written in by hand only.
    ItemMissing
        What the form must hold is not there.
    """
    refuse_other_fields(template, values)
    absent = missing(form, values)
    if absent:
        raise ItemMissing(
            Text(
                f"{form.name.zh}缺少：{'、'.join(one.name.zh for one in absent)}。",
                f"The {form.name.en} lacks: {', '.join(one.name.en for one in absent)}.",
            ),
            errors=[
                FieldError(one.field, Text(f"缺{one.name.zh}。", f"Lacks {one.name.en}."))
                for one in absent
            ],
            citation=absent[0].law,
        )
    return struck(template, values)


def missing(form: Form, values: Values) -> list[Item]:
    """Return what a form must hold and the values do not say."""
    return [item for item in form.items if not _is_said(values.get(item.field))]


def struck(template: Template, values: Values) -> dict[str, Any]:
    """Return values with everything the template asks for, struck out where nothing is said."""
    filled: dict[str, Any] = {}
    for name in sorted(template.texts - ORGANS_OWN):
        said = values.get(name)
        filled[name] = said if isinstance(said, str) and said.strip() else NOTHING
    for name, asked in sorted(template.lists.items()):
        entries = values.get(name) or ()
        assert not isinstance(entries, str), "values of another kind were refused"
        filled[name] = [
            {one: entry.get(one) or NOTHING for one in sorted(asked)} for entry in entries
        ]
    return filled


def refuse_other_fields(template: Template, values: Values) -> None:
    """Let values pass that a template knows.

    Raises
    ------
    ValuesDiffer
        One is unknown, of another kind, too long, or holds a resident's number.
    """
    errors: list[FieldError] = []
    length = 0
    for name, text in _spread(template, values, errors):
        length += len(text)
        if len(text) > _LONGEST:
            errors.append(FieldError(name, Text("过长。", "Too long.")))
        if holds_resident_number(text):
            errors.append(FieldError(name, _BY_HAND))
    if length > MOST_CHARACTERS:
        told = Text(f"全文不超过{MOST_CHARACTERS}字。", f"At most {MOST_CHARACTERS} characters.")
        errors.append(FieldError("", told))
    if errors:
        raise ValuesDiffer(errors[0].message, errors=errors)


_BY_HAND = Text(
    "身份证号码在打印后手工填写，不录入系统。",
    "A resident's number is written in by hand on the printed paper, never kept here.",
)
_NO_SUCH = Text("文书没有此栏。", "The form has no such field.")
_A_TEXT, _A_LIST = Text("须为文字。", "Must be a text."), Text("须为列表。", "Must be a list.")


def _spread(
    template: Template, values: Values, errors: list[FieldError]
) -> Sequence[tuple[str, str]]:
    """Return every text of the values with its place, noting what does not belong."""
    texts, lists = template.texts - ORGANS_OWN, template.lists
    found: list[tuple[str, str]] = []
    for name, value in values.items():
        if name not in texts and name not in lists:
            errors.append(FieldError(name, _NO_SUCH))
        elif isinstance(value, str):
            errors += [FieldError(name, _A_LIST)] if name in lists else []
            found.append((name, value))
        elif name in texts:
            errors.append(FieldError(name, _A_TEXT))
        elif len(value) > _MOST_ENTRIES:
            told = Text(f"不超过{_MOST_ENTRIES}行。", f"At most {_MOST_ENTRIES} rows.")
            errors.append(FieldError(name, told))
        else:
            for place, entry in enumerate(value):
                for part, text in entry.items():
                    if part not in lists[name]:
                        errors.append(FieldError(f"{name}.{place}.{part}", _NO_SUCH))
                    found.append((f"{name}.{place}.{part}", text))
    return found


def _is_said(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.strip()) and value.strip() != NOTHING
    return bool(value)
