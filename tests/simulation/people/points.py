"""Points as people take part in them: they claim, check, publish, object, redeem and hand goods over; some help themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kernel import clock
from kernel.storage import dynamo
from kernel.storage.unit_of_work import carry_out
from points.store import books
from points.store.book_rows import BookRow, LedgerRow, ShelfRow
from tests.simulation.people.learning import choose, learn
from tests.simulation.town import ABSENT, CHEAT, LAZY, Person
from tests.simulation.world import World
from tests.support.village import award

View = Mapping[str, Any]
_KNOWN_TO_EARN = 20
"""Of how many households of a village it is known what they earned in the year before."""
ITEMS = ("clean_yard", "waste_sorting", "tree_planting", "meeting", "elder_care", "meeting")
MINUS = ("dirty_front", "dumping", "occupying_lane")
EVERY_ACTION = ("verify", "recognise", "visit", "object", "answer", "withdraw")
_HABITS = {
    "verify": 0.8,
    "visit": 0.5,
    "recognise": 0.7,
    "object": 0.08,
    "answer": 0.8,
    "withdraw": 0.02,
}


def begin(world: World) -> None:
    """Put a rule book in force in every village, and open its shop with goods on the shelf."""
    document = dict(books.packaged())
    for n, village in enumerate(world.town.villages, 1):
        pk, text = f"BOOK#{village}", json.dumps(document, ensure_ascii=False)
        since = f"{world.local:%Y}-01-01"
        shelf = {"newest": 1, "published": json.dumps([[1, since]]), "version": 1, "change_id": "c"}
        book = {"number": 1, "status": "published", "document": text, "facts": "{}"}
        rows: list[Any] = [
            ShelfRow(pk, "SHELF", **shelf),
            BookRow(pk, "V#000001", **book, version=1, change_id="c"),
            LedgerRow("LEDGERS", village),
        ]
        dynamo.write([dynamo.Write(row) for row in rows])
        officer, keeper = world.town.people[f"v{n}officer1"], world.town.people[f"v{n}keeper"]
        shop = {
            "name": "积分超市",
            "merchants": [{"id": "m-1", "name": "村集体", "keepers": [keeper.id]}],
            "weekdays": [1, 2, 3, 4, 5, 6, 7],
            "opens": "06:00",
            "closes": "22:00",
        }
        world.do(officer, "PUT", f"/v1/points/villages/{village}/shop", shop)
        goods = {"merchant": "m-1", "name": "洗衣粉", "points": 3}
        world.do(officer, "PUT", f"/v1/points/villages/{village}/goods/soap", goods)
        _stock(world, keeper, village, 8)
        for home in _homes(world, village)[:_KNOWN_TO_EARN]:
            _give(world, village, home, world.chance.randrange(13))


def _give(world: World, village: str, home: str, number: int) -> None:
    """Give a household what it earned in the year before."""
    if number:
        parameters = books.book_on(village, clock.today()).parameters
        carry_out(lambda work: award(work, village, home, number, parameters, world.now))


def village_of(world: World, person: Person) -> str | None:
    """Return the village in which somebody lives or works."""
    if person.household:
        return world.town.homes[person.household][:12]
    return next(
        (unit[:12] for _, unit in person.posts if len(unit) >= 12 and "-" not in unit), None
    )


def visit(world: World, who: Person) -> None:
    """Do what one does about points at an occasion."""
    village = village_of(world, who)
    if village is None and who.holds("town_officer", "county_officer"):
        village = world.chance.choice(world.town.villages)
    if (
        village is None
        or who.way == ABSENT
        or world.chance.random() < (0.7 if who.way == LAZY else 0.3)
    ):
        return
    if who.household:
        _live(world, who, village)
    if who.holds(
        "points_verifier",
        "grid_worker",
        "grid_chief",
        "village_officer",
        "village_supervisor",
        "town_officer",
        "county_officer",
    ):
        _check(world, who, village)
    if who.holds("village_officer"):
        _officiate(world, who, village)
    if who.holds("shop_keeper"):
        _keep_shop(world, who, village)


def _live(world: World, who: Person, village: str) -> None:
    draw = world.chance
    if draw.random() < (0.9 if who.way == CHEAT else 0.4):
        claim(world, who, who.household or "")
    if draw.random() < 0.35:
        for one in _claims_of(world, village)[-6:]:
            if draw.random() < 0.6:
                handle(world, who, one)
    if draw.random() < 0.4:
        _redeem(world, who)
    if who.way == CHEAT and draw.random() < 0.3:
        _collect(world, who)


def claim(world: World, who: Person, household: str) -> None:
    """Claim something for a household, or record a deduction."""
    draw = world.chance
    is_minus = bool(who.holds("points_verifier")) and draw.random() < 0.3
    body = {
        "household": household,
        "item": draw.choice(MINUS if is_minus else ITEMS),
        "quantity": draw.choice((1, 1, 1, 2, 20) if who.way == CHEAT else (1,)),
        "happened_on": f"{world.local:%Y-%m-%d}",
        "description": f"暗语{draw.randrange(10**9):09d}：情况属实",
    }
    world.do(who, "POST", "/v1/points/claims", body, before="-")


def _claims_of(world: World, village: str) -> list[str]:
    """Return the claims that are talked of in a village, oldest first."""
    return [
        deed.made or ""
        for deed in world.diary.made["/v1/points/claims"]
        if world.town.homes[deed.body["household"]].startswith(village)
    ]


def _check(world: World, who: Person, village: str) -> None:
    for status in ("checking", "objected"):
        page = world.look(who, "/v1/points/claims", village=village, status=status, limit="10")
        for line in (page or {}).get("items", [])[:6]:
            handle(world, who, line["id"])
    if who.holds("points_verifier") and world.chance.random() < 0.2:
        claim(world, who, world.chance.choice(_homes(world, village)))


def _homes(world: World, unit: str) -> list[str]:
    return world.town.homes_in(unit)


def handle(world: World, who: Person, claim_id: str) -> None:
    """Read a claim and take a step, by habit or by what served."""
    view = world.look(who, f"/v1/points/claims/{claim_id}")
    if view is None:
        return
    draw, offered = world.chance, sorted(view["actions"])
    if who.way == CHEAT and draw.random() < 0.1:
        _step(world, who, view, draw.choice(EVERY_ACTION))
        return
    if not offered:
        return
    if who.way == CHEAT:
        is_own = view["household"] == who.household
        state = f"{view['status']}:{'own' if is_own else 'others'}"
        action = choose(who, draw, f"points:{state}", offered)
        before = _spendable(world, who)
        _step(world, who, view, action)
        learn(who, f"points:{state}", action, _spendable(world, who) - before + 0.1 * is_own)
        return
    action = draw.choice(offered)
    if action == "recognise" and not who.household and draw.random() < 0.9:
        return
    if draw.random() < _HABITS.get(action, 0.0):
        _step(world, who, view, action)


def _spendable(world: World, who: Person) -> float:
    if not who.household:
        return 0.0
    told = world.look(who, f"/v1/points/households/{who.household}/balance")
    return float((told or {}).get("spendable") or 0)


def _step(world: World, who: Person, view: View, action: str) -> None:
    draw, crooked = world.chance, who.way == CHEAT
    said: dict[str, Any] = {"action": action}
    match action:
        case "verify":
            said["quantity"] = draw.choice((0, 1, 1, 1, 5) if crooked else (0, 1, 1, 1, 1))
        case "recognise":
            said["in_favour"] = draw.random() < (0.5 if crooked else 0.9)
            if who.holds("grid_worker", "grid_chief"):
                grid = who.holds("grid_worker", "grid_chief")[0]
                homes = _homes(world, grid) or _homes(world, grid[:12])
                said |= {"household": draw.choice(homes), "paper": "签字单1"}
        case "visit":
            said |= {"grade": draw.choice((0, 60, 100)), "reason": "入户查看"}
        case "object":
            said["reason"] = "情况不符"
        case "answer":
            open_ones = [
                n for n, one in enumerate(view.get("objections") or [], 1) if not one.get("answer")
            ]
            said |= {
                "objection": draw.choice(open_ones or [1]),
                "upheld": draw.random() < 0.4,
                "reason": "复核",
            }
        case _:
            pass
    deed = world.do(
        who, "POST", f"/v1/points/claims/{view['id']}/transitions", said, before=view["status"]
    )
    world.not_offered(deed, view["id"], offered=action in view["actions"])


def _officiate(world: World, who: Person, village: str) -> None:
    draw = world.chance
    if draw.random() < 0.4:
        world.do(who, "POST", f"/v1/points/villages/{village}/publications", before="-")
    if draw.random() < (0.3 if who.way == CHEAT else 0.03):
        _reverse(world, who, village)


def _reverse(world: World, who: Person, village: str) -> None:
    page = world.look(who, f"/v1/points/villages/{village}/ledger", limit="20")
    entries = (page or {}).get("items", [])
    if entries:
        body = {"reason": "录入有误", "if_spent": world.chance.choice(("refuse", "take_rest"))}
        entry = world.chance.choice(entries)["id"]
        path = f"/v1/points/villages/{village}/ledger/entries/{entry}/reversals"
        world.do(who, "POST", path, body, before="-")


def _redeem(world: World, who: Person) -> None:
    amount = world.chance.choice((1, 2, 50) if who.way == CHEAT else (1,))
    body = {"household": who.household, "goods": "soap", "quantity": amount}
    world.do(who, "POST", "/v1/points/redemptions", body, before="-")


def _collect(world: World, who: Person) -> None:
    """Take back what one has asked for, maybe after it was handed over."""
    own = [one for one in _redemptions(world) if one[0] == who.id]
    if own:
        body = {"action": "void", "reason": "不要了"}
        path = f"/v1/points/redemptions/{world.chance.choice(own)[1]}/transitions"
        world.do(who, "POST", path, body, before="-")


def _redemptions(world: World) -> list[tuple[str, str]]:
    return [(deed.who, deed.made or "") for deed in world.diary.made["/v1/points/redemptions"]]


def _keep_shop(world: World, who: Person, village: str) -> None:
    draw = world.chance
    homes = {home for home, grid in world.town.homes.items() if grid.startswith(village)}
    for asked_by, redemption in _redemptions(world)[-8:]:
        owner = world.town.people[asked_by]
        if owner.household not in homes or draw.random() < 0.5:
            continue
        # Whoever comes shows the code; a keeper who helps himself guesses it, or hands over what was handed over.
        seen = world.look(owner, f"/v1/points/redemptions/{redemption}") or {}
        code = seen.get("code") if who.way != CHEAT or draw.random() < 0.6 else "00000000"
        body = {"action": "hand_over", "code": code or "00000000"}
        path = f"/v1/points/redemptions/{redemption}/transitions"
        world.do(who, "POST", path, body, before=str(seen.get("status", "-")))
    if draw.random() < 0.2:
        _stock(world, who, village, draw.choice((1, 5)))
    if draw.random() < (0.3 if who.way == CHEAT else 0.05):
        body = {"kind": "count", "counted": draw.randrange(6), "reason": "盘点"}
        world.do(
            who, "POST", f"/v1/points/villages/{village}/goods/soap/movements", body, before="-"
        )


def _stock(world: World, who: Person, village: str, quantity: int) -> None:
    body = {
        "kind": "goods_in",
        "quantity": quantity,
        "funding": "collective",
        "source": "村集体经济",
        "value_fen": 500 * quantity,
    }
    world.do(who, "POST", f"/v1/points/villages/{village}/goods/soap/movements", body, before="-")
