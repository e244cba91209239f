"""Where it is kept what a request's idempotency key was answered."""

from __future__ import annotations

from typing import Final

from workspace.data_requests.store.rows import AnswerRow

ANSWERS: Final = AnswerRow
