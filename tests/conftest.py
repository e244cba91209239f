"""Fixtures every test may use, and how tests are ordered. Nothing here starts unless a test asks for it."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Before anything makes a client: no test ever finds its way to a real account.
for variable in [name for name in os.environ if name.startswith("AWS_")]:
    if variable != "AWS_CA_BUNDLE":
        del os.environ[variable]
os.environ |= {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "POWERTOOLS_TRACE_DISABLED": "true",
    "POWERTOOLS_METRICS_NAMESPACE": "Sizhi/test",
}

from infra.local.cloud import LocalCloud  # noqa: E402 - after the environment is safe
from tests.deployed import DeployedCounty  # noqa: E402
from tests.support.tracing import untraced  # noqa: E402

# What holds does not depend on how busy the machine is.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

SLOWEST_FIRST = (
    "simulation",
    "property",
    "web",
    "e2e",
    "contract",
    "concurrency",
    "integration",
    "unit",
)
"""Processes share the work: what takes long or waits for clocks starts early, so that it does not finish alone."""

DEPLOYED = SLOWEST_FIRST.index("web")
"""A layer that needs the deployed county from its first test on."""

TRACED = ("integration", "unit")
"""Layers whose lines are counted: the others run the same code in other orders, or in processes of their own."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put slow layers first and mark what needs a server."""
    here = Path(__file__).parent

    def layer(item: pytest.Item) -> int:
        name = item.path.relative_to(here).parts[0]
        return SLOWEST_FIRST.index(name) if name in SLOWEST_FIRST else len(SLOWEST_FIRST)

    # Whoever takes the first file deploys the county that all copy; the others have something else to do meanwhile.
    deploying = next((item.path for item in items if layer(item) == DEPLOYED), None)
    items.sort(key=lambda item: (item.path != deploying, layer(item)))
    traced = set[str]()
    for item in items:
        function = item.nodeid.partition("[")[0]
        # Tracing doubles the time of what it sees; another row of the same table seldom shows it another line.
        if item.path.relative_to(here).parts[0] not in TRACED or function in traced:
            item.add_marker("untraced")
        traced.add(function)
        fixtures = getattr(item, "fixturenames", ())
        if "cloud" in fixtures or "own_cloud" in fixtures:
            item.add_marker("deployed")
        if "bare_cloud" in fixtures:
            item.add_marker("cloud")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Stop tracing for a test that is not traced, its fixtures included.

    pytest-cov's own mark leaves fixtures out, and in a worker of pytest-xdist a second measurement goes on behind it.
    """
    with untraced() if item.get_closest_marker("untraced") else nullcontext():
        return (yield)


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeployedCounty]:
    """The demo county, deployed and peopled, shared by all tests of this process: leave it as usable as it was."""
    county = DeployedCounty(tmp_path_factory.mktemp("county") / "cloud")
    yield county
    county.close()


@pytest.fixture
def own_cloud(tmp_path: Path) -> Iterator[DeployedCounty]:
    """The demo county for one test alone, which may restart it, kill it, or break it."""
    county = DeployedCounty(tmp_path / "cloud")
    yield county
    county.close()


@pytest.fixture(scope="session")
def bare_cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """A local cloud with nothing deployed: DynamoDB and its like with exact transactions, under threads."""
    server = LocalCloud(
        tmp_path_factory.mktemp("bare") / "cloud",
        settings={"PERSIST_STATE": "0", "S3_PERSIST": "0"},
    )
    server.start()
    yield server
    server.erase()
