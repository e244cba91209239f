"""Broken promises and how they are told: typed errors become RFC 9457 problem+json in one place.

A domain error says which promise would have been broken; this module knows the HTTP status, the stable `type` and the words in Chinese
and English. Rules raise, routes do not catch.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple, TypeAlias

from kernel.texts import Language, Text

TYPE_PREFIX = "urn:sizhi:problem:"
Versions: TypeAlias = frozenset[int] | None
"""Versions a client has seen, any of which will do; None: whichever there is."""

_MEMBERS = frozenset({"type", "title", "status", "detail", "instance"})


class FieldError(NamedTuple):
    """One line of `errors`: the field's path (`location.lat`) and what is wrong with it."""

    field: str
    message: Text


def _tell(value: Any, language: Language) -> Any:
    if isinstance(value, FieldError):
        return {"field": value.field, "message": value.message.say(language)}
    if isinstance(value, Text):
        return value.say(language)
    if hasattr(value, "tell"):  # a reference to law, which says what it is worth today
        return value.tell(language)
    if isinstance(value, list | tuple):
        return [_tell(item, language) for item in value]  # pyright: ignore[reportUnknownVariableType]
    return value


class Problem(Exception):
    """A request that cannot be granted; the subclass names the promise it would have broken.

    Parameters
    ----------
    detail
        What happened in words a person understands; the subclass's own text when not given.
    more
        Extension members of the problem document (RFC 9457 section 3.2), for example the legal moves.

    Raises
    ------
    TypeError
        An extension has the name of one of the document's own members.
    """

    status: ClassVar[int] = 400
    slug: ClassVar[str] = "bad-request"
    is_family: ClassVar[bool] = False
    """Whether a route that declares it may answer all that is made from it: gates of the law are too many to be named at each route."""
    title: ClassVar[Text] = Text("请求有误", "Bad request")
    said: ClassVar[Text] = Text("请求无法处理。", "The request cannot be processed.")

    def __init__(self, detail: Text | None = None, **more: Any) -> None:
        if taken := _MEMBERS & more.keys():
            raise TypeError(f"{', '.join(sorted(taken))} of a problem document is not an extension")
        self.detail = detail or self.said
        self.more = more
        super().__init__(self.detail.en)

    def document(self, language: Language, instance: str | None = None) -> dict[str, Any]:
        """Return the problem document in `language`."""
        told: dict[str, Any] = {
            "type": TYPE_PREFIX + self.slug,
            "title": self.title.say(language),
            "status": self.status,
            "detail": self.detail.say(language),
        }
        if instance:
            told["instance"] = instance
        for name, value in self.more.items():
            told[name] = _tell(value, language)
        return told

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers that belong to this problem (`Allow`, `Retry-After`, …)."""
        return {}


class MalformedRequest(Problem):
    """The body is not JSON, or a header cannot be read."""

    slug = "malformed-request"
    said = Text("请求内容不是有效的 JSON。", "The body is not valid JSON.")


class InvalidFields(Problem):
    """One or more fields break their rule; `errors` lists each with its place."""

    status = 422
    slug = "invalid-fields"
    title = Text("填写有误", "Invalid fields")
    said = Text("填写有误，请按列出的各项修改。", "Some fields are not acceptable; see errors.")

    @classmethod
    def one(cls, field: str, message: Text) -> InvalidFields:
        """Return the problem for a single field."""
        return cls(message, errors=[FieldError(field, message)])


class NotSignedIn(Problem):
    """No caller: the token is missing its claim, or the person is not (any more) in the registry."""

    status = 401
    slug = "not-signed-in"
    title = Text("未登录", "Not signed in")
    said = Text(
        "登录信息无效或人员未登记，请联系县管理员。",
        "Unknown person: ask the county administrator to register you.",
    )


class NotAllowed(Problem):
    """The caller's posts do not carry this action; `allowed_roles` says which would."""

    status = 403
    slug = "not-allowed"
    title = Text("无权操作", "Not allowed")
    said = Text("您不能进行此操作。", "You may not do this.")


