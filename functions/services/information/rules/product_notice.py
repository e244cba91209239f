"""What the whole product tells of the personal data it holds: what, what for, on which ground, how long, who sees it (个保法 Arts. 17, 35).

Forms have notices of their own; all else stands in `data/notice.json`, part by part.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kernel.law import Reference, reference
from kernel.record import record
from kernel.texts import Named, Text

_NOTICE = Path(__file__).parents[1] / "data" / "notice.json"


class NoticeGround(Named):
    """On which ground a part holds what it holds (Art. 13)."""

    DUTY = "duty", "履行法定职责", "statutory duty"
    CONSENT = "consent", "本人同意或委托", "consent, or what one entrusted"
    BOTH = "both", "法定职责或本人同意", "duty or consent, field by field"


class KeptUnit(Named):
    """What a term is counted in."""

    DAYS = "days", "日", "days"
    MONTHS = "months", "个月", "months"
    DAYS_AFTER_DELIVERY = "days_after_delivery", "日（自送达起）", "days after the delivery"


@record
class NoticePart:
    """One part of the product.

    Attributes
    ----------
    kept
        How long, in words.
    kept_at
        Which packaged number that is; None: it is none.
    own
        Where one reads the own.
    """

    part: str
    name: Text
    data: Text
    purpose: Text
    ground: NoticeGround
    basis: Reference
    sensitive: bool
    kept: Text
    kept_at: tuple[str, int] | None
    own: str
    readers: Text


@cache
def notice_parts() -> tuple[NoticePart, ...]:
    """Return every part of the product that holds personal data."""
    said = json.loads(_NOTICE.read_text(encoding="utf-8"))
    return tuple(map(_part, said["parts"]))


def _part(said: Mapping[str, Any]) -> NoticePart:
    kept = said["kept"]
    return NoticePart(
        said["part"],
        Text(**said["name"]),
        Text(**said["data"]),
        Text(**said["purpose"]),
        NoticeGround(said["ground"]),
        reference(said["basis"]),
        said["sensitive"],
        _kept(kept),
        (kept["at"], kept["amount"]) if "at" in kept else None,
        said["own"],
        Text(**said["readers"]),
    )


def _kept(said: Mapping[str, Any]) -> Text:
    if "until" in said:
        return Text(**said["until"])
    amount, unit = said["amount"], KeptUnit(said["unit"]).said
    return Text(f"{amount}{unit.zh}", f"{amount} {unit.en}")
