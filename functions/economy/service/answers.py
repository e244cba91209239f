"""Where the collective economy keeps the answers to idempotency keys."""

from __future__ import annotations

from economy.store.table import AnswerRow

ANSWERS = AnswerRow
