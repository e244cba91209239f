"""`make clean`: remove environments, builds and local state, unless somebody works with them. Standard library only."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from infra.exclusive import Taken, alone  # noqa: E402 - a script's path begins beside it

MADE = (
    ".venv", ".venv-cloud", ".venv-sam", ".venv-web", "web/node_modules", ".local", ".aws-sam", ".pytest_cache", ".ruff_cache", ".hypothesis", ".coverage*",
)  # fmt: skip


def main(root: Path = ROOT) -> int:
    """Remove everything; 1, and nothing removed, while a county runs here."""
    try:
        with alone(root / ".local" / "run.lock", wait=False):
            for pattern in MADE:
                for path in root.glob(pattern):
                    shutil.rmtree(
                        path
                    ) if path.is_dir() and not path.is_symlink() else path.unlink()
    except Taken:
        print(
            "`make run` is running here; stop it with Ctrl-C in its terminal, then clean.\n"
            "make run 正在运行：请先在其终端按 Ctrl-C 停止，再清理。",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
