"""Settings, read from the environment once and passed on."""

import os
import re
from contextlib import suppress
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from pydantic import AliasChoices, BeforeValidator, Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


def default_home() -> Path:
    """``.spojenci`` in a checkout, else the user's data folder."""
    root = Path(__file__).resolve().parent.parent
    return root / ".spojenci" if (root / "pyproject.toml").exists() else platformdirs.user_data_path("spojenci")


def default_cache() -> Path:
    """The user's cache folder."""
    return platformdirs.user_cache_path("spojenci")


def _content(path: object) -> str | None:
    """What a file holds, without the newline at its end; None where no file is named or it is empty."""
    if not path:
        return None
    try:
        return Path(str(path)).read_text("utf-8").rstrip("\r\n") or None
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"the file cannot be read ({getattr(error, 'strerror', 'it is no text')})") from error


def _split(text: object) -> object:
    return tuple(part.strip() for part in text.split(",") if part.strip()) if isinstance(text, str) else text


def default_heap() -> str:
    """A quarter of the memory that this machine or container has, from 1 to 4 GB."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0
    with suppress(OSError, ValueError):  # no container, or one without a limit
        memory = min(memory, int(Path("/sys/fs/cgroup/memory.max").read_text()))
    return f"{min(max(memory // 4 >> 20, 1024), 4096)}m"


def _fitting(given: tuple[str, ...], pattern: str, what: str, ending: str = "") -> tuple[str, ...]:
    """Names of the net, which do not tell large and small letters apart."""
    known = tuple(each.lower().removesuffix(ending) for each in given)
    for each in known:
        if not re.fullmatch(pattern, each):
            raise ValueError(f"{each!r} is not {what}")
    return known


_Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]


class Settings(BaseSettings):
    """What can be set, with the defaults. Environment names are in ``docs/settings.md``."""

    model_config = SettingsConfigDict(
        env_prefix="SPOJENCI_", env_file=".env", env_ignore_empty=True, extra="ignore", populate_by_name=True
    )

    neo4j_uri: str | None = Field(
        None,
        validation_alias=AliasChoices("NEO4J_URI"),
        description="Address of a Neo4j to use. Unset: the embedded Neo4j is started.",
    )
    neo4j_username: str = Field(
        "neo4j", validation_alias=AliasChoices("NEO4J_USERNAME"), description="Account on that Neo4j."
    )
    neo4j_password_file: Annotated[SecretStr | None, BeforeValidator(_content)] = Field(
        None,
        validation_alias=AliasChoices("NEO4J_PASSWORD_FILE"),
        description="File that holds its password and wins over `NEO4J_PASSWORD`, such as `/run/secrets/…`.",
    )
    neo4j_password: SecretStr = Field(
        SecretStr(""),
        validation_alias=AliasChoices("NEO4J_PASSWORD"),
        validate_default=True,
        description="Its password.",
    )
    neo4j_database: str = Field(
        "neo4j", validation_alias=AliasChoices("NEO4J_DATABASE"), description="Name of the database."
    )
    home: Path = Field(
        default_factory=default_home, description="Folder of the embedded database, its password and its logs."
    )
    cache: Path = Field(
        default_factory=default_cache,
        description="Folder of downloads that several homes can share (Neo4j's jars, class data).",
    )
    host: str = Field("127.0.0.1", description="Address that the service listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port that the service listens on.")
    seed: Literal["demo", "none"] = Field("demo", description="What an empty database is filled with at the start.")
    bolt_port: int = Field(0, ge=0, le=65535, description="Bolt port of the embedded Neo4j; 0 takes any free one.")
    heap: str = Field(
        default_factory=default_heap,
        pattern=r"^\d+[mg]$",
        description="Largest Java heap of the embedded Neo4j, such as `512m` or `2g`, which bounds what one import can "
        "hold. Unset: a quarter of the memory, from 1 to 4 GB.",
    )
    pagecache: str = Field("256m", pattern=r"^\d+[mg]$", description="Page cache of the embedded Neo4j.")
    java: Literal["bundled", "system"] = Field(
        "bundled", description="`system` runs the embedded Neo4j on the machine's own Java 17 or 21."
    )
    analysts_uri: str | None = Field(
        None,
        description="Address of a second Neo4j, empty and for nothing else, which the service fills for "
        "[analysts](analysts.md). Unset: where the embedded Neo4j is used, another one is started when it is first asked for.",
    )
    analysts_username: str = Field("neo4j", description="Account on that Neo4j.")
    analysts_password_file: Annotated[SecretStr | None, BeforeValidator(_content)] = Field(
        None, description="File that holds its password and wins over `SPOJENCI_ANALYSTS_PASSWORD`."
    )
    analysts_password: SecretStr = Field(SecretStr(""), validate_default=True, description="Its password.")
    analysts_database: str = Field("neo4j", description="Name of the database in that Neo4j.")
    analysts_port: int = Field(
        0, ge=0, le=65535, description="Bolt port of the embedded Neo4j for analysts; 0 takes any free one."
    )
    analysts_heap: str = Field(
        "512m", pattern=r"^\d+[mg]$", description="Largest Java heap of the embedded Neo4j for analysts."
    )
    read_timeout: float = Field(
        30.0, gt=0, description="Seconds that one read may take in the database, of those who have a key or token."
    )
    anonymous_read_timeout: float = Field(
        10.0, gt=0, description="Seconds that one read of a caller without a key or token may take in the database."
    )
    log: Literal["text", "json"] = Field(
        "text",
        description="How the service logs, on its standard error: a line of text for each event, or an object in JSON; see "
        "[running](running.md#the-log).",
    )
    slow: float = Field(2.0, gt=0, description="Seconds after which a reading statement is logged.")
    profile: Literal["development", "production"] = Field(
        "development",
        description="`production` closes what helps to look around: no GraphiQL, no introspection, no suggestions in "
        "errors, and GET and documents of callers without a key only as [the limits](limits.md) say.",
    )
    max_cost: int = Field(5000, gt=0, description="Most that one GraphQL operation may cost; see [limits](limits.md).")
    max_depth: int = Field(8, gt=0, description="Most hops from one element to another in a GraphQL operation.")
    max_tokens: int = Field(1000, gt=0, description="Most words and signs in a GraphQL document.")
    max_body: int = Field(65_536, gt=0, description="Bytes of the largest body of a request, whatever it asks.")
    max_import: int = Field(
        64 * 2**20, gt=0, description="Bytes of the largest file that is [imported](importing.md) over the web."
    )
    max_variables: int = Field(
        16_384, gt=0, description="Bytes of the largest variables of a GraphQL request, as JSON."
    )
    kept_answers: int = Field(
        33_554_432,
        ge=0,
        description="Bytes of the answers that each process keeps until anything is written; 0 keeps none.",
    )
    origins: _Listed = Field(
        (),
        description="Origins of web pages, besides its own, that may ask, write and open websockets: "
        "`https://a.example,…`, or `*` for all; see [access](access.md#pages-of-other-origins).",
    )
    hosts: _Listed = Field(
        (),
        description="Names by which the service is called (the header `Host`): `maps.example,*.maps.example,…`. Unset: "
        "any. `/healthz` and `/readyz` answer by any.",
    )
    proxies: _Listed = Field(
        (),
        description="Addresses or networks of proxies before the service, `10.0.0.7,10.1.0.0/16,…`, whose "
        "`X-Forwarded-For` and `X-Forwarded-Proto` are believed.",
    )
    prefix: str = Field(
        "",
        pattern=r"^(/[^/?#\s]+)*$",
        description="Path below which the world sees the service, such as `/maps`, whether the proxy before it cuts that "
        "off or not.",
    )
    head_timeout: float = Field(20.0, gt=0, description="Seconds in which the headers of a request have to come.")
    body_timeout: float = Field(
        20.0,
        gt=0,
        description="Seconds in which its body has to come, each megabyte of a large one, and 32 kB of an answer be taken.",
    )
    keep_alive: int = Field(
        75,
        gt=0,
        description="Seconds that a connection is kept for the next request; longer than a proxy before it keeps its own.",
    )
    workers: int = Field(1, gt=0, le=64, description="Processes that answer; see docs/scaling.md.")
    connections: int = Field(2000, gt=0, description="Connections of clients at once.")
    connections_per_address: int = Field(
        1000, gt=0, description="Connections of one address at once (of IPv6, of a network of 64 bits); not of proxies."
    )
    rate: int = Field(
        100_000, ge=0, description="Cost that one caller may run up in a minute, over all doors; 0 sets no limit."
    )
    rate_store_file: Annotated[SecretStr | None, BeforeValidator(_content)] = Field(
        None, description="File that holds `SPOJENCI_RATE_STORE`, for its password, and wins over it."
    )
    rate_store: SecretStr | None = Field(
        None,
        validate_default=True,
        description="Redis (`redis://…`, `rediss://…`) that counts for several processes; needs the extra `redis`. "
        "Unset: each process counts for itself.",
    )
    trusted_documents: Path | None = Field(
        None, description="JSON file of trusted GraphQL documents: an object from SHA-256 to document."
    )
    trusted_documents_only: bool | None = Field(
        None,
        description="Whether to answer the trusted documents alone, which are those of this file and the explorer's. Unset: in "
        "production, to callers without a key or token.",
    )

    numbers: bool = Field(
        True,
        description="Whether the numbers of the network are computed in the background, at most once a day; see "
        "[the uses](uses.md#visibility-in-numbers).",
    )
    fit: bool = Field(
        True,
        description="Whether the ranking is fitted anew in the background, at most once a week; see "
        "[the ranking](ranking.md#which-model).",
    )
    webhooks: bool = Field(True, description="Whether this process delivers [webhooks](webhooks.md).")
    webhook_private: bool = Field(
        False,
        description="For tests alone: whether webhooks may go over http, and to private addresses, which opens the network "
        "behind the service to whoever has a key.",
    )
    backup_folder: Path | None = Field(
        None,
        description="Folder in which the service keeps [backups](backup.md) that it makes by itself, and beside them the log of "
        "changes, some seconds behind. Unset: none.",
    )
    backup_every: float = Field(24.0, gt=0, description="Hours from one of these to the next.")
    backup_keep: int = Field(
        14, gt=0, description="How many of these are kept, the newest, each with the log that follows."
    )
    backup_drill: float = Field(
        168.0,
        ge=0,
        description="Hours from one [drill](backup.md#drills) to the next, which restores them into a fresh embedded Neo4j and "
        "compares; 0 holds none.",
    )
    anonymous: Literal["read", "none"] = Field(
        "read", description="What may be done without a key or token: read what is public, or nothing at all."
    )
    oidc_issuer: str | None = Field(
        None, description="Issuer of bearer tokens (OpenID Connect), as it stands in them; see [access](access.md)."
    )
    oidc_audience: str | None = Field(None, description="Audience that its tokens must be for; needed with an issuer.")
    oidc_jwks_url: str | None = Field(
        None, description="Address of its public keys. Unset: as the issuer's discovery document says."
    )
    oidc_client_id: str | None = Field(
        None,
        description="Id at the issuer under which people sign in to the explorer: a public client (authorization code with PKCE) "
        "that comes back to `/sign-in`. Unset: they sign in by key alone.",
    )
    oidc_scope: str = Field("openid", description="Scopes that the explorer asks for, one after the other with spaces.")
    oidc_role_claim: str = Field(
        "spojenci_role", description="Claim of a token that holds the role, or a list of them."
    )
    oidc_library_claim: str = Field(
        "spojenci_library", description="Claim of a token that holds the library that a contributor is tied to."
    )

    @field_validator("home", "cache")
    @classmethod
    def _absolute(cls, given: Path) -> Path:
        return given.expanduser().absolute()

    @field_validator("origins")
    @classmethod
    def _are_origins(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        return _fitting(given, r"\*|[a-z][a-z0-9+.-]*://[^/?#\s]+", "an origin, https://a.example", ending="/")

    @field_validator("hosts")
    @classmethod
    def _are_hosts(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        return _fitting(given, r"\*|(\*\.)?[^*:/\s]+|\[[0-9a-f:]+\]", "the name of a host, without a port")

    @field_validator("proxies")
    @classmethod
    def _are_networks(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for each in given:
            ip_network(each)
        return given

    @field_validator("neo4j_password", "analysts_password", "rate_store")
    @classmethod
    def _from_file(cls, given: SecretStr | None, others: ValidationInfo) -> SecretStr | None:
        return others.data.get(f"{others.field_name}_file") or given
