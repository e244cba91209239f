"""What clients send about photos and voice."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import Field

from incidents.media.rules.media import Kind
from kernel.fields import Model, called

_PICTURES = {
    "image/jpeg": ("JPEG 图片", "JPEG picture"),
    "image/png": ("PNG 图片", "PNG picture"),
}
_SOUNDS = {
    "audio/mp4": ("M4A 录音", "M4A sound"),
    "audio/mpeg": ("MP3 录音", "MP3 sound"),
    "audio/amr": ("AMR 录音", "AMR sound"),
    "audio/wav": ("WAV 录音", "WAV sound"),
    "audio/ogg": ("OGG 录音", "OGG sound"),
}
ContentType = Annotated[
    Literal[
        "image/jpeg", "image/png", "audio/mp4", "audio/mpeg", "audio/amr", "audio/wav", "audio/ogg"
    ],
    Field(json_schema_extra=called(_PICTURES | _SOUNDS)),
]


class AnnounceMedia(Model):
    """A photo or a recording that is to be uploaded."""

    kind: Annotated[Kind, Field(description="What it shows / 内容")]
    content_type: Annotated[
        ContentType, Field(description="Of the file as it will be sent / 文件类型")
    ]
    size: Annotated[
        int, Field(ge=1, le=100_000_000, strict=True, description="Bytes, exactly / 字节数")
    ]
    sha256: Annotated[
        str | None,
        Field(
            pattern=r"^[0-9a-f]{64}$", description="Of the file, in hex; compared / 校验值（可选）"
        ),
    ] = None


class AnnounceYardPhoto(Model):
    """A photo of a courtyard that is to be uploaded."""

    content_type: Annotated[
        Literal["image/jpeg", "image/png"],
        Field(description="Of the file as it will be sent", json_schema_extra=called(_PICTURES)),
    ]
    size: Annotated[
        int, Field(ge=1, le=100_000_000, strict=True, description="Bytes, exactly / 字节数")
    ]
    shows_yard_only: Annotated[
        bool,
        Field(
            strict=True,
            description="The yard alone, no rooms and no faces / 只拍庭院，无室内、无人脸",
            examples=[True],
        ),
    ]
    sha256: Annotated[
        str | None,
        Field(
            pattern=r"^[0-9a-f]{64}$", description="Of the file, in hex; compared / 校验值（可选）"
        ),
    ] = None
