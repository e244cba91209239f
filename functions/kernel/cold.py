"""What makes a function's first answer come sooner. Handlers import this module before anything heavy.

Nothing here changes what a module means, only when its code runs:

- the garbage collector rests while a thousand modules are loaded (none of them is garbage), and what was loaded is then left out of its
  rounds;
- what other people's packages load and no function of ours uses waits until somebody asks for it (`kernel.deferred`);
- pydantic does not look for plugins among the installed packages: there are none.
"""

from __future__ import annotations

import gc
import importlib
import os
from collections.abc import Mapping

import kernel.deferred  # noqa: F401  # pyright: ignore[reportUnusedImport] - before anything heavy

gc.disable()
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


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
