"""Village rules (村规民约): drafted, opened to views, reviewed by the town, voted on by the villagers' meeting, filed, published.

Only the villagers' meeting makes or changes them, the town has them on file, and they may not go against law (村委会法 Art. 31; the order
of steps: DOMAIN 4.2). What seems to go against it is flagged, by words in `data/village_rules.json` or by a person, and stands in the way
until the town has cleared it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from typing_extensions import TypedDict

from assembly.rules import wording
from kernel import clock
from kernel.problems import Conflict, InvalidFields, NotFound
from kernel.texts import Text


class RulesStatus(StrEnum):
    """Where a version of the village rules stands."""

    DRAFT = "draft"
    COLLECTING_VIEWS = "collecting_views"
    TOWN_REVIEW = "town_review"
    CLEARED = "cleared"
    VOTING = "voting"
    ADOPTED = "adopted"
    FILED = "filed"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"


RULES_STATUS_NAMES: dict[RulesStatus, Text] = {
    RulesStatus.DRAFT: Text("起草", "draft"),
    RulesStatus.COLLECTING_VIEWS: Text("征求意见", "collecting views"),
    RulesStatus.TOWN_REVIEW: Text("乡镇审核", "under the town's review"),
    RulesStatus.CLEARED: Text("审核通过，待表决", "cleared, to be voted on"),
    RulesStatus.VOTING: Text("提交村民会议表决", "before the villagers' meeting"),
    RulesStatus.ADOPTED: Text("已表决，待备案", "adopted, to be filed"),
    RulesStatus.FILED: Text("已备案，待公布", "filed, to be published"),
    RulesStatus.IN_FORCE: Text("施行", "in force"),
    RulesStatus.SUPERSEDED: Text("已被新版本取代", "superseded"),
    RulesStatus.REJECTED: Text("未通过", "rejected"),
}


class RulesAction(StrEnum):
    """What is done to a version of the village rules."""

    COLLECT = "collect"
    SUBMIT = "submit"
    CLEAR = "clear"
    SEND_BACK = "send_back"
    PROPOSE = "propose"
    FILE = "file"
    PUBLISH = "publish"
    ORDER_CORRECTION = "order_correction"


MOVES: Mapping[RulesAction, tuple[RulesStatus, RulesStatus]] = {
    RulesAction.COLLECT: (RulesStatus.DRAFT, RulesStatus.COLLECTING_VIEWS),
    RulesAction.SUBMIT: (RulesStatus.COLLECTING_VIEWS, RulesStatus.TOWN_REVIEW),
    RulesAction.CLEAR: (RulesStatus.TOWN_REVIEW, RulesStatus.CLEARED),
    RulesAction.SEND_BACK: (RulesStatus.TOWN_REVIEW, RulesStatus.DRAFT),
    RulesAction.PROPOSE: (RulesStatus.CLEARED, RulesStatus.VOTING),
    RulesAction.FILE: (RulesStatus.ADOPTED, RulesStatus.FILED),
    RulesAction.PUBLISH: (RulesStatus.FILED, RulesStatus.IN_FORCE),
    RulesAction.ORDER_CORRECTION: (RulesStatus.IN_FORCE, RulesStatus.IN_FORCE),
}
"""From where to where; the vote leads from voting to adopted or rejected."""

TOWN_ACTIONS = frozenset(
    {
        RulesAction.CLEAR,
        RulesAction.SEND_BACK,
        RulesAction.FILE,
        RulesAction.ORDER_CORRECTION,
    }
)


class FlagKind(StrEnum):
    """In what a clause may go against law."""

    FINE = "fine"
    STATUTORY_RIGHTS = "statutory_rights"
    DISCRIMINATION = "discrimination"


class RulesClause(TypedDict):
    """One clause; its number is what others cite."""

    number: str
    text: str


class VillagersView(TypedDict):
    """What a villager thinks of the draft; a row of its own, so that many views make no draft too large."""

    id: str
    village: str
    rules: str
    at: str
    by: str
    text: str


class CorrectionOrder(TypedDict):
    """The town orders that rules in force be changed (村委会法 Art. 31); the change is a version like any other."""

    at: str
    by: str
    note: str
    due_at: str


class ConflictFlag(TypedDict):
    """A clause that may go against law; open until the town clears it, with its reason."""

    id: str
    kind: str
    clause: str
    note: str
    source: str
    raised_by: str
    raised_at: str
    cleared_by: str | None
    cleared_at: str | None
    clearing_note: str | None


class VillageRules(TypedDict):
    """A version of a village's rules; `superseded_from` is the first day of the version that follows it."""

    id: str
    village: str
    number: int
    title: str
    clauses: list[RulesClause]
    status: str
    views: int
    views_since: str | None
    corrections: list[CorrectionOrder]
    flags: list[ConflictFlag]
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
    wake_at: str | None
    due_at: str | None
    turn: str | None


