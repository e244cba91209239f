"""Who may have a part in the check of a claim: nobody near, nobody twice (by analogy with 村民委员会组织法 Arts. 8, 17)."""

from __future__ import annotations

from kernel.problems import NotAllowed
from kernel.texts import Text
from points.rules.claim import Checker, Claim
from points.rules.claim_states import ABOVE

NEAR = "near_relative"


class Recused(NotAllowed):
    """Whoever checks belongs neither to the household nor to its near relatives, and checks once; `ground` says what stands against it."""

    slug = "recused"
    title = Text("应当回避", "Recused")


def recuse(claim: Claim, who: Checker, *, neighbour: bool = False) -> None:
    """Let somebody check who may.

    By analogy with 村民委员会组织法 Art. 8 nobody checks the own household, a near relative's, or what he claimed himself; nobody takes
    part twice, so that a household which verifies does not also recognise. A village may run out of verifiers by that: what it left
    unchecked those above see to, once it is late. They need no household that the registry knows.

    Parameters
    ----------
    neighbour
        Whether the person speaks for a household as neighbour.

    Raises
    ------
    Recused
        `ground` is `relations_unknown`, `own_household`, `near_relative`, `own_claim` or `took_part`.
    """
    if who.household is None and who.role not in ABOVE:
        raise _recused(
            "relations_unknown",
            Text(
                "您尚未登记所属户，系统无法核对亲属关系，不能参与评议。",
                "The registry knows no household of yours, so relations cannot be ruled out.",
            ),
        )
    if who.household == claim.household:
        raise _recused(
            "own_household",
            Text("本户成员应当回避。", "Members of the household itself are recused."),
        )
    if who.household in who.relatives:
        raise _recused(
            NEAR,
            Text("与该户有近亲属关系，应当回避。", "Near relatives of the household are recused."),
        )
    if who.person_id == claim.submitted_by and not neighbour:
        raise _recused(
            "own_claim", Text("申报人不能核验自己的申报。", "Nobody verifies what he submitted.")
        )
    persons = {one["person"] for one in (*claim.checks, *claim.visits)}
    homes = {one["household"] for one in claim.endorsements}
    if neighbour:
        homes |= {one["household"] for one in claim.checks}
        if who.household in homes:
            raise took_part()
    elif who.household in homes or who.person_id in persons:
        raise took_part()


def recuse_answerer(claim: Claim, who: Checker) -> None:
    """Let somebody answer an objection who had no part in the first check (村委会法 Art. 17 by analogy: checked by others).

    Raises
    ------
    Recused
        The person verified, visited, spoke, submitted or objected, or belongs to the household or its near relatives.
    """
    part = {
        one["person"]
        for one in (*claim.checks, *claim.visits, *claim.endorsements, *claim.objections)
    }
    if who.person_id in part | {claim.submitted_by}:
        raise took_part()
    if who.household is not None and (
        who.household == claim.household or who.household in who.relatives
    ):
        raise _recused(
            NEAR,
            Text(
                "本户成员及近亲属应当回避。",
                "Members of the household and near relatives are recused.",
            ),
        )
    # An officer from elsewhere needs no household in the village; whoever checks for the village does.
    if who.household is None and who.role not in ABOVE:
        raise _recused(
            "relations_unknown",
            Text(
                "您尚未登记所属户，系统无法核对亲属关系。",
                "The registry knows no household of yours, so relations cannot be ruled out.",
            ),
        )


def took_part() -> Recused:
    """Return the refusal of who had a part before."""
    return _recused(
        "took_part",
        Text("您或您户已参与过该申报的评议。", "You or your household took part in this already."),
    )


def _recused(ground: str, detail: Text) -> Recused:
    return Recused(detail, ground=ground)
