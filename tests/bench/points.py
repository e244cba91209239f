"""What points cost in storage, and how long the verification of a long ledger takes, on the local cloud's DynamoDB."""

from __future__ import annotations

import json
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, TypedDict

from infra.local.cloud import LocalCloud
from tests.bench import county
from tests.bench.storage import Cost, _counting, as_lists

SMALL, LARGE = 60, 6_000
ENTRIES = 100_000
_A_HOUSEHOLD = 200


class Verified(TypedDict):
    """The verification of a ledger: how many entries, how long, by how much the process grew at its peak."""

    entries: int
    seconds: float
    megabytes: float


def measure() -> tuple[dict[str, Cost], list[Verified]]:
    """Run claims, postings, redemptions and boards against a real store; verify ledgers of two lengths."""
    with tempfile.TemporaryDirectory() as home:
        settings = {"PERSIST_STATE": "0", "S3_PERSIST": "0", "SERVICES": "dynamodb"}
        cloud = LocalCloud(Path(home) / "cloud", settings=settings)
        cloud.start()
        try:
            os.environ.update(
                county.ENVIRONMENT | {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
            )
            for name in [one for one in os.environ if one.endswith("_TABLE")]:
                os.environ.pop(name)
            os.environ.update({"AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"})
            os.environ["AWS_ENDPOINT_URL"] = cloud.endpoint_url
            return _a_village()
        finally:
            cloud.stop()


def _a_village() -> tuple[dict[str, Cost], list[Verified]]:
    from kernel import clock
    from kernel.storage import dynamo
    from tests.support.county import table_of
    from tests.support.village import World

    for name in ("registry", "obligations", "points", "assembly", "incidents"):
        dynamo.client().create_table(**table_of(name))
    world = World()
    with clock.told_by(lambda: world.now):
        world.people()
        world.adopt()
        costs = _claim_to_goods(world)
        for households in (SMALL, LARGE):
            costs |= _boards(world, households)
        return costs, [_verified(entries) for entries in (ENTRIES // 10, ENTRIES)]


def _claim_to_goods(world: Any) -> dict[str, Cost]:
    from kernel.storage.unit_of_work import carry_out
    from points.service.post_claim import see_to_claim
    from tests.support.village import FIVE_DAYS

    # A process that has served before: people and book are remembered, as most of the time.
    world.did("GET", "households/h-01", by="p-h-01")
    costs: dict[str, Cost] = {}

    def go(name: str, act: Any) -> Any:
        with _counting() as costs[name]:
            return act()

    claim = go("points: claim", lambda: world.claimed(item="waste_sorting", key="k-1"))
    go("points: verification", lambda: world.move(claim, "verify", "v1", quantity=1, key="k-2"))
    world.move(claim, "verify", "v2", quantity=1)
    world.move(claim, "recognise", "p-h-05", in_favour=True)
    said = {"in_favour": True, "key": "k-3"}
    go("points: last word, confirmed", lambda: world.move(claim, "recognise", "p-h-06", **said))
    world.publish()
    world.advance(**FIVE_DAYS)
    go("points: posting", lambda: carry_out(lambda work: see_to_claim(work, claim)))
    world.open_shop()
    redeemed = go("points: redemption", lambda: world.redeem(key="k-4"))
    assert redeemed.status == 201, redeemed
    one = redeemed.body
    handed = go("points: hand over", lambda: world.hand_over(one["id"], one["code"]))
    assert handed.status == 200, handed
    balance = "households/h-01/balance"
    go("points: balance", lambda: world.did("GET", balance, by="p-h-01"))
    go("points: household page", lambda: world.did("GET", "households/h-01", by="p-h-01"))
    go("points: sealing of three entries", world.seal)
    return costs


def _boards(world: Any, households: int) -> dict[str, Cost]:
    """Make a village of so many households, take its board, and read board and ranks."""
    from kernel.actors import Actor
    from kernel.storage import dynamo
    from kernel.storage.unit_of_work import carry_out
    from points.model.board_requests import NewBoard
    from points.rules import book as books
    from points.service import propose_board
    from points.store.books import packaged
    from points.store.ledger_rows import ScoreRow
    from tests.support.village import TOWN, home_rows

    village = f"{TOWN}{300 + households % 300:03d}"
    unit = village + "001"
    rows: list[Any] = []
    for number in range(households):
        home = f"b-{households}-{number:04d}"
        rows += home_rows(home, unit, (1970,))
        rows.append(
            ScoreRow(f"SCORES#{village}#2026-10", home, earned=number % 97, lost=number % 13)
        )
    for first in range(0, len(rows), 100):
        dynamo.write([dynamo.Write(row) for row in rows[first : first + 100]])
    actor = Actor("v1", "演示")
    book = books.parse(packaged(), 1)
    command = NewBoard(period="2026-10")
    board = propose_board.take_snapshot(village, propose_board.new_board_id(), command, book, actor)
    carry_out(lambda work: propose_board.add_board(work, board, actor))
    path = f"villages/{village}/boards/{board.id}"
    costs: dict[str, Cost] = {}
    name = f"{households:,} households"
    world.did("GET", path, by="town")
    with _counting() as costs[f"points: board of {name}"]:
        world.did("GET", path, by="town")
    with _counting() as costs[f"points: ten ranks of {name}"]:
        world.did("GET", f"{path}/ranks", by="town", limit=10)
    return costs


def _verified(entries: int) -> Verified:
    """Verify a ledger whose pages come from a file: the emulator walks the whole partition for each page, which DynamoDB does not."""
    from kernel import clock
    from kernel.ledger import verification
    from points.service.verify_ledger import verify_village
    from points.store.ledger_rows import EntryRow

    village = f"140426106{entries // 1000 % 900 + 100}"
    with tempfile.NamedTemporaryFile("w+", encoding="utf-8") as file:
        _write_ledger(village, entries, file)
        file.flush()

        def entries_of(*_: object) -> Iterator[EntryRow]:
            file.seek(0)
            return (EntryRow.from_raw_data(json.loads(line)) for line in file)

        read, verification.entries_of = verification.entries_of, entries_of
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun = time.process_time()
        found = verify_village(village, clock.now())
        seconds = time.process_time() - begun
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        verification.entries_of = read
    if not found.document["sound"] or found.document["sealed"] != entries:
        raise SystemExit(f"the ledger of the bench is not sound: {found.document}")
    return {"entries": entries, "seconds": seconds, "megabytes": grown / 1024}


def _write_ledger(village: str, entries: int, file: IO[str]) -> None:
    """Write a sealed ledger of awards: its entries to the file, accounts and end of the chain to the store."""
    from kernel import clock
    from kernel.actors import CLOCK
    from kernel.ledger.chain import GENESIS, link
    from kernel.storage import dynamo
    from kernel.storage.unit_of_work import UnitOfWork
    from points.rules import transfers
    from points.rules.account import Account
    from points.rules.book import parse
    from points.rules.lots import last_day
    from points.store import accounts
    from points.store.books import packaged
    from points.store.ledger_rows import AccountRow, HeadRow

    parameters = parse(packaged(), 1).parameters
    now, seq, head = clock.now(), 0, GENESIS
    why = accounts.Reason("垃圾分类达标", ref="c", rule={"version": 1, "item": "waste"})
    occasion = accounts.Occasion(CLOCK, now, parameters)
    for home in range(entries // _A_HOUSEHOLD):
        account, kept = Account(f"x-{village}-{home}", village), None
        for _ in range(_A_HOUSEHOLD):
            work = UnitOfWork(seen={accounts.key_of(village, account.household): None})
            transfer = transfers.award(account, 5, last_day(clock.today(), parameters))
            accounts.carry(work, transfer, why, occasion)
            account = transfer.account
            kept, row = (write.row for write in work.transaction(None)[:2])  # type: ignore[union-attr]
            seq += 1
            head = link(head, seq, row.content)  # type: ignore[attr-defined]
            row.seq, row.seal = seq, head  # type: ignore[attr-defined]
            file.write(json.dumps(row.serialize()) + "\n")
        assert isinstance(kept, AccountRow)
        dynamo.write([dynamo.Write(kept)])
    end = HeadRow(f"LEDGER#{village}", "HEAD", seq=seq, seal=head, change_id="c")
    dynamo.write([dynamo.Write(end)])


def as_json() -> str:
    """Return the figures as the bench passes them between processes."""
    costs, verified = measure()
    return json.dumps({"costs": as_lists(costs), "verified": verified})
