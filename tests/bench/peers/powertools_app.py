"""Powertools' event handler with its validation, logger and metrics, and a boto3 client."""

from typing import Annotated, Any

import by_hand
import models
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from aws_lambda_powertools.logging import correlation_paths

logger, metrics = Logger(), Metrics()
app = APIGatewayHttpResolver(enable_validation=True)


def _said(told: dict[str, Any], model: Any) -> Any:
    return Response(
        told["statusCode"],
        "application/json",
        model(**by_hand.json.loads(told["body"])),
        {name: value for name, value in told["headers"].items() if name != "Content-Type"},
    )


@app.post("/v1/incidents", compress=True)
def report(said: models.NewIncident) -> Response[models.Opened]:
    """Open an incident."""
    return _said(by_hand.report(by_hand.plain(app.current_event.raw_event)), models.Opened)


@app.get("/v1/incidents", compress=True)
def listing(limit: Annotated[int, Query(ge=1, le=100)] = 25) -> Response[models.Page]:
    """List a page of an area's incidents."""
    return _said(by_hand.listing(by_hand.plain(app.current_event.raw_event)), models.Page)


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_HTTP)
@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> Any:
    """Answer a request."""
    return app.resolve(event, context)
