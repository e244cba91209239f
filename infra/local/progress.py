"""What the terminal shows while something takes its time: the step, the seconds so far, and that it is done."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

SIGN_OF_LIFE = 10
"""Seconds between two lines where the output is no terminal."""
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

    def say(self) -> None:
        """Print that the step goes on, where lines cannot be drawn again."""
        print(f"    … {self._seconds()} s  {self._note}".rstrip(), flush=True)

    def finish(self, how: str) -> None:
        """Draw the line for the last time, with how it ended."""
        line = f"  {self.title} … {how} ({self._seconds()} s)"
        print(("\r" if sys.stdout.isatty() else "") + line.ljust(self._shown), flush=True)

    def _seconds(self) -> int:
        return round(time.monotonic() - self._started)


@contextmanager
def step(title: str) -> Iterator[Step]:
    """Show `title` as under way while the block runs."""
    current = Step(title)
    over = threading.Event()

    drawn = sys.stdout.isatty()

    def keep_showing() -> None:
        while not over.wait(1 if drawn else SIGN_OF_LIFE):
            current.show() if drawn else current.say()

    showing = threading.Thread(target=keep_showing, daemon=True)
    current.show() if drawn else print(f"  {title} …", flush=True)
    showing.start()
    how = "FAILED"
    try:
        yield current
        how = "done"
    except KeyboardInterrupt:
        how = "interrupted"
        raise
    finally:
        over.set()
        showing.join()
        current.finish(how)


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
