"""A briefing of a unit: drawn from counted figures, written on in its prose alone, signed as a snapshot; what changes later is a correction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date, datetime
from typing import Final, NamedTuple

from kernel.access import OFFICERS, Caller, Post, Role, not_allowed
from kernel.personal_numbers import holds_personal_number
from kernel.problems import Conflict, InvalidFields
from kernel.record import record
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names
from kernel.units import Level, is_within, level_of, parent_of
from reports.rules.counts import Count, CountStatus, Value, Wanted
from reports.rules.figures import Catalogue
from reports.rules.wording import BriefingTemplate, Slot


class BriefingNotCounted(Conflict):
    """A briefing is signed once all of its figures are counted."""

    slug = "briefing-not-counted"
    said = Text("数字尚未统计完成。", "Its figures are not counted yet.")


class BriefingStillCounting(Conflict):
    """The figures of a draft are counted anew once they are counted."""

    slug = "briefing-still-counting"
    said = Text("数字正在统计中。", "Its figures are still being counted.")


class BriefingNotSigned(Conflict):
    """A figure of a draft is counted anew; only what was signed is corrected."""

    slug = "briefing-not-signed"
    said = Text("尚未签发的简报请重新统计。", "A draft is counted anew instead.")


class BriefingStatus(Named):
    """Where a briefing stands."""

    DRAFT = "draft", "起草中", "being drafted"
    SIGNED = "signed", "已签发", "signed"
    DISCARDED = "discarded", "已作废", "discarded"


class BriefingAction(Named):
    """What is done with a briefing."""

    WRITE = "write", "撰写文字", "write on its prose"
    RECOUNT = "recount", "重新统计", "count its figures anew"
    SIGN = "sign", "签发", "sign it"
    DISCARD = "discard", "作废", "discard it"


class BriefingEvent(Named):
    """What the history of a briefing tells."""

    DRAWN = "drawn", "起草", "drawn"
    WRITTEN = "written", "撰写文字", "written on"
    RECOUNTED = "recounted", "重新统计", "counted anew"
    SIGNED = "signed", "签发", "signed"
    DISCARDED = "discarded", "作废", "discarded"
    CORRECTED = "corrected", "更正", "a figure corrected"


class BriefingHolder(Named):
    """How somebody stands to a briefing."""

    OFFICE = "office", "本单位干部", "an officer of its unit"


class CorrectedBy(Named):
    """From where a signed figure is corrected."""

    OFFICE = "office", "本单位更正", "corrected by its own unit"
    ABOVE = "above", "上一级单位更正", "corrected by the unit above"


BRIEFING_ROLES: dict[BriefingHolder, frozenset[Role]] = {BriefingHolder.OFFICE: OFFICERS}
_DRAFT = frozenset({BriefingStatus.DRAFT})
_OFFICE = (BriefingHolder.OFFICE,)
_A, _E = BriefingAction, BriefingEvent

BRIEFINGS: StateTable[BriefingAction, BriefingStatus, BriefingHolder] = StateTable(
    Text("该简报", "The briefing"),
    [
        Move(_A.WRITE, _DRAFT, BriefingStatus.DRAFT, _OFFICE, ("prose",), _E.WRITTEN),
        Move(_A.RECOUNT, _DRAFT, BriefingStatus.DRAFT, _OFFICE, event=_E.RECOUNTED),
        Move(_A.SIGN, _DRAFT, BriefingStatus.SIGNED, _OFFICE, event=_E.SIGNED),
        Move(_A.DISCARD, _DRAFT, BriefingStatus.DISCARDED, _OFFICE, ("reason",), _E.DISCARDED),
    ],
    statuses=names(BriefingStatus),
    actions=names(BriefingAction),
    holders=names(BriefingHolder),
    words={
        "prose": Text("请填写文字。", "Write something."),
        "reason": Text("请说明作废原因。", "Say why."),
    },
)
"""Nothing leads on from what is signed: what changes later is a correction beside it."""

MOST_PROSE: Final = 4000
_MAY_CORRECT: Final = (
    BriefingHolder.OFFICE.said,
    Text("上一级单位干部", "an officer of the unit above"),
)


@record
class Briefing:
    """A briefing of a unit and a period.

    Attributes
    ----------
    village, boards
        The village it tells more of, and the one whose boards it shows.
    count
        The count its figures are of.
    prose
        What was written, by the part it stands in; the only thing of a draft that people change.
    values
        The figures as they were signed.
    """

    id: str
    unit: str
    first: date
    last: date
    template: str
    count: str
    drawn_by: str
    village: str | None = None
    boards: str | None = None
    prose: Mapping[str, str] = field(default_factory=dict[str, str])
    status: BriefingStatus = BriefingStatus.DRAFT
    number: str | None = None
    signed_by: str | None = None
    signed_at: datetime | None = None
    cut_off: datetime | None = None
    values: tuple[Value, ...] = ()
    version: int = 1

    def unit_of(self, whose: str) -> str | None:
        """Return which unit a sentence means."""
        return {"unit": self.unit, "village": self.village, "boards": self.boards}[whose]

    def names_figure(self, figure: str, unit: str) -> bool:
        """Tell whether it was signed with a figure of a unit."""
        return any((one.figure, one.unit) == (figure, unit) for one in self.values)


@record
class Correction:
    """That a figure of a signed briefing has come out otherwise since: an entry of its own, with why; the snapshot stays.

    Attributes
    ----------
    was
        What it was signed as.
    by_unit, standing
        For which unit it was entered, and how that stands to the briefing's; whose own figure it is sees who says otherwise.
    count
        The count that says what it is as of now.
    """

    id: str
    briefing: str
    figure: str
    unit: str
    was: int
    note: str
    count: str
    by: str
    at: datetime
    by_unit: str | None = None
    standing: CorrectedBy = CorrectedBy.OFFICE
    version: int = 1


class Correcting(NamedTuple):
    """With which post somebody corrects a figure, and how its unit stands to the briefing's."""

    post: Post
    standing: CorrectedBy


