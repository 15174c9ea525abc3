"""Signatures of the Standard Webhooks specification, version 1: HMAC-SHA256 of id, time and body."""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Sequence
from secrets import token_bytes

PREFIX = "whsec_"


def new_secret() -> str:
    """256 random bits in the form that the specification gives secrets."""
    return PREFIX + b64encode(token_bytes(32)).decode()


def headers(id_: str, timestamp: int, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """The headers that a message goes out with, with one signature for each secret."""
    signed = f"{id_}.{timestamp}.".encode() + body
    signatures = (_signature(secret, signed) for secret in secrets)
    return {"webhook-id": id_, "webhook-timestamp": str(timestamp), "webhook-signature": " ".join(signatures)}


def _signature(secret: str, signed: bytes) -> str:
    key = b64decode(secret.removeprefix(PREFIX))
    return "v1," + b64encode(hmac.digest(key, signed, "sha256")).decode()
