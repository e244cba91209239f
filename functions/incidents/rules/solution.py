"""How a matter was solved in another form."""

from __future__ import annotations

from typing import NamedTuple


class Solution(NamedTuple):
    """How a matter was solved in one of its forms, and the person who did it: not the one to confirm."""

    said: str
    by: str