class BriefingCommand(NamedTuple):
    """A move, with what was said of it."""

    action: BriefingAction
    prose: Mapping[str, str | None] | None = None
    reason: str | None = None


class BriefingChange(NamedTuple):
    """A briefing as it is afterwards, and what the history says of it."""

    after: Briefing
    event: BriefingEvent


def refuse_village(unit: str, village: str | None, name: str) -> None:
    """Let a village be told of that lies in the briefing's unit.

    Raises
    ------
    InvalidFields
        It is no village, or lies elsewhere.
    """
    if village and not (level_of(village) is Level.VILLAGE and is_within(village, unit)):
        raise InvalidFields.one(name, Text("须为本单位内的村。", "A village of this unit."))


def wanted_of(briefing: Briefing, template: BriefingTemplate, known: Catalogue) -> list[Wanted]:
    """Return the figures a briefing is drawn from: those its sentences name, as far as they are counted of its units."""
    found: dict[Wanted, None] = {}
    for slot in template.slots():
        unit = briefing.unit_of(slot.whose)
        if unit and level_of(unit) in known[slot.figure].levels:
            found[Wanted(slot.figure, unit)] = None
    return list(found)


def exact_of(briefing: Briefing, values: tuple[Value, ...], slot: Slot) -> int | None:
    """Return what a figure of a sentence came to; None where it is not counted here."""
    unit = briefing.unit_of(slot.whose)
    fitting = (one.exact for one in values if (one.figure, one.unit) == (slot.figure, unit))
    return next(fitting, None)


def standing_of(briefing: Briefing, caller: Caller) -> frozenset[BriefingHolder]:
    """Return how somebody stands to a briefing."""
    office = caller.post_at(briefing.unit, OFFICERS)
    return frozenset({BriefingHolder.OFFICE} if office else ())


