"""Which steps are shut to somebody by who that is, as registry and list know it: near to the other party, near to who is watched, of no member's household."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from economy.rules.asset_states import BOOKS, KEEPERS
from economy.rules.contract_states import ContractAction, ContractStatus
from economy.rules.contracts import Contract
from economy.rules.kin import WatcherNear
from economy.rules.move_contracts import actions_of
from economy.service.households import household_in, household_of
from economy.service.near_directors import circle_of, near_keepers
from kernel import clock
from kernel.access import Caller, Role

Shut = Callable[[Contract], frozenset[ContractAction]]


def watched_by(caller: Caller) -> Callable[[str], bool]:
    """Return what tells of one village after the other whether somebody watches the own there; each is asked once."""

    @cache
    def tell(village: str) -> bool:
        return watches_own(village, caller)

    return tell


def refuse_watching_own(village: str, caller: Caller) -> None:
    """Let who only watches a collective act as who watches it, being near to none of those watched.

    Raises
    ------
    WatcherNear
        It is near to one.
    """
    if watches_own(village, caller):
        raise WatcherNear


def watches_own(village: str, caller: Caller) -> bool:
    """Tell whether somebody only watches a collective, and is near to one of those watched, whenever that came to be known."""
    if not caller.post_at(village, {Role.COLLECTIVE_SUPERVISOR}):
        return False
    if caller.post_at(village, KEEPERS | BOOKS):
        return False
    household = household_of(caller.person_id)
    return household is not None and household in near_keepers(village)


def steps_shut(caller: Caller) -> Shut:
    """Return what tells of one contract after the other which steps are shut to somebody; the registry is asked once, and only where it matters."""

    @cache
    def circle() -> frozenset[str]:
        return circle_of(caller.person_id)

    @cache
    def home_in(village: str) -> str | None:
        return household_in(caller.person_id, village)

    def shut(contract: Contract) -> frozenset[ContractAction]:
        if contract.status is ContractStatus.POSTED:
            lives_here = home_in(contract.village) is not None
            return frozenset() if lives_here else frozenset({ContractAction.CLAIM})
        household = contract.party.household
        if household is None or ContractAction.SIGN not in actions_of(
            contract, caller, clock.now()
        ):
            return frozenset()
        return frozenset({ContractAction.SIGN}) if household in circle() else frozenset()

    return shut
