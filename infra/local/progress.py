"""What the terminal shows while something takes its time: the step, the seconds so far, and that it is done."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


class Step:
    """A step under way; `note` says how far it is."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._note = ""
        self._started = time.monotonic()
        self._shown = 0

    def note(self, text: str) -> None:
        """Show how far the step is (a count, what it works on)."""
        if text != self._note:
            self._note = text
            if not sys.stdout.isatty():
                print(f"    {text}", flush=True)

    def show(self) -> None:
        """Draw the line again."""
        line = f"  {self.title} … {self._seconds()} s  {self._note}"
        print("\r" + line.ljust(self._shown), end="", flush=True)
        self._shown = len(line)

    def finish(self, *, well: bool) -> None:
        """Draw the line for the last time."""
        line = f"  {self.title} … {'done' if well else 'FAILED'} ({self._seconds()} s)"
        print(("\r" if sys.stdout.isatty() else "") + line.ljust(self._shown), flush=True)

    def _seconds(self) -> int:
        return round(time.monotonic() - self._started)


@contextmanager
def step(title: str) -> Iterator[Step]:
    """Show `title` as under way while the block runs."""
    current = Step(title)
    over = threading.Event()

    def keep_drawing() -> None:
        while True:
            current.show()
            if over.wait(1):
                return

    drawing = threading.Thread(target=keep_drawing, daemon=True) if sys.stdout.isatty() else None
    if drawing:
        drawing.start()
    else:
        print(f"  {title} …", flush=True)
    well = False
    try:
        yield current
        well = True
    finally:
        over.set()
        if drawing:
            drawing.join()
        current.finish(well=well)


def together(
    work: Callable[[Given], Made], given: Iterable[Given], done: Callable[[int], None] | None = None
) -> list[Made]:
    """Do the same for all that is given, four at a time, and return the results in order.

    What has not begun is dropped when one fails, or at Ctrl-C: nobody waits in silence for the rest.

    Parameters
    ----------
    done
        Told how many are done, each time.
    """
    pool, made = ThreadPoolExecutor(4), list[Made]()
    try:
        for one in pool.map(work, given):
            made.append(one)
            if done:
                done(len(made))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return made
