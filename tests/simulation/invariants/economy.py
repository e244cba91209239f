"""What must hold of collectives' books: sides are equal, four people had a hand in a voucher, balances are the sums of entries, seals link."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any

from tests.simulation.world import Violated, World, document, number, text

_KEEPERS = ("recorder", "approver", "keeper", "handler")


def vouchers_have_equal_sides_and_different_hands(world: World) -> None:
    """What is in the books debits what it credits, and was recorded, approved, settled and done by different people."""
    entered = _entered(world)
    for (pk, _), row in world.rows("economy", "VOUCHER"):
        said = document(row, "document")
        if said["status"] != "posted":
            if pk.partition("#")[2] in entered:
                raise Violated("books", f"{pk} is {said['status']} and in the books")
            continue
        if sum(amount for _, amount in _postings(said)):
            raise Violated("books", f"{pk}: its sides differ: {said['postings']}")
        hands = [said[name] for name in _KEEPERS if said.get(name)]
        if len(set(hands)) != len(hands):
            raise Violated("books", f"{pk}: one person in two parts: {hands}")
        if entered[pk.partition("#")[2]] != 1:
            raise Violated("books", f"{pk} is {entered[pk.partition('#')[2]]} times in the books")


def books_are_kept_by_their_own_people(world: World) -> None:
    """Whoever has a hand in a voucher had a post in its village, by what the registry was told."""
    for (pk, _), row in world.rows("economy", "VOUCHER"):
        said = document(row, "document")
        for name in ("recorder", "approver", "keeper"):
            hand = said.get(name)
            if hand and not any(unit == said["village"] for _, unit in world.held_by(hand)):
                raise Violated("books", f"{pk} of {said['village']}: {hand} is its {name}")


def _postings(said: Any) -> list[tuple[str, int]]:
    return [
        tuple(each) if isinstance(each, list) else tuple(each.values()) for each in said["postings"]
    ]


def _entered(world: World) -> Counter[str]:
    found: Counter[str] = Counter()
    for (pk, _), row in world.rows("economy", "E#"):
        content = json.loads(text(row, "content") or "{}")
        found[str(content.get("source") or content.get("voucher") or pk)] += 1
    return found


def books_balance(world: World) -> None:
    """Every entry sums to zero; what stands on an account is the sum of what was entered on it."""
    sums: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for (pk, _), row in world.rows("economy", "E#"):
        content = json.loads(text(row, "content") or "{}")
        if sum(amount for _, amount in content["postings"]):
            raise Violated("books", f"{pk} {text(row, 'id')}: {content['postings']}")
        for account, amount in content["postings"]:
            sums[pk.partition("#")[2], account][amount < 0] += abs(amount)
    kept: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for (pk, sk), row in world.rows("economy", "Y#"):
        if pk.startswith("BALANCE#"):
            place = pk.partition("#")[2], sk.split("#")[2]
            kept[place][0] += number(row, "debit")
            kept[place][1] += number(row, "credit")
    if dict(kept) != dict(sums):
        raise Violated("books", f"balances {dict(kept)}, entered {dict(sums)}")


def chains_verify(world: World) -> None:
    """Each sealed entry of a collective's books carries the hash of all before it, and none is left out."""
    sealed: defaultdict[str, dict[int, Any]] = defaultdict(dict)
    for (pk, _), row in world.rows("economy", "E#"):
        if number(row, "seq"):
            sealed[pk][number(row, "seq")] = row
    for pk, rows in sealed.items():
        before = "0" * 64
        for seq in range(1, len(rows) + 1):
            if seq not in rows:
                raise Violated("chain", f"{pk}: number {seq} of {len(rows)} is missing")
            said = f"{before}|{seq}|{text(rows[seq], 'content')}"
            before = hashlib.sha256(said.encode()).hexdigest()
            if before != text(rows[seq], "seal"):
                raise Violated("chain", f"{pk}: the seal of number {seq} is another one")


def a_machine_is_hired_out_once_at_a_time(world: World) -> None:
    """No two households have the same machine at the same hours."""
    held: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for _, row in world.rows("economy", "HIRE"):
        said = document(row, "document")
        if said["status"] != "cancelled":
            held[said["machine"]].append((said["begins_at"], said["ends_at"]))
    for machine, times in held.items():
        times.sort()
        for (_, ends), (begins, _) in pairwise(times):
            if begins < ends:
                raise Violated("books", f"{machine} is hired out twice at {begins}")


def a_paid_hire_is_in_the_books_once(world: World) -> None:
    """What is paid was brought by a voucher that is in the books, and no voucher pays more than it moves."""
    paid: Counter[tuple[str, str, int]] = Counter()
    for (pk, _), row in world.rows("economy", "VOUCHER"):
        said, voucher = document(row, "document"), pk.partition("#")[2]
        brings = said.get("brings") or []
        if brings and said["status"] != "posted":
            raise Violated("books", f"{pk} is {said['status']} and paid something")
        if sum(one["fen"] for one in brings) > sum(
            amount for _, amount in _postings(said) if amount > 0
        ):
            raise Violated("books", f"{pk} pays more than it brings: {brings}")
        paid.update((one["hire"], voucher, one["fen"]) for one in brings if one.get("hire"))
    due: Counter[tuple[str, str, int]] = Counter()
    for (pk, _), row in world.rows("economy", "HIRE"):
        said = document(row, "document")
        if said["status"] == "paid":
            due[pk.partition("#")[2], said["payment"]["voucher"], said["total_fen"]] += 1
    if due != paid:
        raise Violated("books", f"hires paid {dict(due)}, by vouchers {dict(paid)}")


CHECKS = (
    vouchers_have_equal_sides_and_different_hands,
    books_are_kept_by_their_own_people,
    books_balance,
    chains_verify,
    a_machine_is_hired_out_once_at_a_time,
    a_paid_hire_is_in_the_books_once,
)
