"""Generators that others wrote make whole clients from `docs/openapi.json`."""

from __future__ import annotations

from pathlib import Path

from tests.support.generated import python, python_client, typescript_client

EVERY_MODULE = """
import importlib, pkgutil, sizhi_client
names = [one.name for one in pkgutil.walk_packages(sizhi_client.__path__, "sizhi_client.")]
for name in names: importlib.import_module(name)
print(len(names))
"""
THE_STEP = """
from sizhi_client.models import MoveIncidentEscalate
try: MoveIncidentEscalate(action="escalate")
except TypeError as fault: print(fault)
"""


def test_a_typescript_client_compiles_under_strict(tmp_path: Path) -> None:
    script = typescript_client(tmp_path)

    assert (script.parent / "out" / "report.js").exists()


def test_a_python_client_has_every_operation_and_every_schema(tmp_path: Path) -> None:
    home = python_client(tmp_path)

    assert int(python(home, EVERY_MODULE)) > 226


def test_a_python_client_knows_what_a_step_must_say(tmp_path: Path) -> None:
    home = python_client(tmp_path)

    assert "missing 1 required positional argument: 'reason'" in python(home, THE_STEP)
