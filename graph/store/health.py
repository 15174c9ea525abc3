"""Whether a Neo4j answers, and what ails it."""

import socket
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import urlsplit

from neo4j import Driver, GraphDatabase
from neo4j.exceptions import AuthError, DatabaseError, DriverError, Neo4jError, TransientError

from graph.store.errors import ACCOUNT, AccountRefused

PATIENCE = 2.0
"""Seconds in which a connection has to come about when it is asked how Neo4j is."""


class Illness(Enum):
    """Why a Neo4j does not answer."""

    AWAY = auto()
    SILENT = auto()
    """It listens and does not answer."""
    STARTING = auto()
    CRITICAL = auto()
    """It met an error after which only another start helps."""
    DAMAGED = auto()
    """It cannot open its database."""


@dataclass(frozen=True, slots=True)
class Ailment:
    """What a Neo4j suffers from, in its own words."""

    illness: Illness
    message: str


def ailment(uri: str, auth: tuple[str, str]) -> Ailment | None:
    """Why the Neo4j of this address does not answer a query now; None where it does.

    Raises AccountRefused when it refuses the account.
    """
    try:
        with GraphDatabase.driver(
            uri, auth=auth, connection_acquisition_timeout=PATIENCE, user_agent="spojenci"
        ) as driver:
            return _told(driver)
    except AuthError as error:
        raise AccountRefused(ACCOUNT) from error
    except (Neo4jError, DriverError) as error:
        return Ailment(Illness.SILENT if _listens(uri) else Illness.AWAY, str(error))


def _told(driver: Driver) -> Ailment | None:
    try:
        with driver.session(database="neo4j") as session:
            session.run("RETURN 1").consume()
    except TransientError as error:
        return _of_database(driver) or Ailment(Illness.STARTING, str(error))
    except DatabaseError as error:
        return Ailment(Illness.CRITICAL, str(error))
    return None


def _of_database(driver: Driver) -> Ailment | None:
    """What the database says why it is not there."""
    with driver.session(database="system") as session:
        for _, message in session.run("SHOW DATABASE neo4j YIELD currentStatus, statusMessage"):
            if message:
                return Ailment(Illness.DAMAGED, message)
    return None


def _listens(uri: str) -> bool:
    host, _, port = urlsplit(uri).netloc.rpartition(":")
    with suppress(OSError), socket.create_connection((host, int(port)), 1):
        return True
    return False
