"""Forms as they are entered, answered and told to those who are asked (个保法 Arts. 17, 30)."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from kernel.fields import Model, ShortText
from kernel.law import CitationView
from kernel.texts import Language
from services.information.model.fields import FormCode, FormFields, drafts
from services.information.rules.consenting import needs_naming
from services.information.rules.form_moves import FormCommand
from services.information.rules.form_states import FormAction
from services.information.rules.forms import (
    FieldKind,
    Form,
    FormField,
    Ground,
    InformationAbout,
    Origin,
    Sensitivity,
)
from services.information.rules.terms import law_of


class EnterInformationForm(Model):
    """A new form of the county's catalogue."""

    code: FormCode
    title: Annotated[ShortText, Field(examples=["住户基本情况"])]
    fields: FormFields


class MoveInformationForm(Model):
    """A revision, which says all fields as they are from now on, or that the form is not used any more."""

    action: Annotated[FormAction, Field(description="Revise it, or use it no more / 修订或停用")]
    fields: Annotated[FormFields | None, Field(description="revise / 修订后的全部字段")] = None
    reason: Annotated[ShortText | None, Field(description="Why / 原因")] = None

    def command(self) -> FormCommand:
        """Return the step as the rules take it."""
        fields = drafts(self.fields) if self.fields is not None else None
        return FormCommand(self.action, fields, self.reason)


class InformationFieldView(TypedDict):
    """A field, and what whoever is asked is told of it."""

    name: str
    title: str
    about: InformationAbout
    about_name: str
    kind: FieldKind
    kind_name: str
    origin: Origin
    origin_name: str
    choices: list[str]
    purpose: str
    ground: Ground
    ground_name: str
    basis: CitationView
    keep_months: int
    sensitivity: Sensitivity
    sensitivity_name: str
    necessity: str | None
    separate_consent: bool


class FormNotice(TypedDict):
    """What is told before anything is asked: what for, on which ground, how long, and which rights there are."""

    code: str
    title: str
    form_version: int
    fields: list[InformationFieldView]
    told_by: CitationView
    rights: CitationView
    how_to_ask: str
    separate: CitationView
    withdrawal: CitationView


class InformationFormView(FormNotice):
    """A form as staff sees it."""

    status: str
    status_name: str
    actions: list[str]
    version: int


class InformationFormList(TypedDict):
    """One page of forms."""

    items: list[InformationFormView]
    next_cursor: str | None


class FormNoticeList(TypedDict):
    """One page of notices."""

    items: list[FormNotice]
    next_cursor: str | None


_ASK = {
    "zh": "在本应用“我的信息请求”中提出查阅、复制、更正、删除，或请网格员代为提出；可随时逐项撤回同意。",
    "en": "Ask in the app for a copy, a correction or the deletion, or through the grid worker; each consent can be taken back at any time.",
}


def how_to_ask(language: Language) -> str:
    """Return how a person asks something of the own data."""
    return _ASK[language]


def field_view(field: FormField, language: Language) -> InformationFieldView:
    """Return a field as it is answered."""
    basis = field.basis or law_of("consent")
    return {
        "name": field.name,
        "title": field.title,
        "about": field.about,
        "about_name": field.about.said.say(language),
        "kind": field.kind,
        "kind_name": field.kind.said.say(language),
        "origin": field.origin,
        "origin_name": field.origin.said.say(language),
        "choices": list(field.choices),
        "purpose": field.purpose,
        "ground": field.ground,
        "ground_name": field.ground.said.say(language),
        "basis": basis.tell(language),
        "keep_months": field.keep_months,
        "sensitivity": field.sensitivity,
        "sensitivity_name": field.sensitivity.said.say(language),
        "necessity": field.necessity,
        "separate_consent": needs_naming(field, child=False),
    }


def notice(form: Form, language: Language) -> FormNotice:
    """Return what is told of a form before anything is asked."""
    return {
        "code": form.id,
        "title": form.title,
        "form_version": form.version,
        "fields": [field_view(one, language) for one in form.fields],
        "told_by": law_of("told").tell(language),
        "rights": law_of("rights").tell(language),
        "how_to_ask": how_to_ask(language),
        "separate": law_of("separate").tell(language),
        "withdrawal": law_of("withdrawal").tell(language),
    }


def form_view(form: Form, actions: Sequence[FormAction], language: Language) -> InformationFormView:
    """Return a form as staff sees it."""
    return {
        **notice(form, language),
        "status": form.status,
        "status_name": form.status.said.say(language),
        "actions": list(actions),
        "version": form.version,
    }
