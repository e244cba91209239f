"""What makes a function's first answer come sooner. Handlers import this module before anything heavy.

Nothing here changes what a module means, only when its code runs:

- the garbage collector rests while a thousand modules are loaded (none of them is garbage), and what was loaded is then left out of its
  rounds;
- packages whose `__init__` gathers much that no function of ours uses (`_DEFERRED`) run that `__init__` only when somebody asks for a
  name we did not place; submodules load as ever;
- pydantic does not look for plugins among the installed packages: there are none.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

gc.disable()
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

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


class _Deferring(MetaPathFinder, Loader):
    """Finds the deferred packages, and loads them without running anything."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where a deferred package is; everything else is found as ever."""
        found = PathFinder.find_spec(fullname, path, target) if fullname in _DEFERRED else None
        if found is None:
            return None
        spec = ModuleSpec(fullname, self, origin=found.origin, is_package=True)
        spec.submodule_search_locations = found.submodule_search_locations
        return spec

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return the package, with nothing in it yet."""
        return _DeferredPackage(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Run nothing yet."""


sys.meta_path.insert(0, _Deferring())


def ready(needs: Mapping[str, str]) -> None:
    """Load what this process's entry point needs, while Lambda still gives it a whole CPU; then let the collector work again.

    Parameters
    ----------
    needs
        Per entry point of the calling module the module that does its work. Lambda says in `_HANDLER` which one this process serves;
        the others load theirs when they are called.
    """
    entry = os.environ.get("_HANDLER", "").rpartition(".")[2]
    if entry in needs:
        importlib.import_module(needs[entry])
    gc.freeze()
    gc.enable()
