"""What a matter is to decide, one by one: fixed when it is entered, so that what was open to everybody is what was decided, and what is carried out is that."""

from __future__ import annotations

from collections.abc import Sequence

from assembly.rules.routing import MatterType
from kernel.problems import InvalidFields
from kernel.record import record
from kernel.texts import Text

OF_PERSONS = frozenset({"admit", "end", "shares"})
"""Acts whose subject is a person."""


@record
class MatterItem:
    """One thing that a matter decides; others carry it out, once.

    Attributes
    ----------
    act
        What is done: one of those its kind of matter carries (`data/matters.json`).
    subject
        To what or whom: an asset, a person, a year with an account.
    amount
        How much: fen, or hundredths of shares; None where nothing is counted.
    detail
        To whom it goes, or on what ground.
    until
        For how long, by its last day.
    """

    act: str
    subject: str
    amount: int | None = None
    detail: str | None = None
    until: str | None = None


def refuse_wrong_items(kind: MatterType, items: Sequence[MatterItem]) -> None:
    """Let a matter name what its kind carries, each thing once.

    Raises
    ------
    InvalidFields
        It names something else, or one thing twice.
    """
    if any(one.act not in kind.carries for one in items):
        raise InvalidFields.one(
            "items",
            Text(
                f"“{kind.name.zh}”可列明的内容：{'、'.join(kind.carries) or '无'}。",
                f"{kind.name.en} carries: {', '.join(kind.carries) or 'nothing'}.",
            ),
        )
    if len({(one.act, one.subject) for one in items}) < len(items):
        raise InvalidFields.one(
            "items", Text("同一对象只能列一次。", "Each thing stands there once.")
        )
