"""What clients send about requests on own data, and what they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, model_validator
from typing_extensions import TypedDict

from kernel import clock
from kernel.field_errors import TextualValueError
from kernel.fields import LongText, Model, ShortText
from kernel.law import CitationView
from kernel.texts import Language, Text
from workspace.data_requests.rules.request_states import (
    EVENT_NAMES,
    STATUS_NAMES,
    DataRequestAction,
    DataRequestStatus,
    Event,
)
from workspace.data_requests.rules.requests import (
    KIND_NAMES,
    Command,
    DataRequestKind,
    NamedField,
    Step,
    terms,
)
from workspace.data_requests.service.see_request import DataRequestSeen


class AskAboutOwnData(Model):
    """What a person asks of the own data."""

    kind: Annotated[
        DataRequestKind,
        Field(description="What is asked / 请求种类", examples=["correct"]),
    ]
    about: Annotated[
        LongText | None,
        Field(
            description="Which data, and what is wrong with it; required to correct or delete / 涉及哪些信息，更正或删除时必填",
            examples=["登记的电话号码是旧的。"],
        ),
    ] = None
    field: Annotated[
        str | None,
        Field(
            pattern=r"^[a-z][a-z0-9_]{1,39}$",
            description="A field of a form that is held of oneself (`/v1/services/information/own`): done as soon as it is granted / 采集字段，办理即生效",
            examples=["water_supply"],
        ),
    ] = None
    value: Annotated[
        ShortText | None,
        Field(description="correct: what it is to be / 更正后的内容", examples=["自来水"]),
    ] = None

    @model_validator(mode="after")
    def _says_of_what(self) -> "AskAboutOwnData":
        if self.value is not None and self.field is None:
            raise TextualValueError(
                Text("写明内容须同时写明字段。", "A value is that of a `field`.")
            )
        return self

    def named(self) -> NamedField | None:
        """Return the field it names as the rules take it."""
        return NamedField(self.field, self.value) if self.field else None


class MoveDataRequest(Model):
    """An answer, or that it is taken back."""

    action: Annotated[
        DataRequestAction,
        Field(description="grant 办理, refuse 不予办理, withdraw 撤回", examples=["grant"]),
    ]
    reason: Annotated[
        LongText | None,
        Field(
            description="What was done, or why not; required of an answer / 办理情况或不予办理的理由",
            examples=["已更正为新号码。"],
        ),
    ] = None

    def as_command(self) -> Command:
        """Return it as the rules take it."""
        return Command(self.action, self.reason)


class DataRequestView(TypedDict):
    """A request about own data."""

    id: str
    person: Annotated[str, Field(description="Whose data, and who asked / 请求人")]
    kind: DataRequestKind
    kind_name: str
    right: Annotated[CitationView, Field(description="The right it rests on / 法律依据")]
    about: str | None
    field: str | None
    value: str | None
    status: str
    status_name: str
    asked_at: str
    due_at: Annotated[str, Field(description="By when it is to be answered / 答复期限")]
    late: bool
    reason: str | None
    decided_at: str | None
    actions: list[str]
    version: int


class DataRequestStepView(TypedDict):
    """A step of a request; who took it is told by whether it was the person or the county."""

    seq: int
    at: str
    event: str
    event_name: str
    by_administrator: bool
    reason: str | None


class DataRequestWithSteps(DataRequestView):
    """A request with its history."""

    steps: list[DataRequestStepView]


class DataRequestList(TypedDict):
    """One page of requests."""

    items: list[DataRequestView]
    next_cursor: str | None


def request_view(seen: DataRequestSeen, language: Language) -> DataRequestView:
    """Return a request as it is answered."""
    request = seen.request
    day = request.asked_at.astimezone(clock.SHANGHAI).date()
    return {
        "id": request.id,
        "person": request.person,
        "kind": request.kind,
        "kind_name": KIND_NAMES[request.kind].say(language),
        "right": terms().rights[request.kind].on(day).view(language),
        "about": request.about,
        "field": request.field,
        "value": request.value,
        "status": str(request.status),
        "status_name": STATUS_NAMES[DataRequestStatus(request.status)].say(language),
        "asked_at": clock.local_iso(request.asked_at),
        "due_at": clock.local_iso(request.due_at),
        "late": seen.is_late,
        "reason": request.reason,
        "decided_at": clock.local_iso(request.decided_at) if request.decided_at else None,
        "actions": [str(action) for action in seen.actions],
        "version": request.version,
    }


def with_steps(
    seen: DataRequestSeen, steps: Sequence[Step], language: Language
) -> DataRequestWithSteps:
    """Return a request with its history as it is answered."""
    return {
        **request_view(seen, language),
        "steps": [
            {
                "seq": step.seq,
                "at": clock.local_iso(step.at),
                "event": str(step.event),
                "event_name": EVENT_NAMES[step.event].say(language),
                "by_administrator": step.event in (Event.GRANTED, Event.REFUSED),
                "reason": step.reason,
            }
            for step in steps
        ],
    }
