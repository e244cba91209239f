"""The numbers of stars (`data/terms.json`) and what each thing rests on."""

from __future__ import annotations

from pathlib import Path

from kernel.terms import Terms

DATA = Path(__file__).parents[1] / "data"
_TERMS = Terms(DATA / "terms.json")
amount, limit, law_of = _TERMS.amount, _TERMS.limit, _TERMS.law_of
