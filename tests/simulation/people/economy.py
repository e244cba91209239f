"""The books of collectives as people keep them: vouchers recorded, approved, settled; machines hired; a bookkeeper who pays twice.

The bookkeeper who cheats records what was recorded before under its paper again, in unequal sides, or of the own business; a cashier who
cheats settles what nobody approved.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.simulation.people import acting
from tests.simulation.people.acting import Trade, View, Words, listed
from tests.simulation.town import CHEAT, Person
from tests.simulation.world import World
from tests.support import economy, money

BASE = economy.BASE
_BUSINESS = (
    ("收租金", ("102", "debit"), ("501", "credit")),
    ("付清扫费", ("501", "debit"), ("102", "credit")),
    ("收现金", ("101", "debit"), ("501", "credit")),
)


def begin(world: World) -> None:
    """Give every collective a machine to hire out."""
    for number, village in enumerate(world.town.villages, 1):
        director = world.town.people[f"v{number}director"]
        said = economy.asset_of("machine", village=village, acquired_on="2020-01-01")
        said["machine"] |= {"inspected_on": "2025-11-01", "plate": f"晋04-{number:05d}"}
        deed = world.do(director, "POST", f"{BASE}/assets", said)
        world.known[f"machine of {village}"] = deed.made


def visit(world: World, who: Person) -> None:
    """Do what one does about the collective's money at an occasion."""
    if not acting.sits_down(world, who):
        return
    draw = world.chance
    for village in who.holds("bookkeeper"):
        if draw.random() < 0.6:
            _record(world, who, village)
    for village in who.holds("bookkeeper", "collective_director", "cashier"):
        _keep_books(world, who, village)
    if who.household and draw.random() < 0.1:
        _hire(world, who, world.town.homes[who.household][:12])
    for village in who.holds("collective_supervisor"):
        if draw.random() < 0.2:
            world.look(who, f"{BASE}/statements", village=village, month=f"{world.local:%Y-%m}")


def _keep_books(world: World, who: Person, village: str) -> None:
    draw = world.chance
    lines = listed(world, who, f"{BASE}/vouchers", village=village, limit="10")
    for line in draw.sample(lines, min(3, len(lines))):
        acting.handle(world, who, VOUCHER, line["id"])
    if draw.random() < 0.4:
        _see_to_hires(world, who, village)
    # A slip of the hand of anybody's, and more than that of a cheat's.
    if draw.random() < (0.3 if who.way == CHEAT else 0.05):
        _meddle(world, who, village)


def _record(world: World, who: Person, village: str) -> None:
    draw, crooked = world.chance, who.way == CHEAT
    said, debit, credit = draw.choice(_BUSINESS)
    fen = draw.choice((120_000, 5_000, 33_300))
    number = world.town.villages.index(village) + 1
    made = world.known.setdefault(f"vouchers of {village}", [])
    paper = f"收据{len(made) + 1:04d}"
    if crooked and made and draw.random() < 0.3:
        # What was paid once, once more.
        world.do(who, "POST", f"{BASE}/vouchers", draw.choice(made), before="-")
        return
    body = money.voucher_of(
        (*debit, fen),
        # A slip of the pen, of anybody's.
        (*credit, fen + 100 if draw.random() < (0.3 if crooked else 0.1) else fen),
        village=village,
        on=f"{world.local:%Y-%m-%d}",
        said=said,
        paper=paper,
        handler=who.id if crooked and draw.random() < 0.2 else f"v{number}officer1",
    )
    made.append(body)
    world.do(who, "POST", f"{BASE}/vouchers", body, before="-")


def _meddle(world: World, who: Person, village: str) -> None:
    """Try a hand at another village's voucher, which must not go through."""
    others = [
        deed.made or ""
        for deed in world.diary.made[f"{BASE}/vouchers"]
        if deed.body["village"] != village
    ]
    if others:
        voucher = world.chance.choice(others[-6:])
        body = {"action": world.chance.choice(("approve", "settle"))}
        deed = world.do(who, "POST", f"{BASE}/vouchers/{voucher}/transitions", body, before="-")
        world.not_offered(deed, voucher, offered=False)


def _words_of_vouchers(world: World, who: Person, view: View, action: str) -> Words:
    del world, who, view
    return {"reason": "填写有误"} if action == "void" else {}


VOUCHER = Trade(
    "voucher",
    lambda thing: f"{BASE}/vouchers/{thing}",
    lambda thing: f"{BASE}/vouchers/{thing}/transitions",
    {"approve": 6, "settle": 8, "void": 0.3},
    _words_of_vouchers,
    ("approve", "settle", "void"),
    frozenset({"posted", "void"}),
)


def _hire(world: World, who: Person, village: str) -> None:
    machine = world.known.get(f"machine of {village}")
    if machine is None:
        return
    day = world.local.replace(hour=8, minute=0, second=0, microsecond=0)
    begins = day + timedelta(days=world.chance.choice((1, 2, 3)))
    body: dict[str, Any] = economy.HOURS | {
        "begins_at": begins.isoformat(),
        "ends_at": (begins + timedelta(hours=4)).isoformat(),
    }
    deed = world.do(who, "POST", f"{BASE}/machines/{machine}/hires", body, before="-")
    if deed.went_through:
        world.known.setdefault(f"hires of {village}", []).append(deed.made)


def _see_to_hires(world: World, who: Person, village: str) -> None:
    for hire in world.known.get(f"hires of {village}", [])[-3:]:
        acting.handle(world, who, HIRE, hire)


def _payment(world: World, who: Person, view: View) -> Words:
    """Return what pays a hire: a voucher that brings enough by the bank; who cheats takes any, spent or not, others now and then."""
    any_will_do = who.way == CHEAT or world.chance.random() < 0.1
    posted = listed(world, who, f"{BASE}/vouchers", village=view["village"], status="posted")
    fitting = [
        one["id"] for one in posted if any_will_do or _left(one) >= (view["total_fen"] or 0) > 0
    ]
    return {"how": "bank", "voucher": world.chance.choice(fitting)} if fitting else None


def _left(voucher: View) -> int:
    banked = sum(
        one["fen"] for one in voucher["lines"] if (one["account"], one["side"]) == ("102", "debit")
    )
    return banked - sum(one["fen"] for one in voucher["brings"])


def _words_of_hires(world: World, who: Person, view: View, action: str) -> Words:
    match action:
        case "finish":
            return {"hundredths": world.chance.choice((100, 300, 450))}
        case "pay":
            return _payment(world, who, view)
        case _:
            return {"reason": "下雨"}


HIRE = Trade(
    "hire",
    lambda thing: f"{BASE}/hires/{thing}",
    lambda thing: f"{BASE}/hires/{thing}/transitions",
    {"finish": 4, "pay": 6, "cancel": 0.2},
    _words_of_hires,
    ("finish", "pay", "cancel"),
    frozenset({"paid", "cancelled"}),
)
