"""Flags by people, and how the town clears one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from assembly.rules import limits
from assembly.rules.states.village_rules import RulesStatus
from assembly.rules.village_rules.drafts import VillageRules
from assembly.rules.village_rules.flags import ConflictFlag, FlagCleared, OutOfForce
from kernel import clock
from kernel.law import reference
from kernel.problems import Conflict, InvalidFields, NotFound
from kernel.texts import Text


class ConflictWithLaw(Conflict):
    """A clause is flagged as going against law and the town has not cleared it; `flags` lists which."""

    slug = "conflict-with-law"
    title = Text("存在未消除的冲突标记", "Conflict with law")


def raise_flag(rules: VillageRules, flag: ConflictFlag) -> VillageRules:
    """Add a flag to a version; one in force stays so until a corrected version takes its place (村委会法 Art. 31).

    Raises
    ------
    InvalidFields
        There is no such clause.
    OutOfForce
        The version is out of force, or was rejected.
    DoneEnough
        The same person has raised as many as one person may.
    """
    own = sum(each.raised_by == flag.raised_by for each in rules.flags)
    limits.refuse_more("flags", own)
    if flag.clause not in {clause.number for clause in rules.clauses}:
        raise InvalidFields.one("clause", Text("没有此条款。", "There is no such clause."))
    if rules.status in (RulesStatus.SUPERSEDED, RulesStatus.REJECTED):
        raise OutOfForce
    return replace(rules, flags=(*rules.flags, flag))


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
    found = next((flag for flag in rules.flags if flag.id == flag_id), None)
    if found is None:
        raise NotFound
    if found.cleared_at:
        raise FlagCleared
    cleared = replace(found, cleared_by=by, cleared_at=clock.iso(now), clearing_note=note)
    return replace(rules, flags=tuple(cleared if flag is found else flag for flag in rules.flags))


def open_flags(rules: VillageRules) -> list[ConflictFlag]:
    """Return the flags the town has not cleared."""
    return [flag for flag in rules.flags if not flag.cleared_at]


def refuse_conflicts(rules: VillageRules) -> None:
    """Let pass what no open flag stands in the way of.

    Raises
    ------
    ConflictWithLaw
        One does.
    """
    standing = open_flags(rules)
    if standing:
        law = reference(standing[0].cites)
        clauses = "、".join(sorted({flag.clause for flag in standing}))
        raise ConflictWithLaw(
            Text(
                f"条款 {clauses} 可能与法律冲突，须由乡镇消除标记（{law.named.zh}）。",
                f"Clauses {clauses} may go against law; the town has to clear them ({law.named.en}).",
            ),
            flags=[flag.id for flag in standing],
            citation=law,
        )
