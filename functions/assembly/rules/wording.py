"""The numbers of the village rules, and which forbidden words (`kernel.wording`) count for rules and advice of a village."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from kernel import wording
from kernel.wording import Hit

KINDS = ("fine", "statutory_rights", "discrimination", "sealed_record")


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """Return the numbers."""
    path = Path(__file__).parents[1] / "data" / "village_rules.json"
    return json.loads(path.read_text(encoding="utf-8"))


def conflicts(text: str) -> Sequence[Hit]:
    """Return what of a text points to a conflict with law, once for each kind."""
    return list(wording.find(text, KINDS))
