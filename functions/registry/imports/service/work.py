"""The worker: dry runs and application of staged files, carried on message by message.

A message only names an import; what is to be done follows from the import's row. So a message that
comes twice, late, or after a crash does what is left to do and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, cast

from kernel import clock
from kernel.observability import log
from kernel.problems import Problem, TryAgain
from kernel.storage.dynamo import read
from kernel.worker import Message, work_through
from registry.imports.rules.faults import INTERRUPTED
from registry.imports.rules.states import WORKING, Status
from registry.imports.service.apply_file import apply_file
from registry.imports.service.check_file import check_file
from registry.imports.service.end_run import as_it_stands, interrupt
from registry.imports.store.rows import ImportRow


def work(event: Mapping[str, Any]) -> dict[str, Any]:
    """Work on the import each message of an SQS event names."""
    return work_through(event, os.environ["IMPORT_QUEUE_URL"], _do, _give_up)


def _do(message: Message) -> None:
    log.append_keys(correlation_id=message["import_id"])
    carry_on(message["import_id"])


def _give_up(message: Message, why: Exception) -> None:
    (row,) = read([ImportRow.key(message["import_id"])], consistent=True)
    if row is not None and Status(row.status) in WORKING:
        # A refusal says more than that something stopped; that the store is busy says less.
        is_refusal = isinstance(why, Problem) and not isinstance(why, TryAgain)
        interrupt(row, cast("Problem", why).detail if is_refusal else INTERRUPTED)


def carry_on(import_id: str) -> None:
    """Do what an import's state asks for next; nothing when it asks for nothing."""
    (row,) = read([ImportRow.key(import_id)], consistent=True)
    if row is None:
        log.warning("import is not known", import_id=import_id)
        return
    row = as_it_stands(row, clock.now())
    if row.status == Status.CHECKING:
        check_file(row)
    elif row.status == Status.APPLYING:
        apply_file(row)
