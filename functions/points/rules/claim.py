"""A claim or a deduction from its first word to its points: facts, neighbours, visit, publication, objection, posting.

The score is true and credible because it weighs daily facts, the neighbours' recognition and the household visit (the article), because
whoever checks belongs neither to the household nor to its near relatives, and because everybody may object before it counts (DOMAIN 3.1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from kernel import clock
from kernel.access import Role
from kernel.problems import Conflict, FieldError, InvalidFields, NotAllowed
from kernel.record import record
from kernel.texts import Text
from points.rules.book import Item, Parameters, Sign


class ClaimStatus(StrEnum):
    """Where a claim stands."""

    CHECKING = "checking"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"
    OBJECTED = "objected"
    POSTED = "posted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        """Whether something still has to happen."""
        return self in (
            ClaimStatus.CHECKING,
            ClaimStatus.CONFIRMED,
            ClaimStatus.PUBLISHED,
            ClaimStatus.OBJECTED,
        )


STATUS_NAMES: dict[ClaimStatus, Text] = {
    ClaimStatus.CHECKING: Text("核验中", "being checked"),
    ClaimStatus.CONFIRMED: Text("核验通过，待公示", "confirmed, to be published"),
    ClaimStatus.PUBLISHED: Text("公示中", "published, open to objections"),
    ClaimStatus.OBJECTED: Text("有异议，复核中", "objected to, being checked again"),
    ClaimStatus.POSTED: Text("已入账", "posted"),
    ClaimStatus.REFUSED: Text("未通过", "refused"),
    ClaimStatus.WITHDRAWN: Text("已撤回", "withdrawn"),
}


class Action(StrEnum):
    """What people do with a claim."""

    VERIFY = "verify"
    RECOGNISE = "recognise"
    VISIT = "visit"
    OBJECT = "object"
    ANSWER = "answer"
    WITHDRAW = "withdraw"


class Event(StrEnum):
    """What the history tells."""

    CLAIMED = "claimed"
    VERIFIED = "verified"
    RECOGNISED = "recognised"
    VISITED = "visited"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"
    OBJECTED = "objected"
    ANSWERED = "answered"
    ANSWER_LATE = "answer_late"
    CHECK_LATE = "check_late"
    POSTED = "posted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


EVENT_NAMES: dict[Event, Text] = {
    Event.CLAIMED: Text("申报", "claimed"),
    Event.VERIFIED: Text("核验事实", "facts verified"),
    Event.RECOGNISED: Text("邻里评议", "neighbour's word"),
    Event.VISITED: Text("入户核实", "household visited"),
    Event.CONFIRMED: Text("综合评定通过", "confirmed by the combined evaluation"),
    Event.PUBLISHED: Text("公示", "published"),
    Event.OBJECTED: Text("提出异议", "objection"),
    Event.ANSWERED: Text("异议答复", "objection answered"),
    Event.ANSWER_LATE: Text("异议逾期未答复，转乡镇", "answer overdue, passed to the town"),
    Event.CHECK_LATE: Text("逾期未核验完成，提醒本村", "check overdue, the village is reminded"),
    Event.POSTED: Text("入账", "posted"),
    Event.REFUSED: Text("未通过", "refused"),
    Event.WITHDRAWN: Text("撤回", "withdrawn"),
}

LEGAL: dict[ClaimStatus, frozenset[Action]] = {
    ClaimStatus.CHECKING: frozenset(
        {Action.VERIFY, Action.RECOGNISE, Action.VISIT, Action.WITHDRAW}
    ),
    ClaimStatus.CONFIRMED: frozenset(),
    ClaimStatus.PUBLISHED: frozenset({Action.OBJECT}),
    ClaimStatus.OBJECTED: frozenset({Action.OBJECT, Action.ANSWER}),
    ClaimStatus.POSTED: frozenset(),
    ClaimStatus.REFUSED: frozenset(),
    ClaimStatus.WITHDRAWN: frozenset(),
}

CHECKERS = frozenset({Role.POINTS_VERIFIER})
VISITORS = frozenset({Role.POINTS_VERIFIER, Role.GRID_WORKER, Role.GRID_CHIEF})
ANSWERERS = frozenset(
    {Role.POINTS_VERIFIER, Role.VILLAGE_SUPERVISOR, Role.VILLAGE_OFFICER, Role.TOWN_OFFICER}
)
NEAR = "near_relative"


class IllegalMove(Conflict):
    """The claim is not at a stage where this can be done; `legal` lists what can."""

    slug = "illegal-move"
    title = Text("当前状态不允许此操作", "Illegal move")


class Recused(NotAllowed):
    """Whoever checks belongs neither to the household nor to its near relatives, and checks once; `ground` says what stands against it."""

    slug = "recused"
    title = Text("应当回避", "Recused")


class ObjectionTooLate(Conflict):
    """The period to object is over."""

    slug = "objection-too-late"
    said = Text("异议期已过。", "The period to object is over.")


class ItemExcluded(Conflict):
    """The circumstances are among the item's grounds of exclusion."""

    slug = "item-excluded"
    said = Text(
        "因疾病、残疾、未成年或独居老人无力所致的情形不得扣分。",
        "What illness, disability, being a minor or living alone in old age caused is not deducted.",
    )