class IllegalRulesMove(Conflict):
    """The version does not stand where this step begins; `legal_actions` lists what is possible."""

    slug = "illegal-rules-move"
    title = Text("当前状态不允许此操作", "Illegal move")


class ViewsStillOpen(Conflict):
    """The draft as it reads now has not been open to views for long enough; `until` says how long it must be."""

    slug = "views-still-open"
    title = Text("征求意见期未满", "Views still open")


class ConflictWithLaw(Conflict):
    """A clause is flagged as going against law and the town has not cleared it; `flags` lists which."""

    slug = "conflict-with-law"
    title = Text("存在未消除的冲突标记", "Conflict with law")


class BeforeTheVersionBefore(InvalidFields):
    """A version is in force from no earlier day than the one published before it: rules do not follow each other backwards."""

    slug = "before-the-version-before"


class DraftClosed(Conflict):
    """The text can no longer be changed."""

    slug = "draft-closed"
    said = Text("当前状态不能修改文本。", "The text cannot be changed any more.")


class FlagCleared(Conflict):
    """The flag was cleared before."""

    slug = "flag-cleared"
    said = Text("该标记已消除。", "This flag was cleared already.")


def _conflicts() -> list[dict[str, Any]]:
    return wording.table()["conflicts"]


def draft(
    *,
    rules_id: str,
    village: str,
    number: int,
    title: str,
    clauses: Sequence[RulesClause],
    by: str,
    now: datetime,
) -> VillageRules:
    """Return a new draft, with the flags its words raise."""
    return {
        "id": rules_id,
        "village": village,
        "number": number,
        "title": title,
        "clauses": list(clauses),
        "status": str(RulesStatus.DRAFT),
        "views": 0,
        "views_since": None,
        "corrections": [],
        "flags": flags_of(clauses, now),
        "drafted_by": by,
        "review_note": None,
        "matter": None,
        "adopted_at": None,
        "filing_number": None,
        "filed_at": None,
        "publication": None,
        "in_force_from": None,
        "superseded_from": None,
        "superseded_at": None,
        "wake_at": None,
        "due_at": None,
        "turn": None,
    }


def redraft(
    rules: VillageRules, title: str, clauses: Sequence[RulesClause], now: datetime
) -> VillageRules:
    """Return the draft with another text; flags by people stay, those by words are found anew, and views are collected anew.

    Raises
    ------
    DraftClosed
        It is no draft any more.
    """
    if rules["status"] not in (RulesStatus.DRAFT, RulesStatus.COLLECTING_VIEWS):
        raise DraftClosed
    by_people = [flag for flag in rules["flags"] if flag["raised_by"] != "words"]
    changed = list(clauses) != rules["clauses"]
    return {
        **rules,
        "title": title,
        "clauses": list(clauses),
        # Views were on another text: villagers see the new one as long as they saw the old.
        "views_since": clock.iso(now) if changed and rules["views_since"] else rules["views_since"],
        "flags": [*by_people, *flags_of(clauses, now)],
    }


def flags_of(clauses: Sequence[RulesClause], now: datetime) -> list[ConflictFlag]:
    """Return a flag for every clause with a word that points to a conflict with law."""
    flags: list[ConflictFlag] = []
    for clause in clauses:
        for conflict in _conflicts():
            found = wording.conflict(conflict["kind"], clause["text"])
            if found:
                kind = FlagKind(conflict["kind"])
                flag = new_flag(
                    f"{clause['number']}-{kind}", kind, clause["number"], found, "words", now
                )
                flags.append({**flag, "source": conflict["source"]})
    return flags


def new_flag(
    flag_id: str, kind: FlagKind, clause: str, note: str, by: str, now: datetime
) -> ConflictFlag:
    """Return an open flag."""
    source = next(each["source"] for each in _conflicts() if each["kind"] == kind)
    return {
        "id": flag_id,
        "kind": str(kind),
        "clause": clause,
        "note": note,
        "source": source,
        "raised_by": by,
        "raised_at": clock.iso(now),
        "cleared_by": None,
        "cleared_at": None,
        "clearing_note": None,
    }


