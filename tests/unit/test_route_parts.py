"""Routes that load with the first request that may be for them: which module holds them, and that only it is loaded."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from infra import package
from infra.openapi import CONTEXTS
from kernel.access import PUBLIC
from kernel.http import Api
from kernel.http.parts import Parts
from kernel.texts import Text

FUNCTIONS = Path(__file__).parents[2] / "functions"
OPEN = Text("开放", "open")


def routes() -> list[tuple[str, str, str, str]]:
    """Context, method, path and module of every route of a context that loads its routes in parts."""
    return sorted(
        (context, route.method, route.path, function.__module__)
        for context in CONTEXTS
        for api in [importlib.import_module(f"{context}.api").API]
        if api.described_routes() and api.parts.module_of(api.described_routes()[0].path)
        for function, route in api._routes.items()
    )


@pytest.mark.parametrize(("context", "method", "path", "module"), routes())
def test_a_request_loads_the_module_that_holds_its_route(
    context: str, method: str, path: str, module: str
) -> None:
    api = importlib.import_module(f"{context}.api").API

    assert api.parts.module_of(path) == module, f"{method} {path}"


def test_these_contexts_load_their_routes_in_parts() -> None:
    assert {context for context, *_ in routes()} == {
        "assembly",
        "economy",
        "enforcement",
        "points",
        "reports",
        "services",
    }


@pytest.mark.parametrize(
    ("context", "path", "loaded"),
    [
        ("assembly", "/v1/assembly/ideas", ["assembly.api.ideas"]),
        ("enforcement", "/v1/enforcement/forms", ["enforcement.api.papers"]),
        ("points", "/v1/points/claims", ["points.api.claims"]),
        ("services", "/v1/services/mediation/cases", ["services.mediation.api.cases"]),
        ("services", "/v1/services/environment/lines", ["services.environment.api.lines"]),
    ],
)
def test_only_the_module_of_the_route_is_loaded(context: str, path: str, loaded: list[str]) -> None:
    code = (
        "import sys, json, importlib\n"
        f"api = importlib.import_module({f'{context}.api'!r}).API\n"
        f"api.parts.load_for({path!r})\n"
        "held = {module for _, module in api.parts._beginnings}\n"
        "print(json.dumps(sorted(held & set(sys.modules))))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=FUNCTIONS, capture_output=True, text=True, check=True
    )

    assert json.loads(ran.stdout) == loaded


@pytest.mark.parametrize("function", ["AssemblyApi", "EnforcementApi", "PointsApi"])
def test_modules_that_are_loaded_by_name_are_in_the_package(function: str) -> None:
    packed = set(package.our_sources(function))
    context = function.removesuffix("Api").lower()
    held = {module for of, *_, module in routes() if of == context}

    assert held
    assert {Path("functions", f"{module.replace('.', '/')}.py") for module in held} <= packed


class Parted:
    """An `Api` with a module for `/v1/t/one` and `/v1/t/{x}/two`, and another for `/v1/t/three`."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.loaded: list[str] = []
        parts = Parts("/v1/t", {"held.first": ("one", "{}/two"), "held.other": ("three",)})
        self.api: Any = Api("t", parts=parts)
        patch.setattr(importlib, "import_module", self._load)

    def _load(self, module: str) -> ModuleType:
        self.loaded.append(module)
        paths = {"held.first": ("/v1/t/one", "/v1/t/{x}/two"), "held.other": ("/v1/t/three",)}
        for path in paths[module]:
            declared = {"access": PUBLIC, "answers": {200: (OPEN, None)}, "summary": OPEN}

            @self.api.route("GET", path, **declared)
            def read() -> Any:
                return self.api.answer(200, {})

        return ModuleType(module)

    def status(self, method: str, path: str) -> int:
        http = {"method": method, "path": path, "sourceIp": "192.0.2.1"}
        event = {
            "rawPath": path,
            "headers": {},
            "requestContext": {"http": http, "stage": "$default"},
        }
        return self.api.handle(event, None)["statusCode"]


@pytest.fixture
def parted(monkeypatch: pytest.MonkeyPatch) -> Parted:
    return Parted(monkeypatch)


def test_a_module_is_loaded_once(parted: Parted) -> None:
    parted.status("GET", "/v1/t/one")

    assert parted.status("GET", "/v1/t/one") == 200
    assert parted.loaded == ["held.first"]


def test_a_method_that_no_route_takes_is_told_though_nothing_was_loaded(parted: Parted) -> None:
    assert parted.status("DELETE", "/v1/t/three") == 405


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/t", "/v1/t/four", "/v2/t/one", "//v1//t//one"])
def test_a_path_of_nobody_is_nothing(parted: Parted, path: str) -> None:
    assert parted.status("GET", path) == 404
    assert parted.status("GET", "/v1/t/one") == 200


def test_who_asks_for_all_routes_gets_all(parted: Parted) -> None:
    assert {path for _, path in parted.api.declared} == {
        *("/v1/t/one", "/v1/t/{x}/two", "/v1/t/three")
    }
    assert len(parted.api.described_routes()) == 3
