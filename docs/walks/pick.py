"""Show fields of a JSON answer: `pick.py PATH` prints one, `pick.py --named PATH …` a line for each; a path is names and numbers between dots."""

from __future__ import annotations

import json
import sys
from typing import Any


def find(answer: Any, path: str) -> Any:
    """Return what is at a path; None where there is nothing."""
    for name in path.split("."):
        if isinstance(answer, list):
            answer = answer[int(name)] if int(name) < len(answer) else None
        else:
            answer = answer.get(name) if isinstance(answer, dict) else None
    return answer


def shown(value: Any) -> str:
    """Return a value as a person reads it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def main() -> int:
    """Read an answer from standard input; 1 when a single field that was asked for is not in it, and what the answer was."""
    text = sys.stdin.read()
    answer = json.loads(text)
    if sys.argv[1] == "--named":
        for path in sys.argv[2:]:
            print(f"{path}: {shown(find(answer, path))}")
        return 0
    found = find(answer, sys.argv[1])
    if found is None:
        print(text, file=sys.stderr)
        return 1
    print(shown(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
