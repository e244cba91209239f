"""Village rules as they come in and go out."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from assembly.model.common import shown
from assembly.rules import village_rules
from assembly.rules.standing import Reader, Standing
from assembly.rules.states.village_rules import VILLAGE_RULES, RulesAction
from assembly.rules.village_rules import FlagKind, VillagersView, VillageRules
from kernel import clock
from kernel.fields import Day, LongText, Model, ShortText, UnitCode
from kernel.law import CitationView, reference


class RulesClauseDocument(Model):
    """One clause."""

    number: Annotated[str, Field(pattern=r"^[0-9]{1,3}(\.[0-9]{1,3})?$", examples=["3"])]
    text: LongText


class RulesDraft(Model):
    """The text of village rules."""

    title: ShortText
    clauses: Annotated[list[RulesClauseDocument], Field(min_length=1, max_length=100)]


class NewVillageRules(RulesDraft):
    """A new version of a village's rules."""

    village: UnitCode


class NewView(Model):
    """What a villager thinks of the draft."""

    text: LongText


class NewFlag(Model):
    """A clause that may go against law."""

    kind: FlagKind
    clause: Annotated[str, Field(max_length=10)]
    note: ShortText


class MoveFlag(Model):
    """The town clears a flag."""

    action: Literal["clear"]
    note: ShortText


class MoveRules(Model):
    """A step with village rules."""

    action: Literal[
        RulesAction.COLLECT,
        RulesAction.SUBMIT,
        RulesAction.CLEAR,
        RulesAction.SEND_BACK,
        RulesAction.PROPOSE,
        RulesAction.FILE,
        RulesAction.PUBLISH,
        RulesAction.ORDER_CORRECTION,
    ]
    note: Annotated[
        LongText | None, Field(description="For clear, send_back and order_correction / 审核意见")
    ] = None
    filing_number: Annotated[ShortText | None, Field(description="For file / 备案号")] = None
    in_force_from: Annotated[Day | None, Field(description="For publish / 施行日期")] = None


class ConflictFlagView(TypedDict):
    """A clause that may go against law, and which."""

    id: str
    kind: FlagKind
    clause: str
    note: str
    citation: CitationView
    raised_by: str
    raised_at: str
    cleared_by: str | None
    cleared_at: str | None
    clearing_note: str | None


class RulesClauseView(TypedDict):
    """One clause; its number is what others cite."""

    number: str
    text: str


class CorrectionOrderView(TypedDict):
    """The town orders that rules in force be changed."""

    at: str
    by: str
    note: str
    due_at: str


class VillagersViewView(TypedDict):
    """What a villager thinks of a draft."""

    id: str
    village: str
    rules: str
    at: str
    by: str
    text: str


class VillageRulesView(TypedDict):
    """A version of a village's rules and what the caller may do with it."""

    id: str
    village: str
    number: int
    title: str
    clauses: list[RulesClauseView]
    status: str
    status_name: str
    views: int
    views_since: str | None
    corrections: list[CorrectionOrderView]
    flags: list[ConflictFlagView]
    drafted_by: str
    review_note: str | None
    matter: str | None
    adopted_at: str | None
    filing_number: str | None
    filed_at: str | None
    publication: str | None
    in_force_from: str | None
    superseded_from: str | None
    superseded_at: str | None
    due_at: str | None
    turn: str | None
    version: int
    actions: list[str]


class VillagersViewList(TypedDict):
    """What villagers think of a draft, newest first."""

    items: list[VillagersViewView]
    next_cursor: str | None


def rules_view(rules: VillageRules, version: int, reader: Reader) -> VillageRulesView:
    """Return a version as it is answered to somebody."""
    names, status = reader.sees_names(rules.village), rules.status
    shut, standing = village_rules.shut(rules, clock.now()), Standing(reader, rules.village)
    return shown(
        VillageRulesView,
        rules,
        names=names,
        status_name=VILLAGE_RULES.statuses[status].say(reader.language),
        flags=[
            shown(
                ConflictFlagView,
                each,
                names=names,
                citation=reference(each.cites).tell(reader.language),
            )
            for each in rules.flags
        ],
        version=version,
        actions=standing.actions(VILLAGE_RULES, status, shut),
    )


def villagers_view(view: VillagersView, reader: Reader) -> VillagersViewView:
    """Return what a villager thinks of a draft, as it is answered to somebody."""
    names = reader.sees_names(view.village)
    return shown(VillagersViewView, view, names=names, own=reader.person_id)
