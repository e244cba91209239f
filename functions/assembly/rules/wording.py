"""What a text says that no rule or advice of a village may say, by the patterns in `data/village_rules.json`.

What denies a fine imposes none: such words are taken out before a text is searched.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """Return the numbers and the patterns that point to a conflict with law."""
    path = Path(__file__).parents[1] / "data" / "village_rules.json"
    return json.loads(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _compiled() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    harmless = re.compile("|".join(f"(?:{each})" for each in table()["harmless"]["patterns"]))
    conflicts = {
        each["kind"]: re.compile("|".join(f"(?:{one})" for one in each["patterns"]))
        for each in table()["conflicts"]
    }
    return harmless, conflicts


def conflict(kind: str, text: str) -> str | None:
    """Return the words of a text that point to a conflict of a kind with law; None where there are none."""
    harmless, conflicts = _compiled()
    # Something stays in the place of what is taken out, lest its two sides read as one.
    found = conflicts[kind].search(harmless.sub("，", text))
    return found[0] if found else None
