"""Where the service goes when an address is named, and how messages are signed."""

import re
import time
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path

import pytest

from graph.errors import BadInput
from graph.values.addresses import Refused, checked, is_public, resolved
from graph.webhooks import signing
from graph.webhooks.sending import Failed, Sender

pytestmark = pytest.mark.anyio

EXAMPLE = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_the_example_of_the_specification_is_signed_as_it_says() -> None:
    headers = signing.headers("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', [EXAMPLE])
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_each_secret_signs() -> None:
    signed = signing.headers("msg_1", 1, b"{}", [signing.new_secret(), signing.new_secret()])["webhook-signature"]
    assert [each[:3] for each in signed.split(" ")] == ["v1,", "v1,"] and len(set(signed.split(" "))) == 2


def test_the_guide_verifies_what_is_sent_and_nothing_else() -> None:
    guide = Path(__file__).resolve().parents[2] / "docs" / "webhooks.md"
    [code] = re.findall(r"```python\n(.*?)```", guide.read_text("utf-8"), re.DOTALL)
    names: dict[str, Callable[..., bool]] = {}
    exec(code, names)
    now, body = int(time.time()), b'{"type": "changes"}'
    sent = signing.headers("msg_1", now, body, [signing.new_secret(), EXAMPLE])
    assert names["verified"](EXAMPLE, sent, body)
    assert not names["verified"](EXAMPLE, sent, body + b" ")
    assert not names["verified"](signing.new_secret(), sent, body)
    assert not names["verified"](EXAMPLE, signing.headers("msg_1", now - 600, body, [EXAMPLE]), body)


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.168.1.1"),
        *("192.0.2.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:10.0.0.1"),
        *("fe80::1", "fc00::1", "fec0::1", "ff02::1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::", "2001:db8::1"),
    ],
)
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "147.33.1.1", "2a00:1028::1", "::ffff:8.8.8.8"])
def test_public_addresses_are_not(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.org/", "ftp://example.org", "example.org", "https://", "https://user@example.org/", ""),
        *("https://example.org:99999/", "https://127.0.0.1/", "https://[::1]/", "https://example.org/#x"),
        *("https://example.org/a b", "https://příklad.cz/", "https://example.org/" + "x" * 2000, "https://[/"),
    ],
)
def test_a_webhook_goes_to_an_https_address(url: str) -> None:
    with pytest.raises(BadInput) as caught:
        checked(url, "url", "https://example.org/hook", private=False)
    assert caught.value.place == "url"


@pytest.mark.parametrize("host", ["localhost", "127.1", "0x7f000001", "2130706433"])
async def test_a_name_is_refused_by_the_address_that_it_leads_to(host: str) -> None:
    assert checked(f"https://{host}/hook", "url", "https://example.org/hook", private=False)
    with pytest.raises(Refused):
        await resolved(host, 443, private=False)
    async with Sender(private=False) as sender:
        with pytest.raises(Failed):
            await sender.send(f"https://{host}/hook", "msg_1", b"{}", [EXAMPLE])
