"""Which norm an act is judged by: what was in force when it was done, the later one where it is lighter (从旧兼从轻, 处罚法 Art. 37)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from enforcement.rules.liability import PartyKind
from enforcement.rules.numbers import document, law_of
from enforcement.rules.refusals import GateShut
from kernel.law import Reference, reference
from kernel.record import record
from kernel.texts import Text


@record
class Fine:
    """A range of fines in integer fen, both ends included."""

    least: int
    most: int


@record
class Norm:
    """What a statute provides for an act.

    Attributes
    ----------
    optional
        The organ *may* fine.
    valid_from, valid_to
        When it fines so, both included; within the statute's own days. None: as long as the statute holds.
    """

    law: Reference
    person: Fine | None
    organisation: Fine | None
    optional: bool
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether it is in force on a day: it, and its statute."""
        begun = self.valid_from is None or self.valid_from <= day
        ended = self.valid_to is not None and self.valid_to < day
        return begun and not ended and self.law.holds_on(day)

    def range_for(self, kind: PartyKind) -> Fine | None:
        """Return the range for a kind of party; None: this norm does not fine it."""
        return self.person if kind is PartyKind.PERSON else self.organisation


@record
class Choice:
    """The norm an act is judged by, and why."""

    norm: Norm
    fine: Fine
    why: Text
    law: Reference


class NotInForce(GateShut):
    """Nothing cites an article that was not in force on the day it is applied to."""

    slug = "not-in-force"
    title = Text("法规当日未施行", "Not in force")
    rests_on = "in_force"


class NoNorm(GateShut):
    """No norm in force fines this act of this kind of party: what is not provided is not penalised."""

    slug = "no-norm"
    title = Text("没有处罚依据", "No norm")
    said = Text(
        "该行为当日没有对此类当事人罚款的依据。",
        "No norm in force that day fines this act of this kind of party.",
    )
    rests_on = "in_force"


def act_name(code: str) -> Text:
    """Return what an act of the catalogue is called, or one that is a town's to fine by statute."""
    return _acts().get(code, Text(code, code))


@cache
def _acts() -> Mapping[str, Text]:
    known = (*document("own_powers")["items"], *document("acts")["acts"])
    return {one["code"]: Text(**one["name"]) for one in known}


def norms_of(act_code: str) -> list[Norm]:
    """Return what the packaged catalogue provides for an act, whatever the day."""
    found = next((one for one in document("acts")["acts"] if one["code"] == act_code), None)
    return [_norm(each) for each in found["norms"]] if found else []


def _norm(each: Mapping[str, Any]) -> Norm:
    return Norm(
        reference(each["cites"]),
        _fine(each["person"]),
        _fine(each["organisation"]),
        each["optional"],
        date.fromisoformat(each["valid_from"]),
        date.fromisoformat(each["valid_to"]) if each["valid_to"] else None,
    )


def _fine(said: tuple[int, int] | None) -> Fine | None:
    return Fine(*said) if said else None


def refuse_out_of_force(cited: Iterable[Reference], day: date) -> None:
    """Let articles be applied to a day on which they are in force.

    Raises
    ------
    NotInForce
        One is not; names it.
    """
    for one in cited:
        if one.holds_on(day):
            continue
        heir = one.successor
        zh, en = (
            (f"现为{heir.named.zh}。", f" Its successor: {heir.named.en}.") if heir else ("", "")
        )
        told = Text(
            f"{one.named.zh}在{day}未施行或已失效，不得引用。{zh}",
            f"{one.named.en} is not in force on {day} and is not cited for it.{en}",
        )
        raise NotInForce(told, cited=one, **({"successor": heir} if heir else {}))


def ended(cited: Iterable[Reference], day: date) -> list[Reference]:
    """Return what has ended by a day: a panel, a template or an item that cites it is to be renewed."""
    return [one for one in cited if one.valid_to and one.valid_to < day]


def choose(norms: Iterable[Norm], kind: PartyKind, done_on: date, decided_on: date) -> Choice:
    """Return the norm for an act done on a day and decided on another.

    On each of the two days the norm with the higher fine stands where several are in force (Art. 29). The old one is taken,
    unless what has taken its place by the decision is lighter: its most is less, or, with the same most, its least. A continuing act is
    judged by its last day.

    Raises
    ------
    NoNorm
        None was in force when it was done: what became a breach later is none then. Nor is one that is none any more.
    """
    known = [(one, fine) for one in norms if (fine := one.range_for(kind))]
    old = _higher([each for each in known if each[0].holds_on(done_on)])
    new = _higher([each for each in known if each[0].holds_on(decided_on)])
    if old is None or new is None:
        raise NoNorm(done_on=done_on.isoformat(), decided_on=decided_on.isoformat())
    lighter = (new[1].most, new[1].least) < (old[1].most, old[1].least)
    if new[0] != old[0] and lighter:
        why = Text("作出决定时新规定处罚较轻，适用新规定。", "The new norm is lighter and applies.")
        return Choice(*new, why, law_of("choice_of_law"))
    why = Text("适用违法行为发生时的规定。", "The norm of the day of the act applies.")
    return Choice(*old, why, law_of("choice_of_law"))


def _higher(found: list[tuple[Norm, Fine]]) -> tuple[Norm, Fine] | None:
    return max(found, key=lambda each: (each[1].most, each[1].least), default=None)