class CapReached(Conflict):
    """The household has had all points the item allows in this period."""

    slug = "cap-reached"
    said = Text(
        "该项目本期积分已达上限。",
        "The household has reached the item's limit for this period.",
    )


class Cause(StrEnum):
    """What may have caused conduct that must not cost points (DOMAIN 3.2)."""

    ILLNESS = "illness"
    DISABILITY = "disability"
    MINOR = "minor"
    SOLE_ELDERLY = "sole_elderly"


class Checker(NamedTuple):
    """Somebody who has a part in a check, with what the registry knows of the relations.

    Attributes
    ----------
    household
        The household the person belongs to; None when the registry knows none.
    relatives
        Households near to the one that is scored.
    """

    person_id: str
    name: str
    role: Role | None
    household: str | None
    relatives: frozenset[str]


@record
class Claim:
    """A claim (plus) or deduction (minus) of a household.

    Attributes
    ----------
    checks, voices, visits, objections
        What verifiers, neighbours and visitors found, and who objected, in order.
    points
        What the combined evaluation, or the answer to an objection, came to; None while being checked.
    due_at
        Until when the present step waits: to be published, to object, to answer.
    entry
        The ledger entry it was posted with.
    """

    id: str
    village: str
    household: str
    unit: str
    sign: Sign
    item: str
    book_version: int
    quantity: int
    happened_on: date
    description: str
    evidence: tuple[str, ...]
    submitted_by: str
    submitted_role: str | None
    created_at: datetime
    updated_at: datetime
    status: ClaimStatus = ClaimStatus.CHECKING
    cause: Cause | None = None
    checks: tuple[Mapping[str, Any], ...] = ()
    voices: tuple[Mapping[str, Any], ...] = ()
    visits: tuple[Mapping[str, Any], ...] = ()
    objections: tuple[Mapping[str, Any], ...] = ()
    evaluation: Mapping[str, Any] | None = None
    points: int | None = None
    publication: str | None = None
    public_until: datetime | None = None
    due_at: datetime | None = None
    late: bool = False
    entry: str | None = None
    version: int = 1
    steps: int = 1
    change_id: str = ""

    @property
    def open_objections(self) -> tuple[Mapping[str, Any], ...]:
        """Objections nobody has answered."""
        return tuple(one for one in self.objections if one.get("upheld") is None)


class Evaluation(NamedTuple):
    """What the three parts came to.

    Attributes
    ----------
    decided
        True: confirmed. False: refused. None: something is still missing.
    points
        Points the parts came to, before caps.
    parts
        Each part with its share in percent, its weight, and what it was made of, to be read back on the entry.
    missing
        What is still to be done, in words.
    """

    decided: bool | None
    points: int
    parts: Mapping[str, Any]
    missing: tuple[Text, ...]


