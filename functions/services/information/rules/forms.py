"""Forms as data: what may be asked, of whom, for what, on which ground, for how long (个保法 Arts. 6, 13, 17, 19, 28 to 31).

A field is asked by one form of the county's catalogue alone; another form that needs it names it, says its own purpose and ground, and has
it filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime

from kernel.law import Reference
from kernel.record import record
from kernel.texts import Named
from services.information.rules.form_states import FormStatus


class InformationAbout(Named):
    """Whom a field is about."""

    HOUSEHOLD = "household", "户", "the household"
    PERSON = "person", "个人", "a person"


class Ground(Named):
    """On which ground a field is held (Art. 13)."""

    DUTY = "duty", "履行法定职责", "statutory duty"
    CONSENT = "consent", "本人同意", "consent"


class Sensitivity(Named):
    """How much harm a field can do (Art. 28)."""

    ORDINARY = "ordinary", "一般个人信息", "ordinary"
    SENSITIVE = "sensitive", "敏感个人信息", "sensitive"


class FieldKind(Named):
    """What a value looks like."""

    TEXT = "text", "文字", "words"
    NUMBER = "number", "数字", "a number"
    DAY = "day", "日期", "a day"
    CHOICE = "choice", "选项", "one of the choices"
    YES_NO = "yes_no", "是否", "yes or no"


class Origin(Named):
    """Where the value of a field comes from."""

    ASKED = "asked", "入户采集", "asked on a visit"
    REGISTRY = "registry", "户籍登记已有", "the registry has it"
    FORM = "form", "其他表已采集", "another form asks it"


@record
class FormField:
    """A field of a form.

    Attributes
    ----------
    title
        What is asked, as the county words it.
    purpose
        What it is needed for.
    basis
        The statute that makes it a duty; None: consent.
    keep_months
        How long a value is kept after it was last taken or found right.
    necessity
        Of a sensitive field: why it is necessary and what it does to the person (Art. 30).
    """

    name: str
    title: str
    about: InformationAbout
    kind: FieldKind
    origin: Origin
    purpose: str
    ground: Ground
    keep_months: int
    sensitivity: Sensitivity
    choices: tuple[str, ...] = ()
    basis: Reference | None = None
    necessity: str | None = None

    @property
    def is_sensitive(self) -> bool:
        """Whether it is masked until somebody says what for it is needed."""
        return self.sensitivity is Sensitivity.SENSITIVE


@record
class Form:
    """A form of the county's catalogue."""

    id: str
    title: str
    fields: tuple[FormField, ...]
    entered_at: datetime
    status: FormStatus = FormStatus.IN_USE
    version: int = 1

    @property
    def in_use(self) -> bool:
        """Whether anything may be entered by it."""
        return self.status is FormStatus.IN_USE

    @property
    def asks(self) -> tuple[str, ...]:
        """The fields whose values it brings in itself; none once it is retired."""
        return tuple(one.name for one in self.fields if one.origin is Origin.ASKED and self.in_use)

    def field(self, name: str) -> FormField | None:
        """Return a field by its name."""
        return next((one for one in self.fields if one.name == name), None)


@record
class Catalogue:
    """Which form of the county asks what: one row, so that no two forms come to ask the same."""

    id: str = "county"
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    version: int = 0

    def asked_by(self, name: str, but: str) -> str | None:
        """Return the form other than `but` that asks a field."""
        return next((f for f, asked in self.forms.items() if f != but and name in asked), None)

    def with_form(self, form: Form) -> Catalogue:
        """Return the catalogue with a form as it is from now on."""
        return replace(self, forms={**self.forms, form.id: form.asks}, version=self.version + 1)
