"""Announcing an intended penalty, and hearing what the party says to it (处罚法 Arts. 44, 45, 62)."""

from __future__ import annotations

from datetime import datetime

from enforcement.rules.refusals import GateShut, parts_left_empty
from enforcement.rules.terms import is_over, until
from kernel.record import record
from kernel.texts import Text


@record
class Notice:
    """The announcement of an intended penalty.

    Attributes
    ----------
    fine
        In fen; what is intended, above which nothing is decided without a new notice.
    heavier_for
        New facts or evidence, never the defence, for which this notice is heavier than the one before.
    """

    received_at: datetime
    penalty: str
    facts: str
    reason: str
    basis: str
    rights: str
    fine: int = 0
    other_penalties: frozenset[str] = frozenset()
    hearing_offered: bool = False
    heavier_for: str | None = None


@record
class Defence:
    """What the party said, and what the check of it came to.

    Attributes
    ----------
    waived
        In writing, signed.
    checked
        Of every fact, reason and piece of evidence brought forward; those that hold are adopted.
    """

    said: str | None = None
    waived: bool = False
    checked: str | None = None


class NotAnnounced(GateShut):
    """No decision without the notice of its content, facts, reasons, basis and rights."""

    slug = "not-announced"
    title = Text("未履行告知义务", "Not announced")
    said = Text(
        "未告知拟处罚内容及事实、理由、依据和权利的，不得作出处罚决定。",
        "Nothing is decided before its content, facts, reasons, basis and the rights were announced.",
    )
    rests_on = "notice"


class DefenceOpen(GateShut):
    """The time for statement and defence is not over, and not waived."""

    slug = "defence-open"
    title = Text("陈述申辩期未满", "Defence still open")
    rests_on = "defence"


class DefenceNotChecked(GateShut):
    """What was said in defence is checked before anything is decided."""

    slug = "defence-not-checked"
    title = Text("陈述申辩未复核", "Defence not checked")
    said = Text("应当对陈述申辩进行复核。", "What was said in defence is checked first.")
    rests_on = "defence"


class HeavierForDefending(GateShut):
    """A penalty is not heavier for the defence."""

    slug = "heavier-for-defending"
    title = Text("不得因申辩加重处罚", "Heavier for defending")
    said = Text(
        "不得因当事人陈述、申辩或者听证而给予更重的处罚；以新证据查明新事实的，须注明并重新告知。",
        "No heavier penalty for defending; new facts, by new evidence, take a new notice.",
    )
    rests_on = "heavier"


_LACKS = Text("告知书缺{part}。", "The notice lacks the {part}.")
_PARTS = {
    "penalty": Text("处罚内容", "penalty"),
    "facts": Text("事实", "facts"),
    "reason": Text("理由", "reason"),
    "basis": Text("依据", "basis"),
    "rights": Text("权利", "rights"),
}


def refuse_incomplete_notice(notice: Notice) -> None:
    """Let a notice go out that says everything.

    Raises
    ------
    NotAnnounced
        One line for each part that is missing.
    """
    missing = parts_left_empty(notice, _LACKS, _PARTS)
    if missing:
        raise NotAnnounced(errors=missing)


def refuse_undefended(notice: Notice | None, defence: Defence, now: datetime) -> None:
    """Let a penalty be decided that was announced, and to which the party has spoken or could have.

    Raises
    ------
    NotAnnounced, DefenceOpen, DefenceNotChecked
        Which of it is outstanding.
    """
    if notice is None:
        raise NotAnnounced
    refuse_incomplete_notice(notice)
    if not defence.waived and not is_over("defence", notice.received_at, now):
        last = until("defence", notice.received_at)
        told = Text("陈述申辩期届满前不得作出决定。", "Nothing is decided before its time is over.")
        raise DefenceOpen(told, open_until=last.isoformat())
    if defence.said and not (defence.checked or "").strip():
        raise DefenceNotChecked


def refuse_heavier(notice: Notice, fine: int, other_penalties: frozenset[str]) -> None:
    """Let a penalty be decided that is no heavier than what was announced.

    Raises
    ------
    HeavierForDefending
        The fine is higher, or there is another kind of penalty.
    """
    if fine > notice.fine or not other_penalties <= notice.other_penalties:
        raise HeavierForDefending(announced=notice.fine)


def announce_anew(
    before: Notice, anew: Notice, ceiling: int | None = None, *, new_facts: bool = False
) -> int | None:
    """Let a notice take the place of another; return what of the ceiling is left: all of it, or nothing once new facts have lifted it.

    Parameters
    ----------
    ceiling
        The heaviest fine that the records of the hearings so far bear, in fen.
    new_facts
        Whether evidence that counts came into the file since the notice before.

    Raises
    ------
    HeavierForDefending
        It is heavier than the notice before or than the ceiling, and new facts are not named, or nothing new proves them.
    """
    refuse_incomplete_notice(anew)
    most = before.fine if ceiling is None else min(before.fine, ceiling)
    if anew.fine <= most and anew.other_penalties <= before.other_penalties:
        return ceiling
    if not (anew.heavier_for or "").strip() or not new_facts:
        raise HeavierForDefending(announced=most)
    return None
