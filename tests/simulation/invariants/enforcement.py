"""What must hold of cases: every decision has its gates behind it, taken by different people; an act is fined once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from tests.simulation.world import Violated, World, document, text

Step = tuple[str, str, datetime, Any]


def _steps(world: World) -> Iterator[tuple[str, Any, list[Step]]]:
    """Yield of each case its id, its document, and what was done by whom and when, with its details."""
    held = world.account.store.tables["enforcement"].rows
    by_case: defaultdict[str, list[Step]] = defaultdict(list)
    for (pk, sk), row in world.rows("enforcement", "HIST#"):
        del sk
        if pk.startswith("CASE#"):
            at = datetime.fromisoformat(text(row, "at") or "")
            by_case[pk].append(
                (
                    text(row, "event") or "",
                    text(row, "actor") or "",
                    at,
                    document(row, "details") or {},
                )
            )
    for (pk, sk), row in sorted(held.items()):
        if pk.startswith("CASE#") and sk == "CASE":
            yield pk.partition("#")[2], document(row, "document"), by_case[pk]


def decisions_have_their_gates(world: World) -> None:
    """A penalty by the ordinary way is filed, investigated by two, announced and left time to answer; who decides did not investigate."""
    for case, said, steps in _steps(world):
        del said
        at: dict[str, datetime] = {}
        by: defaultdict[str, set[str]] = defaultdict(set)
        waived = False
        for event, actor, when, details in steps:
            at[event] = when
            by[event].add(actor)
            waived = (waived and event != "notify") or bool(details.get("waived"))
        if "decide" not in at:
            continue
        if (
            missing := {"propose_filing", "approve_filing", "end_investigation", "notify"}
            - at.keys()
        ):
            raise Violated("gates", f"case {case} was decided without {sorted(missing)}")
        ended = at.get("end_defence") or at.get("close_hearing")
        if ended is None or not at["notify"] < ended <= at["decide"]:
            raise Violated(
                "gates", f"case {case} was decided {at['decide']}, its party heard until {ended}"
            )
        if ended - at["notify"] < timedelta(days=3) and "close_hearing" not in at and not waived:
            raise Violated("gates", f"case {case}: its party had {ended - at['notify']} to answer")
        investigated = by["propose_filing"] | by["add_evidence"] | by["verify_evidence"]
        if both := investigated & (by["decide"] | by["review"]):
            raise Violated(
                "gates", f"case {case}: {sorted(both)} investigated and decided or reviewed"
            )


def no_fine_is_heavier_than_announced(world: World) -> None:
    """What is decided is no more than what the party was told last."""
    announced: dict[str, int] = {}
    decided: dict[str, int] = {}
    for (pk, _), step in world.rows("enforcement", "HIST#"):
        fine = ((document(step, "details") or {}).get("penalty") or {}).get("fine") or 0
        if text(step, "event") == "notify":
            announced[pk] = fine
        if text(step, "event") == "decide":
            decided[pk] = fine
    for case, fine in decided.items():
        if fine > announced.get(case, 0):
            raise Violated("gates", f"{case}: {fine} decided, {announced.get(case)} announced")


def an_act_is_fined_once(world: World) -> None:
    """However often somebody opens a case about it, one act of one party is fined by one decision at a time."""
    in_force: defaultdict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for _, said, steps in _steps(world):
        if not (said.get("decision") or {}).get("fine"):
            continue
        at = {event: when for event, _, when, _ in steps}
        decided = at.get("decide") or at.get("penalise_on_the_spot")
        if decided is not None:
            person, act = said["party"].get("person"), said["act"]["done_on"]
            until = at.get("revoke", world.now)
            in_force[f"{person} {sorted(said['acts'])} {act}"].append((decided, until))
    for act, times in in_force.items():
        times.sort()
        for (_, until), (begun, _) in pairwise(times):
            if begun < until:
                raise Violated("fined_once", f"{act} was fined again at {begun}")


def what_was_answered_is_there(world: World) -> None:
    """Each clue and each inspection that was answered is kept."""
    for path, kind in (("cases", "CASE"), ("inspections", "INSPECTION")):
        kept = {pk.partition("#")[2] for (pk, _), _ in world.rows("enforcement", kind)}
        for deed in world.diary.deeds:
            if (
                deed.path == f"/v1/enforcement/{path}"
                and deed.went_through
                and deed.made not in kept
            ):
                raise Violated("acknowledged", f"{kind} {deed.made} was answered and is not there")


CHECKS = (
    decisions_have_their_gates,
    no_fine_is_heavier_than_announced,
    an_act_is_fined_once,
    what_was_answered_is_there,
)
