"""A deployed stack as the operator's commands see it, and in plain words what one of them lacks to begin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from botocore import exceptions

NO_CREDENTIALS = (
    "no AWS credentials that work: run `aws configure` or `aws sso login`, or set AWS_PROFILE\n"
    "没有可用的 AWS 凭证：请运行 aws configure 或 aws sso login，或设置 AWS_PROFILE"
)
NO_REGION = (
    "no AWS region: set AWS_DEFAULT_REGION, for example cn-north-1\n"
    "没有指定 AWS 区域：请设置 AWS_DEFAULT_REGION，例如 cn-north-1"
)
REFUSED_CREDENTIALS = frozenset(
    {
        "AuthFailure", "ExpiredToken", "ExpiredTokenException", "IncompleteSignature", "InvalidAccessKeyId",
        "InvalidClientTokenId", "InvalidSignatureException", "RequestExpired", "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)  # fmt: skip
REFUSED_RIGHTS = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"})
NO_QUEUE = frozenset({"AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"})


class Missing(Exception):
    """What a command needs is not there; the message names it and says what to do."""


class Stack:
    """A deployed stack, by the names of its template.

    Parameters
    ----------
    client
        Makes the AWS client of a service, as `boto3.client` does.

    Raises
    ------
    Missing
        If there is no such stack, or nobody may be asked for it.
    """

    def __init__(self, name: str, client: Callable[[str], Any]) -> None:
        self.name = name
        self.client = client
        with saying_what_is_missing():
            asked = client("cloudformation")
            try:
                described = asked.describe_stacks(StackName=name)["Stacks"][0]
            except exceptions.ClientError as refusal:
                if "does not exist" not in str(refusal):
                    raise
                region = asked.meta.region_name
                raise Missing(
                    f"no stack {name} in {region}: name it with --stack, or another region with AWS_DEFAULT_REGION\n"
                    f"{region} 没有名为 {name} 的堆栈：请用 --stack 指定名称，或用 AWS_DEFAULT_REGION 指定区域"
                ) from refusal
        self._outputs = {
            one["OutputKey"]: one["OutputValue"] for one in described.get("Outputs", [])
        }
        self._parameters = {
            one["ParameterKey"]: one["ParameterValue"] for one in described.get("Parameters", [])
        }

    def output(self, name: str) -> str:
        """Return what the stack says of itself under a name, or was given under it."""
        found = self._outputs.get(name) or self._parameters.get(name)
        if not found:
            raise Missing(
                f"stack {self.name} says nothing of {name}: deploy this release first\n"
                f"堆栈 {self.name} 没有输出 {name}：请先部署本版本"
            )
        return found

    def function(self, logical_id: str) -> str:
        """Return the name of a function."""
        with saying_what_is_missing():
            try:
                detail = self.client("cloudformation").describe_stack_resource(
                    StackName=self.name, LogicalResourceId=logical_id
                )
            except exceptions.ClientError as refusal:
                if "does not exist" not in str(refusal):
                    raise
                raise Missing(
                    f"stack {self.name} has no function {logical_id}: deploy this release first\n"
                    f"堆栈 {self.name} 没有函数 {logical_id}：请先部署本版本"
                ) from refusal
        return detail["StackResourceDetail"]["PhysicalResourceId"]


@contextmanager
def saying_what_is_missing() -> Iterator[None]:
    """Turn what the AWS clients raise for want of credentials, region, rights or network into `Missing`."""
    try:
        yield
    except exceptions.NoRegionError as fault:
        raise Missing(NO_REGION) from fault
    except (
        exceptions.NoCredentialsError,
        exceptions.PartialCredentialsError,
        exceptions.CredentialRetrievalError,
        exceptions.ProfileNotFound,
        exceptions.SSOError,
        exceptions.TokenRetrievalError,
    ) as fault:
        raise Missing(f"{NO_CREDENTIALS}\n({fault})") from fault
    except exceptions.EndpointConnectionError as fault:
        raise Missing(
            f"AWS cannot be reached: look at the network, the proxy and the region's name\n"
            f"无法连接 AWS：请检查网络、代理和区域名称\n({fault})"
        ) from fault
    except exceptions.ClientError as fault:
        code = fault.response.get("Error", {}).get("Code")
        if code in REFUSED_CREDENTIALS:
            raise Missing(f"{NO_CREDENTIALS}\n({fault})") from fault
        if code in REFUSED_RIGHTS:
            raise Missing(
                f"these credentials lack a right that is needed\n当前凭证缺少所需权限\n({fault})"
            ) from fault
        if code in NO_QUEUE:
            raise Missing(
                f"the queue is gone: deploy the stack again\n队列不存在：请重新部署堆栈\n({fault})"
            ) from fault
        raise
