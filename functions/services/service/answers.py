"""Where the services of the grid keep the answers to idempotency keys."""

from __future__ import annotations

from services.store.things import AnswerRow

ANSWERS = AnswerRow
