"""Signing in to the explorer at a provider: authorization code with PKCE."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from graph.settings import Settings
from graph.store import Endpoint
from tests.access.provider import AUDIENCE, Provider
from tests.explorer.conftest import browsing, faults
from tests.serving import address_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLIENT = "explorer"


@contextmanager
def signing_in() -> Iterator[Provider]:
    """A provider that signs everybody in as a reviewer, once they prove that they are the ones who asked."""
    challenges: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, asked = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
            if path == "/authorize":
                challenges.append(asked["code_challenge"][0])
                back = urlencode({"code": "c1", "state": asked["state"][0]})
                return self._answer(None, 302, Location=f"{asked['redirect_uri'][0]}?{back}")
            endpoints = {"authorization_endpoint": f"{idp.issuer}/authorize", "token_endpoint": f"{idp.issuer}/token"}
            told: Any = idp.answer(path)
            return self._answer({**told, **endpoints} if path.startswith("/.well-known") else told)

        def do_POST(self) -> None:
            asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            verifier = hashlib.sha256(asked["code_verifier"][0].encode()).digest()
            proven = base64.urlsafe_b64encode(verifier).decode().rstrip("=") == challenges[-1]
            tokens = {"access_token": idp.token(), "id_token": idp.token(aud=CLIENT), "token_type": "Bearer"}
            self._answer(tokens if proven else {"error": "invalid_grant"}, 200 if proven else 400)

        def _answer(self, content: Any, status: int = 200, **headers: str) -> None:
            self.send_response(status)
            for name, value in {
                "Access-Control-Allow-Origin": "*",
                "Content-Type": "application/json",
                **headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(json.dumps(content).encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        idp = Provider(f"http://127.0.0.1:{server.server_port}")
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield idp
        server.shutdown()


def test_people_sign_in_at_the_provider_and_come_back(settings: Settings, endpoint: Endpoint, seeded: None) -> None:
    with signing_in() as idp:
        changes = {"oidc_issuer": idp.issuer, "oidc_audience": AUDIENCE, "oidc_client_id": CLIENT}
        with (
            address_of(settings.model_copy(update=changes), endpoint) as address,
            browsing(address, "en-GB") as browser,
        ):
            page = browser.page
            page.goto("/sign-in?then=/keep/log")
            page.get_by_label("Key").wait_for()
            assert faults(page) == []
            page.get_by_role("button", name="Sign in with your account").click()
            page.get_by_role("heading", level=1, name="What was written").wait_for()
            page.get_by_role("button", name="Sign out").wait_for()
            assert urlsplit(page.url).path == "/keep/log"
            assert page.evaluate("sessionStorage.getItem('spojenci.key')").count(".") == 2
