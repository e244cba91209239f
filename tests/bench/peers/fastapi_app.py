"""FastAPI, brought to Lambda by Mangum, and a boto3 client."""

from typing import Annotated, Any

# pyright: reportMissingImports=false
import by_hand
import models
from fastapi import FastAPI, Header, Query, Request, Response
from fastapi.middleware.gzip import GZipMiddleware
from mangum import Mangum

app = FastAPI(title="incidents")
app.add_middleware(GZipMiddleware, minimum_size=1024)


def _said(told: dict[str, Any], response: Response) -> Any:
    response.status_code = told["statusCode"]
    response.headers.update(
        {name: value for name, value in told["headers"].items() if name != "Content-Type"}
    )
    return by_hand.json.loads(told["body"])


@app.post("/v1/incidents", status_code=201, response_model=models.Opened)
def report(
    said: models.NewIncident,
    request: Request,
    response: Response,
    idempotency_key: Annotated[str | None, Header()] = None,
) -> Any:
    """Open an incident."""
    return _said(by_hand.report(by_hand.plain(request.scope["aws.event"])), response)


@app.get("/v1/incidents", response_model=models.Page)
def listing(
    request: Request, response: Response, limit: Annotated[int, Query(ge=1, le=100)] = 25
) -> Any:
    """List a page of an area's incidents."""
    return _said(by_hand.listing(by_hand.plain(request.scope["aws.event"])), response)


handler = Mangum(app, lifespan="off")
