"""A provider of identities on loopback: it publishes keys, and signs tokens with them or otherwise."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

AUDIENCE = "spojenci"


class Provider:
    """What it publishes can be changed while it runs; ``asked`` are the addresses that were asked of it.

    At the address ``drips``, it says a little now and then, without end.
    """

    def __init__(self, address: str) -> None:
        self.issuer = address
        self.asked: list[str] = []
        self.answers = True
        self.drips = ""
        self.claimed_issuer = address
        self.private: dict[str, RSAPrivateKey] = {}
        self.published: list[dict[str, Any]] = []
        self.rotate("first")

    def rotate(self, kid: str) -> None:
        """Publish a new key, and no other."""
        self.private[kid] = generate_private_key(65537, 2048)
        public = RSAAlgorithm.to_jwk(self.private[kid].public_key(), as_dict=True)
        self.published = [{**public, "kid": kid, "use": "sig", "alg": "RS256"}]

    def token(
        self, *, kid: str | None = "first", algorithm: str = "RS256", key: Any = None, header: Any = None, **claims: Any
    ) -> str:
        """A token of a reviewer that is valid but for what is given; a claim of None is left out."""
        now = int(time.time())
        usual = {"iss": self.issuer, "aud": AUDIENCE, "sub": "jana", "iat": now, "exp": now + 300}
        told = {name: v for name, v in ({**usual, "spojenci_role": "reviewer"} | claims).items() if v is not None}
        headers = {**(header or {}), **({"kid": kid} if kid else {})}
        return jwt.encode(told, key or self.private[kid or "first"], algorithm, headers)

    def answer(self, path: str) -> Any:
        """What stands at an address."""
        self.asked.append(path)
        if not self.answers:
            return None
        return {
            "/.well-known/openid-configuration": {"issuer": self.claimed_issuer, "jwks_uri": f"{self.issuer}/keys"},
            "/keys": {"keys": self.published},
        }.get(path)


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider that runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = running.answer(self.path)
            self.send_response(200 if answer else 503)
            self.end_headers()
            with suppress(ConnectionError):
                while self.path == running.drips:
                    self.wfile.write(b" ")
                    time.sleep(0.02)
                self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running = Provider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield running
    server.shutdown()
    thread.join()
    server.server_close()
