"""The templates as CloudFormation sees them: after `AWS::LanguageExtensions`, and after SAM."""

from __future__ import annotations

import copy
import functools
import hashlib
import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cfnlint.template
from cfnlint.decode.cfn_yaml import load
from cfnlint.template.transforms._language_extensions import language_extension

ROOT = Path(__file__).parents[2]
TRANSFORM = ROOT / "tests" / "support" / "transform.py"
CACHE = ROOT / ".local" / "test" / "templates"

Template = dict[str, Any]


@functools.cache
def expanded(path: str) -> Template:
    """Return a template with its loops unrolled; SAM's own resources are as they are written."""
    return _kept(path, "expanded", _unroll)


@functools.cache
def made(path: str) -> Template:
    """Return the plain CloudFormation template that a stack is made from."""
    return _kept(path, "made", lambda path: _translate(expanded(path)))


def _unroll(path: str) -> Template:
    written = load(str(ROOT / path))
    template = cfnlint.template.Template(path, copy.deepcopy(written), ["us-east-1"])
    faults, unrolled = language_extension(template)
    assert not faults, faults
    # The linter sorts what conditions compare.
    whole = {**(unrolled or written), "Conditions": written.get("Conditions", {})}
    return _looked_up(whole, whole.get("Mappings", {}))


def _looked_up(node: Any, mappings: Template) -> Any:
    if isinstance(node, list):
        return [_looked_up(each, mappings) for each in node]
    if not isinstance(node, dict):
        return node
    if list(node) == ["Fn::FindInMap"]:
        table, key, value = node["Fn::FindInMap"]
        return mappings[table][key["Fn::Sub"] if isinstance(key, dict) else key][value]
    return {name: _looked_up(child, mappings) for name, child in node.items()}


def _translate(template: Template) -> Template:
    done = subprocess.run(
        [ROOT / ".venv-sam/bin/python", "-P", TRANSFORM],
        input=json.dumps(template),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def _kept(path: str, what: str, make: Callable[[str], Template]) -> Template:
    """What was made of the same file before: each takes seconds, and every test process wants them."""
    source = (ROOT / path).read_bytes() + TRANSFORM.read_bytes() + Path(__file__).read_bytes()
    kept = CACHE / f"{hashlib.sha256(source).hexdigest()[:16]}.{what}.json"
    if not kept.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        unfinished = kept.with_suffix(f".{os.getpid()}")
        unfinished.write_text(json.dumps(make(path)))
        unfinished.replace(kept)
    return json.loads(kept.read_text())


def nested(node: Any) -> Iterator[Any]:
    """Yield a node and everything below it."""
    yield node
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from nested(child)


def resolved(node: Any) -> Any:
    """Put a name in the place of whatever a stack fills in, so that what is left can be read as text."""
    if isinstance(node, list):
        return [resolved(each) for each in node]
    if not isinstance(node, dict):
        return node
    function, argument = next(iter(node.items())) if len(node) == 1 else ("", None)
    if function == "Fn::Sub":
        text = argument if isinstance(argument, str) else argument[0]
        return re.sub(r"\$\{([^!}]+)\}", lambda name: f"<{name[1]}>", text)
    if function == "Fn::If":
        return resolved(argument[1])
    if function == "Fn::ToJsonString":
        return json.dumps(resolved(argument))
    if function == "Ref" or function.startswith("Fn::"):
        return f"<{argument}>"
    return {name: resolved(child) for name, child in node.items()}
