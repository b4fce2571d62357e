"""A name that was rebound to this machine reaches nothing: WebSockets under foreign names or from foreign pages are refused."""

import base64
import os
import socket
import tomllib
from collections.abc import Iterator

import pytest

from core.command_line.dashboard_command import HERE
from tests.support.server import ROOT, server


def handshake(port: int, host: str, origin: str) -> int:
    """The status with which a server answers a browser that wants a WebSocket."""
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {host}",
        f"Origin: {origin}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
    ]
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return int(connection.recv(64).split()[1])


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Of a dashboard that a lab reaches as lab.example.org."""
    with server(*(word for name in (*HERE, "lab.example.org") for word in ("--server.allowedHosts", name))) as started:
        yield started.port


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "lab.example.org", "LOCALHOST"])
def test_its_own_names_reach_it(host: str, port: int) -> None:
    assert handshake(port, f"{host}:{port}", f"http://{host}:{port}") == 101


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "evil.example@localhost", "127.0.0.1.nip.io", ""]
)
def test_a_rebound_name_does_not(host: str, port: int) -> None:
    assert handshake(port, f"{host}:{port}", f"http://{host}:{port}") in (400, 403)


def test_a_foreign_page_does_not_reach_it_under_its_own_name(port: int) -> None:
    assert handshake(port, f"localhost:{port}", "http://evil.example") == 403


def test_the_checkouts_server_is_reached_as_localhost_alone() -> None:
    told = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert tuple(told["server"]["allowedHosts"]) == HERE
    assert told["server"].get("enableCORS", True)
