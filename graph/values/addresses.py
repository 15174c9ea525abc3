"""Where the service goes when somebody names an address: over https to the public internet alone, never to what is inside.

A name is looked up each time, every address it has is checked, and the connection goes to the one that was
checked: what a name means a moment later does not matter.
"""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit, urlunsplit

from graph.errors import BadInput

LONGEST = 2000
"""Characters of the longest address."""

_LOOKUPS = ThreadPoolExecutor(64, "names")
"""Threads of their own: a name server that hangs must not hold those that the rest of the service works in. There are as
many as can hang at once: some for each webhook that is being dealt with, for nobody ends a look-up."""

_TUNNELS = tuple(map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16")))
"""IPv6 networks whose addresses stand for IPv4 ones (NAT64, Teredo, 6to4)."""


class Refused(Exception):
    """An address that nothing is sent to; the message says why."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """An address whose name was looked up: ``target`` has a number in place of the name."""

    target: str
    host: str
    name: str


def checked(url: str, place: str, like: str, *, private: bool) -> str:
    """An address that may be gone to. Raises BadInput; what its name leads to is looked up each time."""
    try:
        parts = urlsplit(url)
        _check(parts, private=private)
    except (ValueError, Refused) as error:
        raise BadInput(f"{error}; say an address like {like}", place=place) from error
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        raise BadInput(f"the address has more than {LONGEST} characters, or others than ASCII", place=place)
    return url


def is_loopback(url: str) -> bool:
    """Whether an address is of this machine, by its own words."""
    with suppress(ValueError):
        host = urlsplit(url).hostname or ""
        literal = _literal(host)
        return host == "localhost" or (literal is not None and literal.is_loopback)
    return False


async def pinned(url: str, *, private: bool) -> Pinned:
    """Where a connection to an address goes. Raises Refused."""
    parts = urlsplit(url)
    name = parts.hostname or ""
    port = parts.port or (80 if parts.scheme == "http" else 443)
    number = await resolved(name, port, private=private)
    literal = f"[{number}]" if ":" in number else number
    target = urlunsplit(parts._replace(netloc=f"{literal}:{parts.port}" if parts.port else literal))
    return Pinned(target, parts.netloc, name)


def _check(parts: SplitResult, *, private: bool) -> None:
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise Refused("the address does not begin with https://")
    if not parts.hostname or parts.username is not None or parts.password is not None or parts.fragment:
        raise Refused("the address has no host, or a user, password or fragment")
    if parts.port == 0:
        raise Refused("there is no port 0")
    if not private and (literal := _literal(parts.hostname)) and not is_public(literal):
        raise Refused("the address is not one of the public internet")


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether it is one of the public internet: not private, loopback, link-local, shared, reserved or multicast."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address.is_site_local or any(address in network for network in _TUNNELS):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


async def resolved(host: str, port: int, *, private: bool) -> str:
    """The address to connect to. Raises Refused where the name has none, or any that is not public."""
    try:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(_LOOKUPS, partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError) as error:
        raise Refused(f"the name {host} cannot be found") from error
    addresses = [ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    if not addresses or not (private or all(map(is_public, addresses))):
        raise Refused(f"the name {host} leads to an address that is not one of the public internet")
    return str(addresses[0])
