"""Take the figures that are not of the code as it is now, print them beside their budgets, write docs/performance.md: `make bench`.

`make bench ARGS='cold/IncidentsApi side'` takes some of them, `ARGS='--anew storage'` although they are there already, `ARGS=page` none:
the page is written from what is there, and says what is not.
"""

from __future__ import annotations

import os
import sys

from tests.bench import page, parts
from tests.bench.budgets import Figure


def main(*asked: str) -> int:
    """Measure, print, write."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    # Figures are counted or simulated: they can wait for whatever else the machine does.
    os.nice(10)
    wanted = [one for one in asked if not one.startswith("-")]
    unknown = set(wanted) - {"page"} - set(parts.names())
    if unknown:
        print(f"no part: {', '.join(sorted(unknown))}; there are {', '.join(parts.names())}")
        return 1
    if wanted != ["page"]:
        parts.run(wanted, anew="--anew" in asked)
    found = page.Found.of_what_is_kept()
    _print(page.against_budgets(found))
    page.PAGE.write_text(page.page(found), encoding="utf-8")
    print(f"\n{page.PAGE.relative_to(parts.ROOT)} written")
    return 0


def _print(figures: list[Figure]) -> None:
    width = max((len(figure.what) for figure in figures), default=0)
    print(f"\n{'':{width}}  measured  budget  verdict")
    for figure in figures:
        measured = f"{figure.measured:.2f}".rstrip("0").rstrip(".")
        print(f"{figure.what:{width}}  {measured:>8}  {figure.budget:>6g}  {figure.verdict}")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
