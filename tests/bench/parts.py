"""The parts of the bench: each is measured by itself and kept with the state of the code it is of, so that a run goes on where one stopped."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench import bursts, cold, side_by_side, slow_lines
from tests.bench.growth_sizes import MODULES

ROOT = Path(__file__).parents[2]
BENCH = ROOT / ".local" / "bench"
ARTIFACT = BENCH / "function"
_SINGLE, _KEPT, _WEB = BENCH / "single", BENCH / "figures", BENCH / "web"
_PRODUCT = ("functions", "infra", "template.yaml", "locks", "docs/openapi.json")
_SUPPORT = ("tests/support", "tests/bench/county.py", "tests/bench/measure.py")


class Part(NamedTuple):
    """Something measured by itself.

    Attributes
    ----------
    name
        What it is asked for by; a slash parts what it is of from which of it.
    measure
        Returns its figures, as JSON takes them.
    by
        The files it is measured with, besides those of the product.
    """

    name: str
    measure: Callable[[], Any]
    by: Sequence[str]


class Kept(NamedTuple):
    """The figures of a part, and whether the code is still as it was when they were taken."""

    figures: Any
    fresh: bool


def parts() -> list[Part]:
    """Return all parts, in the order they are measured in."""
    process = ("process", "stub", "cold")
    stores = ("storage",)
    return [
        Part("bursts", lambda: [list(one) for one in bursts.measure()], _of("bursts")),
        Part("lives", _lives, _of("climb")),
        Part(
            "lines",
            lambda: [list(one) for one in slow_lines.measure()],
            (*_of("slow_lines"), "web/src", "web/serve"),
        ),
        Part("storage", lambda: _told_by("storage"), _of(*stores)),
        Part("points", lambda: _told_by("points"), _of(*stores, "points")),
        *(
            Part(grown(module, size), _growing(module, size), _of("memory", *one.by))
            for module, one in MODULES.items()
            for size in one.sizes
        ),
        Part("packages", _packages, ()),
        Part("side", _beside, _of(*process, "side_by_side", "by_hand", "peers")),
        *(Part(f"cold/{name}", _first_of(name), _of(*process)) for name in _functions_counted()),
        Part("cold/WebApi", _first_of_web, (*_of(*process), "web/src", "web/serve")),
    ]


def grown(module: str, size: int) -> str:
    """Return the name of the part that lets something grow to a size."""
    return f"growth/{module}-{size}"


def names() -> list[str]:
    """Return what parts can be asked for by: each, and the beginnings they share."""
    each = [part.name for part in parts()]
    return [*dict.fromkeys(name.partition("/")[0] for name in each), *(n for n in each if "/" in n)]


def run(wanted: Sequence[str] = (), *, anew: bool = False) -> None:
    """Measure those of the parts that are wanted (none named: all), unless their figures are of the code as it is now."""
    for part in parts():
        if wanted and not any(
            part.name == one or part.name.startswith(f"{one}/") for one in wanted
        ):
            continue
        if not anew and (found := kept(part)) and found.fresh:
            continue
        print(f"{part.name} …", end=" ", flush=True)
        started, state = time.monotonic(), _state(part)
        figures = part.measure()
        place = _place(part)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(json.dumps({"state": state, "figures": figures}), encoding="utf-8")
        print(f"{time.monotonic() - started:.0f} s", flush=True)


def kept(part: Part) -> Kept | None:
    """Return the figures of a part; None: it was never measured here."""
    place = _place(part)
    if not place.exists():
        return None
    said = json.loads(place.read_text(encoding="utf-8"))
    return Kept(said["figures"], said["state"] == _state(part))


def _place(part: Part) -> Path:
    return _KEPT / f"{part.name.replace('/', '-')}.json"


def _of(*names: str) -> tuple[str, ...]:
    return tuple(f"tests/bench/{name}" for name in names)


def _state(part: Part) -> str:
    """Return a digest of all that the figures of a part depend on."""
    files = (*_PRODUCT, *_SUPPORT, *part.by)
    return hashlib.sha256("".join(_digest(one) for one in files).encode()).hexdigest()


@cache
def _digest(name: str) -> str:
    digest = hashlib.sha256()
    for path in sorted(_files(ROOT / name)):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from (
            one for one in path.rglob("*") if one.is_file() and "__pycache__" not in one.parts
        )
    else:
        yield from path.parent.glob(f"{path.name}*" if not path.suffix else path.name)


# --- what is measured


@cache
def _packed() -> Path:
    """Pack what all functions import, as for the cloud."""
    _pack(ARTIFACT)
    # Bytecode of boto3 and its like, which the runtime brings compiled.
    compiled = [sys.executable, "-m", "compileall", "-q", *_runtime_packages()]
    subprocess.run(compiled, check=True)
    return ARTIFACT


def _functions() -> list[str]:
    """Return the logical ids of the functions the template packs."""
    functions = re.compile(r"^  (\w+):\n    Type: AWS::Serverless::Function$", re.MULTILINE)
    return functions.findall((ROOT / "template.yaml").read_text(encoding="utf-8"))


@cache
def _functions_counted() -> list[str]:
    return list(cold.handlers_of_the_template())


def _packages() -> dict[str, float]:
    handlers = _functions_counted()
    return {name: _pack(_SINGLE, name) for name in _functions() if name in handlers}


def _pack(folder: Path, function: str = "") -> float:
    """Pack a function, or what all of them import; return the size of its zip in MB."""
    environment = os.environ | {"SIZHI_BUILD_PLATFORM": "local"}
    # A run that was broken off may have left something half.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    ran = subprocess.run(
        [sys.executable, "-m", "infra.package", str(folder), *filter(None, [function])],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    if ran.returncode:
        raise SystemExit(ran.stdout + ran.stderr)
    said = re.search(r"([\d.]+) MB zipped", ran.stdout)
    if not said:
        raise SystemExit(f"no size: {ran.stdout}")
    return float(said[1])


def _runtime_packages() -> list[str]:
    import importlib.util

    found = (
        importlib.util.find_spec(name)
        for name in ("boto3", "botocore", "s3transfer", "urllib3", "jmespath", "dateutil")
    )
    return [place for spec in found if spec for place in spec.submodule_search_locations or ()]


def _first_of(function: str) -> Callable[[], Any]:
    return lambda: [list(one) for one in cold.measure(_packed(), [function])[function]]


def _first_of_web() -> Any:
    ran = subprocess.run(
        [sys.executable, "-m", "infra.web", str(_WEB)],
        cwd=ROOT,
        check=False,
        text=True,
        capture_output=True,
    )
    if ran.returncode:
        raise SystemExit(ran.stdout + ran.stderr)
    # As Lambda's runtime brings it: with its bytecode beside it.
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(_WEB)], check=True)
    return [list(one) for one in cold.measure_web(_WEB)]


def _beside() -> Any:
    _packed()
    return {
        request: {name: list(one) for name, one in by.items()}
        for request, by in side_by_side.measure().items()
    }


def _growing(module: str, size: int) -> Callable[[], Any]:
    def measure() -> Any:
        return _told_by(module, str(size))

    return measure


def _told_by(module: str, *more: str) -> Any:
    """Measure in a process of its own: the environment of the functions is not this one's."""
    environment = os.environ | {"PYTHONPATH": f"functions{os.pathsep}."}
    said = ", ".join(more)
    code = f"from tests.bench import {module}; print('figures', {module}.as_json({said}))"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    told = [line for line in ran.stdout.splitlines() if line.startswith("figures ")]
    if ran.returncode or not told:
        raise SystemExit(ran.stdout + ran.stderr)
    return json.loads(told[0].removeprefix("figures "))


def _lives() -> Any:
    sys.path.insert(0, str(ROOT / "functions"))
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    from tests.bench import climb

    told: dict[str, Any] = {}
    for name, share, by_hand in (
        ("silence below, then answered in the first quarter of the limit", 0.25, False),
        ("passed on by hand, answered in the first quarter", 0.25, True),
        ("silence below, then answered only after the reminder", 0.75, False),
    ):
        with contextlib.redirect_stdout(io.StringIO()):
            each = [climb.transitions(climb.Life(tier, share, by_hand)) for tier in climb.SHARES]
            told[name] = [each, climb.average(share, by_hand=by_hand)]
    return told
