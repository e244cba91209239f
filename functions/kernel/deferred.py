"""Parts of other people's packages that load only when somebody asks for them, or never.

- Packages whose `__init__` gathers much that no function of ours uses (`_DEFERRED`) run that `__init__` only when somebody asks for a
  name we did not place; submodules load as ever.
- PynamoDB's own way to DynamoDB (`_NEVER_CALLED` by functions) loads once somebody takes it: its models write our rows and `kernel.wire`
  carries them, while that way brings the whole of botocore along, a quarter of a cold start.

`tests/unit/test_cold.py` fails when a release moves a name, `tests/integration/test_packed.py` runs every function as it is packed.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any, ClassVar

_POWERTOOLS = "aws_lambda_powertools"

# Package, and in which submodule the names stand that are asked of it before the first answer.
_DEFERRED: dict[str, dict[str, str]] = {
    f"{_POWERTOOLS}.event_handler": {
        "APIGatewayHttpResolver": "api_gateway",
        "ApiGatewayResolver": "api_gateway",
        "Response": "api_gateway",
    },
    f"{_POWERTOOLS}.utilities.data_classes": {
        "ALBEvent": "alb_event",
        "APIGatewayProxyEvent": "api_gateway_proxy_event",
        "APIGatewayProxyEventV2": "api_gateway_proxy_event",
        "BedrockAgentEvent": "bedrock_agent_event",
        "LambdaFunctionUrlEvent": "lambda_function_url_event",
        "VPCLatticeEvent": "vpc_lattice",
        "VPCLatticeEventV2": "vpc_lattice",
    },
}


_NEVER_CALLED: dict[str, tuple[str, ...]] = {
    "pynamodb.connection": (),
    "pynamodb.connection.base": ("MetaTable",),
    "pynamodb.connection.table": ("TableConnection",),
}
"""Modules that are named by one that is needed, and the classes it names of them."""


class _DeferredPackage(ModuleType):
    """A package that runs its `__init__` when it is asked for what only that can answer."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        package = self.__name__
        home = _DEFERRED[package].get(name)
        if home is not None:
            return getattr(importlib.import_module(f"{package}.{home}"), name)
        if PathFinder.find_spec(f"{package}.{name}", self.__path__) is not None:
            return importlib.import_module(f"{package}.{name}")
        # From here on an ordinary package.
        self.__class__ = ModuleType  # pyright: ignore[reportAttributeAccessIssue]
        parent = package.rpartition(".")[0]
        spec = PathFinder.find_spec(package, sys.modules[parent].__path__ if parent else None)
        if spec is None or spec.loader is None:
            raise ImportError(f"{package} is gone", name=package)
        spec.loader.exec_module(self)
        return getattr(self, name)


class _Standing:
    """Stands for a class until somebody makes an object of it, which is one of the class itself."""

    def __new__(cls, *args: Any, **said: Any) -> Any:
        for name in _NEVER_CALLED:
            sys.modules.pop(name, None)
        _Deferring.stands_in = False
        return getattr(importlib.import_module(cls.__module__), cls.__name__)(*args, **said)


class _Deferring(MetaPathFinder, Loader):
    """Finds the deferred packages, and loads them without running anything."""

    stands_in: ClassVar[bool] = True

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where a deferred package is; everything else is found as ever."""
        if fullname in _NEVER_CALLED and self.stands_in:
            return ModuleSpec(fullname, self, is_package=not _NEVER_CALLED[fullname])
        found = PathFinder.find_spec(fullname, path, target) if fullname in _DEFERRED else None
        if found is None:
            return None
        spec = ModuleSpec(fullname, self, origin=found.origin, is_package=True)
        spec.submodule_search_locations = found.submodule_search_locations
        return spec

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return the package, with nothing in it yet."""
        if spec.name in _NEVER_CALLED:
            return ModuleType(spec.name)
        return _DeferredPackage(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Run nothing yet."""
        for name in _NEVER_CALLED.get(module.__name__, ()):
            setattr(module, name, type(name, (_Standing,), {"__module__": module.__name__}))


sys.meta_path.insert(0, _Deferring())
