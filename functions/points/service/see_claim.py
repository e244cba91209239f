"""How somebody stands to a claim, and what of it is theirs to see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kernel import clock
from kernel.access import Caller, Post
from kernel.problems import NotFound
from kernel.scope import Scope
from kernel.texts import Text
from kernel.units import is_within
from points.rules.book import Book
from points.rules.claim import Claim
from points.rules.claim_moves import Participant, open_actions
from points.rules.claim_states import GRID_STAFF, HOLDER_ROLES, Action, Holder
from points.service.asking import home_of, homes_of, known_home, require_village, serves
from points.store import books, claims
from registry import Home

_BY_POST = (
    Holder.VERIFIER,
    Holder.GRID_STAFF,
    Holder.SUPERVISOR,
    Holder.VILLAGE_OFFICER,
    Holder.TOWN_OFFICER,
)


class ClaimSeen(NamedTuple):
    """A claim before somebody.

    Attributes
    ----------
    head_name
        Who heads the household.
    staff, insider
        Whether the caller serves the place; whether the caller may read words and findings.
    """

    claim: Claim
    book: Book
    actions: Sequence[Action]
    head_name: str | None
    staff: bool
    insider: bool

    @property
    def version(self) -> int:
        """Its version as an entity."""
        return self.claim.version


class Lookup(NamedTuple):
    """A claim with the households around it, read together."""

    claim: Claim
    homes: Mapping[str, Home]
    own: str | None


def look_up(asking: Scope, claim: Claim | None, *others: str | None) -> Lookup:
    """Return a claim with its household, the caller's and others, after proving that the caller belongs to one of them or its village.

    Raises
    ------
    NotFound
        There is none, or it is nothing to the caller.
    """
    if claim is None:
        raise NotFound(Text("没有找到该申报。", "There is no such claim."))
    own = home_of(asking)
    homes = homes_of(own, claim.household, *others)
    if own == claim.household:
        asking.allow(proven=True)
    else:
        require_village(asking, claim.village, homes)
    return Lookup(claim, homes, own)


def see(asking: Scope, found: Lookup, after: Claim | None = None) -> ClaimSeen:
    """Return a claim (as it is after a step) as the caller sees it."""
    claim = after or found.claim
    caller = asking.person
    staff = serves(caller, claim.unit)
    home = found.homes.get(claim.household)
    return ClaimSeen(
        claim,
        books.of_claim(claim),
        open_actions(claim, participant(caller, found._replace(claim=claim)), clock.now()),
        home.head_name if home else None,
        staff,
        staff or found.own == claim.household,
    )


def read_claim(asking: Scope, claim_id: str) -> ClaimSeen:
    """Read a claim."""
    return see(asking, look_up(asking, claims.read_claim(claim_id)))


def participant(caller: Caller, found: Lookup, spoken_for: str | None = None) -> Participant:
    """Return how the caller stands to a claim.

    Parameters
    ----------
    spoken_for
        The household whose signed word the caller records.

    Raises
    ------
    NotFound
        There is no such household.
    """
    claim, own = found.claim, found.own
    standing: dict[Holder, Post | None] = {}
    for holder in (*_BY_POST, Holder.ABOVE_WHEN_LATE) if claim.late else _BY_POST:
        post = caller.post_over(claim.unit, HOLDER_ROLES[holder])
        if post is not None:
            standing[holder] = post
    lives = found.homes.get(own) if own else None
    if lives is not None and is_within(lives.unit, claim.village):
        standing[Holder.NEIGHBOUR] = None
    if own == claim.household:
        standing[Holder.HOUSEHOLD] = None
    post = caller.post_over(claim.unit, HOLDER_ROLES[Holder.CLAIMANT])
    if caller.person_id == claim.submitted_by and post is not None:
        standing[Holder.CLAIMANT] = post
    recorder = _recorder(caller, claim, found.homes, spoken_for)
    if recorder is not None:
        standing[Holder.RECORDER] = recorder
    home = found.homes.get(claim.household)
    relatives = home.relatives if home else frozenset[str]()
    return Participant(caller, own, relatives, standing, spoken_for)


def _recorder(
    caller: Caller, claim: Claim, homes: Mapping[str, Home], spoken_for: str | None
) -> Post | None:
    """Return the post by which a grid worker records the signed word of a household of the village: over it, once it is named."""
    if spoken_for is not None:
        unit = known_home(spoken_for, homes).unit
        return caller.post_over(unit, GRID_STAFF) if is_within(unit, claim.village) else None
    return next(
        (
            post
            for post in caller.posts
            if post.role in GRID_STAFF and is_within(post.unit, claim.village)
        ),
        None,
    )