def correcting(briefing: Briefing, caller: Caller) -> Correcting:
    """Return as whom somebody corrects a figure of a briefing: of the unit that signs it, or of the one above by an entry of its own.

    No head alters another unit's figures (统计法 Art. 7): what the unit above enters stands beside as its own word, with a note. Nobody
    else corrects, however far their area reaches.

    Raises
    ------
    NotAllowed
        The caller is an officer of neither.
    """
    own = caller.post_at(briefing.unit, OFFICERS)
    if own is not None:
        return Correcting(own, CorrectedBy.OFFICE)
    above = parent_of(briefing.unit)
    post = caller.post_at(above, OFFICERS) if above else None
    if post is None:
        raise not_allowed(OFFICERS, _MAY_CORRECT)
    return Correcting(post, CorrectedBy.ABOVE)


def refuse_personal(text: str, field: str) -> None:
    """Let words pass that hold nobody's number: they are printed with the briefing.

    Raises
    ------
    InvalidFields
        There is a number of an identity card, a telephone or a bank card in them.
    """
    if holds_personal_number(text):
        told = Text("不得含身份证号、电话或银行卡号。", "No personal number may stand in it.")
        raise InvalidFields.one(field, told)


def waits_for(count: Count) -> set[BriefingAction]:
    """Return what waits for the figures: they are counted anew once they are counted, and signed when all of them are."""
    found = (
        {BriefingAction.RECOUNT} if count.status is CountStatus.COUNTING else set[BriefingAction]()
    )
    return found if count.status is CountStatus.DONE else found | {BriefingAction.SIGN}


def actions_of(briefing: Briefing, count: Count, caller: Caller) -> list[BriefingAction]:
    """Return what somebody may do with a briefing now."""
    standing = standing_of(briefing, caller)
    return BRIEFINGS.open_to(briefing.status, lambda holder: holder in standing, waits_for(count))


def move(
    briefing: Briefing,
    count: Count,
    parts: BriefingTemplate,
    command: BriefingCommand,
    caller: Caller,
) -> BriefingChange:
    """Write on a draft's prose, ask for its figures anew, discard it, or sign it with the figures as they are counted.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The state table has no such move, not for the caller, or more must be said with it.
    InvalidFields
        Prose of a part there is none of, or along with another step.
    BriefingNotCounted, BriefingStillCounting
        It cannot be signed yet, or is being counted already.
    """
    row = BRIEFINGS.move(
        briefing.status, command.action, offered=actions_of(briefing, count, caller)
    )
    standing = standing_of(briefing, caller)
    BRIEFINGS.allow(row, lambda holder: holder in standing, lambda holder: BRIEFING_ROLES[holder])
    BRIEFINGS.require_words(row, command)
    if command.prose is not None and command.action is not BriefingAction.WRITE:
        # Signed without what was written along, it could not be written on any more.
        told = Text("请先撰写文字，再办理其他步骤。", "Prose is written by a step of its own.")
        raise InvalidFields.one("prose", told)
    after = replace(briefing, status=row.target, version=briefing.version + 1)
    if command.action in waits_for(count):
        sign = command.action is BriefingAction.SIGN
        raise BriefingNotCounted if sign else BriefingStillCounting
    match command.action:
        case BriefingAction.WRITE:
            after = replace(after, prose=_written(briefing, parts, command.prose or {}))
        case BriefingAction.SIGN:
            after = replace(after, values=count.values, cut_off=count.cut_off)
        case _:
            pass
    return BriefingChange(after, BriefingEvent(str(row.event)))


def _written(
    briefing: Briefing, parts: BriefingTemplate, prose: Mapping[str, str | None]
) -> Mapping[str, str]:
    known = {part.name for part in parts.parts}
    for name, text in prose.items():
        if name not in known:
            raise InvalidFields.one(f"prose.{name}", Text("没有此部分。", "There is no such part."))
        refuse_personal(text or "", f"prose.{name}")
    whole = {**briefing.prose, **prose}
    return {name: text for name, text in whole.items() if text}
