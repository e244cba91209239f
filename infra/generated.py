"""Files that are made from the code: written on request, checked for drift in `make lint`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]


def write_or_check(target: Path, make: Callable[[], str]) -> int:
    """Write `target`, or with `--check` on the command line say whether the committed one is what `make` gives.

    Returns
    -------
    int
        The exit code: 1 when the committed file has drifted.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--check", action="store_true", help="fail if the committed file is not what the code says"
    )
    wants_check = parser.parse_args().check
    name, text = target.relative_to(ROOT), make()
    if not wants_check:
        target.write_text(text, encoding="utf-8")
        print(f"wrote {name}")
        return 0
    if not target.exists() or target.read_text(encoding="utf-8") != text:
        print(
            f"{name} does not tell the truth any more: run `make openapi` and read the difference",
            file=sys.stderr,
        )
        return 1
    print(f"{name} is up to date")
    return 0
