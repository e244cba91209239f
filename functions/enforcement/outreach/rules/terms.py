"""The numbers of outreach (`data/terms.json`) and what each thing rests on."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from kernel.terms import Terms

DATA = Path(__file__).parents[1] / "data"
_TERMS = Terms(DATA / "terms.json")
amount, limit, law_of = _TERMS.amount, _TERMS.limit, _TERMS.law_of


@cache
def document(name: str) -> dict[str, Any]:
    """Return a packaged document of outreach."""
    return json.loads((DATA / f"{name}.json").read_bytes())
