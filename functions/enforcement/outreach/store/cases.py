"""What a lesson must know of its case."""

from __future__ import annotations

from enforcement.outreach.rules.lessons import TaughtCase
from kernel.storage.unit_of_work import UnitOfWork


def find(work: UnitOfWork, case_id: str) -> TaughtCase | None:
    """Return a case as it is now."""
    raise NotImplementedError
