"""Why the checker does not take a file, in words for its sender."""

from __future__ import annotations

from enum import StrEnum

from kernel.texts import Text


class Refusal(StrEnum):
    """Why the checker did not take a file."""

    WRONG_TYPE = "wrong_type"
    WRONG_SIZE = "wrong_size"
    WRONG_DIGEST = "wrong_digest"
    DAMAGED = "damaged"
    UNSUPPORTED = "unsupported"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_LONG = "too_long"
    SOMETHING_ELSE_INSIDE = "something_else_inside"
    NOT_CHECKED = "not_checked"


REFUSALS: dict[Refusal, Text] = {
    Refusal.WRONG_TYPE: Text(
        "文件内容与登记的类型不符。", "The file is not of the type that was announced."
    ),
    Refusal.WRONG_SIZE: Text(
        "文件大小与登记的不一致，请重新登记上传。",
        "The file does not have the size that was announced; announce it again.",
    ),
    Refusal.WRONG_DIGEST: Text(
        "文件在传输中有变化（校验值不符），请重新登记上传。",
        "The file is not the one that was announced (SHA-256 differs); announce it again.",
    ),
    Refusal.DAMAGED: Text(
        "文件不完整或已损坏，请重新拍摄或录制后上传。",
        "The file is incomplete or damaged; take or record it again.",
    ),
    Refusal.UNSUPPORTED: Text(
        "不支持文件的这种编码，请换一种格式（照片 JPEG，语音 M4A、MP3 或 AMR）。",
        "This variant of the format is not supported; use JPEG for photos, m4a, mp3 or amr for voice.",
    ),
    Refusal.TOO_MANY_PIXELS: Text(
        "照片尺寸过大，请降低拍摄分辨率。", "The photo has too many pixels; use a lower resolution."
    ),
    Refusal.TOO_LONG: Text(
        "录音时间过长，请分段上传。", "The recording is too long; send it in parts."
    ),
    Refusal.SOMETHING_ELSE_INSIDE: Text(
        "文件中夹带了其他内容，不能接收。", "The file carries something else inside."
    ),
    Refusal.NOT_CHECKED: Text(
        "文件未能完成检查，请重新登记上传；仍不成请把附件编号告知县技术人员。",
        "The file could not be checked: announce it again; if that fails as well, give its id to county IT.",
    ),
}


class Refused(Exception):
    """The checker does not take this file.

    Parameters
    ----------
    reason
        Why; `REFUSALS` has the words.
    """

    def __init__(self, reason: Refusal) -> None:
        self.reason = reason
        super().__init__(str(reason))
