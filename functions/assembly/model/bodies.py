"""Bodies and their compositions, as they come in and go out."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from assembly.model.common import HouseholdId, PersonId, shown
from assembly.rules.bodies import (
    Body,
    BodyKind,
    BodyMember,
    BodyRule,
    Capacity,
    Composition,
    Office,
    in_force,
    rule_of,
    term_over_on,
)
from assembly.rules.quorum import Threshold
from assembly.rules.standing import Reader, Standing
from assembly.rules.states.compositions import COMPOSITIONS
from kernel import clock
from kernel.fields import Day, Model, ShortText, UnitCode
from kernel.law import CitationView
from kernel.texts import Language


class NewBody(Model):
    """A body of a village; `group` numbers the villagers' groups."""

    village: UnitCode
    kind: BodyKind
    group: Annotated[int | None, Field(ge=1, le=999)] = None


class MemberDocument(Model):
    """Somebody who sits in a body."""

    member_id: PersonId
    name: ShortText
    household: HouseholdId | None = None
    woman: bool = False
    born: Annotated[int | None, Field(ge=1900, le=2100)] = None
    birthday: Annotated[
        Day | None,
        Field(description="In the year of one's majority / 满十八周岁当年须填写出生日期"),
    ] = None
    capacity: Capacity = Capacity.MEMBER
    represents: Annotated[
        int | None, Field(ge=1, le=10_000, description="Households represented / 代表户数")
    ] = None
    office: Office | None = None
    accounting: bool = False
    relatives: Annotated[
        list[PersonId], Field(default_factory=list, max_length=50, description="近亲属")
    ]


def members_in(documents: Iterable[MemberDocument]) -> tuple[BodyMember, ...]:
    """Return who is to sit in a body."""
    return tuple(
        BodyMember(
            **document.model_dump(exclude={"birthday", "relatives"}),
            birthday=document.birthday.isoformat() if document.birthday else None,
            relatives=tuple(document.relatives),
        )
        for document in documents
    )


class NewComposition(Model):
    """A composition as a draft; large ones are continued by further members."""

    valid_from: Day
    members: Annotated[list[MemberDocument], Field(max_length=250)]
    households: Annotated[
        int | None, Field(ge=1, le=100_000, description="Households of the village / 全村户数")
    ] = None
    term_from: Annotated[
        Day | None,
        Field(description="First day of the term, after an election / 本届任期起始日，换届时填写"),
    ] = None


class CertifiedNumbers(Model):
    """How many there are of all whom the law counts, by a document of the town's; in the place of what the registry has."""

    villagers: Annotated[
        int, Field(ge=1, le=100_000, description="Villagers of 18 / 十八周岁以上村民数")
    ]
    households: Annotated[int, Field(ge=1, le=100_000, description="Households / 全村户数")]
    voters: Annotated[
        int | None, Field(ge=1, le=100_000, description="Registered voters / 登记参加选举的村民数")
    ] = None
    document_number: Annotated[ShortText, Field(description="核定文号")]


class MoreMembers(Model):
    """Further members of a draft."""

    members: Annotated[list[MemberDocument], Field(min_length=1, max_length=250)]


class MoveComposition(Model):
    """Check a draft against the law and put it in force, or drop it."""

    action: Literal["confirm", "discard"]
    certified: Annotated[
        CertifiedNumbers | None,
        Field(description="For confirm by town or county / 确认时由乡镇以上核定的基数"),
    ] = None


class ModeRule(TypedDict):
    """How a body decides in one mode."""

    mode: str
    attendance: str | None
    turnout: str | None
    decision: str


class BodyRuleView(TypedDict):
    """What the law asks of a body."""

    kind: BodyKind
    name: str
    modes: list[ModeRule]
    notice_days: int | None
    notice_citation: CitationView | None
    online: str
    citation: CitationView
    valid_from: str
    valid_to: str | None


class BodyRuleList(TypedDict):
    """The rules of all bodies in force today."""

    items: list[BodyRuleView]


class CompositionEntryView(TypedDict):
    """A composition that was put in force."""

    number: int
    valid_from: str
    size: int


class BodyView(TypedDict):
    """A body and its compositions, oldest first."""

    id: str
    village: str
    body_kind: str
    title: str
    group: int | None
    compositions: list[CompositionEntryView]
    drafts: int
    in_force: int | None
    version: int


class BasesView(TypedDict):
    """How many a quorum is counted on."""

    villager: int
    household: int
    voter: int
    certificate: str | None


class BodyMemberView(TypedDict):
    """Somebody who sits in a body."""

    member_id: str
    name: str
    household: str | None
    woman: bool
    born: int | None
    birthday: str | None
    capacity: str
    represents: int | None
    office: str | None
    accounting: bool
    relatives: list[str]


class CompositionView(TypedDict):
    """A composition with its members."""

    id: str
    body: str
    village: str
    number: int
    valid_from: str
    households: int | None
    term_from: str | None
    term_over_on: str | None
    bases: BasesView | None
    status: str
    status_name: str
    members: list[BodyMemberView]
    version: int
    actions: list[str]


def rule_view(rule: BodyRule, language: Language) -> BodyRuleView:
    """Return what the law asks of a body."""
    notice = rule.notice
    return {
        "kind": rule.kind,
        "name": rule.name.say(language),
        "modes": [
            {
                "mode": str(mode),
                "attendance": _share(majority.attendance),
                "turnout": _share(majority.turnout),
                "decision": str(_share(majority.decision)),
            }
            for mode, majority in rule.majorities.items()
        ],
        "notice_days": notice.days if notice else None,
        "notice_citation": notice.law.tell(language) if notice else None,
        "online": rule.online,
        "citation": rule.law.tell(language),
        "valid_from": rule.valid_from.isoformat(),
        "valid_to": rule.valid_to.isoformat() if rule.valid_to else None,
    }


def body_view(body: Body, version: int) -> BodyView:
    """Return a body with its compositions."""
    return shown(
        BodyView,
        body,
        names=True,
        in_force=in_force(body, clock.today().isoformat()),
        version=version,
    )


def composition_view(composition: Composition, version: int, reader: Reader) -> CompositionView:
    """Return a composition with its members."""
    status = composition.status
    standing, begun = Standing(reader, composition.village), composition.term_from
    rule = rule_of(
        BodyKind(composition.body.split("~")[1]), date.fromisoformat(composition.valid_from)
    )
    return shown(
        CompositionView,
        composition,
        names=True,
        term_over_on=term_over_on(rule, begun) if begun else None,
        status_name=COMPOSITIONS.statuses[status].say(reader.language),
        version=version,
        actions=standing.actions(COMPOSITIONS, status),
    )


def _share(threshold: Threshold | None) -> str | None:
    if threshold is None:
        return None
    relation = ">" if threshold.strict else "≥"
    return f"{relation} {threshold.numerator}/{threshold.denominator} {threshold.of}"
