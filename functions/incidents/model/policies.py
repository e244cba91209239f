"""The document of a policy, as it is set and answered, and the categories to report under."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Any

from pydantic import Field, model_validator
from typing_extensions import TypedDict

from escalation.model.limits import LimitDocument, SupervisionDocument
from escalation.model.timeline import local
from incidents.model.fields import CategoryCode, Slug
from incidents.rules.policy import Category, Policy
from kernel.field_errors import TextualValueError
from kernel.fields import Model, ShortText, Words
from kernel.in_force import InForce
from kernel.law.model import CitedDocument, CitedFor, Cites, cited
from kernel.texts import Language, Text
from kernel.units import Tier


class TierLimits(Model):
    """A limit for every tier."""

    village: LimitDocument
    town: LimitDocument
    county: LimitDocument


class SeverityLimits(Model):
    """Limits for every severity."""

    general: TierLimits
    pressing: TierLimits
    urgent: TierLimits


class OwnTierLimits(Model):
    """A category's own limits; what is missing comes from the general ones."""

    village: LimitDocument | None = None
    town: LimitDocument | None = None
    county: LimitDocument | None = None


class OwnLimits(Model):
    """A category's own limits by severity."""

    general: OwnTierLimits | None = None
    pressing: OwnTierLimits | None = None
    urgent: OwnTierLimits | None = None


class ConfirmationDocument(Model):
    """How long each in turn has to confirm; `cap`: how often the last is asked again."""

    worker: LimitDocument
    chief: LimitDocument
    above: LimitDocument
    cap: Annotated[int, Field(ge=1, le=100)]


class HandoverDocument(Model):
    """How long an owner has to sign and to return, a dispatcher to assign."""

    sign: LimitDocument
    give_back: LimitDocument
    give_back_complex: LimitDocument
    dispatch: LimitDocument


class NearnessDocument(Model):
    """How near two reports of one category may be one matter."""

    metres: Annotated[int, Field(ge=1, le=20_000)]
    hours: Annotated[int, Field(ge=1, le=366 * 24)]


class NameDocument(Model):
    """A name in both languages."""

    zh: ShortText
    en: ShortText


class NamedDocument(Model):
    """A choice with its name: a ground to return, a cause to suspend."""

    code: Slug
    name: NameDocument


class ExtensionDocument(Model):
    """How often an owner gets more time, how much at once, and how long the decision may take."""

    times: Annotated[int, Field(ge=0, le=20)]
    most: LimitDocument
    decide: LimitDocument


class SuspensionDocument(Model):
    """For which causes a clock stops, how often, how long at most, and how long the decision may take."""

    causes: Annotated[list[NamedDocument], Field(max_length=50)]
    times: Annotated[int, Field(ge=0, le=20)]
    cap: LimitDocument
    decide: LimitDocument


class RatingAnswerDocument(NamedDocument):
    """A standard answer of who is not satisfied."""

    reopens: bool


class RatingDocument(Model):
    """Within how many days a result is rated, with which answers, and after how many rounds it is supervised."""

    days: Annotated[int, Field(ge=1, le=366)]
    answers: Annotated[list[RatingAnswerDocument], Field(min_length=1, max_length=50)]
    supervise_after: Annotated[int, Field(ge=1, le=100)]


class DutyDocument(Model):
    """A duty of one tier that may not be pushed further down."""

    id: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z0-9][a-z0-9-]*$")]
    category: CategoryCode
    tier: Tier
    name: NameDocument
    cites: Cites


class CategoryDocument(Model):
    """A kind of incident."""

    code: CategoryCode
    name: NameDocument
    start_tier: Tier
    limits: OwnLimits | None = None
    confirmation: ConfirmationDocument | None = None
    supervision: SupervisionDocument | None = None
    nearness: NearnessDocument | None = None


class PolicyDocument(CitedDocument):
    """A whole policy; it replaces the one in force, for incidents reported from then on. What it leaves out is as packaged."""

    categories: Annotated[list[CategoryDocument], Field(min_length=1, max_length=200)]
    limits: SeverityLimits
    reminder_share: Annotated[float, Field(gt=0, lt=1)]
    confirmation: ConfirmationDocument
    supervision: SupervisionDocument
    handover: HandoverDocument | None = None
    grounds: Annotated[list[NamedDocument] | None, Field(min_length=1, max_length=50)] = None
    extension: ExtensionDocument | None = None
    suspension: SuspensionDocument | None = None
    rating: RatingDocument | None = None
    order_answer: LimitDocument | None = None
    nearness: NearnessDocument | None = None
    duties: Annotated[list[DutyDocument] | None, Field(max_length=500)] = None
    complex_items: Annotated[
        list[CategoryCode] | None,
        Field(max_length=200, description="Longer time to return / 复杂事项，退回时限较长"),
    ] = None
    grid_items: Annotated[
        list[CategoryCode] | None,
        Field(max_length=200, description="The grid's item list / 网格事项清单"),
    ] = None
    after_photo_items: Annotated[
        list[CategoryCode] | None,
        Field(max_length=200, description="A solution needs a photo / 办结须有处置后照片"),
    ] = None
    personal_items: Annotated[
        list[CategoryCode] | None,
        Field(
            max_length=200,
            description="About persons: not hinted at to neighbours, not joined by them / 涉及个人，不提示邻里、不可附议",
        ),
    ] = None
    note: Annotated[Words | None, Field(max_length=1000)] = None

    @model_validator(mode="after")
    def _codes_are_unique(self) -> "PolicyDocument":
        codes = [category.code for category in self.categories]
        if len(codes) != len(set(codes)):
            raise TextualValueError(Text("类别代码重复。", "Category codes are not unique."))
        started = {category.code: category.start_tier for category in self.categories}
        for duty in self.duties or ():
            start = started.get(duty.category)
            if start is not None and start.rank < duty.tier.rank:
                raise TextualValueError(
                    Text(
                        f"类别 {duty.category} 的职责在 {duty.tier}，起始层级不得更低。",
                        f"Category {duty.category} is a duty of the {duty.tier}: it may not start below.",
                    )
                )
        return self


class CategoryLine(TypedDict):
    """A category for choosing."""

    code: str
    name: str
    start_tier: str
    after_photo: Annotated[
        bool,
        Field(
            description="A solution needs a photo of how the place looks now / 办结须有处置后照片"
        ),
    ]


class CategoryList(TypedDict):
    """The categories of the policy in force."""

    policy_version: int
    items: list[CategoryLine]


class PolicyView(TypedDict):
    """A policy version."""

    version: int
    set_by: str
    set_at: str | None
    policy: dict[str, Any]
    citations: Annotated[
        list[CitedFor],
        Field(description="What its numbers rest on, as of today / 各项规定的依据及其效力"),
    ]


def policy_view(kept: InForce[Policy], language: Language) -> PolicyView:
    """Return a policy with who set it when, and what its numbers rest on."""
    return {
        "version": kept.version,
        "set_by": kept.set_by,
        "set_at": local(kept.set_at) if kept.set_at else None,
        "policy": dict(kept.document),
        "citations": [
            *cited(kept.document, language),
            *(
                {"for": f"duties.{duty.id}", "citation": duty.law.tell(language)}
                for duty in kept.value.duties
            ),
        ],
    }


def category_line(category: Category, language: Language) -> CategoryLine:
    """Return a category for choosing."""
    return {
        "code": category.code,
        "name": category.name.say(language),
        "start_tier": str(category.start_tier),
        "after_photo": category.after_photo,
    }
