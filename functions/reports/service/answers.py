"""Where reports keep the answers to idempotency keys."""

from __future__ import annotations

from reports.store.table import AnswerRow

ANSWERS = AnswerRow
