"""Which bodies there are, and who sits in them."""

from __future__ import annotations

from enum import StrEnum

from kernel.problems import Conflict, InvalidFields
from kernel.record import record
from kernel.texts import Named, Text


class BodyKind(StrEnum):
    """The bodies that deliberate, decide or supervise in a village."""

    VILLAGERS_MEETING = "villagers_meeting"
    REPRESENTATIVES_ASSEMBLY = "representatives_assembly"
    VILLAGERS_GROUP_MEETING = "villagers_group_meeting"
    REGISTERED_VOTERS = "registered_voters"
    PARTY_MEMBERS_MEETING = "party_members_meeting"
    PARTY_BRANCH = "party_branch"
    VILLAGE_COMMITTEE = "village_committee"
    SUPERVISION_COMMITTEE = "supervision_committee"
    CEREMONIES_COUNCIL = "ceremonies_council"
    COLLECTIVE_MEMBERS_MEETING = "collective_members_meeting"
    COLLECTIVE_REPRESENTATIVES_MEETING = "collective_representatives_meeting"
    COLLECTIVE_COUNCIL = "collective_council"


class Mode(Named):
    """Whose votes are counted: each member's, each villager's, or one of each household."""

    MEMBER = "member", "按成员", "each member"
    VILLAGER = "villager", "按村民", "each villager"
    HOUSEHOLD = "household", "按户", "one of each household"
    VOTER = "voter", "按选民", "each voter"


class Capacity(Named):
    """In what capacity somebody sits in a body."""

    MEMBER = "member", "成员", "member"
    REPRESENTATIVE = "representative", "代表", "representative"
    COMMITTEE_MEMBER = "committee_member", "委员", "committee member"


class Office(Named):
    """An office inside a body that a rule asks about."""

    SECRETARY = "secretary", "书记", "secretary"
    DIRECTOR = "director", "主任", "director"
    CHAIR = "chair", "会长", "chair"


@record
class BodyMember:
    """Somebody who sits in a body.

    `member_id` is the person's id in the registry, or the resident's id for somebody without an account; `represents` counts households;
    `relatives` names near relatives by the same ids.
    """

    member_id: str
    name: str
    woman: bool
    capacity: Capacity
    accounting: bool
    household: str | None = None
    born: int | None = None
    birthday: str | None = None
    represents: int | None = None
    office: Office | None = None
    relatives: tuple[str, ...] = ()


class CompositionInvalid(InvalidFields):
    """The body would not be composed as the law asks; `errors` names each rule that is broken with its article."""

    slug = "composition-invalid"
    title = Text("组成不符合规定", "Composition invalid")


class NoRuleInForce(Conflict):
    """No version of the table says how this body decides on that day."""

    slug = "no-rule-in-force"
    said = Text(
        "该日期没有适用于此组织的议事规则。", "No rule for this body is in force on that day."
    )


class ModeNotOffered(InvalidFields):
    """The body does not decide in this mode."""

    slug = "mode-not-offered"


class NoCompositionInForce(Conflict):
    """The body has no members on that day."""

    slug = "no-composition-in-force"
    said = Text(
        "该组织在此日期没有已确认的成员名单。",
        "This body has no confirmed composition on that day.",
    )
