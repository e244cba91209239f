"""The combined evaluation of a claim: daily facts, the neighbours' recognition, the household visit.

The score is true and credible because it weighs all three (the article), because whoever checks belongs neither to the household nor to
its near relatives, and because everybody may object before it counts (DOMAIN 3.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from kernel import clock
from kernel.texts import Text
from points.rules.book import Item, Parameters
from points.rules.claim import Claim
from points.rules.claim_states import ClaimStatus


class Evaluation(NamedTuple):
    """What the three parts came to.

    Attributes
    ----------
    decided
        True: confirmed. False: refused. None: something is still missing.
    points
        Points the parts came to, before caps.
    parts
        Each part with its share in percent, its weight, and what it was made of, to be read back on the entry.
    missing
        What is still to be done, in words.
    """

    decided: bool | None
    points: int
    parts: Mapping[str, Any]
    missing: tuple[Text, ...]


def evaluate(claim: Claim, item: Item, parameters: Parameters) -> Evaluation:
    """Weigh daily facts, neighbours' recognition and the household visit.

    Each part is a share in whole percent: of the claimed quantity what the most cautious verifier confirms; of the neighbours who spoke
    those in favour; of the visit its grade. The points are the item's, times the quantity, times the weighted mean of the parts that
    are asked for, rounded down. Nothing is decided before `verifiers` verifiers, enough neighbours and, where the item asks for it, a
    visit are there; a verifier's or visitor's refusal refuses the claim once as many have looked.
    """
    confirmed = [int(check["quantity"]) for check in claim.checks]
    in_favour = sum(1 for word in claim.endorsements if word["in_favour"])
    wanted = parameters.neighbours(item.sign)
    visit = claim.visits[-1] if claim.visits else None
    shares = {
        "facts": (min(confirmed) * 100 // claim.quantity if confirmed else 0),
        "neighbours": in_favour * 100 // len(claim.endorsements) if claim.endorsements else 0,
        "visit": int(visit["grade"]) if visit else 0,
    }
    weights = {
        "facts": parameters.weights.facts,
        "neighbours": parameters.weights.neighbours if wanted else 0,
        "visit": parameters.weights.visit if item.visit else 0,
    }
    missing: list[Text] = []
    lacking = parameters.verifiers - len(confirmed)
    if lacking > 0:
        missing.append(Text(f"还需 {lacking} 名核验员核验", f"{lacking} more verifiers"))
    lacking = wanted - in_favour
    if lacking > 0:
        missing.append(Text(f"还需 {lacking} 户邻里认可", f"{lacking} more neighbours in favour"))
    if item.visit and visit is None:
        missing.append(Text("还需入户核实", "a household visit"))
    total = sum(weights.values())
    mean = sum(shares[name] * weight for name, weight in weights.items())
    points = item.points * claim.quantity * mean // (100 * total) if total else 0
    parts = {
        name: {"share": shares[name], "weight": weight}
        for name, weight in weights.items()
        if weight
    }
    parts["facts"] |= {"verifiers": len(confirmed), "confirmed": min(confirmed, default=0)}
    if "neighbours" in parts:
        parts["neighbours"] |= {
            "in_favour": in_favour,
            "against": len(claim.endorsements) - in_favour,
        }
    # As many neighbours against as would have been needed in favour outweigh silence.
    against = len(claim.endorsements) - in_favour
    refused = (len(confirmed) >= parameters.verifiers and min(confirmed) == 0) or (
        bool(wanted) and against >= wanted and against > in_favour
    )
    refused = refused or (item.visit and visit is not None and int(visit["grade"]) == 0)
    if refused:
        return Evaluation(False, 0, parts, ())
    if missing:
        return Evaluation(None, points, parts, tuple(missing))
    return Evaluation(points > 0, points, parts, ())


def judged(
    claim: Claim, item: Item, parameters: Parameters, left: int | None, now: datetime
) -> Claim:
    """Return the claim after the combined evaluation: confirmed, refused, or still being checked.

    Parameters
    ----------
    left
        Points the item's cap still allows in the period; None without a cap. What is above it is cut, and the evaluation says so.
    """
    result = evaluate(claim, item, parameters)
    told = {
        "parts": dict(result.parts),
        "points": result.points,
        "cap_left": left,
        "missing": [{"zh": text.zh, "en": text.en} for text in result.missing],
    }
    if result.decided is None:
        return replace(claim, evaluation=told)
    points = result.points if left is None else min(result.points, left)
    if not result.decided or points == 0:
        return replace(claim, status=ClaimStatus.REFUSED, evaluation=told, points=0, due_at=None)
    return replace(
        claim,
        status=ClaimStatus.CONFIRMED,
        evaluation=told,
        points=points,
        due_at=now + parameters.publish_after_days * parameters.day,
        late=False,
    )


def next_step(claim: Claim, item: Item, parameters: Parameters) -> Text:
    """Say in plain words what happens next with a claim."""
    until = clock.for_people(claim.due_at) if claim.due_at else ""
    if claim.status is ClaimStatus.CHECKING:
        missing = evaluate(claim, item, parameters).missing
        return Text(
            "核验中：" + "，".join(text.zh for text in missing) + "。",
            "Being checked: it takes " + ", ".join(text.en for text in missing) + ".",
        )
    return {
        ClaimStatus.CONFIRMED: Text(
            f"核验通过 {claim.points} 分，最迟 {until} 公示。",
            f"Confirmed with {claim.points} points; published by {until} (Beijing time) at the latest.",
        ),
        ClaimStatus.PUBLISHED: Text(
            f"公示至 {until}，无异议自动入账 {claim.points} 分。",
            f"Open to objections until {until} (Beijing time), then {claim.points} points are posted.",
        ),
        ClaimStatus.OBJECTED: Text(
            f"有异议，由未参与核验的人员在 {until} 前答复。",
            f"Objected to; people who had no part in the check answer by {until} (Beijing time).",
        ),
    }.get(claim.status, claim.status.said)
