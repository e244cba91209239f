"""法治: a town enforces the law by the law's own gates, so that none of them can be passed by mistake."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kernel.figures import Asked, Counted


def counted(figure: str, asked: Asked) -> Iterator[Counted]:
    """Give the events of a figure that this context keeps, one by one (`kernel.figures`)."""
    # Named so, what answers is packed with the functions of reports alone.
    found: Iterator[Counted] = import_module(".service.figures", __name__).counted(figure, asked)
    return found
