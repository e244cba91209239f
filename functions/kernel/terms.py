"""The numbers of one part of the system as packaged data: amounts, how long things may take, and what each of them rests on."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Any

from kernel.law import Reference, reference
from kernel.working_time import Limit


class Terms:
    """A document of named numbers.

    Parameters
    ----------
    path
        The JSON object that holds them: a number is itself, a time `{"amount", "unit"}`, what something rests on a citation of the catalogue.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def document(self) -> dict[str, Any]:
        """All that is packaged; read at first use, as a cold start need not wait for it."""
        return json.loads(self._path.read_bytes())

    def amount(self, name: str) -> int:
        """Return a number; its name says what of, and in which unit."""
        return self.document[name]

    def limit(self, name: str) -> Limit:
        """Return how long something may take."""
        said = self.document[name]
        return Limit(said["amount"], said["unit"])

    def law_of(self, name: str) -> Reference:
        """Return what a rule or a number rests on."""
        return reference(self.document[name])
