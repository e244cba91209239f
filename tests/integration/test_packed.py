"""The packed functions run: nothing they need was left out, stripped or put off for good.

Each package is made as `sam build` makes it, for this machine, and used in a process that finds the package, the standard library and what
the Lambda runtime brings, and nothing else.
"""

from __future__ import annotations

import importlib.util
import io
import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from infra import package
from tests.support import media

ROOT = Path(package.__file__).parents[1]
IN_THE_RUNTIME = ("boto3", "botocore", "s3transfer", "dateutil", "six", "urllib3", "jmespath")
# The web client's function is no package of `functions/`: tests/web/test_serving.py uses what is served.
HANDLERS: dict[str, str] = dict(
    re.findall(
        r"^  (\w+):\n    Type: AWS::Serverless::Function\n(?:    (?!  CodeUri: web/).*\n)*?      Handler: (\S+)$",
        (ROOT / "template.yaml").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
)


class Packed:
    """Packages of functions, and a runtime beside them."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._runtime = home / "runtime"
        self._runtime.mkdir()
        for name in IN_THE_RUNTIME:
            spec = importlib.util.find_spec(name)
            assert spec is not None
            assert spec.origin is not None
            found = Path(spec.origin)
            found = found.parent if found.name == "__init__.py" else found
            (self._runtime / found.name).symlink_to(found)
        self.code = cache(self._pack)

    def _pack(self, function: str) -> Path:
        target = self._home / function
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SIZHI_BUILD_PLATFORM", "local")
            assert package.main(str(target), function) == 0
        return target

    def run(self, function: str, code: str, *given: bytes) -> Any:
        """Run code in a function's package; return what it prints, as JSON.

        `given` are files, whose paths are `sys.argv[1:]`.
        """
        files: list[str] = []
        for number, content in enumerate(given):
            file = self._home / f"given-{number}"
            file.write_bytes(content)
            files.append(str(file))
        place = [str(self.code(function)), str(self._runtime)]
        begin = f"import sys, json; sys.path[:0] = {place!r}\nfrom kernel import cold\n"
        ran = subprocess.run(
            [sys.executable, "-I", "-S", "-c", begin + code, *files],
            env=os.environ
            | {
                "_HANDLER": HANDLERS[function],
                "POWERTOOLS_TRACE_DISABLED": "true",
                "COUNTY_CODE": "140426",
            }
            | {name: f"no-{name}".lower() for name in _names_in_the_environment()},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout.splitlines()[-1])


def _names_in_the_environment() -> set[str]:
    """What the functions ask their environment for."""
    found: set[str] = set()
    for source in (ROOT / "functions").rglob("*.py"):
        found |= set(re.findall(r'environ\["([A-Z_]+)"\]', source.read_text(encoding="utf-8")))
    return found - {"COUNTY_CODE"}


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Packed:
    return Packed(tmp_path_factory.mktemp("packed"))


def _one_of_each_content() -> list[str]:
    """A function for every package that differs in its libraries or in what of ours it holds."""
    chosen: dict[Any, str] = {}
    for function in sorted(HANDLERS):
        held = frozenset(package.our_sources(function)), package._requirements(function)
        chosen.setdefault(held, function)
    return sorted(chosen.values())


IMPORT_EVERYTHING = """
import importlib, pathlib
home = pathlib.Path(sys.path[0])
for context in sorted({entry.name for entry in home.iterdir()} & set(CONTEXTS)):
    for file in sorted((home / context).rglob("*.py*")):
        name = file.relative_to(home).with_suffix("").as_posix().replace("/", ".")
        try:
            importlib.import_module(name.removesuffix(".__init__"))
        except ModuleNotFoundError as fault:
            # Some modules are there for functions that have the library in their packages.
            if fault.name not in LEFT_OUT:
                raise
module, _, name = ENTRY.rpartition(".")
print(json.dumps(callable(getattr(importlib.import_module(module), name))))
"""


@pytest.mark.parametrize("function", _one_of_each_content())
def test_everything_of_ours_in_a_package_finds_what_it_imports(
    packed: Packed, function: str
) -> None:
    left_out = {library for library, only in package.ONLY_IN.items() if function not in only}
    left_out |= {library for library, but in package.NOT_IN.items() if function in but}
    named = {"pillow": "PIL", "python-docx": "docx"}
    modules = {named.get(library, library.replace("-", "_")) for library in left_out}

    told = packed.run(
        function,
        f"CONTEXTS = {sorted(path.parent.name for path in (ROOT / 'functions').glob('*/__init__.py'))!r}\n"
        f"LEFT_OUT = {sorted(modules)!r}\n"
        f"ENTRY = {HANDLERS[function]!r}\n" + IMPORT_EVERYTHING,
    )

    assert told is True


@pytest.mark.parametrize(
    ("function", "module"),
    [("PointsApi", "points.model.qr"), ("ServicesApi", "services.environment.model.qr")],
)
def test_a_function_that_answers_with_a_code_can_draw_it(
    packed: Packed, function: str, module: str
) -> None:
    drawn = packed.run(
        function,
        f"import importlib\nprint(json.dumps(importlib.import_module({module!r}).qr_svg('x')))",
    )

    assert drawn.startswith("<svg")


def test_the_worker_of_reports_has_what_answers_for_every_context(packed: Packed) -> None:
    told = packed.run(
        "ReportWorker",
        """
import importlib
from reports.service import ask_contexts
from reports.store.catalogue import catalogue
asked = {one.source for one in catalogue().values() if one.is_counted}
for module in ask_contexts._ANSWERING:
    importlib.import_module(module)
print(json.dumps(sorted(asked)))
""",
    )

    assert told == ["assembly", "economy", "enforcement", "incidents", "points", "services"]


def test_what_is_put_off_at_a_start_is_there_when_it_is_asked_for(packed: Packed) -> None:
    told = packed.run(
        "RegistryApi",
        """
import importlib
from kernel import deferred
found = {}
for name in deferred._DEFERRED:
    package = importlib.import_module(name)
    assert not hasattr(package, "nothing")  # only its own __init__ can tell
    found[name] = len(package.__all__) if hasattr(package, "__all__") else len(vars(package))
print(json.dumps(found))
""",
    )

    assert told
    assert all(told.values())


def test_connections_of_a_packed_function_trust_the_roots_it_brings(packed: Packed) -> None:
    told = packed.run(
        "IncidentsApi",
        """
from kernel import transport
transport._file_of_roots = None  # not read
transport.roots()
print(json.dumps([len(list(transport.PACKED_ROOTS.iterdir())), "urllib3" in sys.modules]))
""",
    )

    assert told[0] > 100
    assert not told[1]


@pytest.mark.parametrize("function", ["RegistryApi", "ImportWorker"])
def test_an_identity_number_is_checked(packed: Packed, function: str) -> None:
    told = packed.run(
        function,
        """
from datetime import date
from registry.rules.identity import checked_id_number
print(json.dumps(checked_id_number("11010519491231002x", date(2026, 11, 23))))
""",
    )

    assert told == "11010519491231002X"


def test_case_codes_instants_and_positions_are_told(packed: Packed) -> None:
    told = packed.run(
        "IncidentsApi",
        """
from datetime import datetime, UTC
from kernel import clock, coordinates, ids
from incidents.model.requests import ReportIncident
at = datetime(2026, 11, 23, 2, tzinfo=UTC)
code = ids.new_case_code("140426", at)
print(json.dumps({
    "code": ids.tidy_case_code(code) == code,
    "at": clock.local_iso(at),
    "id": len(ids.new_id(at)),
    "lat": round(coordinates.to_cgcs2000(36.502, 113.387, "gcj02").lat, 2),
    "said": ReportIncident.model_validate_json(
        '{"category": "demo", "severity": "general", "description": "演示", "unit": "140426106201001", "source": "patrol"}'
    ).description,
}))
""",
    )

    assert told == {
        "code": True,
        "at": "2026-11-23T10:00:00.000+08:00",
        "id": 26,
        "lat": 36.5,
        "said": "演示",
    }


def test_a_request_is_answered_in_the_words_of_the_api(packed: Packed) -> None:
    told = packed.run(
        "RegistryApi",
        """
from types import SimpleNamespace
from registry.handler import api
context = SimpleNamespace(
    function_name="f", memory_limit_in_mb=128, invoked_function_arn="arn", aws_request_id="r"
)
event = {
    "version": "2.0", "routeKey": "$default", "rawPath": "/v1/nothing", "rawQueryString": "",
    "headers": {}, "isBase64Encoded": False,
    "requestContext": {
        "http": {"method": "GET", "path": "/v1/nothing", "sourceIp": "192.0.2.1"},
        "stage": "$default", "requestId": "r",
    },
}
answer = api(event, context)
print(json.dumps([answer["statusCode"], json.loads(answer["body"])["type"]]))
""",
    )

    assert told == [404, "urn:sizhi:problem:not-found"]


def test_a_sheet_is_read(packed: Packed) -> None:
    book = Workbook()
    for row in (["person_id", "name"], ["q-1", "演示"]):
        book.worksheets[0].append(row)
    sheet = io.BytesIO()
    book.save(sheet)

    told = packed.run(
        "ImportWorker",
        """
from registry.imports.rules.parse import parse
from registry.imports.service.kinds import KINDS
from registry.model.requests import ImportFormat, ImportKind
content = open(sys.argv[1], "rb").read()
lines = parse(content, ImportFormat.XLSX, KINDS[ImportKind.PERSONS].columns)
print(json.dumps([line.row for line in lines]))
""",
        sheet.getvalue(),
    )

    assert told == [2]


def test_a_ledger_is_written(packed: Packed) -> None:
    told = packed.run(
        "ExportWorker",
        """
import io
from incidents.exports.model import sheets
from incidents.exports.rules import ledger
file = io.BytesIO()
sheets.write_xlsx(file, [], ledger.columns(descriptions=True), "zh", [])
print(json.dumps(file.getvalue()[:2].decode()))
""",
    )

    assert told == "PK"


def test_a_years_statement_is_written(packed: Packed) -> None:
    told = packed.run(
        "PointsApi",
        """
from points.model.statement import Statement, as_workbook
print(json.dumps(as_workbook(Statement("h-01", 2026, []), "zh")[:2].decode()))
""",
    )

    assert told == "PK"


SENT = {
    "image/jpeg": media.jpeg(),
    "image/png": media.png(),
    "audio/mp4": media.m4a(),
    "audio/mpeg": media.mp3(),
    "audio/wav": media.wav(),
    "audio/ogg": media.ogg(),
    "audio/amr": media.amr(),
}


def test_photos_and_recordings_are_checked(packed: Packed) -> None:
    told = packed.run(
        "MediaWorker",
        f"TYPES = {list(SENT)!r}\n"
        """
from incidents.media.content import clean
from incidents.media.rules.limits import limits
made = [
    clean(open(path, "rb").read(), content_type, limits())
    for path, content_type in zip(sys.argv[1:], TYPES)
]
print(json.dumps([[one.width, one.seconds is not None, bool(one.content)] for one in made]))
""",
        *SENT.values(),
    )

    assert told == [[64, False, True]] * 2 + [[None, True, True]] * 5


def test_a_code_is_drawn_and_the_points_of_a_village_are_written(packed: Packed) -> None:
    told = packed.run(
        "PointsApi",
        """
from points.model.qr import qr_svg
from points.model.statement import Statement, as_workbook
print(json.dumps([
    qr_svg("140426-26-7KQ2M-9XD4V")[:4],
    as_workbook(Statement("h-001", 2026, []), "zh")[:2].decode(),
]))
""",
    )

    assert told == ["<svg", "PK"]


def test_a_document_is_written(packed: Packed) -> None:
    told = packed.run(
        "ExportWorker",
        """
import io, zipfile
from datetime import datetime, UTC
from kernel.documents import load
from kernel.documents.rendering import render
from writing.work import SHELVES
template = load(SHELVES["assembly"].templates, "minutes-1")
values = dict.fromkeys(template.texts, "演示")
values |= {name: [dict.fromkeys(asked, "演示")] for name, asked in template.lists.items()}
made = zipfile.ZipFile(io.BytesIO(render(template, values, datetime(2026, 11, 23, tzinfo=UTC))))
text = made.read("word/document.xml").decode()
print(json.dumps(["仿宋" in text, "（盖章）" in text, "PAGE" in made.read("word/footer1.xml").decode()]))
""",
    )

    assert told == [True, True, True]
