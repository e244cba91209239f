"""An entry of the ledger as people read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kernel.ledger.postings import Posting
from kernel.record import record
from kernel.texts import Text
from points.rules.account import PointsMove


@record
class Entry:
    """An entry: what was decided (`content`), its place in the chain once it is sealed, and the entry that reversed it."""

    id: str
    content: Mapping[str, Any]
    reversed_by: str | None
    seq: int | None
    seal: str | None

    @property
    def kind(self) -> PointsMove:
        """Why points moved."""
        return PointsMove(self.content["kind"])

    @property
    def postings(self) -> Sequence[Posting]:
        """Between which accounts."""
        return [Posting(name, int(points)) for name, points in self.content["postings"]]

    @property
    def points(self) -> int:
        """What it did to the household, in one number."""
        moved = dict(self.postings)
        if self.kind in (PointsMove.MOVED_OUT, PointsMove.MOVED_IN):
            return moved.get("spendable", 0)
        return (
            moved.get("honour")
            or -moved.get("demerit", 0)
            or moved.get("spendable")
            or moved.get("held", 0)
        )


_LET_GO = Text("，不再追扣", " and are let go")


def in_words(entry: Entry) -> Text:
    """Say in one sentence what an entry did to the household and why."""
    told, points = entry.content, entry.points
    left, short, due = told["available"], int(told["short"]), int(told["due"])
    name = entry.kind.said
    zh = f"{name.zh} {points:+d} 分：{told['reason']}。可用余额 {left} 分。"
    en = f"{name.en}, {points:+d}: {told['reason']}. {left} points can be spent."
    if short:
        aside = Text(
            f"，其中预留的 {due} 分退回时收回",
            f"; {due} of them are set aside and stay with the village if they come back",
        )
        gone = Text("，其余不再追扣", ", the rest is let go") if due else _LET_GO
        zh += f"余额不足，{short} 分未扣" + aside.zh * bool(due) + gone.zh * (short > due) + "。"
        en += f" {short} points could not be taken" + aside.en * bool(due) + gone.en * (short > due)
        en += "."
    return Text(zh, en)
