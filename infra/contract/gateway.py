"""What the gateway answers by itself, before any function is reached; an HTTP API lets nobody change these bodies."""

from __future__ import annotations

from infra.contract.names import Schema

MESSAGES = {
    "400": "Bad Request",
    "401": "Unauthorized",
    "403": "Forbidden",
    "404": "Not Found",
    "413": "Request Entity Too Large",
    "429": "Too Many Requests",
    "500": "Internal Server Error",
    "503": "Service Unavailable",
}
"""By status the whole text of `message`. Seen at API Gateway's HTTP APIs and not promised anywhere."""

SCHEMA: Schema = {
    "type": "object",
    "title": "GatewayMessage",
    "description": (
        "What the gateway itself answers before a function is reached, as `application/json` whatever was asked for, in English, without "
        "`type`, `errors` or `Retry-After`: "
        + "; ".join(f'{status} `{{"message": "{text}"}}`' for status, text in MESSAGES.items())
        + " / 网关自身的答复：仅英文 message，无 type、errors、Retry-After"
    ),
    "properties": {"message": {"type": "string", "examples": ["Unauthorized"]}},
    "required": ["message"],
}


def add_gateway(answers: Schema) -> None:
    """Say of an operation's answers which of them the gateway may give in place of a function."""
    told = {"schema": {"$ref": "#/components/schemas/GatewayMessage"}}
    for status in MESSAGES.keys() & answers.keys():
        content = answers[status].setdefault("content", {})
        own = content.get("application/json")
        schemas = [one["schema"] for one in (own, told) if one]
        content["application/json"] = {"schema": {"anyOf": schemas}} if own else told
