"""The one door to Neo4j: nothing else in the project imports the driver."""

from graph.store.errors import AccountRefused, Refused, Taken, may_pass
from graph.store.store import Endpoint, Store
from graph.store.tables import forget
from graph.store.transaction import Transaction
from graph.store.values import Parameters, Value, Values

__all__ = [
    "AccountRefused",
    "Endpoint",
    "Parameters",
    "Refused",
    "Store",
    "Taken",
    "Transaction",
    "Value",
    "Values",
    "may_pass",
]

forget()
