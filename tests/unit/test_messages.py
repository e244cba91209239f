"""What people read in Chinese: names, never the codes of programs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

FUNCTIONS = Path(__file__).parents[2] / "functions"
# For whoever writes a client: the API's description, and the faults of a client that no person can mend.
DESCRIBES = {"description", "summary", "answers"}
OF_PROTOCOLS = {"open311"}
WORDS_OF_CHINESE = {"https", "xlsx", "docx"}
FAULTS_OF_CLIENTS = re.compile(
    r"Idempotency-Key|If-Match|ETag|application/json|true 或 false|ASCII"
)


def said_in_chinese() -> Iterator[tuple[str, str]]:
    """Yield every Chinese text of the program that people may read, with where it stands."""
    for path in sorted(FUNCTIONS.rglob("*.py")):
        if OF_PROTOCOLS & set(path.parts):
            continue
        yield from (
            (f"{path.relative_to(FUNCTIONS)}:{call.lineno}", _literal(call.args[0]))
            for call in _texts(_without_descriptions(ast.parse(path.read_text())))
        )


def _without_descriptions(module: ast.Module) -> ast.Module:
    """Return a module without the texts that its routes name as their description."""
    named = {
        node.value.id
        for node in ast.walk(module)
        if isinstance(node, ast.keyword)
        and node.arg in DESCRIBES
        and isinstance(node.value, ast.Name)
    }
    module.body = [
        one
        for one in module.body
        if not (isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) in named)
    ]
    return module


def _texts(node: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls that make a text, but for those that describe the API."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.keyword) and child.arg in DESCRIBES:
            continue
        if isinstance(child, ast.Call) and ast.unparse(child.func) == "Text" and child.args:
            yield child
        yield from _texts(child)


def _literal(node: ast.AST) -> str:
    """Return what is written out in an expression; what is filled in is not known here."""
    if isinstance(node, ast.FormattedValue | ast.Subscript | ast.Call):
        return ""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(_literal(child) for child in ast.iter_child_nodes(node))


def codes_in(text: str) -> list[str]:
    """Return the lower-case words of a text, placeholders left out."""
    told = FAULTS_OF_CLIENTS.sub("", re.sub(r"\{[^{}]*\}", "", text))
    words = re.findall(r"(?<![A-Za-z])[a-z_]{2,}(?![A-Za-z])", told)
    return [word for word in words if word not in WORDS_OF_CHINESE]


def test_chinese_messages_name_things_and_no_codes():
    found = [f"{place}: {text}" for place, text in said_in_chinese() if codes_in(text)]

    assert found == []


@pytest.mark.parametrize("text", ["请填写处置情况 done。", "请按 errors 修改。", "见 term_from"])
def test_a_code_in_a_message_is_seen(text: str):
    assert codes_in(text)