class OutsideYourArea(NotAllowed):
    """The caller's posts carry the action, but for other units."""

    slug = "outside-your-area"
    said = Text("该单位不在您所属或负责的范围内。", "This unit is outside the area of your posts.")


class NotFound(Problem):
    """Nothing here, or nothing the caller may know of: the two look the same on purpose."""

    status = 404
    slug = "not-found"
    title = Text("未找到", "Not found")
    said = Text("没有找到所请求的内容。", "There is nothing here.")


class MethodNotAllowed(Problem):
    """The path exists, the method does not."""

    status = 405
    slug = "method-not-allowed"
    title = Text("方法不被允许", "Method not allowed")
    said = Text("该地址不支持此方法。", "This path does not take this method.")

    @property
    def headers(self) -> Mapping[str, str]:
        """`Allow`, as RFC 9110 section 15.5.6 demands."""
        return {"Allow": ", ".join(self.more.get("allowed_methods", ()))}


class Conflict(Problem):
    """The request contradicts the present state."""

    status = 409
    slug = "conflict"
    title = Text("与当前状态冲突", "Conflict")
    said = Text(
        "与当前状态冲突，请刷新后重试。",
        "This contradicts the present state; reload and try again.",
    )


class IdempotencyKeyReused(Conflict):
    """The same `Idempotency-Key` came with another body."""

    slug = "idempotency-key-reused"
    said = Text(
        "同一 Idempotency-Key 已用于内容不同的请求。",
        "This Idempotency-Key was already used for a request with another body.",
    )


class StaleVersion(Problem):
    """`If-Match` names a version that is not the present one (RFC 9110 section 13.1.1)."""

    status = 412
    slug = "stale-version"
    title = Text("版本已过期", "Stale version")
    said = Text(
        "内容已被他人更新，请刷新后重试。",
        "Somebody changed this in the meantime; reload and try again.",
    )


def refuse_stale(expected: Versions, present: int) -> None:
    """Let a change pass only if the client saw the present version, when it insists on one.

    Raises
    ------
    StaleVersion
        `present` is none of what is expected.
    """
    if expected is not None and present not in expected:
        raise StaleVersion(present_version=present)


class PayloadTooLarge(Problem):
    """The body is larger than this API ever needs."""

    status = 413
    slug = "payload-too-large"
    title = Text("内容过大", "Payload too large")
    said = Text("请求内容超过大小上限。", "The body is larger than the limit.")


class UnsupportedContentType(Problem):
    """The body is not declared as JSON."""

    status = 415
    slug = "unsupported-content-type"
    title = Text("不支持的内容类型", "Unsupported content type")
    said = Text("请使用 application/json。", "Send application/json.")


class TooManyRequests(Problem):
    """The rate limit of a public route."""

    status = 429
    slug = "too-many-requests"
    title = Text("请求过于频繁", "Too many requests")
    said = Text("查询过于频繁，请稍后再试。", "Too many requests; please wait a little.")

    @property
    def headers(self) -> Mapping[str, str]:
        """`Retry-After` in seconds."""
        return {"Retry-After": str(self.more.get("retry_after", 60))}


class TryAgain(Problem):
    """The store is busy; nothing was written and the same request may be sent again."""

    status = 503
    slug = "try-again"
    title = Text("系统繁忙", "Busy")
    said = Text(
        "系统繁忙，请稍后用同一请求重试，内容没有丢失也没有重复。",
        "Busy: send the same request again; nothing was written.",
    )

    @property
    def headers(self) -> Mapping[str, str]:
        """`Retry-After` in seconds."""
        return {"Retry-After": "1"}


class InternalFault(Problem):
    """A fault of ours; it is logged under the request id, never explained to the client."""

    status = 500
    slug = "internal-fault"
    title = Text("系统故障", "Internal fault")
    said = Text(
        "系统发生故障，已记录。请稍后重试或联系县技术人员。", "A fault on our side; it was logged."
    )
