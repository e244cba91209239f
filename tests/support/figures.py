"""Figures that functions log rather than count (`kernel.observability.note`)."""

from __future__ import annotations

from typing import Any

import pytest


def noted(caplog: pytest.LogCaptureFixture) -> list[tuple[str, Any]]:
    """Return the figures noted so far, in order."""
    return [
        (record.getMessage(), vars(record)["number"])
        for record in caplog.records
        if "number" in vars(record)
    ]
