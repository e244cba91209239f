"""What people did: each request with its answer, as it can be played again, told and pasted into a test."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kernel.clock import SHANGHAI


@dataclass
class Deed:
    """One request that changes something.

    Attributes
    ----------
    path, body
        With `{n}` in place of the id that the deed of number n was answered with, so that it means the same when others are left out.
    key
        Its idempotency key.
    status, problem
        How it was answered.
    number
        Its place in the diary.
    """

    at: datetime
    who: str
    method: str
    path: str
    body: Any
    key: str
    number: int = 0
    status: int = 0
    problem: str = ""
    made: str | None = None
    before: str = ""

    @property
    def action(self) -> str:
        """What it was: the action of a step, else what was asked for."""
        said: Any = self.body or {}
        return said.get("action") or f"{self.method} {self.path.split('?')[0]}"

    @property
    def went_through(self) -> bool:
        """Whether it was done."""
        return 200 <= self.status < 300


_ID = 26
_IDS = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{26}(?![0-9A-Z])")
"""Characters of what is made without being named: the rest keeps the name that people gave it."""


@dataclass
class Diary:
    """The deeds of a run in their order, and what their answers were called."""

    deeds: list[Deed] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    made: defaultdict[str, list[Deed]] = field(default_factory=lambda: defaultdict(list))
    """By the path that it was asked for at, what was made."""

    def write(self, deed: Deed) -> None:
        """Keep a deed and what it made."""
        self.deeds.append(deed)
        if deed.made:
            self.made[deed.path].append(deed)
        if deed.made and deed.went_through and len(deed.made) == _ID:
            self.names.setdefault(deed.made, deed.number)

    def symbolic(self, value: Any) -> Any:
        """Return a path or body with numbers of deeds in place of ids."""
        return json.loads(_IDS.sub(self._number, json.dumps(value, ensure_ascii=False)))

    def _number(self, found: re.Match[str]) -> str:
        number = self.names.get(found[0])
        return found[0] if number is None else f"{{{number}}}"

    def digest(self) -> str:
        """Return what two runs of one seed have in common to the letter."""
        told = hashlib.sha256()
        for deed in self.deeds:
            line = f"{deed.at.isoformat()}|{deed.who}|{deed.method}|{deed.path}|{json.dumps(deed.body)}|{deed.status}|{deed.problem}"
            told.update(line.encode())
        return told.hexdigest()[:16]


def when(at: datetime) -> str:
    """Return an instant as people say it."""
    return at.astimezone(SHANGHAI).strftime("%m-%d %H:%M")
