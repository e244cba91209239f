"""Whether a value fits its field, and what may never be one."""

from __future__ import annotations

import re

from kernel.field_errors import TextualValueError
from kernel.fields import day
from kernel.personal_numbers import holds_resident_number
from kernel.problems import InvalidFields
from kernel.texts import Text
from services.information.rules.forms import FieldKind, FormField

_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,4})?")
_YES_NO = ("yes", "no")


class IdNumberInValue(InvalidFields):
    """An identity number is the registry's alone, as a keyed hash (DOMAIN 7): no value of a form holds one."""

    slug = "id-number-in-value"


def checked_value(place: str, field: FormField, value: str) -> str:
    """Return a value as it is kept.

    Raises
    ------
    InvalidFields
        It does not fit the field.
    IdNumberInValue
        It holds somebody's identity number.
    """
    if holds_resident_number(value):
        said = Text("不得填写身份证号。", "May hold no identity number.")
        raise IdNumberInValue.one(place, said)
    if not _fits(field, value):
        raise InvalidFields.one(place, _EXPECTED[field.kind])
    return value


def _fits(field: FormField, value: str) -> bool:
    match field.kind:
        case FieldKind.NUMBER:
            return bool(_NUMBER.fullmatch(value))
        case FieldKind.CHOICE:
            return value in field.choices
        case FieldKind.YES_NO:
            return value in _YES_NO
        case FieldKind.DAY:
            try:
                return bool(day(value))
            except TextualValueError:
                return False
        case _:
            return True


_EXPECTED = {
    FieldKind.NUMBER: Text("须为数字。", "Must be a number."),
    FieldKind.CHOICE: Text("须为所列选项之一。", "Must be one of the choices."),
    FieldKind.YES_NO: Text("须答“是”或“否”。", "Must be yes or no."),
    FieldKind.DAY: Text("须为日期，格式 YYYY-MM-DD。", "Must be a day, written YYYY-MM-DD."),
}
