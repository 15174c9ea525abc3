"""The one door to Neo4j."""

import socket
import threading
import tracemalloc
from dataclasses import replace

import pytest
from neo4j.exceptions import AuthError, ConnectionAcquisitionTimeoutError, ServiceUnavailable, TransientError

from graph.errors import DatabaseUnavailable
from graph.store import AccountRefused, Endpoint, Store, may_pass
from graph.store.errors import Translated

pytestmark = pytest.mark.anyio

MEGABYTE = 1_000_000


async def test_a_transaction_does_not_hold_what_was_sent(store: Store) -> None:
    tracemalloc.start()
    try:
        async with store.transaction("test", timeout=30) as transaction:
            for number in range(10):
                rows = [str(number) * MEGABYTE]
                assert await transaction.run("UNWIND $rows AS row RETURN size(row)", {"rows": rows}) == [[MEGABYTE]]
                assert len(rows) == 1
            held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 5 * MEGABYTE


async def test_whether_a_neo4j_answers(endpoint: Endpoint) -> None:
    assert endpoint.answers()
    with pytest.raises(AccountRefused):
        replace(endpoint, password="guessed").answers()


async def test_nothing_and_another_program_do_not_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        address = f"bolt://127.0.0.1:{other.getsockname()[1]}"
        threading.Thread(target=_refuse, args=(other,), daemon=True).start()
        assert not Endpoint(address, "neo4j", "any").answers()
    assert not Endpoint(address, "neo4j", "any").answers()


def _refuse(listener: socket.socket) -> None:
    """Answer one caller like a web server that does not understand it."""
    caller, _ = listener.accept()
    with caller:
        caller.recv(1024)
        caller.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


@pytest.mark.parametrize(
    ("cause", "passes"),
    [
        (TimeoutError(), True),
        (ConnectionAcquisitionTimeoutError("the pool gave none"), True),
        (ServiceUnavailable("it has ended"), True),
        (TransientError("a deadlock"), True),
        (AuthError("another password"), False),
    ],
)
def test_only_what_can_pass_is_waited_for(cause: Exception, passes: bool) -> None:
    with pytest.raises(DatabaseUnavailable) as raised, Translated():
        raise cause
    assert may_pass(raised.value) is passes
