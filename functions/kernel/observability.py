"""Logs and business figures, one logger and one metrics sink per process."""

from __future__ import annotations

import traceback
import warnings
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

log = Logger(use_rfc3339=True, utc=True)
metrics = Metrics()

# Most requests count nothing, and that is as it should be.
warnings.filterwarnings("ignore", message="No application metrics to publish")


def log_fault(message: str, fault: BaseException, **keys: Any) -> None:
    """Log a fault by its kind and the places it went through.

    Its own text is left out: it may quote what people wrote, and personal data does not belong in logs.
    """
    places = traceback.format_tb(fault.__traceback__)[-5:]
    log.error(message, fault=type(fault).__name__, at=places, **keys)


def count(name: str, number: float = 1, **dimensions: str) -> None:
    """Add `number` to the metric `name`, which an alarm watches or the dashboard shows, under `dimensions` of its own if given.

    Each call with dimensions is a record of its own: figures of different tiers must not be added up under one set of dimensions.
    """
    if not dimensions:
        metrics.add_metric(name=name, unit=MetricUnit.Count, value=number)
        return
    from aws_lambda_powertools.metrics import single_metric

    with single_metric(
        name=name, unit=MetricUnit.Count, value=number, namespace=metrics.provider.namespace
    ) as metric:
        for dimension, value in dimensions.items():
            metric.add_dimension(name=dimension, value=value)


def count_failures(number: int = 1) -> None:
    """Count what a clock could not see to, under one figure for all clocks: one alarm watches it, and the log says whose it was."""
    count("ClockFailures", number, service="clocks")


def count_ledger_faults(number: int) -> None:
    """Count ledgers that are not sound, under one figure for all ledgers: one alarm watches it, and the log says whose it is."""
    if number:
        count("LedgerFaults", number, service="ledgers")


def note(name: str, number: int = 1, **keys: Any) -> None:
    """Log a figure that no alarm watches and no dashboard shows: every custom metric that has values is paid for, a line of a log hardly."""
    if number:
        log.info(name, number=number, **keys)
