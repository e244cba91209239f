"""Field types of request models: what a client may send, with refusals in both languages."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from kernel.http import TextualValueError
from kernel.texts import Text
from kernel.units import is_code, is_place

# C0 and C1 controls but tab and line breaks, and the marks that turn the direction of what follows (Unicode TR 36): invisible in a
# list, they make a text read differently from what it is.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)


class Model(BaseModel):
    """A request model: unknown fields are refused, blanks around texts are dropped."""

    model_config = ConfigDict(
        extra="forbid", str_strip_whitespace=True, defer_build=True, frozen=True
    )


def visible(text: str) -> str:
    """Return `text` if it holds nothing invisible.

    Raises
    ------
    TextualValueError
        It holds NUL, another control character, or a mark that turns the writing direction.
    """
    if _INVISIBLE.search(text):
        raise TextualValueError(
            Text(
                "含有不可见的控制字符或方向控制字符。",
                "Contains invisible control or direction characters.",
            )
        )
    return text


def unit_code(text: str) -> str:
    """Return `text` if it has the grammar of a place's code (6, 9, 12 or 15 digits)."""
    if not is_place(text):
        raise TextualValueError(
            Text(
                "须为 6、9、12 或 15 位单位代码。", "Must be a unit code of 6, 9, 12 or 15 digits."
            )
        )
    return text


UnitCode = Annotated[
    str,
    Field(
        description="Unit code: county 6, town 9, village 12, grid 15 digits / 单位代码：县6位、乡镇9位、村12位、网格15位",
        examples=["140426106201001"],
        pattern=r"^([1-9]\d{5}|[1-9]\d{8}|[1-9]\d{11}|[1-9]\d{14})$",
    ),
    AfterValidator(unit_code),
]


def owner_code(text: str) -> str:
    """Return `text` if it has the grammar of a place's or a department's code."""
    if not is_code(text):
        raise TextualValueError(
            Text(
                "须为 6、9、12 或 15 位单位代码，或部门代码（如 140426-SLJ）。",
                "Must be a unit code of 6, 9, 12 or 15 digits, or a department's such as 140426-SLJ.",
            )
        )
    return text


OwnerCode = Annotated[
    str,
    Field(
        description="Unit code, or a department: office code, hyphen, three capitals or digits / 单位代码，或部门代码：县或乡镇代码加连字符和三位大写字母数字",
        examples=["140426106", "140426-SLJ"],
        pattern=r"^([1-9]\d{5}|[1-9]\d{8}|[1-9]\d{11}|[1-9]\d{14}|[1-9]\d{5}(\d{3})?-[A-Z0-9]{3})$",
    ),
    AfterValidator(owner_code),
]
ShortText = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(visible)]
LongText = Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(visible)]
