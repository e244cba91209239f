"""What a message of the queue asks for: an export carried on, or a document written."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from assembly.store import documents as assembly
from economy.store import table as economy
from enforcement.store import table as enforcement
from incidents.exports import work as exports
from kernel.documents.writing import Shelf, give_up, write
from kernel.observability import log
from kernel.worker import Message, work_through
from reports.store import table as reports
from services.store import table as services

SHELVES: Final[Mapping[str, Shelf]] = {
    "assembly": Shelf(assembly.DocumentRow, Path(assembly.TEMPLATES)),
    "enforcement": Shelf(enforcement.DocumentRow, Path(enforcement.TEMPLATES)),
    "services": Shelf(services.DocumentRow, services.TEMPLATES),
    "economy": Shelf(economy.DocumentRow, economy.TEMPLATES),
    "reports": Shelf(reports.DocumentRow, reports.TEMPLATES),
}
"""By context, where its documents are."""


def work(event: Mapping[str, Any]) -> dict[str, Any]:
    """Work on what each message of an SQS event names."""
    return work_through(event, os.environ["EXPORT_QUEUE_URL"], _do, _give_up)


def _do(message: Message) -> None:
    named = message.get("document")
    if named is None:
        exports.do(message)
        return
    log.append_keys(correlation_id=named["id"])
    write(SHELVES[named["context"]], named["id"])


def _give_up(message: Message, why: Exception) -> None:
    named = message.get("document")
    if named is None:
        exports.give_up(message, why)
    else:
        give_up(SHELVES[named["context"]], named["id"], why)
