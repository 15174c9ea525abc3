"""Requests byte by byte, as no client library sends them."""

import socket
from contextlib import closing

import httpx


def opened(client: httpx.Client) -> socket.socket:
    """A connection to the server of a client."""
    return socket.create_connection((client.base_url.host, client.base_url.port or 80), timeout=20)


def answer(client: httpx.Client, request: bytes) -> bytes:
    """All that a server says to some bytes until it closes; nothing where it closes without a word."""
    with closing(opened(client)) as connection:
        try:
            connection.sendall(request)
        except OSError:  # it has closed in the middle, perhaps with a word before
            pass
        return rest(connection)


def rest(connection: socket.socket) -> bytes:
    """What comes on a connection until the server closes it."""
    said = b""
    try:
        while more := connection.recv(65_536):
            said += more
    except ConnectionError:
        pass
    return said
