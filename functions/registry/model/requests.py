"""What clients send, and what a line of an import file must be: the same models for both."""

from __future__ import annotations

from calendar import monthrange
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from kernel.access import Post, Role
from kernel.field_errors import TextualValueError
from kernel.fields import Day, Model, OneLine, OwnerCode, ShortText, UnitCode, called
from kernel.texts import Named, Text
from registry.imports.rules.states import Action
from registry.rules.relations import Kinship, Relation, kinship_of, relation_of

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


_NO_RELATION = Text(
    "不是可识别的关系：请填户主、配偶、子女、孙子女、父母、祖父母、兄弟姐妹、姻亲或其他。",
    f"No known relation; one of: {', '.join(Relation)}.",
)
_NO_KINSHIP = Text(
    "不是可识别的亲属关系：请填父母、子女、兄弟姐妹、祖父母、孙子女、姻亲或其他。",
    f"No known relation; one of: {', '.join(Kinship)}.",
)


def _relation(given: Any) -> Relation | None:
    found = relation_of(given) if isinstance(given, str) else None
    if found is None and given is not None:
        raise TextualValueError(_NO_RELATION)
    return found


def kinship(given: Any) -> Kinship | None:
    """Return how two households are related by a word; nothing ends a relation."""
    found = kinship_of(given) if isinstance(given, str) else None
    if found is None and given is not None:
        raise TextualValueError(_NO_KINSHIP)
    return found


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


class MovePost(Model):
    """The end of a post, or its going on past an end that was mistyped and has not come."""

    action: Annotated[
        Literal["end", "go_on"],
        Field(
            description="End it, or take back or correct an end that is still to come / 结束，或撤销、改正尚未到来的结束日期",
            json_schema_extra=called(
                {"end": ("结束任期", "end"), "go_on": ("改正结束日期", "go on")}
            ),
        ),
    ]
    last_day: Annotated[
        Day | None,
        Field(
            description="Last day held. end: yesterday when not given; go_on: until further notice when not given / 最后一天；end "
            "默认昨天即立即生效，go_on 默认无期限"
        ),
    ] = None
    reason: Reason


class HouseholdBody(Model):
    """The facts of a household (户)."""

    unit: UnitCode
    head_name: Name | None = None
    door_plate: ShortText | None = None
    address: ShortText | None = None


class RemovalReason(Named):
    """Why a resident is taken off the register."""

    MOVED_AWAY = "moved_away", "迁出", "moved away"
    DIED = "died", "死亡", "died"
    ENTERED_WRONGLY = "entered_wrongly", "登记有误", "entered wrongly"
    ASKED = "asked", "本人要求", "asked for"


class RemoveResident(Model):
    """That a resident is taken off the register."""

    reason: Annotated[
        RemovalReason,
        Field(description="Why / 注销原因"),
    ]


class ResidentBody(Model):
    """The facts of a resident."""

    name: Name
    person_id: PersonId | None = None
    relation: Annotated[
        Relation | None,
        BeforeValidator(_relation, json_schema_input_type=Relation | None),
        Field(
            description="Relation to the head of the household; common Chinese words are taken too (户主, 配偶, 长子) / 与户主关系，"
            "也可填户主、配偶、长子等常用称谓",
            examples=["head"],
        ),
    ] = None
    birth_year: Annotated[int | None, Field(ge=1900, le=2099)] = None
    birth_month: Annotated[
        int | None, Field(ge=1, le=12, description="Where known / 已知时填写")
    ] = None
    birth_day: Annotated[int | None, Field(ge=1, le=31, description="Where known / 已知时填写")] = (
        None
    )
    resident_id_number: Annotated[
        str | None,
        Field(
            max_length=30,
            description="居民身份证号：只存加密摘要与尾号，不再显示；不填则保持不变 / Resident identity "
            "number: kept as keyed hash and masked tail, never shown; left as it is when not given",
        ),
    ] = None

    @model_validator(mode="after")
    def _is_a_birthday(self) -> Self:
        year, month, day = self.birth_year, self.birth_month, self.birth_day
        if (day and not month) or (month and not year):
            raise TextualValueError(
                Text(
                    "填写出生日须有月份，填写月份须有年份。",
                    "A day of birth needs its month, a month its year.",
                )
            )
        if year and month and day and day > monthrange(year, month)[1]:
            raise TextualValueError(Text("没有这一天。", "There is no such day."))
        return self


class RelativeBody(Model):
    """How two households are related; nothing ends it."""

    relation: Annotated[
        Kinship | None,
        BeforeValidator(kinship, json_schema_input_type=Kinship | None),
        Field(
            description="How the households are related: parents, children, siblings, grandparents, in-laws; null ends it "
            "/ 两户之间的亲属关系，填 null 取消",
            examples=["siblings"],
        ),
    ]


class ImportKind(Named):
    """What a file holds."""

    UNITS = "units", "单位", "units"
    PERSONS = "persons", "人员", "persons"
    POSTS = "posts", "岗位", "posts"
    HOUSEHOLDS = "households", "户", "households"
    RESIDENTS = "residents", "居民", "residents"
    RELATIVES = "relatives", "亲属关系", "relatives"
    AUTHORITY_ITEMS = "authority_items", "权责清单事项", "items of the power list"
    """Of a context above: its lines are registered where all contexts come together (`composition.imports`)."""


class ImportFormat(Named):
    """How a file is written."""

    CSV = "csv", "CSV 文本表格", "CSV"
    XLSX = "xlsx", "Excel 表格", "Excel"


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


class MoveImport(Model):
    """The next step of an import: dry run, apply, or drop it."""

    action: Literal[Action.CHECK, Action.APPLY, Action.CANCEL]
