"""`make run`: the whole backend on this machine, in the foreground, until Ctrl-C.

`PORT` picks the port (otherwise the one of last time, or 4566, or a free one), `RESET=1` starts over, `CORS` names the origins of web
clients under development, with commas between them.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import textwrap
import threading
from collections.abc import Iterable
from pathlib import Path
from types import FrameType

from infra.exclusive import Taken, alone
from infra.local.cloud import (
    HOST,
    ROOT,
    USUAL_PORT,
    CloudFailed,
    LocalCloud,
    free_port,
    is_free,
)
from infra.local.county import bring_up
from infra.local.demo import DemoFailed
from infra.local.deploy import DeployFailed
from infra.local.front import Front
from infra.local.progress import step
from infra.local.session import Session, somebodies, write_curl_settings, write_session

HOME = ROOT / ".local" / "cloud"
AS = ROOT / ".local" / "as"
SESSION = ROOT / ".local" / "session.json"
HIGHEST_PORT = 65535
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?")
LAST_PORT = ROOT / ".local" / "port"

KEPT = (
    "stopped. What you did is kept: `make run` goes on from here, `make run RESET=1` starts over.\n"
    "已停止，数据已保存：make run 继续，make run RESET=1 重新开始。"
)
LOST = (
    "stopped without saving: what was done since the last clean stop is lost. `make run` goes on from there.\n"
    "已停止，但未能保存：自上次正常停止之后的操作已丢失。make run 从上次保存处继续。"
)


class Unusable(Exception):
    """What the person asked for cannot be done; the message says what to do instead."""


def main() -> int:
    """Run until told to stop; 0 after an orderly stop, 1 when something failed."""
    for reason in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(reason, _interrupt)
    try:
        with alone(HOME.parent / "run.lock", wait=False):
            return _run()
    except Taken:
        print(
            "`make run` is already running here; stop it with Ctrl-C in its terminal.",
            file=sys.stderr,
        )
    except (DeployFailed, DemoFailed) as failure:
        print(f"\n{failure}\n\n`make run RESET=1` starts over.", file=sys.stderr)
    except (CloudFailed, Unusable) as failure:
        print(f"\n{failure}", file=sys.stderr)
    return 1


def _run() -> int:
    reset = os.environ.get("RESET", "") not in {"", "0"}
    cloud = LocalCloud(HOME, _port())
    if reset:
        cloud.erase()
    SESSION.unlink(missing_ok=True)
    front: Front | None = None
    try:
        print("Sizhi 四治: bringing the demo county up", flush=True)
        port = _port_of_the_page(cloud.port)
        session = bring_up(cloud, _cors() | {"WebOrigin": f"http://{HOST}:{port}"})
        LAST_PORT.write_text(str(cloud.port))
        write_session(session, SESSION)
        write_curl_settings(session, AS)
        front = Front(session["api_url"], somebodies(session), port)
        print(_what_next(session, front.url, cloud.log), flush=True)
        return _wait(cloud)
    except KeyboardInterrupt:
        return 0
    finally:
        signal.signal(
            signal.SIGINT, signal.SIG_IGN
        )  # a second Ctrl-C must not cut the saving short
        if front:
            front.close()
        SESSION.unlink(missing_ok=True)
        shutil.rmtree(AS, ignore_errors=True)
        print(flush=True)
        with step("stopping, and saving what you did"):
            kept = cloud.stop()
        print(KEPT if kept else LOST, flush=True)


def _port_of_the_page(port: int) -> int:
    """Return the port after the cloud's, so that bookmarks hold; any free one when that is taken."""
    return port + 1 if port < HIGHEST_PORT and is_free(port + 1) else free_port()


def _wait(cloud: LocalCloud) -> int:
    never = threading.Event()
    while cloud.running:
        never.wait(1)
    raise CloudFailed(f"the local cloud ended by itself; see {cloud.log}")


def _port() -> int:
    asked = os.environ.get("PORT", "")
    if asked:
        if not asked.isascii() or not asked.isdigit() or not 1 <= int(asked) <= HIGHEST_PORT:
            raise Unusable(f"PORT={asked} is not a port number: 1 to {HIGHEST_PORT}")
        if not is_free(int(asked)):
            raise Unusable(f"port {asked} is taken; name another (make run PORT=…) or none at all")
        return int(asked)
    last = int(LAST_PORT.read_text()) if LAST_PORT.exists() else USUAL_PORT
    return next((port for port in (last, USUAL_PORT) if is_free(port)), None) or free_port()


def _cors() -> dict[str, str]:
    """Return what `CORS` says as parameters of all stacks that browsers reach; without it nothing else is let in."""
    origins = [one.strip() for one in os.environ.get("CORS", "").split(",") if one.strip()]
    wrong = [one for one in origins if not _ORIGIN.fullmatch(one)]
    if wrong:
        raise Unusable(
            f"CORS={wrong[0]} is not an origin: scheme, host and port without a path, such as http://localhost:5173"
        )
    return {"CorsOrigins": ",".join(origins)} if origins else {}


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _what_next(session: Session, url: str, log: Path) -> str:
    return f"""
The demo county is up. Open it in a browser, sign in, and pick who you are:
演示县已就绪。用浏览器打开，点“登录”，选择身份：

  Web           {url}

  API           {url}v1, Swagger UI {url}docs/
  AWS endpoint  {session["endpoint_url"]}
  log           {_shown(log)}
  people        {_shown(SESSION)}; in curl: -K {_shown(AS)}/NAME, with NAME one of
                {_folded(session["personas"])}

To walk through it, in another terminal, in this folder (each prints what it does, step by step):

  sh docs/walks/incident.sh     an incident climbs to the county, and is closed by whoever reported it
  sh docs/walks/points.sh       a good deed becomes points, and points become goods
  sh docs/walks/decision.sh     a village decides, the town approves, a late milestone climbs

Ctrl-C stops it and keeps everything."""


def _folded(names: Iterable[str]) -> str:
    return textwrap.fill(", ".join(names), 90, subsequent_indent=" " * 16)


def _shown(path: Path) -> Path:
    return path.relative_to(ROOT)


if __name__ == "__main__":
    sys.exit(main())
