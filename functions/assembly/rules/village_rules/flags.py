"""What in a version may go against law."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from typing_extensions import TypedDict

from assembly.rules import wording
from kernel import clock
from kernel.problems import Conflict
from kernel.texts import Text
from kernel.wording import cites_of


class FlagKind(StrEnum):
    """In what a clause may go against law."""

    FINE = "fine"
    STATUTORY_RIGHTS = "statutory_rights"
    DISCRIMINATION = "discrimination"
    SEALED_RECORD = "sealed_record"


class RulesClause(TypedDict):
    """One clause; its number is what others cite."""

    number: str
    text: str


class ConflictFlag(TypedDict):
    """A clause that may go against law; open until the town clears it, with its reason."""

    id: str
    kind: str
    clause: str
    note: str
    cites: dict[str, Any]
    raised_by: str
    raised_at: str
    cleared_by: str | None
    cleared_at: str | None
    clearing_note: str | None


class OutOfForce(Conflict):
    """The version is out of force, or was rejected: nothing is flagged in it any more."""

    slug = "out-of-force"
    said = Text("该版本已失效或未通过。", "This version is out of force, or was rejected.")


class FlagCleared(Conflict):
    """The flag was cleared before."""

    slug = "flag-cleared"
    said = Text("该标记已消除。", "This flag was cleared already.")


def flags_of(clauses: Sequence[RulesClause], now: datetime) -> list[ConflictFlag]:
    """Return a flag for every clause with a word that points to a conflict with law."""
    flags: list[ConflictFlag] = []
    for clause in clauses:
        for hit in wording.conflicts(clause["text"]):
            kind, number = FlagKind(hit.kind), clause["number"]
            flags.append(new_flag(f"{number}-{kind}", kind, number, hit.words, "words", now))
    return flags


def new_flag(
    flag_id: str, kind: FlagKind, clause: str, note: str, by: str, now: datetime
) -> ConflictFlag:
    """Return an open flag."""
    return {
        "id": flag_id,
        "kind": str(kind),
        "clause": clause,
        "note": note,
        "cites": cites_of(kind),
        "raised_by": by,
        "raised_at": clock.iso(now),
        "cleared_by": None,
        "cleared_at": None,
        "clearing_note": None,
    }
