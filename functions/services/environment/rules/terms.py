"""The numbers of the village environment (`data/terms.json`) and what each thing rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kernel.problems import Conflict
from kernel.terms import Terms
from kernel.texts import Text

DATA = Path(__file__).parents[1] / "data"
_TERMS = Terms(DATA / "terms.json")
amount, limit, law_of = _TERMS.amount, _TERMS.limit, _TERMS.law_of


def terms() -> dict[str, Any]:
    """Return the packaged numbers."""
    return _TERMS.document


class TooManyThings(Conflict):
    """A village has as many of a thing as the terms allow; `most` says how many."""

    slug = "too-many-things"

    def __init__(self, name: str) -> None:
        most = amount(name)
        super().__init__(
            Text(f"已达上限 {most}。", f"There are as many as there may be: {most}."), most=most
        )


def refuse_too_many(name: str, there: int) -> None:
    """Let one more of a thing pass where a village has fewer than it may.

    Raises
    ------
    TooManyThings
        It has as many.
    """
    if there >= amount(name):
        raise TooManyThings(name)
