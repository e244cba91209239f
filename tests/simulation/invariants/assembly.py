"""What must hold of village self-government: votes are counted once, for whoever was there; nobody can tell who voted what; no gate is passed by."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from tests.simulation.diary import Deed
from tests.simulation.world import Violated, World, document, text

Row = Mapping[str, Any]
_BASE = "/v1/assembly"


def _things(world: World, kind: str) -> Iterator[tuple[Row, Any]]:
    for _, row in world.rows("assembly", kind):
        if text(row, "kind") == kind:
            yield row, document(row, "document")


def _of(world: World, deed: Deed) -> str:
    """Return the id that a path names."""
    place = deed.path.removeprefix(f"{_BASE}/").split("/")[1]
    return str(world.diary.deeds[int(place[1:-1])].made) if place.startswith("{") else place


def _ballots(world: World) -> tuple[dict[str, dict[str, str]], Counter[str]]:
    """Return of each vote whose ballot said what, the first that was taken; and how many ballots nobody knows the fate of."""
    taken: defaultdict[str, dict[str, str]] = defaultdict(dict)
    unsure: Counter[str] = Counter()
    for deed in world.diary.deeds:
        is_open = deed.path.startswith(f"{_BASE}/votes/") and deed.path.endswith("/ballots")
        if not is_open and not deed.path.startswith(f"{_BASE}/secret-ballots/"):
            continue
        voter = deed.body.get("member", deed.who) if is_open else deed.body["serial"]
        vote = _of(world, deed)
        if deed.went_through:
            taken[vote].setdefault(voter, deed.body["choice"])
        elif deed.status >= 500 or deed.status == 429:
            unsure[vote] += 1
    return taken, unsure


def votes_are_counted_once(world: World) -> None:
    """What a vote came to is what its voters said, each once; it passes only where so many of the body were there and said yes."""
    taken, unsure = _ballots(world)
    there = _present(world)
    meetings = {text(row, "id"): said for row, said in _things(world, "MEETING")}
    for row, said in _things(world, "VOTE"):
        tally = said.get("tally")
        if tally is None or text(row, "status") != "closed":
            continue
        vote = str(text(row, "id"))
        cast = Counter(taken[vote].values())
        for choice in ("yes", "no", "abstain"):
            if not cast[choice] <= tally[choice] <= cast[choice] + unsure[vote]:
                raise Violated(
                    "votes",
                    f"{vote}: {tally[choice]} {choice} counted, {cast[choice]} cast, {unsure[vote]} unsure",
                )
        meeting = meetings[said["meeting"]]
        body = world.known[meeting["body"]]
        came, maybe = there[said["meeting"]]
        if not len(came) <= tally["present"] <= len(came | maybe) or tally["roll"] != len(body):
            raise Violated(
                "votes",
                f"{vote}: {tally['present']} of {tally['roll']} present, {len(came)} of {len(body)} came",
            )
        if tally["yes"] + tally["no"] + tally["abstain"] > len(came | maybe):
            raise Violated("votes", f"{vote}: more ballots than {len(came | maybe)} who were there")
        if tally["passed"] and not _carries(meeting["body_kind"], tally):
            raise Violated("gates", f"{vote} of a {meeting['body_kind']} passed with {tally}")


def _carries(kind: str, tally: Mapping[str, int]) -> bool:
    """Whether enough came and said yes: two thirds of the body; more than half of those there, of the party's members of all."""
    enough = 3 * tally["present"] >= 2 * tally["roll"]
    of = tally["present"] if kind == "representatives_assembly" else tally["roll"]
    if kind in ("party_branch", "village_committee"):
        enough = 2 * tally["present"] > tally["roll"]
    return enough and 2 * tally["yes"] > of


def _present(world: World) -> defaultdict[str, tuple[set[str], set[str]]]:
    """Return of each meeting who was let in, and who may have been."""
    found: defaultdict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for deed in world.diary.deeds:
        if deed.path.endswith("/attendance"):
            came, maybe = found[_of(world, deed)]
            who = deed.body.get("member", deed.who)
            if deed.went_through:
                came.add(who)
            elif deed.status >= 500 or deed.status == 429:
                maybe.add(who)
    return found


def nobody_can_tell_who_voted_what(world: World) -> None:
    """Of a secret vote nothing that is kept ties a person to a ballot: not by name, not by the number that was signed, not by a log."""
    secret = {text(row, "id") for row, said in _things(world, "VOTE") if said["manner"] == "secret"}
    serials = _serials(world)
    for (pk, sk), row in world.rows("ballots"):
        if pk.partition("#")[2] in secret:
            for name, entry in row["entries"]["M"].items():
                _check_ballot(world, pk, sk.partition("#")[0], name, entry["S"], serials)
    for _, row in world.rows("assembly"):
        _refuse_numbers(json.dumps(row), serials)


