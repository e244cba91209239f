"""Fields that several requests of information share."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, Field

from kernel.fields import Model, ShortText, once_each
from kernel.law import Reference, UnknownArticle, UnknownStatute, reference
from kernel.problems import InvalidFields
from kernel.texts import Text
from services.information.rules.catalogue import DraftField
from services.information.rules.forms import (
    FieldKind,
    Ground,
    InformationAbout,
    Origin,
    Sensitivity,
)
from services.information.rules.terms import amount

_CODE = r"^[a-z][a-z0-9_]{1,39}$"
RegistryId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_\-]{0,63}$", examples=["h-001"])]
FormCode = Annotated[
    str, Field(pattern=_CODE, examples=["household_basics"], description="Form / 采集表代码")
]
FieldName = Annotated[
    str, Field(pattern=_CODE, examples=["water_supply"], description="Field / 字段代码")
]
ConsentField = Annotated[
    FieldName | None,
    Field(
        description="Which field: each that is sensitive is named; null: the form's ordinary ones, or, taken back, all of it "
        "/ 敏感项须逐项指明；空为该表一般项目，撤回时为全表"
    ),
]


class InformationBasis(Model):
    """A statute of the catalogue, and articles of it."""

    law: Annotated[ShortText, Field(examples=["social-assistance-law-2026"])]
    articles: Annotated[
        list[ShortText], Field(default_factory=list, max_length=20), AfterValidator(once_each)
    ]

    def cited(self, place: str) -> Reference:
        """Return what it names.

        Raises
        ------
        InvalidFields
            The catalogue does not have it.
        """
        try:
            return reference({"law": self.law, "articles": self.articles})
        except (UnknownStatute, UnknownArticle) as fault:
            said = Text("法规目录中没有这一条。", "The catalogue of statutes does not have it.")
            raise InvalidFields.one(place, said) from fault


class InformationFieldSaid(Model):
    """A field of a form: what it is for, on which ground, for how long, how sensitive. Without these it is refused."""

    name: FieldName
    title: Annotated[ShortText, Field(examples=["饮水来源"], description="What is asked / 名称")]
    about: Annotated[InformationAbout, Field(description="Of whom it is asked / 关于户还是个人")]
    kind: Annotated[
        FieldKind,
        Field(description="What a value looks like / 内容形式"),
    ]
    origin: Annotated[
        Origin,
        Field(
            description="Asked, or filled in from the registry or another form / 采集，或由登记、其他表填入"
        ),
    ] = Origin.ASKED
    choices: Annotated[
        list[ShortText], Field(default_factory=list, max_length=40), AfterValidator(once_each)
    ]
    purpose: Annotated[ShortText | None, Field(examples=["排查饮水安全"])] = None
    ground: Annotated[
        Ground | None,
        Field(description="On which ground it is asked / 处理依据", examples=["consent"]),
    ] = None
    basis: Annotated[InformationBasis | None, Field(description="Of a duty / 法定职责的依据")] = (
        None
    )
    keep_months: Annotated[
        int | None,
        Field(ge=1, le=amount("longest_keep_months"), description="保存月数", examples=[24]),
    ] = None
    sensitivity: Annotated[
        Sensitivity | None,
        Field(description="How sensitive it is / 敏感程度", examples=["ordinary"]),
    ] = None
    necessity: Annotated[
        ShortText | None,
        Field(
            description="Of a sensitive field and of a person's / 敏感字段和个人字段的必要性和对个人的影响"
        ),
    ] = None

    def draft(self, place: str) -> DraftField:
        """Return it as the rules take it."""
        return DraftField(
            self.name,
            self.title,
            self.about,
            self.kind,
            self.origin,
            tuple(self.choices),
            self.purpose,
            self.ground,
            self.basis.cited(f"{place}.basis") if self.basis else None,
            self.keep_months,
            self.sensitivity,
            self.necessity,
        )


FormFields = Annotated[
    list[InformationFieldSaid], Field(min_length=1, max_length=amount("fields_of_a_form"))
]


def drafts(fields: Sequence[InformationFieldSaid]) -> list[DraftField]:
    """Return the fields of a form as the rules take them."""
    return [one.draft(f"fields.{number}") for number, one in enumerate(fields)]
