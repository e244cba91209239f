"""Contracts posted to members, as everybody reads them: nobody is named."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing_extensions import TypedDict

from economy.rules.contracts import Contract, ContractKind
from kernel import clock
from kernel.texts import Language


class PostedContract(TypedDict):
    """What is posted to members, as everybody reads it: nobody is named."""

    id: str
    village: str
    kind: ContractKind
    kind_name: str
    asset: str | None
    begins_on: str
    ends_on: str
    rent_fen: int
    posted_until: str | None


class PostedContractList(TypedDict):
    """One page of what is posted."""

    items: list[PostedContract]
    next_cursor: str | None


def posted_view(one: Contract, language: Language) -> PostedContract:
    """Return what is posted to members, as everybody reads it."""
    return {
        "id": one.id,
        "village": one.village,
        "kind": one.kind,
        "kind_name": one.kind.said.say(language),
        "asset": one.asset,
        "begins_on": one.begins_on.isoformat(),
        "ends_on": one.ends_on.isoformat(),
        "rent_fen": one.rent_fen,
        "posted_until": clock.local_iso(one.posting.until) if one.posting else None,
    }
