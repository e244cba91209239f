"""Which Python the functions are built for: the package's wheels and bytecode and the template's `PythonRuntime` are of one version.

`python -m infra.runtime` prints the newest that this machine can build for, `python -m infra.runtime FOLDER RUNTIME` checks that
everything in a `sam build` folder was built for it. Standard library only: `sam build` runs before anything is installed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNTIMES = ("python3.14", "python3.13", "python3.12", "python3.11")
"""The Lambda runtimes that the locked packages have wheels for, newest first; the template allows the same."""
BUILT_FOR = "built-for.txt"
"""In every built function: the runtime whose bytecode it holds."""
CHOICE = "SIZHI_PYTHON_RUNTIME"
_DEFAULT = re.compile(r"^  PythonRuntime:\n(?:    .*\n)*?    Default: (\S+)$", re.MULTILINE)


class WrongRuntime(Exception):
    """No interpreter for the wanted runtime, or a package that was built for another one."""


def chosen() -> str:
    """Return the runtime to build for: what `SIZHI_PYTHON_RUNTIME` says, or the template's default.

    Raises
    ------
    WrongRuntime
        If Lambda has no such runtime, or the locked packages no wheels for it.
    """
    template = (ROOT / "template.yaml").read_text(encoding="utf-8")
    default = _DEFAULT.search(template)
    runtime = os.environ.get(CHOICE) or (default[1] if default else "")
    if runtime not in RUNTIMES:
        raise WrongRuntime(f"{runtime or 'nothing'} is no runtime of these: {', '.join(RUNTIMES)}")
    return runtime


def interpreter_of(runtime: str) -> Path:
    """Return the interpreter of this machine that makes a runtime's bytecode.

    Raises
    ------
    WrongRuntime
        If it has none; the message says how to go on.
    """
    for candidate in (sys.executable, ROOT / ".venv" / "bin" / "python", shutil.which(runtime)):
        if candidate and runtime_of(candidate) == runtime:
            return Path(candidate)
    raise WrongRuntime(
        f"no {runtime} on this machine to compile for PythonRuntime={runtime}: install it, or build for one that is here "
        f"({', '.join(_here()) or 'none'}): make deploy PYTHON_RUNTIME=…"
    )


def newest_here() -> str:
    """Return the newest runtime that this machine has an interpreter for.

    Raises
    ------
    WrongRuntime
        If it has none of them.
    """
    if here := _here():
        return here[0]
    raise WrongRuntime(f"none of {', '.join(RUNTIMES)} is on this machine: install one")


def _here() -> list[str]:
    found: list[str] = []
    for runtime in RUNTIMES:
        candidates = (sys.executable, ROOT / ".venv" / "bin" / "python", shutil.which(runtime))
        if any(one and runtime_of(one) == runtime for one in candidates):
            found.append(runtime)
    return found


def runtime_of(python: str | Path) -> str | None:
    """Return the runtime of an interpreter's version, None if it is not there or does not run."""
    if not Path(python).exists():
        return None
    answer = subprocess.run(
        [str(python), "-c", "import sys; print('python%d.%d' % sys.version_info[:2])"],
        check=False,
        capture_output=True,
        text=True,
    )
    return answer.stdout.strip() or None


def check_built(folder: Path, runtime: str) -> None:
    """Make sure that every function in a `sam build` folder was built for the runtime it is deployed with.

    Raises
    ------
    WrongRuntime
        Naming the first that was not: it would fail at every start with a bad magic number.
    """
    functions = sorted(one for one in folder.iterdir() if one.is_dir()) if folder.is_dir() else []
    if not functions:
        raise WrongRuntime(f"nothing is built in {folder}: run `sam build` first")
    for function in functions:
        stamp = function / BUILT_FOR
        built = stamp.read_text().strip() if stamp.exists() else "no runtime"
        if built != runtime:
            raise WrongRuntime(
                f"{function.name} was built for {built}, and PythonRuntime is {runtime}: build again (make deploy does both)"
            )


def main(arguments: list[str]) -> int:
    """Print the newest runtime, or check a folder; 1 with the reason when that fails."""
    try:
        if not arguments:
            print(newest_here())
        else:
            folder, runtime = arguments
            check_built(Path(folder), runtime)
    except WrongRuntime as wrong:
        print(wrong, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
