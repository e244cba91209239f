"""The modules that hold an `Api`'s routes, each loaded when a request may be for a route of it."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence

_ANY = "{}"


class Parts:
    """Which module holds the routes under which paths.

    A module registers its routes when it is imported. A first answer then costs the module it needs, not all of a context; what asks for
    every route, as the API description and an answer 405 do, has them all loaded.

    Parameters
    ----------
    under
        What all paths begin with, such as `/v1/enforcement`.
    modules
        Per module the beginnings of its paths after that, by whole segments, `{}` for a segment that is a parameter. The longest
        beginning that fits a path decides.
    """

    def __init__(self, under: str = "", modules: Mapping[str, Sequence[str]] | None = None) -> None:
        self._under = _segments(under)
        beginnings = [
            (_segments(beginning), module)
            for module, named in (modules or {}).items()
            for beginning in named
        ]
        self._beginnings = sorted(beginnings, key=lambda one: -len(one[0]))
        self._waiting = set(modules or ())

    def module_of(self, path: str) -> str | None:
        """Return the module that holds the routes a path may be of."""
        asked = _segments(path)
        length = len(self._under)
        if asked[:length] != self._under:
            return None
        asked = asked[length:]
        fitting = (module for beginning, module in self._beginnings if _fits(beginning, asked))
        return next(fitting, None)

    def load_for(self, path: str) -> None:
        """Load the module a path may be of."""
        module = self.module_of(path) if self._waiting else None
        if module is not None and module in self._waiting:
            self._load(module)

    def load_all(self) -> None:
        """Load whatever is not loaded yet."""
        for module in sorted(self._waiting):
            self._load(module)

    def _load(self, module: str) -> None:
        importlib.import_module(module)
        self._waiting.discard(module)


def _segments(path: str) -> list[str]:
    return path.strip("/").split("/") if path.strip("/") else []


def _fits(beginning: list[str], asked: list[str]) -> bool:
    if len(beginning) > len(asked):
        return False
    return all(said in (_ANY, part) for said, part in zip(beginning, asked, strict=False))
