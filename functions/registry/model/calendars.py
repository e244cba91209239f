"""Holiday notices as they are sent and answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from kernel.fields import Day, Model, ShortText
from kernel.law import CitationView

FIRST_YEAR, LAST_YEAR = 2020, 2099


class HolidayBody(Model):
    """A holiday: its days off, both included, weekends within it too."""

    name: Annotated[ShortText, Field(examples=["元旦"])]
    name_en: ShortText | None = None
    first: Annotated[Day, Field(alias="from", examples=["2027-01-01"])]
    last: Annotated[Day, Field(alias="to", examples=["2027-01-03"])]


class NoticeSource(Model):
    """Which notice says so."""

    title: Annotated[ShortText, Field(examples=["国务院办公厅关于2027年部分节假日安排的通知"])]
    document: ShortText | None = None
    issued: Day | None = None
    url: Annotated[str | None, Field(max_length=500, pattern=r"^https?://\S+$")] = None


class CalendarBody(Model):
    """A year's holiday notice, in the form of the packaged files."""

    year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR, strict=True)]
    valid_from: Day | None = None
    valid_to: Day | None = None
    source: NoticeSource
    holidays: Annotated[list[HolidayBody], Field(min_length=1, max_length=30)]
    make_up_working_days: Annotated[
        list[Day],
        Field(max_length=60, description="Weekend days that are worked / 调休上班日"),
    ]


class CalendarSummary(TypedDict):
    """A year whose notice is counted with."""

    year: int
    origin: Annotated[
        str,
        Field(
            description="packaged, or county: loaded here / packaged 随系统提供，county 本县录入"
        ),
    ]
    version: Annotated[int, Field(description="0 as packaged / 0 为随系统提供的版本")]
    title: str


class CalendarList(TypedDict):
    """The years that are counted with; limits that run into any other are provisional."""

    items: list[CalendarSummary]


class CalendarView(TypedDict):
    """A year's notice."""

    year: int
    origin: str
    version: int
    set_by: str | None
    set_at: str | None
    notice: dict[str, Any]
    citation: CitationView
