"""Connections are kept, checked and given up as botocore's would be; roots are looked up by name."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import botocore
import pytest
from botocore.exceptions import (
    ConnectionClosedError,
    EndpointConnectionError,
    ReadTimeoutError,
    SSLError,
)
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from infra.roots import subject_hash, write_hashed
from kernel import transport
from kernel.transport import Connections, Patience, transport_to

PATIENCE = Patience(2, 0.3)
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nx-amzn-requestid: r-1\r\n\r\n{}"


@contextmanager
def server(
    serve: Callable[[socket.socket], None], context: Any = None
) -> Iterator[tuple[int, list[int]]]:
    """Serve each connection by `serve`; tells the port, and collects which connections came."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        came: list[int] = []

        def accept() -> None:
            while True:
                try:
                    one, _ = listening.accept()
                except OSError:
                    return
                came.append(len(came))
                try:
                    with (
                        one
                        if context is None
                        else context.wrap_socket(one, server_side=True) as peer
                    ):
                        serve(peer)
                except OSError:
                    continue

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield listening.getsockname()[1], came
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def answering(times: int) -> Callable[[socket.socket], None]:
    """Answer so many requests of a connection, then close it."""

    def serve(peer: socket.socket) -> None:
        for _ in range(times):
            asked = b""
            while not asked.endswith(b"{}"):
                more = peer.recv(65536)
                if not more:
                    return
                asked += more
            peer.sendall(ANSWER)

    return serve


def test_a_connection_serves_one_request_after_another() -> None:
    with server(answering(5)) as (port, came):
        connections = Connections(f"http://127.0.0.1:{port}/", PATIENCE)

        answers = [connections.send({"X-Amz-Target": "t"}, b"{}") for _ in range(3)]
        connections._take().close()

    assert [(one.status_code, one.content) for one in answers] == [(200, b"{}")] * 3
    assert answers[0].headers.get("X-Amzn-RequestId") == "r-1"
    assert came == [0]


def test_a_connection_closed_in_the_meantime_is_not_used_again() -> None:
    with server(answering(1)) as (port, came):
        connections = Connections(f"http://127.0.0.1:{port}/", PATIENCE)

        for _ in range(2):
            assert connections.send({}, b"{}").status_code == 200
            # The other side closes it right after its answer.
            (idle,) = connections._idle
            idle.sock.settimeout(2)
            assert idle.sock.recv(1, socket.MSG_PEEK) == b""

    assert came == [0, 1]


@pytest.mark.parametrize(
    ("serve", "fault"),
    [
        (lambda peer: deque(iter(lambda: peer.recv(65536), b""), 0), ReadTimeoutError),
        (lambda peer: peer.recv(65536), ConnectionClosedError),
        (lambda peer: (peer.recv(65536), peer.sendall(b"no http\r\n\r\n")), ConnectionClosedError),
    ],
    ids=["silent", "closed", "another language"],
)
def test_no_answer_has_the_name_botocore_gives_it(serve: Any, fault: type[Exception]) -> None:
    with server(serve) as (port, _):
        connections = Connections(f"http://127.0.0.1:{port}/", PATIENCE)

        with pytest.raises(fault):
            connections.send({}, b"{}")

    assert not connections._idle


def test_nobody_there_has_the_name_botocore_gives_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    with pytest.raises(EndpointConnectionError):
        Connections(f"http://127.0.0.1:{port}/", PATIENCE).send({}, b"{}")


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "AWS_CA_BUNDLE"])
def test_where_a_proxy_or_a_bundle_is_set_botocore_sends(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "/somewhere")
    send: Any = transport_to("https://dynamodb.cn-north-1.amazonaws.com.cn/", PATIENCE)

    assert not isinstance(getattr(send, "__self__", None), Connections)


# Roots


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(subject: str, issuer: str, key: Any, signed_by: Any, *, root: bool) -> Any:
    now = dt.datetime.now(dt.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=root, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    )
    return built.sign(signed_by, hashes.SHA256())


@pytest.fixture
def authority(tmp_path: Path) -> tuple[Path, ssl.SSLContext]:
    """A root certificate, and a server's side of TLS that it vouches for."""
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _certificate("A  Root of OURS", "A  Root of OURS", root_key, root_key, root=True)
    own = _certificate("localhost", "A  Root of OURS", key, root_key, root=False)
    pem = serialization.Encoding.PEM
    bundle, chain = tmp_path / "root.pem", tmp_path / "server.pem"
    bundle.write_bytes(root.public_bytes(pem))
    plain = serialization.NoEncryption()
    chain.write_bytes(
        own.public_bytes(pem) + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    return bundle, context


@pytest.fixture
def packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A directory of roots as it is packed; botocore's file holds none of them."""
    folder = tmp_path / "roots"
    folder.mkdir()
    monkeypatch.setattr(transport, "PACKED_ROOTS", folder)
    transport.roots.cache_clear()
    yield folder
    transport.roots.cache_clear()


def test_a_root_is_found_by_the_name_of_its_subject(
    authority: tuple[Path, ssl.SSLContext], packed: Path
) -> None:
    bundle, context = authority
    write_hashed(bundle, packed)

    with server(answering(1), context) as (port, _):
        answer = Connections(f"https://localhost:{port}/", PATIENCE).send({}, b"{}")

    assert answer.content == b"{}"


def test_a_root_nobody_trusts_is_refused(
    authority: tuple[Path, ssl.SSLContext], packed: Path
) -> None:
    with (
        server(answering(1), authority[1]) as (port, _),
        pytest.raises(SSLError),
    ):
        Connections(f"https://localhost:{port}/", PATIENCE).send({}, b"{}")


def test_a_root_that_came_after_packing_is_read_from_the_runtimes_own_file(
    authority: tuple[Path, ssl.SSLContext], packed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle, context = authority
    monkeypatch.setattr(transport, "_file_of_roots", lambda: str(bundle))

    with server(answering(1), context) as (port, _):
        answer = Connections(f"https://localhost:{port}/", PATIENCE).send({}, b"{}")

    assert answer.content == b"{}"


def test_a_name_that_is_not_the_certificates_is_refused(
    authority: tuple[Path, ssl.SSLContext], packed: Path
) -> None:
    bundle, context = authority
    write_hashed(bundle, packed)

    with (
        server(answering(1), context) as (port, _),
        pytest.raises(SSLError),
    ):
        Connections(f"https://127.0.0.1:{port}/", PATIENCE).send({}, b"{}")


def test_every_root_that_botocore_trusts_is_packed(tmp_path: Path) -> None:
    bundle = Path(botocore.__file__).with_name("cacert.pem")
    trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusted.load_verify_locations(bundle)

    number = write_hashed(bundle, tmp_path)

    assert number == len(trusted.get_ca_certs()) == len(list(tmp_path.iterdir()))


def test_a_subject_is_hashed_as_openssl_does() -> None:
    # `openssl x509 -subject_hash` of Amazon Root CA 1.
    bundle = Path(botocore.__file__).with_name("cacert.pem").read_text(encoding="utf-8")
    hashed = {
        subject_hash(one.public_bytes(serialization.Encoding.DER))
        for one in x509.load_pem_x509_certificates(bundle.encode())
        if "Amazon Root CA 1" in one.subject.rfc4514_string()
    }

    assert hashed == {"ce5e74ef"}
