"""The numbers of errands (`data/terms.json`), and what each rule rests on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kernel.terms import Terms
from kernel.working_time import add

_TERMS = Terms(Path(__file__).parents[1] / "data" / "terms.json")
amount, law_of = _TERMS.amount, _TERMS.law_of


def due(name: str, start: datetime) -> datetime:
    """Return when a term that starts at an instant is over: at the close of its last working day."""
    return add(start, _TERMS.limit(name)).at
