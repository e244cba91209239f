"""From the document of a policy to its rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from escalation.rules.clocked import Severity
from escalation.rules.terms import limit_of, supervision_of
from incidents.rules.policy import (
    Category,
    Confirmation,
    Duty,
    Extension,
    Handover,
    Limits,
    Nearness,
    Policy,
    Rating,
    RatingAnswer,
    Suspension,
)
from kernel.texts import Text
from kernel.units import Tier


def parse(document: Mapping[str, Any], version: int) -> Policy:
    """Return the policy a validated document describes (`model.PolicyDocument` or the packaged default)."""
    return Policy(
        version=version,
        categories={entry["code"]: _category(entry, document) for entry in document["categories"]},
        limits=_limits(document["limits"]),
        reminder_share=document["reminder_share"],
        confirmation=_confirmation(document["confirmation"]),
        supervision=supervision_of(document["supervision"]),
        handover=_handover(document["handover"]),
        extension=_extension(document["extension"]),
        suspension=_suspension(document["suspension"]),
        rating=_rating(document["rating"]),
        order_answer=limit_of(document["order_answer"]),
        nearness=_nearness(document["nearness"]),
        duties=tuple(_duty(entry) for entry in document["duties"]),
        grounds={entry["code"]: _text(entry["name"]) for entry in document["grounds"]},
    )


def _category(entry: Mapping[str, Any], document: Mapping[str, Any]) -> Category:
    code = entry["code"]
    return Category(
        code=code,
        name=_text(entry["name"]),
        start_tier=Tier(entry["start_tier"]),
        limits=_limits(entry.get("limits") or {}),
        confirmation=_confirmation(entry["confirmation"]) if entry.get("confirmation") else None,
        supervision=supervision_of(entry["supervision"]) if entry.get("supervision") else None,
        is_complex=code in document["complex_items"],
        grid_item=code in document["grid_items"],
        after_photo=code in document["after_photo_items"],
        is_personal=code in document["personal_items"],
        nearness=_nearness(entry["nearness"]) if entry.get("nearness") else None,
    )


def _limits(document: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Limits:
    return {
        Severity(severity): {Tier(tier): limit_of(limit) for tier, limit in tiers.items()}
        for severity, tiers in document.items()
    }


def _confirmation(document: Mapping[str, Any]) -> Confirmation:
    return Confirmation(
        limit_of(document["worker"]),
        limit_of(document["chief"]),
        limit_of(document["above"]),
        document["cap"],
    )


def _handover(document: Mapping[str, Any]) -> Handover:
    return Handover(
        sign=limit_of(document["sign"]),
        give_back=limit_of(document["give_back"]),
        give_back_complex=limit_of(document["give_back_complex"]),
        dispatch=limit_of(document["dispatch"]),
    )


def _extension(document: Mapping[str, Any]) -> Extension:
    return Extension(document["times"], limit_of(document["most"]), limit_of(document["decide"]))


def _suspension(document: Mapping[str, Any]) -> Suspension:
    causes = {entry["code"]: _text(entry["name"]) for entry in document["causes"]}
    return Suspension(
        causes, document["times"], limit_of(document["cap"]), limit_of(document["decide"])
    )


def _rating(document: Mapping[str, Any]) -> Rating:
    answers = {
        entry["code"]: RatingAnswer(_text(entry["name"]), entry["reopens"])
        for entry in document["answers"]
    }
    return Rating(document["days"], answers, document["supervise_after"])


def _duty(entry: Mapping[str, Any]) -> Duty:
    return Duty(
        entry["id"],
        entry["category"],
        Tier(entry["tier"]),
        _text(entry["name"]),
        entry["cites"],
    )


def _nearness(document: Mapping[str, Any]) -> Nearness:
    return Nearness(document["metres"], document["hours"])


def _text(document: Mapping[str, str]) -> Text:
    return Text(document["zh"], document["en"])
