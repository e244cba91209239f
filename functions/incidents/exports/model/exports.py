"""What clients send about exports and what they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from incidents.exports.rules.export_states import Status
from incidents.exports.rules.exports import FAILURE_TEXTS, Download, Export, Format
from kernel import clock
from kernel.fields import Day, Model, UnitCode
from kernel.files import KEPT, Address
from kernel.texts import Language


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


def export_view(export: Export, language: Language, address: Address | None = None) -> ExportView:
    """Return an export as it is answered; `address`: where its file is fetched, for who may."""
    finished, failure = export.finished_at, export.failure
    done = export.status is Status.DONE
    return {
        "id": export.id,
        "unit": export.unit,
        "from": export.first.isoformat(),
        "to": export.last.isoformat(),
        "format": str(export.format),
        "descriptions": export.descriptions,
        "status": str(export.status),
        "rows_done": export.rows_done,
        "rows_total": export.rows_done if export.all_read else None,
        "size": export.size,
        "failure": str(failure) if failure else None,
        "failure_text": FAILURE_TEXTS[failure].say(language) if failure else None,
        "requested_by": export.requested_by,
        "requested_role": export.requested_role,
        "requested_unit": export.requested_unit,
        "requested_at": clock.local_iso(export.requested_at),
        "finished_at": clock.local_iso(finished) if finished else None,
        "kept_until": clock.local_iso(finished + KEPT) if finished and done else None,
        "download": _address(address) if address else None,
    }


def download_view(one: Download) -> DownloadView:
    """Return who was given the address of a file."""
    return {
        "at": clock.local_iso(one.at),
        "person_id": one.person_id,
        "role": one.role,
        "unit": one.unit,
    }


def _address(address: Address) -> DownloadAddress:
    return {"url": address.url, "expires_at": clock.local_iso(address.expires_at)}
