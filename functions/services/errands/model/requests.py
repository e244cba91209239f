"""What clients send about errands."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from kernel.field_errors import TextualValueError
from kernel.fields import AnyInstant, Day, Instant, Model, OneLine, ShortText, Words, once_each
from kernel.personal_numbers import holds_personal_number
from kernel.texts import Text
from services.errands.rules.errand import (
    EndGround,
    ErrandOutcome,
    Place,
    Power,
    Rating,
    Signature,
    StopGround,
)
from services.errands.rules.errand_states import ErrandAction

PersonId = Annotated[str, Field(min_length=1, max_length=64, examples=["p-ea-01"])]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$", examples=["household_register"])]
Papers = Annotated[list[Code], Field(max_length=30), AfterValidator(once_each)]
At = Annotated[
    AnyInstant | None,
    Field(
        description="When it was done, by the phone's clock; what cannot be is taken as now / 现场时间，不可信的按现在计"
    ),
]


def _numberless(text: str) -> str:
    if holds_personal_number(text):
        raise TextualValueError(
            Text(
                "请勿填写身份证号、电话等号码。", "Leave out identity, telephone and card numbers."
            )
        )
    return text


Mark = Annotated[
    OneLine,
    Field(
        min_length=1,
        max_length=20,
        description="What tells it from another of its kind / 区别标记，如证号末四位",
        examples=["尾号 0312"],
    ),
    AfterValidator(_numberless),
]
Said = Annotated[Words, Field(min_length=1, max_length=1000), AfterValidator(_numberless)]


class ErrandPrincipal(Model):
    """Whose matter it is: somebody who lives in a household of the register."""

    household: Annotated[str, Field(min_length=1, max_length=64, examples=["h-001"])]
    name: Annotated[OneLine, Field(min_length=1, max_length=60)]


class OpenErrand(Model):
    """A matter that is entrusted (委托), or a question that was answered (咨询)."""

    matter: Annotated[Code, Field(examples=["pension_certification"])]
    consultation: Annotated[
        bool,
        Field(description="Advice only: no name, no authority, counted as none / 仅咨询"),
    ] = False
    principal: Annotated[
        ErrandPrincipal | None,
        Field(description="Left out by a resident: the own matter / 本人办理时不填"),
    ] = None
    agent: Annotated[
        PersonId | None,
        Field(description="Who shall do it; staff: themselves where left out / 代办员"),
    ] = None
    powers: Annotated[
        list[Power],
        Field(
            default_factory=lambda: [*Power],
            min_length=1,
            max_length=4,
            description="What may be done for the principal / 委托权限",
        ),
        AfterValidator(once_each),
    ]
    last_day: Annotated[Day | None, Field(description="Last day of the authority / 委托期限")] = (
        None
    )
    signature: Signature = Signature.APP
    signed_on: Annotated[Day | None, Field(description="On paper: when / 纸质签字日期")] = None
    resident_id_number: Annotated[
        str | None,
        Field(
            max_length=40,
            description="Only where the matter's form needs it; kept as hash and masked tail / 仅表格必需时填写",
        ),
    ] = None
    at: At = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.consultation and (self.principal or self.resident_id_number or self.agent):
            raise TextualValueError(
                Text("咨询不登记姓名。", "Advice is noted without anybody's name.")
            )
        if not self.consultation and self.last_day is None:
            raise TextualValueError(
                Text("请填写委托期限的最后一天。", "Say until when: `last_day`.")
            )
        return self


class HandOriginalTo(Model):
    """To whom an original is handed."""

    place: Annotated[
        Literal[Place.PRINCIPAL, Place.HEIR, Place.PERSON, Place.OFFICE, Place.KEPT],
        Field(description="Who has it now / 交给谁"),
    ]
    agent: Annotated[PersonId | None, Field(description="person: who signs next / 待签收人")] = None
    name: Annotated[
        OneLine | None,
        Field(min_length=1, max_length=60, description="Who signed for it / 签收人"),
    ] = None
    receipt: Annotated[
        OneLine | None,
        Field(min_length=1, max_length=60, description="kept: the office's receipt / 回执编号"),
    ] = None


class MoveErrand(Model):
    """A step of an errand."""

    action: Annotated[
        ErrandAction, Field(description="What is done; `actions` says what is open / 操作")
    ]
    at: At = None
    papers: Annotated[
        Papers | None,
        Field(description="tell_missing, supply, accept: which papers are missing or came / 材料"),
    ] = None
    promised_on: Annotated[
        Day | None, Field(description="accept: when the promise was signed / 容缺承诺日期")
    ] = None
    stop_ground: Annotated[
        StopGround | None, Field(description="What the time rests for / 扣除期限的原因")
    ] = None
    until: Annotated[Instant | None, Field(description="stop_clock / 预计恢复时间")] = None
    outcome: ErrandOutcome | None = None
    reason: Annotated[Said | None, Field(description="Why, or what was said / 说明")] = None
    signature: Annotated[
        Signature | None, Field(description="How the other side signed / 签字方式")
    ] = None
    signed_on: Annotated[Day | None, Field(description="substitute: on paper, when / 签字日期")] = (
        None
    )
    rating: Rating | None = None
    named: Annotated[
        bool | None, Field(description="rate: whether the agent may know / 是否实名")
    ] = None
    paper: Annotated[Code | None, Field(description="take_original, add_scan / 材料")] = None
    name: Annotated[
        ShortText | None,
        Field(description="take_original from the office: who gave it / 窗口人员"),
    ] = None
    mark: Mark | None = None
    copies: Annotated[int | None, Field(ge=1, le=20, description="How many / 份数")] = None
    from_office: Annotated[
        bool | None, Field(description="take_original: what the office gave out / 办理结果")
    ] = None
    original: Annotated[int | None, Field(ge=1, le=99, description="Its number / 原件序号")] = None
    to: HandOriginalTo | None = None
    file: Annotated[
        OneLine | None,
        Field(
            min_length=1, max_length=200, description="Where the county keeps the copy / 存放位置"
        ),
    ] = None
    sha256: Annotated[str | None, Field(pattern=r"^[0-9a-f]{64}$")] = None
    agent: Annotated[PersonId | None, Field(description="substitute: who takes over / 接替人")] = (
        None
    )
    end_ground: Annotated[
        Literal[EndGround.PRINCIPAL_DIED, EndGround.AGENT_DIED, EndGround.INCAPABLE] | None,
        Field(description="report_end / 终止原因"),
    ] = None
