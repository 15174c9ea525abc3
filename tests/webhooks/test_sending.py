"""A receiver that never ends its answer is given up."""

import asyncio

import pytest

from graph.webhooks import sending
from graph.webhooks.sending import Failed, Sender

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\n"], ids=["silent", "dripping"])
async def test_a_receiver_that_never_ends_its_answer_is_given_up(said: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    left = asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        leaving = asyncio.ensure_future(reader.read())
        while not leaving.done():
            writer.write(said and b"X: y\r\n")
            await asyncio.wait([leaving], timeout=0.01)
        leaving.exception()
        writer.close()
        left.set()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    monkeypatch.setattr(sending, "TIMEOUT", 0.2)
    async with Sender(private=True) as sender:
        with pytest.raises(Failed, match="no answer within"):
            await sender.send(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", "msg_1", b"{}", [])
    await left.wait()
    server.close()
    await server.wait_closed()
