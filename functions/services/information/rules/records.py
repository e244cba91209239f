"""Records of households and persons: what is held of them, what it replaced, what they agreed to, when they are looked at again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import date, datetime
from typing import NamedTuple

from kernel.record import record
from kernel.texts import Named
from services.information.rules.forms import Form, InformationAbout


class InformationSource(Named):
    """Where a value comes from."""

    SAID = "said", "本人陈述", "the person said so"
    SEEN = "seen", "现场查看", "seen on the spot"
    PAPER = "paper", "查验证件（不留存）", "a paper that was shown, and not kept"
    SHARED = "shared", "部门共享", "shared by a department"
    REQUEST = "request", "本人申请更正", "the person's own request"


class Consenter(Named):
    """Who agreed."""

    SELF = "self", "本人", "the person"
    GUARDIAN = "guardian", "监护人", "a guardian"


class How(Named):
    """How consent was given or taken back."""

    PAPER = "paper", "书面签字", "signed on paper"
    SPOKEN = "spoken", "当面口头", "said face to face"
    APP = "app", "本人在线", "by the person in the app"


class RecheckOccasion(Named):
    """Why a household is looked at again."""

    YEARLY = "yearly", "年度复核", "the yearly re-check"
    BIRTH = "birth", "出生", "a birth"
    DEATH = "death", "死亡", "a death"
    MOVE = "move", "迁移", "a move"
    MARRIAGE = "marriage", "婚姻变动", "a marriage"


EVENTS = (
    RecheckOccasion.BIRTH,
    RecheckOccasion.DEATH,
    RecheckOccasion.MOVE,
    RecheckOccasion.MARRIAGE,
)


class RecordEvent(Named):
    """What the history tells; never a value."""

    ENTERED = "entered", "采集", "entered"
    CORRECTED = "corrected", "更正", "corrected"
    CONFIRMED = "confirmed", "核实无变化", "found right"
    CONSENTED = "consented", "同意", "consented"
    WITHDRAWN = "withdrawn", "撤回同意并删除", "consent withdrawn, its fields deleted"
    CHECKED = "checked", "复核", "checked"
    EVENT_NOTED = "event_noted", "登记变动", "an event was noted"
    DELETED = "deleted", "到期或用途终止删除", "deleted: term or purpose ended"
    DELETED_ON_REQUEST = "deleted_on_request", "依申请删除", "deleted on request"


@record
class Held:
    """A value, where it comes from, and until when it is kept."""

    form: str
    field: str
    value: str
    source: InformationSource
    seen_at: datetime
    entered_at: datetime
    by: str
    until: date


@record
class Superseded:
    """A value that was corrected, why, and when (Art. 46)."""

    held: Held
    why: str
    at: datetime


@record
class Consent:
    """That somebody agreed to one field of a form as it was worded then: each is taken back by itself (Arts. 15, 29)."""

    form: str
    field: str
    form_version: int
    by: Consenter
    how: How
    at: datetime
    taken_by: str
    guardian: str | None = None


@record
class Noted:
    """Something that happened in a household: known since when, and by when the household is looked at for it."""

    what: RecheckOccasion
    at: datetime
    due_on: date


@record
class Record:
    """What is held of a household or of a person in it.

    Attributes
    ----------
    id
        `H.` and the household's id, or `P.` and the resident's.
    unit
        The grid or village of the household when somebody last looked.
    told
        Of a household: the version of each form it was told of.
    withdrawn
        When the consent to a form, or to `form.field` alone, was last taken back.
    due_on, due_for
        Of a household: by when it is looked at again, and why.
    noted
        Of a household: what happened there since it was last looked at.
    left_on
        Of a person: since when it is known that the register has them no more.
    visits_on, visits
        How many visits were recorded on the last day there was one.
    """

    id: str
    about: InformationAbout
    household: str
    unit: str
    held: tuple[Held, ...] = ()
    old: tuple[Superseded, ...] = ()
    consents: tuple[Consent, ...] = ()
    withdrawn: Mapping[str, datetime] = field(default_factory=dict[str, datetime])
    told: Mapping[str, int] = field(default_factory=dict[str, int])
    checked_on: date | None = None
    due_on: date | None = None
    due_for: RecheckOccasion | None = None
    noted: Noted | None = None
    left_on: date | None = None
    visits_on: date | None = None
    visits: int = 0
    version: int = 0

    def value_of(self, field: str) -> Held | None:
        """Return what is held in a field."""
        return next((one for one in self.held if one.field == field), None)

    def consent_to(self, form: str, field: str) -> Consent | None:
        """Return the consent to a field of a form that stands."""
        named = (form, field)
        return next((one for one in self.consents if (one.form, one.field) == named), None)

    def agrees_to(self, form: Form, field: str) -> Consent | None:
        """Return the consent to a field of a form as it is worded now: to another purpose one agrees anew (Art. 14)."""
        consent = self.consent_to(form.id, field)
        return consent if consent and consent.form_version == form.version else None

    def without(self, stays: Callable[[Held], bool]) -> Record:
        """Return it with those values alone that stay, and what these replaced."""
        return replace(
            self,
            held=tuple(one for one in self.held if stays(one)),
            old=tuple(one for one in self.old if stays(one.held)),
        )

    def has_left(self, day: date) -> bool:
        """Whether the register has this person no more."""
        return self.left_on is not None and self.left_on <= day

    @property
    def subject(self) -> str:
        """The household's or resident's id."""
        return self.id[2:]


def blank(about: InformationAbout, subject: str, household: str, unit: str) -> Record:
    """Return the record of somebody of whom nothing is held."""
    return Record(record_id(about, subject), about, household, unit)


def record_id(about: InformationAbout, subject: str) -> str:
    """Return under which id something is held of a household or a resident."""
    return f"{'H' if about is InformationAbout.HOUSEHOLD else 'P'}.{subject}"


class Change(NamedTuple):
    """A record as it is afterwards, and what the history says of it: the event and the fields, never a value."""

    after: Record
    event: RecordEvent
    of: tuple[str, ...]