def raise_flag(rules: VillageRules, flag: ConflictFlag) -> VillageRules:
    """Add a flag to a version; one in force stays so until a corrected version takes its place (村委会法 Art. 31).

    Raises
    ------
    InvalidFields
        There is no such clause.
    DraftClosed
        The version is out of force, or was rejected.
    """
    if flag["clause"] not in {clause["number"] for clause in rules["clauses"]}:
        raise InvalidFields.one("clause", Text("没有此条款。", "There is no such clause."))
    if rules["status"] in (RulesStatus.SUPERSEDED, RulesStatus.REJECTED):
        raise DraftClosed
    return {**rules, "flags": [*rules["flags"], flag]}


def clear_flag(
    rules: VillageRules, flag_id: str, note: str, *, by: str, now: datetime
) -> VillageRules:
    """Let the town say why a flagged clause may stand.

    Raises
    ------
    NotFound
        There is no such flag.
    FlagCleared
        It was cleared before.
    """
    found = next((flag for flag in rules["flags"] if flag["id"] == flag_id), None)
    if found is None:
        raise NotFound
    if found["cleared_at"]:
        raise FlagCleared
    cleared: ConflictFlag = {
        **found,
        "cleared_by": by,
        "cleared_at": clock.iso(now),
        "clearing_note": note,
    }
    return {**rules, "flags": [cleared if flag is found else flag for flag in rules["flags"]]}


def open_flags(rules: VillageRules) -> list[ConflictFlag]:
    """Return the flags the town has not cleared."""
    return [flag for flag in rules["flags"] if not flag["cleared_at"]]


def add_view(
    rules: VillageRules, view_id: str, text: str, *, by: str, now: datetime
) -> tuple[VillageRules, VillagersView]:
    """Return the draft with one more view, and the view, while views are collected.

    Raises
    ------
    IllegalRulesMove
        They are not.
    """
    if rules["status"] != RulesStatus.COLLECTING_VIEWS:
        raise _illegal(rules, "view")
    view: VillagersView = {
        "id": view_id,
        "village": rules["village"],
        "rules": rules["id"],
        "at": clock.iso(now),
        "by": by,
        "text": text,
    }
    return {**rules, "views": rules["views"] + 1}, view


def move(rules: VillageRules, action: RulesAction, **changes: Any) -> VillageRules:
    """Take a step.

    Raises
    ------
    IllegalRulesMove
        It does not begin where the version stands.
    ConflictWithLaw
        A flag is open that stands in its way: nothing is cleared by the town, voted on, filed or published over it.
    """
    origin, aim = MOVES[action]
    if rules["status"] != origin:
        raise _illegal(rules, action)
    if action in (RulesAction.CLEAR, RulesAction.PROPOSE, RulesAction.FILE, RulesAction.PUBLISH):
        refuse_conflicts(rules)
    return {**rules, **changes, "status": str(aim)}  # pyright: ignore[reportReturnType]


def collect(rules: VillageRules, now: datetime) -> VillageRules:
    """Open a draft to views.

    Raises
    ------
    IllegalRulesMove
        It is no draft.
    """
    return move(rules, RulesAction.COLLECT, views_since=clock.iso(now))


def submit(rules: VillageRules, now: datetime) -> VillageRules:
    """Put a draft before the town, once villagers had time to see it as it reads.

    Raises
    ------
    IllegalRulesMove
        Views on it are not being collected.
    ViewsStillOpen
        They had not long enough.
    """
    submitted = move(rules, RulesAction.SUBMIT)
    open_for = wording.table()["views_open"]
    until = clock.from_iso(str(rules["views_since"])) + timedelta(days=open_for["days"])
    if now < until:
        raise ViewsStillOpen(
            Text(
                f"征求意见须至 {clock.for_people(until)}（不少于 {open_for['days']} 日；修改文本后重新计算）。",
                f"Views stay open until {clock.for_people(until)}: {open_for['days']} days, counted anew when the text changes.",
            ),
            until=clock.local_iso(until),
            source=open_for["source"],
            confidence=open_for["confidence"],
        )
    return submitted


