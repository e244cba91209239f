"""The chain that makes a book tamper-evident: each sealed entry carries the hash of all before it.

Entries are written without it, so that no two people wait for each other; they are sealed behind the writes, one after the other. A
changed, lost, added or reordered entry breaks the chain from there on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

GENESIS = "0" * 64
"""What the first entry is linked to."""


def canonical(content: Mapping[str, Any]) -> str:
    """Write an entry's content as the one text that is kept and hashed."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def link(previous: str, seq: int, content: str) -> str:
    """Return the hash of an entry: SHA-256 over the hash before it, its number, and its content."""
    return hashlib.sha256(f"{previous}|{seq}|{content}".encode()).hexdigest()
