"""The numbers of information (`data/terms.json`), what each rests on, and how months are counted."""

from __future__ import annotations

from pathlib import Path

from kernel.terms import Terms

_TERMS = Terms(Path(__file__).parents[1] / "data" / "terms.json")
amount, limit, law_of = _TERMS.amount, _TERMS.limit, _TERMS.law_of


def registry_facts() -> frozenset[str]:
    """Return what the registry holds of households and people, and no form may ask again."""
    return frozenset(_TERMS.document["registry_facts"])
