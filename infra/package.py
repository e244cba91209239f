"""Put together the code of the Lambda functions: ours, what it imports, and bytecode for both.

Called by `functions/Makefile` from `sam build`, once per function. It needs Python and either uv or pip, nothing
installed beforehand. Packages come from `locks/runtime.txt`, checked against its hashes, as wheels for the platform
of the Lambda runtime, whatever machine builds; with SIZHI_BUILD_PLATFORM=local for this machine's own interpreter, which the
local cloud uses.

Without bytecode every cold start would compile everything it imports, as the runtime's file system is read-only. So the
interpreter that compiles is of the runtime's version (`infra/runtime.py`), or nothing is built.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import botocore

from infra.exclusive import alone
from infra.roots import write_hashed
from infra.runtime import BUILT_FOR, CHOICE, WrongRuntime, chosen, interpreter_of, runtime_of

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".local" / "build"
ARCHITECTURE = "x86_64"
"""Of the functions, as in the template's globals: the wheels are for it, not for the machine that builds."""
LAMBDA_PLATFORM = f"manylinux2014_{ARCHITECTURE}"
LIMIT = 5_000_000
"""The most a function's zip may weigh, in bytes (DESIGN, budgets)."""
LIMITS = {"ExportWorker": 9_000_000}
"""The same, of the worker that writes documents."""

IN_THE_RUNTIME = {
    "boto3",
    "botocore",
    "s3transfer",
    "python-dateutil",
    "six",
    "urllib3",
    "jmespath",
}
"""In every Lambda Python runtime, so not packed (`jmespath` and the others come with boto3)."""
NOT_IN: dict[str, set[str]] = {
    # Workers that answer no requests have no models to check.
    "pydantic": {"MediaWorker", "ExportWorker"},
    "pydantic-core": {"MediaWorker", "ExportWorker"},
}
"""Libraries that all functions import but these."""

NEVER_CALLED = {"click", "colorama", "tqdm"}
"""What coord-convert wants for its command line."""

ONLY_IN: dict[str, set[str]] = {
    "lxml": {"ExportWorker"},
    "pillow": {"MediaWorker"},
    "python-docx": {"ExportWorker"},
    "segno": {"PointsApi", "ServicesApi"},
    "tinytag": {"MediaWorker"},
    "xlsxwriter": {"ExportWorker", "PointsApi"},
}
"""Libraries that only some functions import, by their logical ids in `template.yaml`; all others are in every package."""

SHED = (
    "bin", "*/tests", "*/test", "**/*.pyi", "**/py.typed",
    "*.dist-info/RECORD", "*.dist-info/INSTALLER", "*.dist-info/REQUESTED", "*.dist-info/WHEEL",
    "*.dist-info/uv_cache.json", "*.dist-info/uv_build.json", "*.dist-info/licenses", "*.dist-info/LICEN[CS]E*",
    "*.dist-info/COPYING*", "*.dist-info/sboms",
    "aws_lambda_powertools/event_handler/openapi/swagger_ui/*.min.*",
    "aws_lambda_powertools/utilities/auth_alpha", "aws_lambda_powertools/utilities/circuit_breaker",
    "aws_lambda_powertools/utilities/data_masking", "aws_lambda_powertools/utilities/feature_flags",
    "aws_lambda_powertools/utilities/kafka", "aws_lambda_powertools/utilities/parser",
    "aws_lambda_powertools/utilities/streaming", "aws_lambda_powertools/utilities/idempotency",
    "aws_lambda_powertools/utilities/parameters", "aws_lambda_powertools/metrics/provider/datadog",
    "coord_convert/coordconvert.py",
    # Documents are made with lxml.etree alone.
    "lxml/html", "lxml/includes", "lxml/isoschematron", "lxml/objectify.*", "lxml/sax.*", "lxml/builder.*", "lxml/_difflib.*",
    "lxml/*.pxi", "lxml/*.pyx", "lxml/*.h", "lxml/[cdpu]*.py", "docx/templates/default-docx-template",
    # Photos come as JPEG and PNG, are not written on, and keep no colour profile.
    "PIL/_avif.*", "PIL/_imagingcms.*", "PIL/_imagingft.*", "PIL/_imagingtk.*", "PIL/_imagingmath.*", "PIL/_imagingmorph.*",
    "PIL/_webp.*", "PIL/PdfParser.py", "PIL/ImageFont.py", "PIL/ImageQt.py", "PIL/ImageTk.py", "PIL/ImageShow.py",
    *(f"pillow.libs/lib{name}*" for name in (
        "avif", "brotli", "freetype", "harfbuzz", "lcms2", "png16", "sharpyuv", "webp",
    )),
    "pydantic/mypy.py", "pydantic/v1",
    "stdnum/*.dat", "stdnum/??", "stdnum/??_", "stdnum/[bcdefgilmv]*.py",
    "tzdata/zones", "tzdata/zoneinfo/*",
)  # fmt: skip
"""What no function imports or reads. METADATA stays: importlib.metadata reads versions from it."""

