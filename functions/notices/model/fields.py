"""Fields that several requests share: which events and severities are told."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import AfterValidator, Field

from kernel.field_errors import TextualValueError
from kernel.fields import once_each
from kernel.texts import Text
from notices.rules.events import Event, Severity
from notices.rules.wordings import TOLD


def told(event: Event) -> Event:
    """Return `event` if units are told about it.

    Raises
    ------
    TextualValueError
        Nobody is ever told: a subscription to it would stay silent.
    """
    if event not in TOLD:
        raise TextualValueError(Text("此类事项不发送通知。", "No notices are sent of this event."))
    return event


Events = Annotated[
    list[Annotated[Event, AfterValidator(told)]],
    Field(
        max_length=len(Event),
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
