"""Our modules are packed as bytecode without what is written for their readers, and with all they do."""

from __future__ import annotations

import importlib.util
import traceback
from pathlib import Path
from types import ModuleType

import pytest

from infra.bytecode import compile_all

SOURCE = '''"""What the module is."""


class Refusal(Exception):
    """What the class is."""


def halve(number):
    """Return the half."""
    assert number % 2 == 0, "odd"
    return number // 2
'''


@pytest.fixture
def packed(tmp_path: Path) -> ModuleType:
    (tmp_path / "told.py").write_text(SOURCE, encoding="utf-8")
    compile_all(tmp_path)
    spec = importlib.util.spec_from_file_location("told", tmp_path / "told.pyc")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_docstrings_and_source_stay_behind(packed: ModuleType) -> None:
    assert [packed.__doc__, packed.Refusal.__doc__, packed.halve.__doc__] == [None, None, None]
    assert not Path(str(packed.__file__)).with_suffix(".py").exists()


def test_what_our_code_takes_for_granted_is_still_asserted(packed: ModuleType) -> None:
    assert packed.halve(4) == 2
    with pytest.raises(AssertionError, match="odd"):
        packed.halve(3)


def test_a_traceback_still_names_the_line_of_the_source(packed: ModuleType) -> None:
    with pytest.raises(AssertionError) as failed:
        packed.halve(3)

    last = traceback.extract_tb(failed.value.__traceback__)[-1]

    assert last.filename == "told.py"
    assert SOURCE.splitlines()[(last.lineno or 0) - 1].strip().startswith("assert")
