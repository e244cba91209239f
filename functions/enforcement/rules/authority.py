"""The authority list: which town may do what, from when to when, and by which document (处罚法 Art. 24; DOMAIN 5.1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from enforcement.rules.choice_of_law import refuse_out_of_force
from enforcement.rules.numbers import document
from enforcement.rules.refusals import GateShut
from kernel.law import Reference, reference
from kernel.record import record
from kernel.texts import Named, Text


class PowerKind(Named):
    """What an item lets a town do."""

    PENALTY = "penalty", "行政处罚", "penalty"
    INSPECTION = "inspection", "行政检查", "inspection"
    COERCION = "coercion", "行政强制", "coercion"


@record
class Item:
    """An item of a town's authority list.

    Attributes
    ----------
    document
        By which document it was given; None for a town's own statutory power.
    valid_to
        The last day it is the town's; None until further notice.
    field
        For which field its officers' certificates must be; None: any.
    acts
        Which acts of the catalogue it lets the town fine; none named: the act of its own code.
    """

    town: str
    code: str
    name: Text
    kind: PowerKind
    law: Reference
    valid_from: date
    document: str | None = None
    valid_to: date | None = None
    field: str | None = None
    acts: tuple[str, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Tell whether the town holds it on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class NoPower(GateShut):
    """The town does not hold this item on this day."""

    slug = "no-power"
    title = Text("无此项职权", "No such power")
    said = Text(
        "该乡镇当日不享有此项职权。",
        "The town does not hold this item of the authority list on that day.",
    )
    rests_on = "delegation"


class OtherAct(NoPower):
    """The item is the town's and is for other acts (`item_acts`) than what was done: a power goes no further than what it was given for."""

    slug = "power-for-other-acts"
    title = Text("事项与违法行为不符", "Power for other acts")
    said = Text(
        "该权责事项不包括此违法行为，请另选事项；乡镇没有相应事项的，移交县级主管部门。",
        "This item is not for what was done: name the one that is, or hand the clue to the county department if the town has none.",
    )


class PowerTakenBack(NoPower):
    """The item was the town's at filing and is not at the decision: `hand_over_to` the county's department, nothing is decided."""

    slug = "power-taken-back"
    title = Text("职权已收回", "Power taken back")
    said = Text(
        "立案后该事项已收回，案件应移交县级主管部门，不得作出决定。",
        "The item was taken back after filing: hand the case to the county department, decide nothing.",
    )


def own_powers(town: str) -> list[Item]:
    """Return what every town may do by statute, whatever the list says."""
    data = document("own_powers")
    since = date.fromisoformat(data["valid_from"])
    return [
        Item(
            town,
            one["code"],
            Text(one["name"]["zh"], one["name"]["en"]),
            PowerKind(one["kind"]),
            reference(one["cites"]),
            since,
        )
        for one in data["items"]
    ]


def item_on(items: Iterable[Item], town: str, code: str, kind: PowerKind, day: date) -> Item:
    """Return the item by which a town may act on a day.

    Raises
    ------
    NoPower
        It holds none of this code and kind on that day.
    NotInForce
        What the item rests on is not in force that day.
    """
    for one in [*items, *own_powers(town)]:
        if (one.town, one.code, one.kind) == (town, code, kind) and one.holds_on(day):
            refuse_out_of_force([one.law], day)
            return one
    raise NoPower(item=code, town=town, day=day.isoformat())


def refuse_other_acts(item: Item, acts: Iterable[str]) -> None:
    """Let an item be used for what it was given for.

    Parameters
    ----------
    acts
        The codes of what was done; where one deed is several acts, the item is for one of them at least.

    Raises
    ------
    OtherAct
        It is for none of them.
    """
    covered, done = item.acts or (item.code,), tuple(acts)
    if not set(covered) & set(done):
        raise OtherAct(item=item.code, acts=list(done), item_acts=list(covered))


def still_held(
    items: Iterable[Item], town: str, code: str, filed_on: date, decided_on: date
) -> Item:
    """Return the item by which a case is decided: held at filing, and on every day up to the decision.

    Where it was given anew from the day after its last one, it was not taken back.

    Raises
    ------
    NoPower, NotInForce
        It was not the town's at filing; what it rested on was not in force then.
    PowerTakenBack
        It was taken back in between, even if only for a time that is over: the case goes to the county (`hand_over_to`).
    """
    known = list(items)
    held = item_on(known, town, code, PowerKind.PENALTY, filed_on)
    by_first_day = {
        one.valid_from: one
        for one in known
        if (one.town, one.code, one.kind) == (town, code, PowerKind.PENALTY)
    }
    while held.valid_to and held.valid_to < decided_on:
        anew = by_first_day.get(held.valid_to + timedelta(days=1))
        if anew is None:
            raise PowerTakenBack(
                item=code,
                town=town,
                taken_back_on=held.valid_to.isoformat(),
                hand_over_to=town[:6],
            )
        held = anew
    return held
