"""What a client sends and is answered, as models: for those who check with pydantic."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class NewIncident(BaseModel):
    """A report."""

    model_config = ConfigDict(extra="forbid")

    category: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    severity: Literal["general", "pressing", "urgent"]
    description: Annotated[str, Field(min_length=1, max_length=4000)]
    unit: Annotated[str, Field(pattern=r"^[1-9]\d{5}(\d{3}){0,3}$")]
    source: Literal["patrol", "resident", "hotline", "sensor", "other"]
    client_ref: Annotated[str | None, Field(max_length=100)] = None


class Line(BaseModel):
    """An incident as a list shows it."""

    model_config = ConfigDict(extra="allow")

    id: str
    case_code: str
    status: str
    tier: str
    unit: str
    category: str
    severity: str


class Page(BaseModel):
    """A page of incidents."""

    model_config = ConfigDict(extra="allow")

    items: list[Line]
    next_cursor: str | None = None


class Opened(BaseModel):
    """An incident that was just reported."""

    model_config = ConfigDict(extra="allow")

    id: str
    case_code: str
    status: str
    tier: str
    due_at: str
    receipt: dict[str, Any]
