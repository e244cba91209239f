"""One process at a time, by a lock on a file. Standard library only: set-up runs before anything is installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Taken(Exception):
    """Another process holds the lock."""


@contextmanager
def alone(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold the lock while the block runs; it goes with the process, however that ends.

    Where the system has no such locks (Windows outside WSL) nobody is kept out.

    Raises
    ------
    Taken
        If somebody holds it, unless told to wait.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as held:
            raise Taken(str(path)) from held
        yield
