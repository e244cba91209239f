"""Counting lines costs time where there are none of ours: pytest-cov traces every call of every library."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any


@contextmanager
def untraced() -> Iterator[None]:
    """Let something run without being traced."""
    tracer, of_threads = sys.gettrace(), threading.gettrace()
    if tracer is None:
        yield
        return
    sys.settrace(None)
    threading.settrace(None)  # type: ignore[arg-type]
    try:
        yield
    finally:
        threading.settrace(of_threads)  # type: ignore[arg-type]
        sys.settrace(tracer)


def without_tracing(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that runs as it did, untraced with whatever it calls."""

    @wraps(function)
    def quickly(*said: Any, **more: Any) -> Any:
        tracer = sys.gettrace()
        if tracer is None:
            return function(*said, **more)
        sys.settrace(None)
        try:
            return function(*said, **more)
        finally:
            sys.settrace(tracer)

    return quickly
