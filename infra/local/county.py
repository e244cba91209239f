"""The demo county, brought up in a local cloud: started, deployed, peopled, and with a token for every persona."""

from __future__ import annotations

from collections.abc import Mapping

from infra.local import demo
from infra.local.cloud import LocalCloud
from infra.local.deploy import Deployment, deploy
from infra.local.progress import step
from infra.local.session import Session, open_session


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
        if "deployed" not in cloud.notes and cloud.has_state_of_before:
            # The first time was cut short in the middle of a stack, which nothing can be built on.
            cloud.erase()
            cloud.start()
    deployment = deploy(cloud, parameters)
    _people(cloud, deployment)
    with step("signing the personas in"):
        return open_session(cloud, deployment)


def _people(cloud: LocalCloud, deployment: Deployment) -> None:
    wanted = demo.fingerprint()
    if cloud.notes.get("demo") == wanted:
        return
    demo.load(cloud, deployment)
    cloud.notes["demo"] = wanted