def _serials(world: World) -> frozenset[str]:
    """Return the numbers of the secret ballots that were cast, and the receipts made of them."""
    cast = {
        deed.body["serial"]
        for deed in world.diary.deeds
        if deed.path.startswith(f"{_BASE}/secret-ballots/") and deed.went_through
    }
    return frozenset(cast | {hashlib.sha256(bytes.fromhex(one)).hexdigest() for one in cast})


_NUMBER = re.compile(r"[0-9a-f]{64,}")


def _refuse_numbers(told: str, serials: Collection[str]) -> None:
    for found in _NUMBER.finditer(told):
        if any(serial in found[0] for serial in serials if found[0] not in serials) or (
            found[0] in serials
        ):
            raise Violated(
                "unlinkable", f"the number {found[0]} of a secret ballot is in {told[:200]}"
            )


def no_log_tells_a_ballot(world: World) -> None:
    """No log holds the number of a secret ballot."""
    told = world.account.log.getvalue()
    if _NUMBER.search(told):
        _refuse_numbers(told, _serials(world))


def _check_ballot(
    world: World, place: str, purpose: str, name: str, said: str, serials: Collection[str]
) -> None:
    if purpose == "cast":
        raise Violated("unlinkable", f"{place}: a ballot by name of a secret vote")
    if purpose == "ballots" and (
        name in world.town.people or any(f'"{who}"' in said for who in world.town.people)
    ):
        raise Violated("unlinkable", f"{place}: a ballot names somebody: {name} {said}")
    if purpose == "issued" and any(serial in said for serial in serials):
        raise Violated("unlinkable", f"{place}: what was given out to {name} tells its number")


def secrets_are_answered_to_nobody(world: World) -> None:
    """Whoever asks how somebody voted in secret, or by a receipt, hears no choice."""
    if told := world.known.get("told choices"):
        raise Violated("unlinkable", told[0])


def matters_go_step_by_step(world: World) -> None:
    """A matter's steps are all there in their order; what was decided was put to a vote that passed; what is published was decided before."""
    votes: dict[Any, tuple[Row, Any]] = {
        text(row, "id"): (row, said) for row, said in _things(world, "VOTE")
    }
    held: dict[Any, list[Any]] = {}
    for row, said in _things(world, "MATTER"):
        records, name = said["records"], str(text(row, "id"))
        held[name] = [each["step"] for each in records]
        if said["type"] == "dilapidated_housing" and held[name][: len(_ORDER)] != list(
            _ORDER[: len(records)]
        ):
            raise Violated("gates", f"{name} went {held[name]}")
        instants = [datetime.fromisoformat(each["at"]) for each in records]
        if instants != sorted(instants):
            raise Violated("gates", f"{name}: steps before those that lead to them: {instants}")
        for number, each in enumerate(records, 1):
            if each["step"] in ("party_members_review", "decision"):
                _check_vote(name, each, votes, is_last=number == len(records))
    for row, said in _things(world, "PUBLICATION"):
        matter = said.get("matter")
        is_of_one = said["kind"] in ("resolution", "result") and matter is not None
        if is_of_one and "decision" not in held[matter]:
            raise Violated("gates", f"{text(row, 'id')} publishes what was not decided")


def _check_vote(
    matter: str, step: Any, votes: Mapping[Any, tuple[Row, Any]], *, is_last: bool
) -> None:
    vote = votes.get(step.get("vote"))
    if vote is None or text(vote[0], "status") not in ("closed", "void"):
        raise Violated("gates", f"{matter}: {step['step']} without a vote: {step}")
    if step["step"] == "party_members_review" and not is_last and not vote[1]["tally"]["passed"]:
        raise Violated("gates", f"{matter} went on though {step['vote']} did not pass")


_ORDER = (
    "branch_proposal",
    "committees_consultation",
    "party_members_review",
    "decision",
    "resolution_publication",
    "authority_decision",
)
"""What a renovation goes through, whatever is decided on it in the end."""


def what_was_answered_is_there(world: World) -> None:
    """Each idea, matter and meeting that was answered is kept."""
    for kind, path in (("IDEA", "ideas"), ("MATTER", "matters"), ("MEETING", "meetings")):
        kept = {text(row, "id") for row, _ in _things(world, kind)}
        for deed in world.diary.deeds:
            if deed.path == f"{_BASE}/{path}" and deed.went_through and deed.made not in kept:
                raise Violated("acknowledged", f"{kind} {deed.made} was answered and is not there")


NIGHTLY = (no_log_tells_a_ballot,)
"""What has to be looked at before logs are let go."""
CHECKS = (
    votes_are_counted_once,
    nobody_can_tell_who_voted_what,
    secrets_are_answered_to_nobody,
    matters_go_step_by_step,
    what_was_answered_is_there,
)
