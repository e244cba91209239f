"""What clients send, and what a line of an import file must be: the same models for both."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from kernel.access import Post, Role
from kernel.fields import Day, Model, OneLine, OwnerCode, ShortText, UnitCode
from kernel.http import TextualValueError
from kernel.texts import Text

MOST_UPLOAD_BYTES = 10 * 1024 * 1024


def has_empty_segment(code: str) -> bool:
    """Tell whether a level below the county is numbered 000, as in towns of twelve digits."""
    return any(code[start : start + 3] == "000" for start in range(6, len(code), 3))


def _segments(code: str) -> str:
    if has_empty_segment(code):
        raise TextualValueError(
            Text(
                "各级代码段须为 001 至 999（12 位乡镇代码请截为 9 位）。",
                "Each segment must be 001 to 999 (cut towns of 12 digits to 9).",
            )
        )
    return code


PersonId = Annotated[
    str,
    Field(
        description="Person, as the token names him / 人员标识，与登录令牌一致",
        examples=["p-gw-01"],
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._@+\-]{0,63}$",
    ),
]
RowId = Annotated[
    str,
    Field(
        description="Identifier / 编号",
        examples=["h-001"],
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_\-]{0,63}$",
    ),
]
Phone = Annotated[
    str,
    Field(
        description="Phone number / 电话",
        examples=["000-0000001"],
        pattern=r"^\+?[0-9](?:[0-9\-]{3,18})[0-9]$",
    ),
]
NewUnitCode = Annotated[OwnerCode, AfterValidator(_segments)]
Name = Annotated[OneLine, Field(min_length=1, max_length=80, examples=["庄头村第01网格"])]
Reason = Annotated[
    OneLine,
    Field(min_length=2, max_length=200, description="Why, for the record / 事由，记入历史"),
]


class UnitBody(Model):
    """The facts of a unit; level and parent follow from its code."""

    name: Name
    name_en: ShortText | None = None
    placeholder: Annotated[
        bool, Field(description="The code is not official yet / 代码为占位，待核定")
    ] = False
    contact_phone: Phone | None = None
    boundary: Annotated[
        dict[str, Any] | None,
        Field(
            description="Grids: GeoJSON Polygon or MultiPolygon, CGCS2000, longitude first / "
            "网格边界，CGCS2000 坐标，经度在前",
            examples=[
                {
                    "type": "Polygon",
                    "coordinates": [
                        [[113.38, 36.5], [113.39, 36.5], [113.39, 36.51], [113.38, 36.5]]
                    ],
                }
            ],
        ),
    ] = None


class PersonBody(Model):
    """The facts of a person; posts have routes of their own."""

    name: Name
    phone: Phone | None = None


class PostBody(Model):
    """A post to be filled."""

    person_id: PersonId
    role: Role
    unit: OwnerCode
    valid_from: Day
    valid_to: Day | None = None

    @property
    def post(self) -> Post:
        """The post itself, without the person."""
        return Post(self.role, self.unit, self.valid_from, self.valid_to)


class PostTransition(Model):
    """The end of a post."""

    action: Literal["end"]
    last_day: Annotated[
        Day | None,
        Field(description="Last day held; yesterday when not given / 最后一天，默认昨天即立即生效"),
    ] = None
    reason: Reason


class HouseholdBody(Model):
    """The facts of a household (户)."""

    unit: UnitCode
    head_name: Name | None = None
    door_plate: ShortText | None = None
    address: ShortText | None = None


class ResidentBody(Model):
    """The facts of a resident."""

    name: Name
    person_id: PersonId | None = None
    relation: Annotated[
        str | None,
        Field(
            max_length=40,
            description="Relation to the head of the household / 与户主关系",
            examples=["head"],
        ),
    ] = None
    birth_year: Annotated[int | None, Field(ge=1900, le=2099)] = None
    resident_id_number: Annotated[
        str | None,
        Field(
            max_length=30,
            description="居民身份证号：只存加密摘要与尾号，不再显示；不填则保持不变 / Resident identity "
            "number: kept as keyed hash and masked tail, never shown; left as it is when not given",
        ),
    ] = None


class RelativeBody(Model):
    """How two households are related; nothing ends it."""

    relation: Annotated[
        str | None,
        Field(
            max_length=40,
            description="How the households are related: parents, children, siblings, grandparents, in-laws; null ends it "
            "/ 两户之间的亲属关系，填 null 取消",
            examples=["siblings"],
        ),
    ]


class ImportKind(StrEnum):
    """What a file holds."""

    UNITS = "units"
    PERSONS = "persons"
    POSTS = "posts"
    HOUSEHOLDS = "households"
    RESIDENTS = "residents"
    RELATIVES = "relatives"


class ImportFormat(StrEnum):
    """How a file is written."""

    CSV = "csv"
    XLSX = "xlsx"


class ImportBody(Model):
    """A file to be imported."""

    kind: ImportKind
    format: ImportFormat
    file_name: Annotated[ShortText, Field(examples=["网格员.csv"])]
    size: Annotated[
        int,
        Field(
            ge=1,
            le=MOST_UPLOAD_BYTES,
            description="Size of the file in bytes; the upload must have exactly this / "
            "文件字节数，上传须一致",
        ),
    ]


class ImportTransition(Model):
    """The next step of an import: dry run, apply, or drop it."""

    action: Literal["check", "apply", "cancel"]
