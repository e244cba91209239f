"""The notice settings, as clients send them and are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator
from typing_extensions import TypedDict

from kernel import clock
from kernel.field_errors import TextualValueError
from kernel.fields import Model, Words
from kernel.in_force import InForce
from kernel.law.model import CitedDocument, CitedFor, cited
from kernel.texts import Language
from notices.rules import quiet


class WindowDocument(Model):
    """Part of a day, Beijing time, in which notices go out."""

    opens: Annotated[
        str,
        Field(
            pattern=r"^([01]\d|2[0-3]):[0-5]\d$",
            description="From when notices go out / 开始发送的时间",
            examples=["07:30"],
        ),
    ]
    closes: Annotated[
        str,
        Field(
            pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$",
            description="From when they wait again, 24:00 at the latest / 停止发送的时间，最晚 24:00",
            examples=["20:30"],
        ),
    ]


def fitting(windows: list[WindowDocument]) -> list[WindowDocument]:
    """Return the windows of a day if they can be kept.

    Raises
    ------
    TextualValueError
        They overlap, are out of order, or one is too short.
    """
    fault = quiet.windows_fault(window.model_dump() for window in windows)
    if fault:
        raise TextualValueError(fault)
    return windows


Windows = Annotated[
    list[WindowDocument],
    Field(
        max_length=6,
        description="In order; none: quiet all day / 按先后排列；空为全天免打扰",
    ),
    AfterValidator(fitting),
]


class TierHoursDocument(Model):
    """When a tier may be told: weekdays hold on working days, make-up Saturdays and Sundays included."""

    monday: Windows
    tuesday: Windows
    wednesday: Windows
    thursday: Windows
    friday: Windows
    saturday: Windows
    sunday: Windows
    day_off: Annotated[
        Windows,
        Field(
            description="Days off by the working calendar, whatever weekday / 休息日与法定节假日的发送时段"
        ),
    ]

    @model_validator(mode="after")
    def _opens_at_times(self) -> "TierHoursDocument":
        fault = quiet.never_open_fault(self.model_dump())
        if fault:
            raise TextualValueError(fault)
        return self


class HoursDocument(Model):
    """The hours of every tier; a grid has its village's."""

    village: TierHoursDocument
    town: TierHoursDocument
    county: TierHoursDocument


class BundlingDocument(Model):
    """When notices that waited become one message."""

    at_least: Annotated[
        int,
        Field(ge=2, le=100, description="From so many for one unit on / 同一单位达到几条时合并"),
    ]
    at_most: Annotated[
        int, Field(ge=2, le=50, description="So many in one message / 每条消息最多合并几条")
    ]


class NoticeSettings(CitedDocument):
    """All notice settings; they replace those in force, for what is held already as well."""

    hours: HoursDocument
    bundling: BundlingDocument
    note: Annotated[Words | None, Field(max_length=1000)] = None


class NoticeSettingsView(TypedDict):
    """One version of the notice settings."""

    version: Annotated[int, Field(description="0: the packaged default / 0 为默认设置")]
    set_by: str
    set_at: str | None
    settings: dict[str, Any]
    citations: list[CitedFor]


def settings_view(kept: InForce[quiet.Settings], language: Language) -> NoticeSettingsView:
    """Return a version of the notice settings as it is answered."""
    return {
        "version": kept.version,
        "set_by": kept.set_by,
        "set_at": clock.local_iso(clock.from_iso(kept.set_at)) if kept.set_at else None,
        "settings": dict(kept.document),
        "citations": cited(kept.document, language),
    }
