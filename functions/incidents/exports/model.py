"""What clients send about exports and what they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from incidents.exports.rules import Format
from kernel.fields import Day, Model, UnitCode


class CreateExport(Model):
    """A ledger to be written: which unit with everything below it, which days (Asia/Shanghai, both included), as what."""

    unit: UnitCode
    first: Annotated[
        Day,
        Field(alias="from", description="First day reported / 起始日", examples=["2026-01-01"]),
    ]
    last: Annotated[
        Day, Field(alias="to", description="Last day reported / 截止日", examples=["2026-12-31"])
    ]
    format: Format
    descriptions: Annotated[
        bool,
        Field(
            description="With descriptions, numbers masked, of what the unit answers for; officers of the very unit only "
            "/ 含情况描述（号码脱敏），仅限本单位干部、本单位责任事件"
        ),
    ] = False


class DownloadAddress(TypedDict):
    """Where the file is fetched, for a short while; each address given out is on record."""

    url: str
    expires_at: str


# `from` is a word of Python's own.
ExportView = TypedDict(
    "ExportView",
    {
        "id": str,
        "unit": str,
        "from": str,
        "to": str,
        "format": str,
        "descriptions": bool,
        "status": str,
        "rows_done": int,
        "rows_total": Annotated[
            int | None, Field(description="Not known before all is read / 读完前未知")
        ],
        "size": int | None,
        "failure": str | None,
        "failure_text": str | None,
        "requested_by": str,
        "requested_role": str,
        "requested_unit": str,
        "requested_at": str,
        "finished_at": str | None,
        "kept_until": Annotated[
            str | None, Field(description="The file is gone after this / 文件保留至")
        ],
        "download": DownloadAddress | None,
    },
)


class ExportList(TypedDict):
    """One page of exports, newest first."""

    items: list[ExportView]
    next_cursor: str | None


class DownloadView(TypedDict):
    """Who was given the address of a file, and when."""

    at: str
    person_id: str
    role: str
    unit: str


class DownloadList(TypedDict):
    """One page of the record of downloads, oldest first."""

    items: list[DownloadView]
    next_cursor: str | None
