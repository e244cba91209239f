"""The numbers of enforcement as data (`data/numbers.json`), and what each gate rests on (`data/gates.json`)."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from kernel.law import Reference, reference

_DATA = Path(__file__).parents[1] / "data"


@lru_cache(maxsize=8)
def document(name: str) -> dict[str, Any]:
    """Return a packaged document of this context."""
    return json.loads((_DATA / f"{name}.json").read_bytes())


def amount(name: str) -> int:
    """Return a number; its unit is in the data, and the name says what it is of."""
    return document("numbers")["numbers"][name]["amount"]


def law_of(name: str) -> Reference:
    """Return what a number or a gate rests on."""
    numbers = document("numbers")["numbers"]
    cites = numbers[name]["cites"] if name in numbers else document("gates")["gates"][name]
    return reference(cites)