def evaluate(claim: Claim, item: Item, parameters: Parameters) -> Evaluation:
    """Weigh daily facts, neighbours' recognition and the household visit.

    Each part is a share in whole percent: of the claimed quantity what the most cautious verifier confirms; of the neighbours who spoke
    those in favour; of the visit its grade. The points are the item's, times the quantity, times the weighted mean of the parts that
    are asked for, rounded down. Nothing is decided before `verifiers` verifiers, enough neighbours and, where the item asks for it, a
    visit are there; a verifier's or visitor's refusal refuses the claim once as many have looked.
    """
    confirmed = [int(check["quantity"]) for check in claim.checks]
    in_favour = sum(1 for voice in claim.voices if voice["in_favour"])
    wanted = parameters.neighbours(item.sign)
    visit = claim.visits[-1] if claim.visits else None
    shares = {
        "facts": (min(confirmed) * 100 // claim.quantity if confirmed else 0),
        "neighbours": in_favour * 100 // len(claim.voices) if claim.voices else 0,
        "visit": int(visit["grade"]) if visit else 0,
    }
    weights = {
        "facts": parameters.weights.facts,
        "neighbours": parameters.weights.neighbours if wanted else 0,
        "visit": parameters.weights.visit if item.visit else 0,
    }
    missing: list[Text] = []
    lacking = parameters.verifiers - len(confirmed)
    if lacking > 0:
        missing.append(Text(f"还需 {lacking} 名核验员核验", f"{lacking} more verifiers"))
    lacking = wanted - in_favour
    if lacking > 0:
        missing.append(Text(f"还需 {lacking} 户邻里认可", f"{lacking} more neighbours in favour"))
    if item.visit and visit is None:
        missing.append(Text("还需入户核实", "a household visit"))
    total = sum(weights.values())
    mean = sum(shares[name] * weight for name, weight in weights.items())
    points = item.points * claim.quantity * mean // (100 * total) if total else 0
    parts = {
        name: {"share": shares[name], "weight": weight}
        for name, weight in weights.items()
        if weight
    }
    parts["facts"] |= {"verifiers": len(confirmed), "confirmed": min(confirmed, default=0)}
    if "neighbours" in parts:
        parts["neighbours"] |= {"in_favour": in_favour, "against": len(claim.voices) - in_favour}
    # As many neighbours against as would have been needed in favour outweigh silence.
    against = len(claim.voices) - in_favour
    refused = (len(confirmed) >= parameters.verifiers and min(confirmed) == 0) or (
        bool(wanted) and against >= wanted and against > in_favour
    )
    refused = refused or (item.visit and visit is not None and int(visit["grade"]) == 0)
    if refused:
        return Evaluation(False, 0, parts, ())
    if missing:
        return Evaluation(None, points, parts, tuple(missing))
    return Evaluation(points > 0, points, parts, ())


def refuse_illegal(claim: Claim, action: Action) -> None:
    """Let a step pass that the status allows.

    Raises
    ------
    IllegalMove
        It does not.
    """
    if action not in LEGAL[claim.status]:
        name = STATUS_NAMES[claim.status]
        raise IllegalMove(
            Text(f"该申报{name.zh}，不能进行此操作。", f"This claim is {name.en}."),
            legal=sorted(str(one) for one in LEGAL[claim.status]),
        )


def recuse(claim: Claim, who: Checker, *, neighbour: bool = False) -> None:
    """Let somebody check who may.

    By analogy with 村民委员会组织法 Art. 8 nobody checks the own household, a near relative's, or what he claimed himself; nobody takes
    part twice, so that a household which verifies does not also recognise.

    Parameters
    ----------
    neighbour
        Whether the person speaks for a household as neighbour.

    Raises
    ------
    Recused
        `ground` is `relations_unknown`, `own_household`, `near_relative`, `own_claim` or `took_part`.
    """
    if who.household is None:
        raise _recused(
            "relations_unknown",
            Text(
                "您尚未登记所属户，系统无法核对亲属关系，不能参与评议。",
                "The registry knows no household of yours, so relations cannot be ruled out.",
            ),
        )
    if who.household == claim.household:
        raise _recused(
            "own_household",
            Text("本户成员应当回避。", "Members of the household itself are recused."),
        )
    if who.household in who.relatives:
        raise _recused(
            NEAR,
            Text("与该户有近亲属关系，应当回避。", "Near relatives of the household are recused."),
        )
    if who.person_id == claim.submitted_by and not neighbour:
        raise _recused(
            "own_claim", Text("申报人不能核验自己的申报。", "Nobody verifies what he submitted.")
        )
    took_part = {one["person"] for one in (*claim.checks, *claim.visits)}
    homes = {one["household"] for one in claim.voices}
    if neighbour:
        homes |= {one["household"] for one in claim.checks}
        if who.household in homes:
            raise _took_part()
    elif who.household in homes or who.person_id in took_part:
        raise _took_part()


def recuse_answerer(claim: Claim, who: Checker) -> None:
    """Let somebody answer an objection who had no part in the first check (村委会法 Art. 17 by analogy: checked by others).

    Raises
    ------
    Recused
        The person verified, visited, spoke, submitted or objected, or belongs to the household or its near relatives.
    """
    part = {
        one["person"] for one in (*claim.checks, *claim.visits, *claim.voices, *claim.objections)
    }
    if who.person_id in part | {claim.submitted_by}:
        raise _took_part()
    if who.household is not None and (
        who.household == claim.household or who.household in who.relatives
    ):
        raise _recused(
            NEAR,
            Text(
                "本户成员及近亲属应当回避。",
                "Members of the household and near relatives are recused.",
            ),
        )
    # A town officer from elsewhere needs no household in the village; whoever checks for the village does.
    if who.household is None and who.role is not Role.TOWN_OFFICER:
        raise _recused(
            "relations_unknown",
            Text(
                "您尚未登记所属户，系统无法核对亲属关系。",
                "The registry knows no household of yours, so relations cannot be ruled out.",
            ),
        )


def _took_part() -> Recused:
    return _recused(
        "took_part",
        Text("您或您户已参与过该申报的评议。", "You or your household took part in this already."),
    )


def _recused(ground: str, detail: Text) -> Recused:
    return Recused(detail, ground=ground)


def verified(claim: Claim, who: Checker, quantity: int, note: str | None, now: datetime) -> Claim:
    """Add a verifier's finding: of the claimed quantity so much is a fact (0: none of it)."""
    refuse_illegal(claim, Action.VERIFY)
    recuse(claim, who)
    if quantity > claim.quantity:
        raise InvalidFields.one("quantity", Text("不得大于申报数量。", "At most what was claimed."))
    found = {**_who(who, now), "quantity": quantity, "note": note}
    return replace(claim, checks=(*claim.checks, found), updated_at=now)


def recognised(
    claim: Claim, who: Checker, *, in_favour: bool, note: str | None, now: datetime,
    recorded_by: str | None = None,
) -> Claim:  # fmt: skip
    """Add a neighbouring household's word; one word a household."""
    refuse_illegal(claim, Action.RECOGNISE)
    recuse(claim, who, neighbour=True)
    said = {**_who(who, now), "in_favour": in_favour, "note": note, "recorded_by": recorded_by}
    return replace(claim, voices=(*claim.voices, said), updated_at=now)


def visited(claim: Claim, who: Checker, grade: int, note: str, now: datetime) -> Claim:
    """Add the record of a household visit; `grade` is 0 to 100."""
    refuse_illegal(claim, Action.VISIT)
    recuse(claim, who)
    seen = {**_who(who, now), "grade": grade, "note": note}
    return replace(claim, visits=(*claim.visits, seen), updated_at=now)


def judged(
    claim: Claim, item: Item, parameters: Parameters, left: int | None, now: datetime
) -> Claim:
    """Return the claim after the combined evaluation: confirmed, refused, or still being checked.

    Parameters
    ----------
    left
        Points the item's cap still allows in the period; None without a cap. What is above it is cut, and the evaluation says so.
    """
    result = evaluate(claim, item, parameters)
    told = {
        "parts": dict(result.parts),
        "points": result.points,
        "cap_left": left,
        "missing": [{"zh": text.zh, "en": text.en} for text in result.missing],
    }
    if result.decided is None:
        return replace(claim, evaluation=told)
    points = result.points if left is None else min(result.points, left)
    if not result.decided or points == 0:
        return replace(claim, status=ClaimStatus.REFUSED, evaluation=told, points=0, due_at=None)
    return replace(
        claim,
        status=ClaimStatus.CONFIRMED,
        evaluation=told,
        points=points,
        due_at=now + parameters.publish_after_days * parameters.day,
        late=False,
    )


def published(claim: Claim, publication: str, parameters: Parameters, now: datetime) -> Claim:
    """Publish a confirmed claim: the period to object begins, the list stays up longer."""
    return replace(
        claim,
        status=ClaimStatus.PUBLISHED,
        publication=publication,
        public_until=now + parameters.public_days * parameters.day,
        due_at=now + parameters.objection_days * parameters.day,
        updated_at=now,
    )


def objected(
    claim: Claim, who: Checker, reason: str, parameters: Parameters, now: datetime
) -> Claim:
    """Add an objection; while one is open nothing is posted.

    Raises
    ------
    ObjectionTooLate
        The period is over, be it by a millisecond.
    """
    refuse_illegal(claim, Action.OBJECT)
    first = claim.status is ClaimStatus.PUBLISHED
    until = claim.due_at if first else clock.from_iso(claim.objections[0]["until"])
    if until is None or now >= until:
        raise ObjectionTooLate
    if who.person_id in {one["person"] for one in claim.open_objections}:
        raise _took_part()
    said = {
        **_who(who, now),
        "id": len(claim.objections) + 1,
        "reason": reason,
        "until": clock.iso(until),
        "upheld": None,
    }
    return replace(
        claim,
        status=ClaimStatus.OBJECTED,
        objections=(*claim.objections, said),
        due_at=now + parameters.answer_days * parameters.day if first else claim.due_at,
        updated_at=now,
    )


class Answer(NamedTuple):
    """The answer to an objection: upheld or not, why, and how many points it now is."""

    objection: int
    upheld: bool
    reason: str
    points: int | None = None


def answered(
    claim: Claim, who: Checker, answer: Answer, parameters: Parameters, now: datetime
) -> Claim:
    """Answer an open objection.

    A rejected one changes nothing. An upheld one changes the points to `points`, which are public again for a full period; to 0 it
    refuses the claim. With the last answer the claim goes on where it was.

    Raises
    ------
    Recused
        Whoever answers took part in the first check.
    InvalidFields
        There is no such open objection, or an upheld one without another number of points.
    """
    refuse_illegal(claim, Action.ANSWER)
    recuse_answerer(claim, who)
    wanted = next((one for one in claim.open_objections if one["id"] == answer.objection), None)
    if wanted is None:
        detail = Text("没有这条待答复的异议。", "There is no such open objection.")
        raise InvalidFields(detail, errors=[FieldError("objection", detail)])
    before = claim.points or 0
    if answer.upheld and (answer.points is None or answer.points >= before):
        raise InvalidFields.one(
            "points",
            Text(
                f"异议成立须写明更正后的分数（小于 {before}）。",
                f"An upheld objection needs the corrected points, below {before}.",
            ),
        )
    told = {
        **wanted,
        "upheld": answer.upheld,
        "answer": answer.reason,
        "answered_by": who.person_id,
        "answered_at": clock.iso(now),
        "points_before": before,
        "points_after": answer.points if answer.upheld else before,
    }
    objections = tuple(told if one["id"] == answer.objection else one for one in claim.objections)
    points = answer.points if answer.upheld else claim.points
    after = replace(claim, objections=objections, points=points, updated_at=now, late=False)
    if answer.upheld and answer.points == 0:
        return replace(after, status=ClaimStatus.REFUSED, due_at=None)
    if after.open_objections:
        return after
    changed = any(one.get("points_after") != one.get("points_before") for one in objections)
    first_end = clock.from_iso(claim.objections[0]["until"])
    again = now + parameters.objection_days * parameters.day if changed and answer.upheld else now
    return replace(after, status=ClaimStatus.PUBLISHED, due_at=max(first_end, again))


def withdrawn(claim: Claim, now: datetime) -> Claim:
    """Take a claim back while it is being checked."""
    refuse_illegal(claim, Action.WITHDRAW)
    return replace(claim, status=ClaimStatus.WITHDRAWN, due_at=None, updated_at=now)


def is_ripe(claim: Claim, now: datetime) -> bool:
    """Tell whether the claim's points are to be posted: the period is over and nothing is open."""
    return (
        claim.status is ClaimStatus.PUBLISHED
        and not claim.open_objections
        and claim.due_at is not None
        and now >= claim.due_at
    )


def next_step(claim: Claim, item: Item, parameters: Parameters) -> Text:
    """Say in plain words what happens next with a claim."""
    until = clock.for_people(claim.due_at) if claim.due_at else ""
    if claim.status is ClaimStatus.CHECKING:
        missing = evaluate(claim, item, parameters).missing
        return Text(
            "核验中：" + "，".join(text.zh for text in missing) + "。",
            "Being checked: it takes " + ", ".join(text.en for text in missing) + ".",
        )
    return {
        ClaimStatus.CONFIRMED: Text(
            f"核验通过 {claim.points} 分，最迟 {until} 公示。",
            f"Confirmed with {claim.points} points; published by {until} (Beijing time) at the latest.",
        ),
        ClaimStatus.PUBLISHED: Text(
            f"公示至 {until}，无异议自动入账 {claim.points} 分。",
            f"Open to objections until {until} (Beijing time), then {claim.points} points are posted.",
        ),
        ClaimStatus.OBJECTED: Text(
            f"有异议，由未参与核验的人员在 {until} 前答复。",
            f"Objected to; people who had no part in the check answer by {until} (Beijing time).",
        ),
    }.get(claim.status, STATUS_NAMES[claim.status])


def legal_actions(claim: Claim) -> Sequence[Action]:
    """Return what can be done with a claim now, by whoever may."""
    return sorted(LEGAL[claim.status])


def _who(who: Checker, now: datetime) -> dict[str, Any]:
    return {
        "person": who.person_id,
        "name": who.name,
        "role": str(who.role) if who.role else None,
        "household": who.household,
        "at": clock.iso(now),
    }
