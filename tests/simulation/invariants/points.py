"""What must hold of points: nothing appears or vanishes, nobody checks for himself, goods leave the shelf once."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.simulation.world import Violated, World, document, number, text

Row = Mapping[str, Any]
_OWN = ("honour", "demerit", "spendable", "held")


def _entries(world: World) -> Iterator[tuple[str, Row, dict[str, Any]]]:
    for (pk, _), row in world.rows("points", "E#"):
        yield pk.partition("#")[2], row, json.loads(text(row, "content") or "{}")


def books_balance(world: World) -> None:
    """Every entry sums to zero, and each account is the sum of its postings: no points appear or vanish."""
    sums: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    numbers: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for village, row, content in _entries(world):
        if sum(amount for _, amount in content["postings"]):
            raise Violated("balanced", f"{text(row, 'id')}: {content['postings']}")
        holder = village, content["holder"]
        numbers[holder].append(content["number"])
        for account, amount in content["postings"]:
            sums[holder][account] += amount
    for (pk, household), row in world.rows("points"):
        if pk.startswith("ACCOUNTS#"):
            holder = pk.partition("#")[2], household
            _check_account(holder, row, sums[holder], numbers[holder])
    for holder, held in numbers.items():
        if (f"ACCOUNTS#{holder[0]}", holder[1]) not in world.account.store.tables["points"].rows:
            raise Violated("balanced", f"{holder} has {len(held)} entries and no account")


def _check_account(
    holder: tuple[str, str], row: Row, sums: Counter[str], entered: list[int]
) -> None:
    for account in _OWN:
        if number(row, account) != sums[account]:
            raise Violated(
                "balanced",
                f"{holder} has {number(row, account)} {account}, entered were {sums[account]}",
            )
        if number(row, account) < 0:
            raise Violated("balanced", f"{holder} owes {account}")
    if sum(lot[1] for lot in document(row, "lots") or []) != number(row, "spendable"):
        raise Violated("balanced", f"{holder}: lots and what can be spent differ")
    if sorted(entered) != list(range(1, number(row, "number") + 1)):
        raise Violated(
            "balanced", f"{holder}: entries {sorted(entered)} of {number(row, 'number')}"
        )


def chains_verify(world: World) -> None:
    """Each sealed entry carries the hash of all before it; none is left out, and none stays unsealed for hours."""
    sealed: defaultdict[str, dict[int, Row]] = defaultdict(dict)
    for village, row, _ in _entries(world):
        seq = number(row, "seq")
        if not seq:
            age = world.now - datetime.fromisoformat(text(row, "at") or "")
            if age > timedelta(hours=30):
                raise Violated("chain", f"{village}: {text(row, 'id')} is not sealed after {age}")
            continue
        if seq in sealed[village]:
            raise Violated("chain", f"{village}: two entries are number {seq}")
        sealed[village][seq] = row
    for village, rows in sealed.items():
        before = "0" * 64
        for seq in range(1, len(rows) + 1):
            if seq not in rows:
                raise Violated("chain", f"{village}: number {seq} of {len(rows)} is missing")
            said = f"{before}|{seq}|{text(rows[seq], 'content')}"
            before = hashlib.sha256(said.encode()).hexdigest()
            if before != text(rows[seq], "seal"):
                raise Violated("chain", f"{village}: the seal of number {seq} is another one")


def goods_leave_the_shelf_once(world: World) -> None:
    """What is on the shelf, set aside and handed over is what came in; each redemption was handed over once at most."""
    held: Counter[str] = Counter()
    for _, row in world.rows("points", "REDEEM"):
        said = document(row, "document")
        if text(row, "status") == "held":
            held[text(row, "village") or ""] += said["quantity"]
    for (pk, _), row in world.rows("points", "GOODS#"):
        village = pk.partition("#")[2]
        if number(row, "stock") < 0 or number(row, "held") < 0:
            raise Violated(
                "stock",
                f"{village}: {number(row, 'stock')} on the shelf, {number(row, 'held')} set aside",
            )
        if number(row, "held") != held[village]:
            raise Violated(
                "stock",
                f"{village}: {number(row, 'held')} set aside, redemptions hold {held[village]}",
            )
    for place, times in _handed_over(world).items():
        if times > 1:
            raise Violated("stock", f"{place} was handed over {times} times")


def _handed_over(world: World) -> Counter[str]:
    told: Counter[str] = Counter()
    for deed in world.diary.deeds:
        is_of_points = deed.path.startswith("/v1/points/")
        if is_of_points and deed.action == "hand_over" and deed.went_through:
            told[deed.path] += 1
            if deed.body["code"] == "0" * 8:
                raise Violated("stock", f"{deed.path} was handed over for a code that was guessed")
    return told


def points_are_posted_after_their_gates(world: World) -> None:
    """Points are posted only for what was a fact to two verifiers, known to neighbours and open to objections for days; nobody took part in the own."""
    held = world.account.store.tables["points"].rows
    for (pk, _), row in world.rows("points", "CLAIM"):
        steps = []
        seq = 1
        while (pk, f"HIST#{seq:06d}") in held:
            steps.append(held[pk, f"HIST#{seq:06d}"])
            seq += 1
        home = text(row, "household")
        by: defaultdict[str, set[str]] = defaultdict(set)
        at: dict[str, datetime] = {}
        for step in steps:
            event, actor = text(step, "event") or "", text(step, "actor") or ""
            by[event].add(actor)
            at[event] = datetime.fromisoformat(text(step, "at") or "")
            person = world.town.people.get(actor)
            if (
                event in ("verified", "recognised", "visited")
                and person
                and person.household == home
            ):
                raise Violated("gates", f"{pk}: {actor} of {home} took part in the own: {event}")
        if text(row, "status") != "posted":
            continue
        if len(by["verified"]) < 2 or "published" not in at:
            raise Violated(
                "gates",
                f"{pk} was posted; verified by {sorted(by['verified'])}, published {at.get('published')}",
            )
        if at["posted"] - at["published"] < timedelta(days=5):
            raise Violated(
                "gates", f"{pk} was published {at['published']} and posted {at['posted']}"
            )
        if both := by["verified"] & by["visited"]:
            raise Violated("gates", f"{pk}: {sorted(both)} both verified and visited")


def no_household_gets_more_than_an_items_cap(world: World) -> None:
    """Of one item a household is given no more points in a month, quarter or year than its rule book says."""
    given: Counter[tuple[str, str, str]] = Counter()
    for _, row in world.rows("points", "CLAIM"):
        said = document(row, "document")
        if text(row, "status") in ("confirmed", "published", "objected", "posted"):
            per = _CAPS[said["item"]]["per"]
            period = _period(said["happened_on"], per)
            given[said["household"], said["item"], period] += number(row, "points")
    for (home, item, period), points in given.items():
        if points > _CAPS[item]["points"]:
            raise Violated("caps", f"{home} has {points} points for {item} of {period}")


def _period(day: str, per: str) -> str:
    year, month, _ = day.split("-")
    match per:
        case "month":
            return f"{year}-{month}"
        case "quarter":
            return f"{year}-Q{(int(month) + 2) // 3}"
        case _:
            return year


_CAPS = {
    item["code"]: item["cap"]
    for item in json.loads(
        (Path(__file__).parents[3] / "functions" / "points" / "default_book.json").read_text(
            "utf-8"
        )
    )["items"]
}


def what_was_answered_is_there(world: World) -> None:
    """Each claim and each redemption that was answered is kept, and each that is kept was asked for."""
    for kind, path in (("CLAIM", "/v1/points/claims"), ("REDEEM", "/v1/points/redemptions")):
        made = {
            deed.made
            for deed in world.diary.deeds
            if deed.made and deed.path == path and deed.went_through
        }
        kept = {text(row, "id") for _, row in world.rows("points", kind)}
        if lost := made - kept:
            raise Violated(
                "acknowledged", f"{kind} {sorted(map(str, lost))} was answered and is not there"
            )
        unsure = sum(deed.status >= 500 for deed in world.diary.deeds if deed.path == path)
        if len(kept - made) > unsure:
            raise Violated(
                "acknowledged", f"{kind} {sorted(map(str, kept - made))} was made without an answer"
            )


CHECKS = (
    books_balance,
    chains_verify,
    goods_leave_the_shelf_once,
    points_are_posted_after_their_gates,
    no_household_gets_more_than_an_items_cap,
    what_was_answered_is_there,
)
