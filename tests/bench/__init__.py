"""The figures of `docs/performance.md`. Each module runs by itself as well: `python -m tests.bench.bill`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "functions"))
