"""Field types of enforcement's requests."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from enforcement.rules.firms import is_credit_code
from kernel import clock
from kernel.field_errors import TextualValueError
from kernel.fields import ShortText, once_each
from kernel.ids import ID_PATTERN
from kernel.texts import Text

ItemCode = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9][a-z0-9\-]{0,39}$",
        description="Code of an item of the authority list / 权责事项编码",
        examples=["burning-straw"],
    ),
]
TownCode = Annotated[
    str, Field(pattern=r"^[1-9]\d{8}$", description="Town / 乡镇代码", examples=["140426106"])
]
OrganCode = Annotated[
    str,
    Field(
        pattern=r"^[1-9]\d{5}(\d{3})?$",
        description="Town, or county / 乡镇或县代码",
        examples=["140426106"],
    ),
]
PersonId = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._@+\-]{0,63}$",
        description="Person, as the token names him / 人员标识",
        examples=["p-eo-01"],
    ),
]
RowId = Annotated[str, Field(pattern=f"^{ID_PATTERN}$")]
CertificateNumber = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9\-]{2,39}$",
        description="Number of the certificate / 证件编号",
        examples=["04260100123"],
    ),
]


def credit_code(text: str) -> str:
    """Return a text that is a unified credit code.

    Raises
    ------
    TextualValueError
        It is none, or its last character does not fit the others.
    """
    if not is_credit_code(text):
        raise TextualValueError(
            Text(
                "不是有效的统一社会信用代码。",
                "Not a unified credit code, or its last character does not fit.",
            )
        )
    return text


CreditCode = Annotated[
    str,
    Field(
        min_length=18,
        max_length=18,
        description="Unified credit code / 统一社会信用代码",
        examples=["91140426MA0000001B"],
    ),
    AfterValidator(credit_code),
]
Fields = Annotated[
    list[ShortText],
    Field(max_length=10, description="For which fields; none: all / 执法领域，空为全部"),
    AfterValidator(once_each),
]


def day_or_none(day: date | None) -> str | None:
    """Return a day as an answer tells it."""
    return day.isoformat() if day else None


def instant_or_none(at: datetime | None) -> str | None:
    """Return an instant as an answer tells it."""
    return clock.local_iso(at) if at else None
