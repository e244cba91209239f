"""A village in process for the points: households, their people, verifiers, a shop; time stands still until a test moves it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from kernel import clock
from kernel.actors import CLOCK
from kernel.directory import Remembered
from kernel.storage import dynamo
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from points.api import API
from points.rules import transfers
from points.rules.book import Parameters
from points.rules.lots import last_day
from points.service.see_to_what_is_due import see_to_what_is_due
from points.service.verify_ledger import seal_new_entries
from points.store import accounts, books
from points.store.book_rows import BookRow, LedgerRow, ShelfRow
from registry.store.rows import HeadRow, HouseholdRow, RelativesRow, ResidentRow
from tests.support.in_process import (
    MONDAY,
    Answer,
    Stage,
    ask,
    forget,
    in_process,
)

COUNTY = "140426"
TOWN = COUNTY + "106"
VILLAGE = TOWN + "201"
GRID = VILLAGE + "001"
NEXT_VILLAGE = TOWN + "202"
FAR_GRID = NEXT_VILLAGE + "001"

FIVE_DAYS = {"days": 6}
"""Until a period of five days is over, at whatever hour it began: its first day does not count."""

HOMES = [f"h-{number:02d}" for number in range(1, 13)]
FAR_HOME = "h-90"
STAFF: dict[str, tuple[str, str, str | None]] = {
    "worker": ("grid_worker", GRID, None),
    "v1": ("points_verifier", VILLAGE, "h-09"),
    "v2": ("points_verifier", VILLAGE, "h-10"),
    "v3": ("points_verifier", VILLAGE, "h-11"),
    "stranger": ("points_verifier", VILLAGE, None),
    "officer": ("village_officer", VILLAGE, "h-12"),
    "officer2": ("village_officer", VILLAGE, None),
    "supervisor": ("village_supervisor", VILLAGE, "h-08"),
    "keeper": ("shop_keeper", VILLAGE, None),
    "town": ("town_officer", TOWN, None),
    "county": ("county_officer", COUNTY, None),
    "admin": ("county_admin", COUNTY, None),
    "far_officer": ("village_officer", NEXT_VILLAGE, None),
}
"""Who holds which post, and lives in which household."""

SAMPLE = dict(books.packaged())
SHOP = {
    "name": "庄头村积分超市",
    "merchants": [{"id": "m-1", "name": "村集体", "keepers": ["keeper"]}],
    "weekdays": [1, 2, 3, 4, 5, 6, 7],
    "opens": "08:00",
    "closes": "18:00",
}


class World(Stage):
    """The village, its people and its clock. Residents are called as `p-` and their household."""

    def people(self) -> None:
        """Register units, households and people."""
        homes = {home: FAR_GRID if home == FAR_HOME else GRID for home in (*HOMES, FAR_HOME)}
        posts = {f"p-{home}": ("resident", unit) for home, unit in homes.items()}
        lives = {f"p-{home}": home for home in homes}
        for name, (role, unit, home) in STAFF.items():
            posts[name] = (role, unit)
            lives |= {name: home} if home else {}
        self.settle(
            dict.fromkeys((COUNTY, TOWN, VILLAGE, GRID, NEXT_VILLAGE, FAR_GRID)),
            posts,
            {name: {"household": home} for name, home in lives.items()},
            [row for home, unit in homes.items() for row in home_rows(home, unit)],
        )

    def relate(self, one: str, other: str) -> None:
        """Make two households near relatives."""
        for home, near in ((one, other), (other, one)):
            row = RelativesRow(f"HOUSEHOLD#{home}", "RELATIVES", relatives={near: "siblings"})
            dynamo.write([dynamo.Write(row)])

    def go(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        by: str | None = "officer",
        key: str | None = None,
        version: int | None = None,
        **query: Any,
    ) -> Answer:
        """Call a route as somebody."""
        headers = {"idempotency-key": key} if key else {}
        if version is not None:
            headers["if-match"] = f'"{version}"'
        return ask(API, method, f"/v1/points/{path}", body, by=by, query=query, headers=headers)

    def did(self, method: str, path: str, body: Any = None, **how: Any) -> Any:
        """Call a route that must succeed; return the body."""
        answer = self.go(method, path, body, **how)
        assert answer.status in (200, 201, 202), answer
        return answer.body

    # The rule book

    def adopt(
        self, valid_from: str = "2026-11-01", *, document: Any = SAMPLE, **changed: Any
    ) -> int:
        """Put a book in force, with other parameters where given; return its version. By what steps stands in its own test."""
        document = {**document, "parameters": {**document["parameters"], **changed}}
        with self.quietly():
            shelf: ShelfRow | None = dynamo.read([ShelfRow.key(VILLAGE)], consistent=True)[0]
            version = int(shelf.newest) + 1 if shelf else 1
            published = [*json.loads(shelf.published if shelf else "[]"), [version, valid_from]]
            pk = f"BOOK#{VILLAGE}"
            rows: list[Any] = [
                ShelfRow(
                    pk,
                    "SHELF",
                    newest=version,
                    published=json.dumps(published),
                    version=version,
                    change_id="c",
                ),
                BookRow(
                    pk,
                    f"V#{version:06d}",
                    number=version,
                    status="published",
                    document=json.dumps(document, ensure_ascii=False),
                    facts="{}",
                    version=1,
                    change_id="c",
                ),
                LedgerRow("LEDGERS", VILLAGE),
            ]
            dynamo.write([dynamo.Write(row) for row in rows])
        Remembered.forget()
        return version

    # Claims

    def claim(self, home: str = "h-01", item: str = "clean_yard", **more: Any) -> Answer:
        """Claim an item for a household."""
        by = more.pop("by", f"p-{home}")
        key = more.pop("key", None)
        said = {
            "household": home,
            "item": item,
            "happened_on": f"{self.now.astimezone(clock.SHANGHAI):%Y-%m-%d}",
            "description": "院落整洁",
            **more,
        }
        return self.go("POST", "claims", said, by=by, key=key)

    def claimed(self, home: str = "h-01", item: str = "clean_yard", **more: Any) -> str:
        """Claim and return the id."""
        answer = self.claim(home, item, **more)
        assert answer.status == 201, answer
        return answer.body["id"]

    def move(self, claim: str, action: str, by: str, **said: Any) -> Answer:
        """Take a step of a claim."""
        key, version = said.pop("key", None), said.pop("version", None)
        body = {"action": action, **said}
        return self.go("POST", f"claims/{claim}/transitions", body, by=by, key=key, version=version)

    def confirm(self, claim: str, quantity: int = 1, *, visit: int | None = 100) -> dict[str, Any]:
        """Have a claim checked by everybody it takes; return it."""
        for who in ("v1", "v2"):
            assert self.move(claim, "verify", who, quantity=quantity).status == 200
        if visit is not None:
            self.move(claim, "visit", "v3", grade=visit, reason="入户查看")
        for home in ("h-05", "h-06"):
            self.move(claim, "recognise", f"p-{home}", in_favour=True)
        return self.read(claim)

    def read(self, claim: str, by: str = "officer") -> dict[str, Any]:
        """Read a claim."""
        return self.did("GET", f"claims/{claim}", by=by)

    def publish(self) -> dict[str, Any]:
        """Publish what waits."""
        return self.did("POST", f"villages/{VILLAGE}/publications")

    def earn(self, home: str = "h-01", points: int = 5) -> None:
        """Give a household points, past claims and checks."""
        with self.quietly():
            parameters = books.book_on(VILLAGE, clock.today()).parameters
            carry_out(lambda work: award(work, VILLAGE, home, points, parameters, self.now))

    # The shop

    def open_shop(self, stock: int = 10, price: int = 3, **changed: Any) -> None:
        """Open the shop with one kind of goods."""
        self.did("PUT", f"villages/{VILLAGE}/shop", {**SHOP, **changed})
        goods = {"merchant": "m-1", "name": "洗衣粉", "points": price}
        self.did("PUT", f"villages/{VILLAGE}/goods/soap", goods)
        if stock:
            self.stock(stock)

    def stock(self, quantity: int) -> Any:
        """Take goods in."""
        said = {
            "kind": "goods_in",
            "quantity": quantity,
            "funding": "collective",
            "source": "村集体经济",
            "value_fen": 500 * quantity,
        }
        return self.did("POST", f"villages/{VILLAGE}/goods/soap/movements", said, by="keeper")

    def goods(self) -> dict[str, Any]:
        """Read the goods."""
        return self.did("GET", f"villages/{VILLAGE}/goods")["items"][0]

    def redeem(self, home: str = "h-01", quantity: int = 1, **how: Any) -> Answer:
        """Redeem goods."""
        body = {"household": home, "goods": "soap", "quantity": quantity}
        return self.go("POST", "redemptions", body, by=how.pop("by", f"p-{home}"), **how)

    def hand_over(self, redemption: str, code: str, by: str = "keeper") -> Answer:
        """Hand goods over."""
        body = {"action": "hand_over", "code": code}
        return self.go("POST", f"redemptions/{redemption}/transitions", body, by=by)

    # What is there

    def balance(self, home: str = "h-01") -> dict[str, Any]:
        """Read a household's balances."""
        with self.quietly():
            told = self.did("GET", f"households/{home}/balance")
        return {name: told[name] for name in ("spendable", "honour", "demerit", "held")}

    def entries(self, home: str = "h-01") -> list[dict[str, Any]]:
        """Read a household's entries, oldest first."""
        with self.quietly():
            return self.did("GET", f"households/{home}/entries", limit=100)["items"][::-1]

    def tick(self) -> int:
        """Let the clock look."""
        return see_to_what_is_due()

    def seal(self) -> None:
        """Deliver the stream: every entry, sealed or not, as one that comes twice would be."""
        keys = [
            {"pk": row["pk"], "sk": row["sk"]}
            for row in self.rows()
            if row["sk"]["S"].startswith("E#")
        ]
        keys.sort(key=lambda key: key["sk"]["S"])
        records = [
            {"dynamodb": {"Keys": key, "SequenceNumber": str(number)}}
            for number, key in enumerate(keys, 1)
        ]
        assert seal_new_entries(records) is None

    def verify(self) -> dict[str, Any]:
        """Verify the ledger."""
        return self.did("GET", f"villages/{VILLAGE}/ledger/verify")

    def rows(self) -> list[dict[str, Any]]:
        """Return everything the points' table holds."""
        return self.kept("points")

    def tamper(self, entry: str, **attributes: str) -> None:
        """Change an entry behind the system's back."""
        for name, value in attributes.items():
            dynamo.client().update_item(
                TableName="points",
                Key={"pk": {"S": f"LEDGER#{VILLAGE}"}, "sk": {"S": f"E#{entry}"}},
                UpdateExpression="SET #n = :v",
                ExpressionAttributeNames={"#n": name},
                ExpressionAttributeValues={":v": {"S": value}},
            )


