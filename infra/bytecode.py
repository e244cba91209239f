"""Compile the modules of a folder without their docstrings, and leave the source out: run by the interpreter the functions run on.

`python -O` would drop assertions too, which state what our code takes for granted. Lines keep their numbers.
"""

from __future__ import annotations

import ast
import importlib._bootstrap_external as external
import importlib.util
import sys
from pathlib import Path
from typing import Any

_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def compile_all(folder: Path) -> None:
    """Put the bytecode of every module in the place of its source."""
    to_bytecode: Any = vars(external)["_code_to_hash_pyc"]
    for source in sorted(folder.rglob("*.py")):
        text = source.read_bytes()
        tree = _without_docstrings(ast.parse(text))
        code = compile(tree, str(source.relative_to(folder)), "exec", dont_inherit=True, optimize=0)
        kept = to_bytecode(code, importlib.util.source_hash(text), checked=False)
        source.with_suffix(".pyc").write_bytes(kept)
        source.unlink()


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            # A body holds something, and a module may begin with no more than that.
            node.body[:1] = (
                [] if len(node.body) > 1 else [ast.copy_location(ast.Pass(), node.body[0])]
            )
    return tree


if __name__ == "__main__":
    compile_all(Path(sys.argv[1]))
