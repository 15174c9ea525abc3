"""Just enough of the Bolt protocol to ask a server one question: whether it answers to this password.

The driver would do, but only the graph store may use it; and a refused password must be told from a slow start.
"""

import re
import socket
import struct
from enum import Enum

PREAMBLE = b"\x60\x60\xb0\x17"
VERSION_5_0 = b"\x00\x00\x00\x05"
HELLO, RUN, PULL = 0x01, 0x10, 0x3F
SUCCESS = 0x70
NOTHING = b"\xa0"


class Answer(Enum):
    """What a server said."""

    READY = "ready"
    NOT_YET = "not yet"
    WRONG_PASSWORD = "wrong password"  # noqa: S105 - a word, no secret


def ask(port: int, username: str, password: str, timeout: float = 5.0) -> Answer:
    """Log in at 127.0.0.1:``port`` and run ``RETURN 1``; ``timeout`` is in seconds. Raises nothing."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout) as connection:
            return _converse(connection, username, password)
    except (OSError, EOFError):
        return Answer.NOT_YET


def _converse(connection: socket.socket, username: str, password: str) -> Answer:
    connection.sendall(PREAMBLE + VERSION_5_0 + bytes(12))
    if _receive(connection, 4) != VERSION_5_0:
        return Answer.NOT_YET
    login = {"user_agent": "spojenci/0", "scheme": "basic", "principal": username, "credentials": password}
    for message in (
        _message(HELLO, _map(login)),
        _message(RUN, _string("RETURN 1"), NOTHING, _map({"db": "neo4j"})),
        _message(PULL, b"\xa1" + _string("n") + b"\xff"),
    ):
        connection.sendall(message)
        reply = _reply(connection)
        if b"Security.Unauthorized" in reply:
            return Answer.WRONG_PASSWORD
        if re.search(rb"Neo\.\w+\.\w+\.\w+", reply):
            return Answer.NOT_YET
    return Answer.READY


def _string(text: str) -> bytes:
    raw = text.encode()
    return b"\xd1" + struct.pack(">H", len(raw)) + raw


def _map(values: dict[str, str]) -> bytes:
    return bytes((0xA0 | len(values),)) + b"".join(_string(key) + _string(value) for key, value in values.items())


def _message(tag: int, *fields: bytes) -> bytes:
    body = bytes((0xB0 | len(fields), tag)) + b"".join(fields)
    return struct.pack(">H", len(body)) + body + b"\0\0"


def _reply(connection: socket.socket) -> bytes:
    """One message, with its chunks joined."""
    message = b""
    while size := struct.unpack(">H", _receive(connection, 2))[0]:
        message += _receive(connection, size)
    return message


def _receive(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = connection.recv(size - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data
