"""A real Chromium with Chinese characters, driven by Playwright: the one that `CHROMIUM` names, or the one that a package of npm carries.

The package's own switches are left out: some of them turn the web's security off.
"""

from __future__ import annotations

import os
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from infra.exclusive import alone
from infra.local.cloud import ROOT
from infra.web import NODE

HOME = ROOT / ".local" / "browser"
PACKAGES = HOME / "node_modules"
AXE = PACKAGES / "axe-core" / "axe.min.js"
SWITCHES = (
    # The user of a container is often root, whom Chromium's sandbox refuses.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    # Nothing but the page asks for anything.
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
    "--no-proxy-server",
)
_INFLATE = """
const { createReadStream, createWriteStream } = require("node:fs");
const { createBrotliDecompress } = require("node:zlib");
const { pipeline } = require("node:stream");
const [from, to] = process.argv.slice(1);
pipeline(createReadStream(from), createBrotliDecompress({ chunkSize: 4194304 }), createWriteStream(to), fault => { if (fault) throw fault; });
"""
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir>
<alias><family>sans-serif</family><prefer><family>Noto Sans Hans</family></prefer></alias></fontconfig>
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give a browser that ends with the block."""
    named = os.environ.get("CHROMIUM")
    home = HOME / "unpacked"
    if not named:
        _unpack(home)
    environment: dict[str, str | float | bool] = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(HOME),
        "LANG": "C.UTF-8",
        "FONTCONFIG_FILE": str(_fonts()),
    }
    if not named:
        environment["LD_LIBRARY_PATH"] = f"{home / 'lib'}:{home}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=named or home / "chromium",
            args=list(SWITCHES),
            env=environment,
            headless=True,
        )
        yield browser
        browser.close()


def _unpack(home: Path) -> None:
    carried = PACKAGES / "@sparticuz" / "chromium" / "bin"
    with alone(HOME / "lock"):
        if (home / "complete").exists():
            return
        home.mkdir(parents=True, exist_ok=True)
        _inflate(carried / "chromium.br", home / "chromium")
        (home / "chromium").chmod(0o755)
        for name in ("al2023", "swiftshader"):
            _inflate(carried / f"{name}.tar.br", home / f"{name}.tar")
            with tarfile.open(home / f"{name}.tar") as archive:
                archive.extractall(home, filter="data")
            (home / f"{name}.tar").unlink()
        (home / "complete").touch()


def _inflate(packed: Path, target: Path) -> None:
    subprocess.run([NODE, "-e", _INFLATE, packed, target], check=True)


def _fonts() -> Path:
    """Write where fonts are found; a machine need have none of its own."""
    carried = PACKAGES / "@embedpdf" / "fonts-sc" / "fonts"
    settings = HOME / "fonts.conf"
    settings.write_text(_FONTS.format(fonts=carried, cache=HOME / "fonts-cache"))
    return settings