KEPT = (
    "stdnum/exceptions.py", "stdnum/iso7064",
    "tzdata/zoneinfo/__init__.py", "tzdata/zoneinfo/UTC", "tzdata/zoneinfo/Asia/__init__.py",
    "tzdata/zoneinfo/Asia/Shanghai",
)  # fmt: skip
"""What stays although a pattern of SHED fits it or its folder."""

_BYTECODE = Path(__file__).with_name("bytecode.py")
"""What compiles our own modules."""

_RULES = Path("functions", "kernel", "law", "rules.json")
"""What `docs/law.md` is made from; no function reads it."""

STAMP = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold: the same input makes the same bytes."""


def main(destination: str, function: str = "") -> int:
    """Fill `destination` with everything a function imports; fail if that is heavier than the limit.

    Without a function's name it is what all of them together import.
    """
    started = time.monotonic()
    target = Path(destination)
    local = os.environ.get("SIZHI_BUILD_PLATFORM") == "local"
    try:
        interpreter = _own_interpreter() if local else interpreter_of(chosen())
    except WrongRuntime as wrong:
        print(wrong, file=sys.stderr)
        return 1
    runtime = runtime_of(interpreter) or ""
    with alone(CACHE / "lock"):  # `sam build --parallel`
        packages = _packages(function, interpreter, runtime, local=local)
        everything = _with_our_code(packages, function, interpreter)
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(everything / "code", target, copy_function=_link_or_copy)
    (target / BUILT_FOR).write_text(runtime + "\n")
    size = int((everything / "size").read_text())
    for_what = "this machine" if local else LAMBDA_PLATFORM
    print(
        f"packed for {for_what}, {runtime}: {size / 1e6:.2f} MB zipped ({time.monotonic() - started:.1f} s)",
        flush=True,
    )
    most = LIMITS.get(function, LIMIT)
    if function and size > most:
        print(f"that is more than the {most / 1e6:.0f} MB a function may weigh", file=sys.stderr)
        return 1
    return 0


def _packages(function: str, interpreter: Path, runtime: str, *, local: bool) -> Path:
    """The folder with the locked packages, stripped and compiled; made once per lock, platform and choice of libraries."""
    requirements = _requirements(function)
    # Nobody waits for a worker, and the one that writes documents is heavy enough.
    roots = not function.endswith("Worker")
    platform = f"{'local' if local else LAMBDA_PLATFORM} {runtime}"
    home = CACHE / (
        "packages-"
        + _digest(
            requirements,
            platform,
            Path(__file__).read_text() + _BYTECODE.read_text(),
            botocore.__version__,
            str(roots),
        )
    )
    if (home / ".complete").exists():
        return home
    _forget_others(home)
    home.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as work:
        wanted = Path(work) / "requirements.txt"
        wanted.write_text(requirements)
        code = home / "code"
        _install(wanted, code, interpreter, None if local else runtime)
    _shed(code)
    _compile(code, interpreter)
    if roots:
        write_hashed(Path(botocore.__file__).with_name("cacert.pem"), code / "roots")
    (home / ".complete").touch()
    return home


def _with_our_code(packages: Path, function: str, interpreter: Path) -> Path:
    """The packages and our code together, and what they weigh as a zip; made once per state of `functions/`."""
    sources = list(our_sources(function))
    content = "".join(
        f"{path}:{hashlib.sha256((ROOT / path).read_bytes()).hexdigest()}\n" for path in sources
    )
    home = CACHE / ("functions-" + _digest(packages.name, content))
    if (home / "size").exists():
        return home
    _forget_others(home)
    home.mkdir(parents=True)
    ours = home / "code"
    for path in sources:
        copy = ours / path.relative_to("functions")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, copy)
    subprocess.run([str(interpreter), str(_BYTECODE), str(ours)], check=True)
    shutil.copytree(packages / "code", ours, dirs_exist_ok=True, copy_function=_link_or_copy)
    (home / "size").write_text(str(_zipped_size(ours)))
    return home


def our_sources(function: str) -> Iterator[Path]:
    """Our files that go into a function's package; of the modules those it reaches."""
    wanted = _reached_by(function)
    contexts = {path.parts[1] for path in wanted or ()}
    for path in sorted((ROOT / "functions").rglob("*")):
        place = path.relative_to(ROOT)
        if (
            path.is_file()
            and "__pycache__" not in path.parts
            and path.name not in {"Makefile", "py.typed"}
            and place != _RULES
            and (
                wanted is None
                or (place in wanted if path.suffix == ".py" else place.parts[1] in contexts)
            )
        ):
            yield place


