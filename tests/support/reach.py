"""What of our code an entry point can come to, definition by definition, as the names it is written in say."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.support.template import ROOT

FUNCTIONS = ROOT / "functions"
_DEFINES = (ast.FunctionDef, ast.ClassDef)


class Place(NamedTuple):
    """A function or class of a module; without a name: what the module does when it is imported."""

    module: str
    name: str


class Module:
    """A module of ours: what it defines, and what its names stand for."""

    def __init__(self, source: Path) -> None:
        tree = ast.parse(source.read_text(encoding="utf-8"))
        self.defines = {node.name: node for node in tree.body if isinstance(node, _DEFINES)}
        self.beginning = [node for node in tree.body if not isinstance(node, _DEFINES)]
        self.stands_for: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for one in node.names:
                    self.stands_for[one.asname or one.name.partition(".")[0]] = one.name
            elif isinstance(node, ast.ImportFrom) and node.module:
                for one in node.names:
                    self.stands_for[one.asname or one.name] = f"{node.module}.{one.name}"

    def registered(self) -> Iterator[str]:
        """Give what is handed to somebody else as soon as the module is imported: routes, say."""
        for name, node in self.defines.items():
            if isinstance(node, ast.FunctionDef) and node.decorator_list:
                yield name

    @functools.cached_property
    def texts(self) -> dict[str, str]:
        """The constants of the module that are plain texts."""
        found: dict[str, str] = {}
        for node in self.beginning:
            if not isinstance(node, ast.Assign):
                continue
            for target in node.targets:
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = list(zip(target.elts, node.value.elts, strict=False))
                else:
                    pairs = [(target, node.value)]
                found |= {
                    name.id: value.value
                    for name, value in pairs
                    if isinstance(name, ast.Name)
                    and isinstance(value, ast.Constant)
                    and isinstance(value.value, str)
                }
        return found


@functools.cache
def module(name: str) -> Module | None:
    """Return a module of ours by its dotted name; None: it is somebody else's."""
    path = FUNCTIONS / name.replace(".", "/")
    source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return Module(source) if source.is_file() else None


def place_of(dotted: str) -> Place | None:
    """Return where a dotted name is defined, or the module it names; None: not by us."""
    if module(dotted):
        return Place(dotted, "")
    above, _, name = dotted.rpartition(".")
    found = module(above) if above else None
    if found is None:
        return None
    if name not in found.defines and name in found.stands_for:
        return place_of(found.stands_for[name])
    return Place(above, name if name in found.defines else "")


def nodes_of(place: Place) -> list[ast.AST]:
    """Return the code of a place."""
    found = module(place.module)
    assert found is not None
    return [found.defines[place.name]] if place.name else list(found.beginning)


@functools.cache
def _onward(place: Place) -> frozenset[Place]:
    found = module(place.module)
    assert found is not None
    onward = {Place(place.module, "")}
    if not place.name:
        onward |= {Place(place.module, name) for name in found.registered()}
    for node in (inner for one in nodes_of(place) for inner in ast.walk(one)):
        dotted = None
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            base = found.stands_for.get(node.value.id)
            dotted = f"{base}.{node.attr}" if base else None
        elif isinstance(node, ast.Name) and node.id in found.defines:
            onward.add(Place(place.module, node.id))
        elif isinstance(node, ast.Name):
            dotted = found.stands_for.get(node.id)
        elif isinstance(node, ast.ImportFrom) and node.module:
            # What is imported runs; what it defines is come to by its name.
            names = (node.module, *(f"{node.module}.{one.name}" for one in node.names))
            onward |= {Place(name, "") for name in names if module(name)}
        if dotted and (one := place_of(dotted)):
            onward.add(one)
    return frozenset(onward)


@functools.cache
def text_of(module_name: str, name: str) -> str | None:
    """Return what a name stands for in a module, where it is a plain text."""
    found = module(module_name)
    if found is None:
        return None
    if name in found.texts:
        return found.texts[name]
    above, _, there = found.stands_for.get(name, "").rpartition(".")
    return text_of(above, there) if above and above != module_name else None


def texts_in(place: Place) -> set[str]:
    """Return the plain texts that a place writes, itself or by the name of a constant."""
    found: set[str] = set()
    for node in (inner for one in nodes_of(place) for inner in ast.walk(one)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
        elif isinstance(node, ast.Name) and (text := text_of(place.module, node.id)):
            found.add(text)
    return found


def names_in(place: Place) -> set[Place]:
    """Return what of ours a place names by itself."""
    found = module(place.module)
    assert found is not None
    names = {
        node.id for one in nodes_of(place) for node in ast.walk(one) if isinstance(node, ast.Name)
    }
    dotted = (found.stands_for.get(name, f"{place.module}.{name}") for name in names)
    return {one for name in dotted if (one := place_of(name))}


def reached(handler: str) -> frozenset[Place]:
    """Return every place that an entry point such as `points.handler.api` can come to."""
    above, _, name = handler.rpartition(".")
    seen: set[Place] = set()
    ahead = [Place(above, name)]
    while ahead:
        place = ahead.pop()
        if place in seen or (place.module == above and place.name != name):
            # What the module of entry points loads for others of them is not this one's.
            continue
        seen.add(place)
        ahead += _onward(place)
    return frozenset(seen)
