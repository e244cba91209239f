"""The demo county, brought up in a local cloud: started, deployed, peopled, and with a token for every persona."""

from __future__ import annotations

from collections.abc import Mapping

from infra.local import demo
from infra.local.cloud import LocalCloud
from infra.local.deploy import Deployment, deploy
from infra.local.progress import step
from infra.local.session import Session, open_session

BEING_FILLED = "being filled"
CUT = (
    "  the last run ended without saving: what was done since the last clean stop is lost\n"
    "  上次运行未正常停止：自上次正常停止之后的操作没有保存"
)
ANEW = (
    "  the demo county was left half made, so it is made anew\n  演示县上次没有建完，现在重新建立"
)
CHANGED = (
    "  the demo county's files have changed since this one was filled; yours is kept as it is (RESET=1 makes the new one)\n"
    "  演示县数据文件已更新；现有数据原样保留（RESET=1 按新文件重建）"
)


def bring_up(cloud: LocalCloud, parameters: Mapping[str, str] | None = None) -> Session:
    """Bring `cloud` to where the demo county can be used; what is there already is kept.

    Parameters
    ----------
    parameters
        Of template.yaml, besides those that the local cloud sets itself.

    Raises
    ------
    CloudFailed, DeployFailed, DemoFailed
        With what went wrong and where to read more.
    """
    with step(f"starting the local cloud on {cloud.endpoint_url}"):
        cloud.start()
    if cloud.was_cut:
        print(CUT, flush=True)
    if _is_half_made(cloud):
        print(ANEW, flush=True)
        with step("starting over"):
            cloud.erase()
            cloud.start()
    deployment = deploy(cloud, parameters)
    _people(cloud, deployment)
    with step("signing the personas in"):
        return open_session(cloud, deployment)


def _is_half_made(cloud: LocalCloud) -> bool:
    """Whether the first time was cut short: in the middle of a stack, or of the demo county, neither can be built on."""
    unfinished = "deployed" not in cloud.notes or cloud.notes.get("demo") == BEING_FILLED
    return unfinished and cloud.has_state_of_before


def _people(cloud: LocalCloud, deployment: Deployment) -> None:
    wanted, held = demo.fingerprint(), cloud.notes.get("demo")
    if held is None:
        cloud.notes["demo"] = BEING_FILLED
        demo.load(cloud, deployment)
        cloud.notes["demo"] = wanted
    elif held != wanted:
        print(CHANGED, flush=True)
