"""How a person stands to a village, and what follows: what the person may read, and which moves of a state table are open to the person."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any

from kernel.access import ALL_ROLES, OFFICERS, Caller, Post, Role
from kernel.actors import Actor
from kernel.record import record
from kernel.states import Move, StateTable
from kernel.texts import Language, Text
from kernel.units import Level, ancestor, is_within

KEEPERS = frozenset({Role.VILLAGE_OFFICER})
"""Who convenes, records and publishes in a village."""
GUIDES = frozenset({Role.TOWN_OFFICER, Role.COUNTY_OFFICER, Role.COUNTY_ADMIN})
"""Who stands over villages: they read, review, clear and answer, and vote in none."""
SUPERVISORS = frozenset({Role.VILLAGE_SUPERVISOR})
INSIDERS = OFFICERS | SUPERVISORS
"""Who sees names and rolls."""


class Holder(StrEnum):
    """In what way somebody stands to a thing of a village."""

    VILLAGER = "villager"
    KEEPER = "keeper"
    GUIDE = "guide"
    SUPERVISOR = "supervisor"
    CONVENER = "convener"
    ON_ROLL = "on_roll"
    SIGNER = "signer"
    REGISTRANT = "registrant"
    COUNCIL = "council"
    RESPONSIBLE = "responsible"


HOLDER_NAMES: Mapping[Holder, Text] = {
    Holder.VILLAGER: Text("本村村民或工作人员", "anybody of the village"),
    Holder.KEEPER: Text("村干部", "an officer of the village"),
    Holder.GUIDE: Text("乡镇或县级干部", "an officer of the town or county"),
    Holder.SUPERVISOR: Text("村务监督委员", "a village supervisor"),
    Holder.CONVENER: Text(
        "村干部；罢免事项亦可由乡镇、县级干部",
        "a village officer; for a recall also town or county",
    ),
    Holder.ON_ROLL: Text("会议名册内的成员", "whoever is on the roll"),
    Holder.SIGNER: Text(
        "主持人、记录人、成员或村务监督委员", "the chair, the recorder, a member or a supervisor"
    ),
    Holder.REGISTRANT: Text("登记人", "whoever registered it"),
    Holder.COUNCIL: Text("红白理事会成员", "a member of the ceremonies council"),
    Holder.RESPONSIBLE: Text("责任人", "whoever is responsible"),
}
ROLES: Mapping[Holder, frozenset[Role]] = {
    Holder.KEEPER: KEEPERS,
    Holder.GUIDE: GUIDES,
    Holder.SUPERVISOR: SUPERVISORS,
    Holder.CONVENER: KEEPERS,
}
"""By which posts one stands so; who stands in another way is known of each thing."""


@record
class Reader:
    """Whoever reads or acts, and in which language."""

    caller: Caller
    language: Language

    @property
    def person_id(self) -> str:
        """The person's id."""
        return self.caller.person_id

    def holds(self, village: str, roles: Collection[Role]) -> bool:
        """Tell whether the person holds one of `roles` over a village."""
        return self.caller.post_over(village, roles) is not None

    def post_in(self, village: str) -> Post | None:
        """Return the person's post in a village, else the one over it."""
        posts = self.caller.posts
        inside = (post for post in posts if ancestor(post.unit, Level.VILLAGE) == village)
        return next(inside, None) or self.caller.post_over(village, OFFICERS)

    def belongs_to(self, village: str) -> bool:
        """Tell whether the person lives or serves in a village, or stands over it."""
        return any(
            ancestor(post.unit, Level.VILLAGE) == village
            or (post.role in OFFICERS and is_within(village, post.unit))
            for post in self.caller.posts
        )

    def sees_names(self, village: str) -> bool:
        """Tell whether the person may know who did what in a village."""
        return self.holds(village, INSIDERS)

    def knows_raisers(self, village: str) -> bool:
        """Tell whether the person may know who complained: not those who are complained about, whatever else they are."""
        return self.holds(village, SUPERVISORS | GUIDES) and not self.holds(village, KEEPERS)

    def of_village(self, village: str) -> Actor:
        """Return the person as somebody of the village, for what everybody in it may do."""
        return Actor.of(self.caller, self.post_in(village))

    def by_office(self, village: str, roles: Collection[Role]) -> Actor:
        """Return the person as the holder of one of `roles` over a village."""
        return Actor.of(self.caller, self.caller.post_over(village, roles))


@record
class Standing:
    """How somebody stands to one thing.

    Attributes
    ----------
    is_also
        In which ways beside those that come with posts.
    roles
        By which posts one stands in which way to this thing.
    """

    reader: Reader
    village: str
    is_also: frozenset[Holder] = frozenset()
    roles: Mapping[Holder, frozenset[Role]] = field(default_factory=lambda: ROLES)

    def holds(self, holder: Holder) -> bool:
        """Tell whether the person stands so."""
        if holder is Holder.VILLAGER or holder in self.is_also:
            return holder is not Holder.VILLAGER or self.reader.belongs_to(self.village)
        return self.reader.holds(self.village, self.roles.get(holder, frozenset()))

    def find(
        self,
        table: StateTable[Any, Any, Holder],
        status: StrEnum,
        action: StrEnum,
        shut: Collection[Any] = (),
    ) -> Move[Any, Any, Holder]:
        """Return the row of an action from a status.

        Raises
        ------
        IllegalMove
            There is none, or it is shut; says what is open to this person.
        """
        return table.move(status, action, shut, self.actions(table, status, shut))

    def take(self, table: StateTable[Any, Any, Holder], move: Move[Any, Any, Holder]) -> Actor:
        """Return the person as the one who takes a move.

        Raises
        ------
        NotAllowed
            The table lets others take it; says whom.
        """
        holder = table.allow(move, self.holds, self._roles_of)
        if holder in self.is_also or holder not in self.roles:
            return self.reader.of_village(self.village)
        return self.reader.by_office(self.village, self.roles[holder])

    def step(
        self,
        table: StateTable[Any, Any, Holder],
        status: StrEnum,
        action: StrEnum,
        said: Any,
        shut: Collection[Any] = (),
    ) -> Actor:
        """Return the person as the one who takes an action from a status, having said what it asks for."""
        move = self.find(table, status, action, shut)
        by = self.take(table, move)
        table.require_words(move, said)
        return by

    def actions(
        self, table: StateTable[Any, Any, Holder], status: StrEnum, shut: Collection[Any] = ()
    ) -> list[str]:
        """Return the moves that are open to the person from a status."""
        return [
            str(action)
            for action in table.legal(status, shut)
            if any(self.holds(holder) for holder in table.move(status, action).by)
        ]

    def _roles_of(self, holder: Holder) -> frozenset[Role]:
        return ALL_ROLES if holder is Holder.VILLAGER else self.roles.get(holder, frozenset())