def order_correction(rules: VillageRules, note: str, *, by: str, now: datetime) -> VillageRules:
    """Order that rules in force be changed; they are the village's turn until another version takes their place.

    Raises
    ------
    IllegalRulesMove
        They are not in force.
    """
    due = clock.iso(now + timedelta(days=wording.table()["correction"]["days"]))
    order: CorrectionOrder = {"at": clock.iso(now), "by": by, "note": note, "due_at": due}
    return move(
        rules,
        RulesAction.ORDER_CORRECTION,
        corrections=[*rules["corrections"], order],
        due_at=due,
        turn=rules["village"],
    )


def after_vote(rules: VillageRules, *, passed: bool, now: datetime) -> VillageRules:
    """Return the version as the villagers' meeting decided."""
    if not passed:
        return {**rules, "status": str(RulesStatus.REJECTED)}
    return {**rules, "status": str(RulesStatus.ADOPTED), "adopted_at": clock.iso(now)}


def before_vote(rules: VillageRules) -> VillageRules:
    """Return the version as it stood before a vote that turned out void."""
    return {**rules, "status": str(RulesStatus.VOTING), "adopted_at": None}


def withdrawn(rules: VillageRules) -> VillageRules:
    """Return the version as it stood before it was put to a vote that was then called off; it may be put to another."""
    return {**rules, "status": str(RulesStatus.CLEARED), "matter": None}


def in_force_on(versions: Sequence[Sequence[str]], day: str) -> str | None:
    """Return which version is in force on a day: the last whose first day has come.

    Parameters
    ----------
    versions
        First day (ISO date) and id of every published version, in the order they were published.
    """
    return next((version for first, version in reversed(versions) if first <= day), None)


def published(
    versions: Sequence[Sequence[str]], rules_id: str, first_day: date
) -> list[Sequence[str]]:
    """Return the published versions with one more.

    Raises
    ------
    BeforeTheVersionBefore
        It would be in force before the one published last.
    """
    if versions and first_day.isoformat() < versions[-1][0]:
        raise BeforeTheVersionBefore.one(
            "in_force_from",
            Text(
                f"不得早于上一版本的施行日期（{versions[-1][0]}）。",
                f"Not before the first day of the version published last ({versions[-1][0]}).",
            ),
        )
    return [*versions, [first_day.isoformat(), rules_id]]


def give_way(rules: VillageRules, first_day: date, now: datetime) -> VillageRules:
    """Return a version that the next takes the place of from a day on; till then it stays in force, and the clock sees to the rest."""
    begins = datetime.combine(first_day, time(), clock.SHANGHAI)
    following: VillageRules = {
        **rules,
        "superseded_from": first_day.isoformat(),
        "wake_at": clock.iso(begins),
    }
    return supersede(following, now) if begins <= now else following


def supersede(rules: VillageRules, now: datetime) -> VillageRules:
    """Return a version that a newer one has taken the place of."""
    return {
        **rules,
        "status": str(RulesStatus.SUPERSEDED),
        "superseded_at": clock.iso(now),
        "wake_at": None,
        "due_at": None,
        "turn": None,
    }


def refuse_conflicts(rules: VillageRules) -> None:
    """Let pass what no open flag stands in the way of.

    Raises
    ------
    ConflictWithLaw
        One does.
    """
    standing = open_flags(rules)
    if standing:
        clauses = "、".join(sorted({flag["clause"] for flag in standing}))
        raise ConflictWithLaw(
            Text(
                f"条款 {clauses} 可能与法律冲突，须由乡镇消除标记（{standing[0]['source']}）。",
                f"Clauses {clauses} may go against law; the town has to clear them ({standing[0]['source']}).",
            ),
            flags=[flag["id"] for flag in standing],
        )


def actions_of(rules: VillageRules) -> list[RulesAction]:
    """Return the steps possible from where a version stands."""
    return [action for action, (origin, _) in MOVES.items() if rules["status"] == origin]


def _illegal(rules: VillageRules, action: str) -> IllegalRulesMove:
    name = RULES_STATUS_NAMES[RulesStatus(rules["status"])]
    legal = actions_of(rules)
    return IllegalRulesMove(
        Text(
            f"村规民约当前为“{name.zh}”，不能执行 {action}；可执行：{'、'.join(legal) or '无'}。",
            f"The rules are at “{name.en}”: {action} is not possible; possible: {', '.join(legal) or 'nothing'}.",
        ),
        rules_status=rules["status"],
        legal_actions=[str(each) for each in legal],
    )
