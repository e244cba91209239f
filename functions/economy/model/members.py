"""Members as they are answered: a name is its first character."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing_extensions import TypedDict

from economy.model.fields import masked
from economy.rules.books import FiledWith, Roll
from economy.rules.members import EndGround, JoinGround, Member, MemberStatus, ShareClass
from kernel.texts import Language


class HoldingView(TypedDict):
    """Shares of a class."""

    share_class: ShareClass
    share_class_name: str
    hundredths: int


class MemberView(TypedDict):
    """Somebody on the list."""

    id: str
    village: str
    name: str
    household: str
    ground: JoinGround
    ground_name: str
    from_on: str
    holdings: list[HoldingView]
    decision: str
    status: MemberStatus
    status_name: str
    ended_on: str | None
    end_ground: EndGround | None
    end_ground_name: str | None
    version: int


class MemberList(TypedDict):
    """One page of members, by household."""

    items: list[MemberView]
    next_cursor: str | None


class RollView(TypedDict):
    """The list as a whole."""

    village: str
    members: int
    changed_on: str | None
    to_be_filed_with: list[FiledWith]
    version: int


def member_view(one: Member, language: Language) -> MemberView:
    """Return a member."""
    return {
        "id": one.id,
        "village": one.village,
        "name": masked(one.name),
        "household": one.household,
        "ground": one.ground,
        "ground_name": one.ground.said.say(language),
        "from_on": one.since.isoformat(),
        "holdings": holdings_view(one, language),
        "decision": one.decision,
        "status": one.status,
        "status_name": one.status.said.say(language),
        "ended_on": one.ended_on.isoformat() if one.ended_on else None,
        "end_ground": one.end_ground,
        "end_ground_name": one.end_ground.said.say(language) if one.end_ground else None,
        "version": one.version,
    }


def holdings_view(one: Member, language: Language) -> list[HoldingView]:
    """Return somebody's shares by class."""
    return [
        {
            "share_class": each.share_class,
            "share_class_name": each.share_class.said.say(language),
            "hundredths": each.hundredths,
        }
        for each in one.holdings
    ]


def roll_view(one: Roll) -> RollView:
    """Return the list as a whole."""
    return {
        "village": one.id,
        "members": one.members,
        "changed_on": one.changed_on.isoformat() if one.changed_on else None,
        "to_be_filed_with": one.unfiled(),
        "version": one.version,
    }
