"""What a spreadsheet makes of a text: a cell that people typed is never taken for a formula."""

from __future__ import annotations

import re
from typing import Final

# What a spreadsheet takes for a formula (OWASP, CSV injection), in half and full width.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# XML 1.0 has no place for these, and no reader needs them.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_MOST_CHARACTERS: Final = 32_000  # a cell takes 32,767


def harmless(text: str) -> str:
    """Return a text no spreadsheet takes for a formula: one that looks like it gets an apostrophe before it."""
    visible = _CONTROL.sub("", text)[:_MOST_CHARACTERS]
    return "'" + visible if visible.lstrip(" \u3000").startswith(_FORMULA) else visible
