"""Settings, read from the environment once and passed on."""

from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


def default_home() -> Path:
    """``.spojenci`` in a checkout, else the user's data folder."""
    root = Path(__file__).resolve().parent.parent
    return root / ".spojenci" if (root / "pyproject.toml").exists() else platformdirs.user_data_path("spojenci")


class Settings(BaseSettings):
    """What can be set, with the defaults. Environment names are in ``docs/settings.md``."""

    model_config = SettingsConfigDict(env_prefix="SPOJENCI_", extra="ignore", populate_by_name=True)

    neo4j_uri: str | None = Field(
        None,
        validation_alias=AliasChoices("NEO4J_URI"),
        description="Address of a Neo4j to use. Unset: the embedded Neo4j is started.",
    )
    neo4j_username: str = Field(
        "neo4j", validation_alias=AliasChoices("NEO4J_USERNAME"), description="Account on that Neo4j."
    )
    neo4j_password: SecretStr = Field(
        SecretStr(""), validation_alias=AliasChoices("NEO4J_PASSWORD"), description="Its password."
    )
    neo4j_database: str = Field(
        "neo4j", validation_alias=AliasChoices("NEO4J_DATABASE"), description="Name of the database."
    )
    home: Path = Field(
        default_factory=default_home, description="Folder of the embedded database, its password and its logs."
    )
    cache: Path = Field(
        default_factory=lambda: platformdirs.user_cache_path("spojenci"),
        description="Folder of downloads that several homes can share (Neo4j's jars, class data).",
    )
    host: str = Field("127.0.0.1", description="Address that the service listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port that the service listens on.")
    seed: Literal["demo", "none"] = Field("demo", description="What an empty database is filled with at the start.")
    bolt_port: int = Field(
        0, ge=0, le=65535, description="Bolt port of the embedded Neo4j; 0 takes any free one."
    )
    heap: str = Field(
        "1g", pattern=r"^\d+[mg]$", description="Largest Java heap of the embedded Neo4j, such as `512m` or `2g`."
    )
    pagecache: str = Field(
        "256m", pattern=r"^\d+[mg]$", description="Page cache of the embedded Neo4j."
    )
    java: Literal["bundled", "system"] = Field(
        "bundled", description="`system` runs the embedded Neo4j on the machine's own Java 17 or 21."
    )
    read_timeout: float = Field(5.0, gt=0, description="Seconds that one read may take in the database.")
