"""What the terminal shows while something takes its time: the step, the seconds so far, and that it is done."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


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
