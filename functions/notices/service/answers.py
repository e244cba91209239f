"""Where it is kept what a request's idempotency key was answered."""

from __future__ import annotations

from typing import Final

from notices.store.rows import AnswerRow

ANSWERS: Final = AnswerRow
