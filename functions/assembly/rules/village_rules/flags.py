"""What in a version may go against law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from assembly.rules import wording
from kernel import clock
from kernel.personal_numbers import holds_personal_number
from kernel.problems import Conflict, FieldError, InvalidFields
from kernel.record import record
from kernel.texts import Named, Text
from kernel.wording import cites_of


class FlagKind(Named):
    """In what a clause may go against law."""

    FINE = "fine", "设定罚款", "a fine"
    STATUTORY_RIGHTS = "statutory_rights", "限制法定权利", "statutory rights"
    DISCRIMINATION = "discrimination", "歧视", "discrimination"
    SEALED_RECORD = "sealed_record", "涉及封存的违法犯罪记录", "a sealed record"


@record
class RulesClause:
    """One clause; its number is what others cite."""

    number: str
    text: str


@record
class ConflictFlag:
    """A clause that may go against law; open until the town clears it, with its reason."""

    id: str
    kind: FlagKind
    clause: str
    note: str
    cites: Mapping[str, Any]
    raised_by: str
    raised_at: str
    cleared_by: str | None = None
    cleared_at: str | None = None
    clearing_note: str | None = None


class OutOfForce(Conflict):
    """The version is out of force, or was rejected: nothing is flagged in it any more."""

    slug = "out-of-force"
    said = Text("该版本已失效或未通过。", "This version is out of force, or was rejected.")


class FlagCleared(Conflict):
    """The flag was cleared before."""

    slug = "flag-cleared"
    said = Text("该标记已消除。", "This flag was cleared already.")


class ForbiddenClause(InvalidFields):
    """The words can stand in no version: a village sets no fines (行政处罚法), and what is to be published holds nobody's numbers."""

    slug = "forbidden-clause"


def refuse_forbidden(title: str, clauses: Sequence[RulesClause]) -> None:
    """Let a text be drafted that the town could clear and the village publish: later both would be a dead end.

    Raises
    ------
    ForbiddenClause
        One of its parts sets a fine in so many words, or holds the number of a person; all of them are named.
    """
    texts = {"title": title}
    texts |= {f"clauses.{place}.text": each.text for place, each in enumerate(clauses)}
    errors = [FieldError(field, why) for field, text in texts.items() for why in _forbidden(text)]
    if errors:
        raise ForbiddenClause(errors[0].message, errors=errors)


def _forbidden(text: str) -> Iterator[Text]:
    for hit in wording.conflicts(text):
        if hit.evident:
            yield Text(
                f"“{hit.words}”：{hit.why.zh}（{hit.law.named.zh}）",
                f"“{hit.words}”: {hit.why.en} ({hit.law.named.en})",
            )
    if holds_personal_number(text):
        yield Text(
            "村规民约要公布，不得含身份证号、电话或银行卡号。",
            "Village rules are published: they may hold no identity, phone or bank card number.",
        )


def flags_of(clauses: Sequence[RulesClause], now: datetime) -> list[ConflictFlag]:
    """Return a flag for every clause with a word that points to a conflict with law."""
    flags: list[ConflictFlag] = []
    for clause in clauses:
        for hit in wording.conflicts(clause.text):
            kind, number = FlagKind(hit.kind), clause.number
            flags.append(new_flag(f"{number}-{kind}", kind, number, hit.words, "words", now))
    return flags


def new_flag(
    flag_id: str, kind: FlagKind, clause: str, note: str, by: str, now: datetime
) -> ConflictFlag:
    """Return an open flag."""
    return ConflictFlag(
        id=flag_id,
        kind=kind,
        clause=clause,
        note=note,
        cites=cites_of(kind),
        raised_by=by,
        raised_at=clock.iso(now),
    )
