"""What the tests with many hands at once share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from infra.local.cloud import LocalCloud
from kernel import aws
from kernel.storage import dynamo


@pytest.fixture(scope="module")
def exact_store(bare_cloud: LocalCloud) -> Iterator[LocalCloud]:
    """A store whose transactions are exact, with nothing in it: modules may make tables of the same names."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in bare_cloud.environment().items():
            if name.startswith("AWS_"):
                patch.setenv(name, value)
        for remembered in (dynamo.client, aws.client):
            remembered.cache_clear()
        yield bare_cloud
    for remembered in (dynamo.client, aws.client):
        remembered.cache_clear()
    database = bare_cloud.client("dynamodb")
    for table in database.list_tables()["TableNames"]:
        database.delete_table(TableName=table)
