"""Deleting what is held: on request, as its term has ended, or as nobody needs it any more (个保法 Arts. 19, 47).

Of somebody who was taken off the register (moved away, dead) what a duty holds goes by its own term. What rests on consent goes within the
month: nobody is left who could take it back (Art. 15), and its purpose can not be reached any more (Art. 47).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from kernel import clock
from kernel.problems import Conflict
from kernel.texts import Text
from services.information.rules.forms import Form, FormField, Ground
from services.information.rules.records import Change, Held, Record, RecordEvent, Superseded
from services.information.rules.terms import amount, law_of

_LOOK_AGAIN = timedelta(days=amount("look_again_days"))


class HeldByDuty(Conflict):
    """What is held by statutory duty is not deleted before its term ends (Art. 47)."""

    slug = "held-by-duty"


def deleted(record: Record, field: FormField | None, name: str) -> Change:
    """Delete a value on the person's request (Art. 47).

    Raises
    ------
    HeldByDuty
        A statutory duty keeps it.
    """
    if field is not None and field.ground is Ground.DUTY:
        said = Text("该项依法定职责保存，期满前不删除。", "A duty keeps it until its term ends.")
        raise HeldByDuty(said, basis=field.basis, citation=law_of("retention"))
    after = record.without(lambda held: held.field != name)
    return Change(after, RecordEvent.DELETED_ON_REQUEST, (name,))


def gone_by(record: Record, forms: Mapping[str, Form], day: date) -> list[Held]:
    """Return the values whose term has ended by a day, whose form or field is no more, or whose consent nobody can take back (Arts. 19, 47)."""
    return [one for one in record.held if _ends(record, one, forms, day)]


def old_gone_by(record: Record, forms: Mapping[str, Form], day: date) -> list[Superseded]:
    """Return the values that were corrected and whose own term has ended: what replaced one does not keep it."""
    return [one for one in record.old if _ends(record, one.held, forms, day)]


def _ends(record: Record, held: Held, forms: Mapping[str, Form], day: date) -> bool:
    form = forms.get(held.form)
    field = form.field(held.field) if form is not None and form.in_use else None
    if field is None or held.until < day:
        return True
    return field.ground is Ground.CONSENT and _is_long_gone(record, day)


def _is_long_gone(record: Record, day: date) -> bool:
    """Tell whether somebody left so long ago that it was no slip of the register."""
    return record.left_on is not None and record.left_on + _LOOK_AGAIN <= day


def tidied(record: Record, forms: Mapping[str, Form], day: date) -> Record | None:
    """Return a record without what has ended; None: nothing has."""
    gone, old = gone_by(record, forms, day), old_gone_by(record, forms, day)
    if not gone and not old:
        return None
    keep_old = tuple(one for one in record.old if one not in old)
    kept = tuple(one for one in record.held if one not in gone)
    consents = () if _is_long_gone(record, day) else record.consents
    return replace(record, held=kept, old=keep_old, consents=consents)


def wakes_at(record: Record, now: datetime) -> datetime | None:
    """Return when the clock looks at a record: the day after a term ends, and now and then for forms that changed."""
    if not record.held and not record.old:
        return None
    ends = [one.until for one in record.held] + [one.held.until for one in record.old]
    day = min(min(ends) + timedelta(days=1), clock.today() + _LOOK_AGAIN)
    return max(datetime(day.year, day.month, day.day, tzinfo=clock.SHANGHAI), now)


def counts_of(gone: Sequence[Held]) -> dict[str, int]:
    """Return how many values there are of each field, by `form.field`: numbers, not contents."""
    counts: dict[str, int] = {}
    for one in gone:
        name = f"{one.form}.{one.field}"
        counts[name] = counts.get(name, 0) + 1
    return counts
