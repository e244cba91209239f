"""Where it is kept what a request's idempotency key was answered."""

from __future__ import annotations

from typing import Final

from registry.store.rows import AnsweredRow

ANSWERS: Final = AnsweredRow
