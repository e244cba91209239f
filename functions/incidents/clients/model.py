"""What administrators send of clients and are answered; a key goes out once and never again."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from incidents.clients.rules import MOST_A_DAY, Client
from incidents.rules.reporting import PERSON_ID
from kernel import clock
from kernel.fields import Model, one_line

ClientName = Annotated[
    str,
    Field(
        min_length=1,
        max_length=60,
        description="What the app or office is called / 应用或单位名称",
        examples=["12345 热线"],
    ),
    AfterValidator(one_line),
]
BehindIt = Annotated[
    str,
    Field(
        pattern=rf"^{PERSON_ID}$",
        description="Who answers for it: reports come in this person's name, and only from where the person's posts reach / "
        "责任人：以其名义、在其岗位范围内上报",
        examples=["p-gw-01"],
    ),
]
PerDay = Annotated[
    int,
    Field(
        ge=1,
        le=MOST_A_DAY,
        description="Reports a day (Asia/Shanghai) / 每日上报上限",
        examples=[200],
    ),
]


class ClientRequest(Model):
    """What a client is to be."""

    name: ClientName
    person_id: BehindIt
    per_day: PerDay = 200


class ClientView(TypedDict):
    """A registered client; its key is never shown."""

    id: Annotated[str, Field(examples=["01M83A47Q7BNKVS6SD6HWM9W7F"])]
    name: str
    person_id: str
    per_day: int
    registered_at: str
    key_since: str
    old_key_until: Annotated[
        str | None, Field(description="Until when the key before works / 旧密钥有效至")
    ]
    revoked_at: str | None
    version: int


class ClientWithKey(ClientView):
    """A client with the key it has just been given."""

    api_key: Annotated[
        str | None,
        Field(
            description="Shown this once; null when the answer is repeated: then make another key / 仅显示这一次；重复请求时为空，请更换密钥",
        ),
    ]


class ClientList(TypedDict):
    """One page of clients."""

    items: list[ClientView]
    next_cursor: Annotated[
        str | None, Field(description="Cursor of the next page; null: last page / 下一页游标")
    ]


def client_view(client: Client) -> ClientView:
    """Return a client as it is answered."""
    until, gone = client.old_key_until, client.revoked_at
    return {
        "id": client.id,
        "name": client.name,
        "person_id": client.person_id,
        "per_day": client.per_day,
        "registered_at": clock.local_iso(client.registered_at),
        "key_since": clock.local_iso(client.key_since),
        "old_key_until": clock.local_iso(until) if until else None,
        "revoked_at": clock.local_iso(gone) if gone else None,
        "version": client.version,
    }


def with_key(client: Client, key: str | None) -> ClientWithKey:
    """Return a client with its new key; without one it is the answer that is kept for a request that comes again."""
    return {**client_view(client), "api_key": key}
