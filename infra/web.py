"""The web client, built: types from `docs/openapi.json`, checked, bundled, compressed, weighed; once per state of `web/`.

Called by `web/serve/Makefile` from `sam build`. Node comes from `.venv-web`, packages from `web/node_modules`; both are made by
`infra/local/setup.py web`.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from infra.exclusive import alone
from infra.runtime import BUILT_FOR, WrongRuntime, chosen
from infra.web_forms import write_forms

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "web"
CACHE = ROOT / ".local" / "web"
SCHEMA = ROOT / "docs" / "openapi.json"
NODE = ROOT / ".venv-web" / "bin" / "node"
MADE = {"node_modules", "dist", "schema.d.ts", "forms.ts", "forms", "__pycache__"}
"""What lies in `web/` without being a source of it."""
BUDGETS = {
    **dict.fromkeys(("public", "field", "resident"), 60_000),
    **dict.fromkeys(
        (
            "desk",
            "desk/village",
            "desk/reports",
            "desk/economy",
            "desk/enforcement",
            "desk/shop",
        ),
        120_000,
    ),
}
"""What the first visit of a page of each kind may weigh, compressed, in bytes (DESIGN, budgets)."""
KEPT = 4
"""Builds that are kept."""


class TooHeavy(Exception):
    """A first visit weighs more than its budget; the message says which and by how much."""


def main(destination: str) -> int:
    """Fill `destination` with the function that serves the client and the files it serves."""
    target = Path(destination)
    try:
        site = built()
        runtime = chosen()
    except (TooHeavy, WrongRuntime) as reason:
        print(reason, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failure:
        return failure.returncode
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(site / "site", target / "site")
    shutil.copyfile(WEB / "serve" / "handler.py", target / "handler.py")
    (target / BUILT_FOR).write_text(runtime + "\n")
    return 0


def built() -> Path:
    """Return the folder of the built client: `site/` is served, `manifest.json` says what imports what.

    Raises
    ------
    TooHeavy
        If a first visit is over its budget.
    """
    _get_ready()
    home = CACHE / fingerprint()
    with alone(CACHE / "lock"):  # `sam build` and `make test` may want it at once
        if (home / "complete").exists():
            return home
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        describe_api()
        _node("typescript/bin/tsc", "--noEmit")
        _node("vite/bin/vite.js", "build", "--outDir", home / "site", "--logLevel", "warn")
        shutil.move(home / "site" / ".vite" / "manifest.json", home / "manifest.json")
        (home / "site" / ".vite").rmdir()
        _weigh(home)
        (home / "complete").touch()
        _forget_others(home)
    return home


def _get_ready() -> None:
    if not (NODE.exists() and (WEB / "node_modules").exists()):
        subprocess.run([sys.executable, ROOT / "infra/local/setup.py", "web"], check=True)


def describe_api() -> None:
    """Write the types of the API, and the forms of its requests, for the client's sources."""
    options = ("--default-non-nullable", "false", "--empty-objects-unknown")
    schema = WEB / "src" / "api" / "schema.d.ts"
    _node("openapi-typescript/bin/cli.js", SCHEMA, *options, "-o", schema, quiet=True)
    write_forms(SCHEMA, schema.with_name("forms.ts"))


def fingerprint() -> str:
    """Return a digest of everything the client is built from."""
    content = "".join(
        f"{path}:{hashlib.sha256((ROOT / path).read_bytes()).hexdigest()}\n"
        for path in [
            *sources(),
            SCHEMA.relative_to(ROOT),
            Path("infra/web.py"),
            Path("infra/web_forms.py"),
        ]
    )
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def sources() -> Iterator[Path]:
    """Give the files of `web/`, by their path in the project."""
    for folder, names, files in os.walk(WEB):
        names[:] = sorted(name for name in names if name not in MADE)
        for name in sorted(files):
            if name not in MADE:
                yield (Path(folder) / name).relative_to(ROOT)


def first_visit(home: Path, kind: str) -> int:
    """Return the bytes that a browser with Brotli fetches until the first page of a kind is there."""
    manifest: Mapping[str, Any] = json.loads((home / "manifest.json").read_text())
    wanted = ["index.html", f"src/{kind}/index.ts"]
    if kind != "public":
        wanted.append("src/session/oauth.ts")  # whoever is signed in goes on by it
    files = {"index.html"}
    seen: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name not in seen:
            seen.add(name)
            chunk = manifest[name]
            files |= {chunk["file"], *chunk.get("css", ())}
            wanted += chunk.get("imports", ())
    return sum(_compressed(home / "site" / file).stat().st_size for file in files)


def _compressed(file: Path) -> Path:
    small = file.with_name(file.name + ".br")
    return small if small.exists() else file


def _weigh(home: Path) -> None:
    for kind, budget in BUDGETS.items():
        weight = first_visit(home, kind)
        print(f"web client, first visit of a {kind} page: {weight / 1000:.1f} KB", flush=True)
        if weight > budget:
            raise TooHeavy(f"a first visit of a {kind} page weighs {weight}, more than {budget}")


def _node(script: str, *arguments: str | Path, quiet: bool = False) -> None:
    command = [NODE, WEB / "node_modules" / script, *arguments]
    subprocess.run(
        [str(part) for part in command],
        cwd=WEB,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if quiet else None,
    )


def _forget_others(home: Path) -> None:
    others = (path for path in CACHE.iterdir() if path.is_dir() and path != home)
    for old in sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)[KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def check() -> int:
    """Hold the client's sources against the contract and the compiler, without building."""
    try:
        _get_ready()
        describe_api()
        _node("typescript/bin/tsc", "--noEmit")
    except subprocess.CalledProcessError as failure:
        return failure.returncode
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: web.py FOLDER | --check")
    sys.exit(check() if sys.argv[1] == "--check" else main(sys.argv[1]))