def award(
    work: UnitOfWork, village: str, home: str, points: int, parameters: Parameters, now: datetime
) -> None:
    """Give a household points, past claims and checks."""
    last = last_day(now.astimezone(clock.SHANGHAI).date(), parameters)
    transfer = transfers.award(accounts.see(work, village, home), points, last)
    occasion = accounts.Occasion(CLOCK, now, parameters)
    accounts.carry(work, transfer, accounts.Reason("测试入账"), occasion)


def home_rows(home: str, unit: str, born: tuple[int | None, ...] = (1970, 1972, 1998)) -> list[Any]:
    """Return the rows of a household and its residents, head first."""
    listing = HouseholdRow.listing(unit)
    rows: list[Any] = [
        HouseholdRow(
            f"HOUSEHOLD#{home}",
            "HOUSEHOLD",
            household_id=home,
            unit=unit,
            head_name=f"张{home}",
            door_plate=home,
            parent=listing,
            code=f"{unit}#{home}",
        ),
        HeadRow(f"HOUSEHOLD#{home}", "HEAD", resident=f"r-{home}-0", residents=len(born)),
    ]
    for number, year in enumerate(born):
        resident = f"r-{home}-{number}"
        rows.append(
            ResidentRow(
                f"RESIDENT#{resident}",
                "RESIDENT",
                resident_id=resident,
                household_id=home,
                name=f"演示{resident}",
                relation="head" if number == 0 else "other",
                birth_year=year,
                parent=ResidentRow.listing(home),
                code=resident,
            )
        )
    return rows


def forget_everything() -> None:
    """Drop what a process remembers between requests."""
    forget()
    books.book_of.cache_clear()


@contextmanager
def a_village(now: datetime = MONDAY) -> Iterator[World]:
    """Run a village in process."""
    tables = ("registry", "obligations", "points", "assembly", "ballots")
    with in_process(lambda: World(now), tables, forgetting=forget_everything) as world:
        world.people()
        yield world
