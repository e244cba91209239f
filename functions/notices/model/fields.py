"""Fields that several requests share: which events and severities are told."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import AfterValidator, Field

from escalation.rules.clocked import Severity
from kernel.field_errors import TextualValueError
from kernel.fields import once_each
from kernel.texts import Text
from notices.rules.wordings import TOLD

_TOLD = sorted(map(str, TOLD))


def told(event: str) -> str:
    """Return `event` if units are told about it.

    Raises
    ------
    TextualValueError
        Nobody is ever told: a subscription to it would stay silent.
    """
    if event not in _TOLD:
        raise TextualValueError(
            Text(
                f"不发送此类通知，只能是：{'、'.join(_TOLD)}。",
                f"No notices are sent of this; must be one of: {', '.join(_TOLD)}.",
            )
        )
    return event


Events = Annotated[
    list[Annotated[str, Field(json_schema_extra={"enum": [*_TOLD]}), AfterValidator(told)]],
    Field(
        max_length=len(_TOLD),
        description="Only these events; none: all / 仅限这些事件，空为全部",
        json_schema_extra={"uniqueItems": True},
    ),
    AfterValidator(once_each),
]
Severities = Annotated[
    list[Severity],
    Field(
        max_length=len(Severity),
        description="Only these severities; none: all / 仅限这些等级，空为全部",
        json_schema_extra={"uniqueItems": True},
    ),
    AfterValidator(once_each),
]