def _reached_by(function: str) -> set[Path] | None:
    """The modules of ours that a function's handler imports, and what those import in turn, whenever they do; None: all."""
    handler = re.search(
        rf"^  {re.escape(function)}:\n(?:    .*\n)*?      Handler: ([\w.]+)\.\w+\n",
        (ROOT / "template.yaml").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    if not function or handler is None:
        return None
    found: set[_Run] = set()
    waiting = _files_of(handler[1])
    while waiting:
        run = waiting.pop()
        found.add(run)
        waiting |= _imported_by(run, _answers(handler[1], run.path)) - found
    return {run.path for run in found}


class _Run(NamedTuple):
    """A module that is run: named itself, so that what it defines may be called; or only as the package of one that is named."""

    path: Path
    named: bool


def _answers(handler: str, path: Path) -> bool:
    """Whether a function answers the routes whose modules a file names; what only does some of them (sync) imports the ones it does."""
    context = handler.partition(".")[0]
    return path.parts[-2:] != ("api", "base.py") or context in (path.parts[1], "composition")


_MODULE = re.compile(r"\w+(\.\w+)+")


@functools.cache
def _imported_by(run: _Run, routes: bool = True) -> frozenset[_Run]:
    tree = ast.parse((ROOT / run.path).read_text(encoding="utf-8"))
    files: set[_Run] = set()
    for node in ast.walk(tree) if run.named else tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            files |= _files_of(node.module)
            for one in node.names:
                files |= _files_of(f"{node.module}.{one.name}")
        elif isinstance(node, ast.Import):
            for one in node.names:
                files |= _files_of(one.name)
        elif routes and isinstance(node, ast.Constant) and _MODULE.fullmatch(str(node.value)):
            # A module that is loaded by its name, as those of routes are (`kernel.http.parts`).
            files |= _files_of(str(node.value))
    return frozenset(files)


def _files_of(module: str) -> set[_Run]:
    """The files that importing a module of ours runs: its own and those of the packages it is in; none, if it is not ours."""
    parts = module.split(".")
    here = Path("functions", *parts)
    own = here / "__init__.py" if (ROOT / here).is_dir() else here.with_suffix(".py")
    if not (ROOT / own).is_file():
        return set()
    above = (Path("functions", *parts[:n], "__init__.py") for n in range(1, len(parts)))
    return {_Run(own, named=True), *(_Run(path, named=False) for path in above)}


def _requirements(function: str) -> str:
    """`locks/runtime.txt` without what the runtime has, what nothing calls, and what other functions alone import."""
    lock = (ROOT / "locks" / "runtime.txt").read_text()
    entries = re.findall(r"^\S.*(?:\n[ \t]+\S.*)*", lock, re.MULTILINE)
    left_out = IN_THE_RUNTIME | NEVER_CALLED
    left_out |= {library for library, functions in ONLY_IN.items() if function not in functions}
    left_out |= {library for library, functions in NOT_IN.items() if function in functions}
    return "".join(
        entry + "\n" for entry in entries if entry.split("==")[0].lower() not in left_out
    )


def _install(requirements: Path, target: Path, interpreter: Path, runtime: str | None) -> None:
    """Unpack the wheels of a Lambda runtime, or of the interpreter's own platform if there is none."""
    own = ROOT / ".venv/bin/uv"
    uv = str(own) if own.exists() else shutil.which("uv")
    version = runtime.removeprefix("python") if runtime else ""
    if uv:
        command = [uv, "pip", "install", "--quiet", "--no-deps", "--no-build", "--require-hashes"]
        command += ["--target", str(target), "--python", str(interpreter)]
        if runtime:
            command += ["--python-platform", f"{ARCHITECTURE}-manylinux2014"]
            command += ["--python-version", version]
    else:
        command = [str(interpreter), "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"]
        command += ["--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:"]
        command += ["--target", str(target)]
        if runtime:
            command += ["--platform", LAMBDA_PLATFORM, "--implementation", "cp"]
            command += ["--python-version", version, "--abi", f"cp{version.replace('.', '')}"]
    subprocess.run(
        [*command, "--requirement", str(requirements)], check=True, stdin=subprocess.DEVNULL
    )


def _own_interpreter() -> Path:
    """The interpreter that runs the functions in the local cloud.

    Raises
    ------
    WrongRuntime
        If the functions are to be deployed for another one.
    """
    own = ROOT / ".venv" / "bin" / "python"
    interpreter = own if own.exists() else Path(sys.executable)
    runtime, wanted = runtime_of(interpreter), os.environ.get(CHOICE)
    if wanted and wanted != runtime:
        raise WrongRuntime(f"{interpreter} is {runtime}, and PythonRuntime is {wanted}")
    return interpreter


def _shed(folder: Path) -> None:
    kept = {
        path
        for pattern in KEPT
        for found in folder.glob(pattern)
        for path in (found, *found.rglob("*"))
    }
    shed = {
        path
        for pattern in SHED
        for found in folder.glob(pattern)
        for path in (found, *found.rglob("*"))
    }
    for path in shed - kept:
        if not path.is_dir():
            path.unlink()
    for path in sorted(shed - kept, reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    for metadata in folder.glob("*.dist-info/METADATA"):
        fields = metadata.read_text().partition("\n\n")[0]  # what follows is the project's read-me
        metadata.unlink()  # a link into uv's cache
        metadata.write_text(fields + "\n")


def _compile(folder: Path, interpreter: Path) -> None:
    """Compile other people's modules and leave the source out; tracebacks still name file and line from there.

    They lose their docstrings and assertions, which halves the package; ours keep the assertions (`infra/bytecode.py`).
    """
    compiler = [str(interpreter), "-m", "compileall", "-q", "-f", "-b", "-o", "2"]
    unchecked = ["--invalidation-mode", "unchecked-hash"]
    subprocess.run([*compiler, *unchecked, "-s", str(folder), str(folder)], check=True)
    for source in folder.rglob("*.py"):
        if source.with_suffix(".pyc").exists():
            source.unlink()


def _zipped_size(folder: Path) -> int:
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    archive.writestr(
                        zipfile.ZipInfo(str(path.relative_to(folder)), STAMP),
                        path.read_bytes(),
                        zipfile.ZIP_DEFLATED,
                    )
        return file.tell()


def _forget_others(home: Path) -> None:
    """Drop an unfinished build of the same input, and all but the newest builds of other ones."""
    shutil.rmtree(home, ignore_errors=True)
    kind = home.name.split("-")[0]
    others = sorted(CACHE.glob(f"{kind}-*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in others[11:]:
        shutil.rmtree(old, ignore_errors=True)


def _link_or_copy(source: str, destination: str) -> None:
    """A hard link where the file system allows: all functions share one copy of every file."""
    try:
        os.link(source, destination)
    except OSError:
        shutil.copy2(source, destination)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: package.py FOLDER [FUNCTION]")
    sys.exit(main(*sys.argv[1:]))
