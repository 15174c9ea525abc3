"""Constraints and indexes, derived from the schema. ``cypher/schema.cypher`` is this list as a file."""

from collections.abc import Iterator

from graph.model import ElementType, Kind, Property, Schema
from graph.store import Store

FULL_TEXT = {"search_czech": "czech", "search_folded": "standard-folding"}
"""The two full-text indexes with their analysers: one stems Czech words, one forgets diacritics."""


_LOG = {
    "ChangeLog_name": "CREATE CONSTRAINT ChangeLog_name IF NOT EXISTS FOR (n:ChangeLog) REQUIRE n.name IS UNIQUE",
    "Change_sequence": "CREATE CONSTRAINT Change_sequence IF NOT EXISTS FOR (n:Change) REQUIRE n.sequence IS UNIQUE",
    "Change_status": "CREATE RANGE INDEX Change_status IF NOT EXISTS FOR (n:Change) ON (n.status)",
    "RequestKey_key": "CREATE CONSTRAINT RequestKey_key IF NOT EXISTS FOR (n:RequestKey) REQUIRE n.key IS UNIQUE",
    "RequestKey_at": "CREATE RANGE INDEX RequestKey_at IF NOT EXISTS FOR (n:RequestKey) ON (n.at)",
    "Gone_id": "CREATE CONSTRAINT Gone_id IF NOT EXISTS FOR (n:Gone) REQUIRE n.id IS UNIQUE",
    "Merged_id": "CREATE CONSTRAINT Merged_id IF NOT EXISTS FOR (n:Merged) REQUIRE n.id IS UNIQUE",
    "Merged_now": "CREATE RANGE INDEX Merged_now IF NOT EXISTS FOR (n:Merged) ON (n.now)",
    "change_touches": "CREATE FULLTEXT INDEX change_touches IF NOT EXISTS FOR (n:ChangePart) ON EACH [n.touches] "
    "OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}",
}
"""What the log of changes needs; the analyser ``whitespace`` finds ids whole, as the log joins them."""

_KEYS = {
    "ApiKey_name": "CREATE CONSTRAINT ApiKey_name IF NOT EXISTS FOR (n:ApiKey) REQUIRE n.name IS UNIQUE",
    "ApiKey_hash": "CREATE CONSTRAINT ApiKey_hash IF NOT EXISTS FOR (n:ApiKey) REQUIRE n.hash IS UNIQUE",
    "ApiKey_earlierHash": "CREATE CONSTRAINT ApiKey_earlierHash IF NOT EXISTS FOR (n:ApiKey) "
    "REQUIRE n.earlierHash IS UNIQUE",
}
"""What API keys need: names are never given twice, and a secret is found by its hash."""

_NUMBERS = {
    "NetworkSnapshot_day": "CREATE CONSTRAINT NetworkSnapshot_day IF NOT EXISTS FOR (n:NetworkSnapshot) "
    "REQUIRE n.day IS UNIQUE",
    "AllyNumbers_day_of": "CREATE CONSTRAINT AllyNumbers_day_of IF NOT EXISTS FOR (n:AllyNumbers) "
    "REQUIRE (n.day, n.of) IS UNIQUE",
}
"""What numbers of the network need: one snapshot a day, with the numbers of each ally."""

_FITTING = {
    "RankingModel_version": "CREATE CONSTRAINT RankingModel_version IF NOT EXISTS FOR (n:RankingModel) "
    "REQUIRE n.version IS UNIQUE",
    "RankingFit_name": "CREATE CONSTRAINT RankingFit_name IF NOT EXISTS FOR (n:RankingFit) REQUIRE n.name IS UNIQUE",
}
"""What fitting needs: every model has a version of its own, and one node is what a process claims it by."""

_FEEDBACK = {
    "Suggestion_key": "CREATE CONSTRAINT Suggestion_key IF NOT EXISTS FOR (n:Suggestion) REQUIRE n.key IS UNIQUE",
    "Suggestion_asker": "CREATE RANGE INDEX Suggestion_asker IF NOT EXISTS FOR (n:Suggestion) ON (n.asker, n.topic)",
}
"""What feedback needs: one node for each suggestion that somebody judged, found by who asked on which topic."""


_MISMATCHES = {
    "Mismatch_key": "CREATE CONSTRAINT Mismatch_key IF NOT EXISTS FOR (n:Mismatch) REQUIRE n.key IS UNIQUE",
}
"""What differences between sources and people need: one work item for each property."""

_WEBHOOKS = {
    "Webhook_id": "CREATE CONSTRAINT Webhook_id IF NOT EXISTS FOR (n:Webhook) REQUIRE n.id IS UNIQUE",
    "Webhook_owner": "CREATE RANGE INDEX Webhook_owner IF NOT EXISTS FOR (n:Webhook) ON (n.owner)",
    "WebhookDelivery_id": "CREATE CONSTRAINT WebhookDelivery_id IF NOT EXISTS FOR (n:WebhookDelivery) "
    "REQUIRE n.id IS UNIQUE",
    "WebhookDelivery_webhook": "CREATE RANGE INDEX WebhookDelivery_webhook IF NOT EXISTS FOR (n:WebhookDelivery) "
    "ON (n.webhook)",
    "WebhookLease_name": "CREATE CONSTRAINT WebhookLease_name IF NOT EXISTS FOR (n:WebhookLease) "
    "REQUIRE n.name IS UNIQUE",
}
"""What webhooks need: their dead letters are found by webhook, and one node is what a process claims delivery by."""

MIGRATION = "CREATE CONSTRAINT Migration_version IF NOT EXISTS FOR (n:Migration) REQUIRE n.version IS UNIQUE"
"""What migrations need before the others are made: a migration is claimed once."""


def statements(schema: Schema) -> dict[str, str]:
    """The statements that make every constraint and index, by the name of what they make."""
    root = schema.element.label
    made = {f"{trait.label}_id": _unique(trait.label, "id") for trait in schema.traits}
    for element in schema.elements:
        for declared in (*schema.common, *element.properties, *_inherited_codes(schema, element)):
            made |= _of_property(element, declared)
    made |= _LOG | _KEYS | _FEEDBACK | _NUMBERS | _FITTING | _MISMATCHES | _WEBHOOKS
    made["Migration_version"] = MIGRATION
    texts = [p for p in _searchable(schema) if not p.identifies]
    made["search_czech"] = _full_text(root, "search_czech", texts)
    made["search_folded"] = _full_text(root, "search_folded", list(_searchable(schema)))
    return made


def script(schema: Schema) -> str:
    """All statements as one Cypher file."""
    head = "// Generated from graph/schema.py by `make generate`: constraints and indexes of the graph.\n"
    return head + "".join(f"{statement};\n" for statement in statements(schema).values())


async def apply(store: Store, schema: Schema) -> None:
    """Make what is missing and wait until it can be used. Running it again changes nothing."""
    for statement in statements(schema).values():
        await store.command(statement)
    await store.command("CALL db.awaitIndexes(300)")


async def missing(store: Store, schema: Schema) -> set[str]:
    """Names of constraints and indexes that the database lacks."""
    found = await store.read("SHOW INDEXES YIELD name, state WHERE state = 'ONLINE' RETURN name")
    return statements(schema).keys() - {name for [name] in found}


def _of_property(element: ElementType, declared: Property) -> dict[str, str]:
    name = f"{element.label}_{declared.name}"
    if declared.unique:
        return {name: _unique(element.label, declared.name)}
    if declared.indexed:
        kind = "POINT" if declared.kind is Kind.POINT else "RANGE"
        return {name: f"CREATE {kind} INDEX {name} IF NOT EXISTS FOR (n:{element.label}) ON (n.{declared.name})"}
    if declared.groups:
        columns = f"(n.{declared.name}, n.sortKey)"
        return {name: f"CREATE RANGE INDEX {name} IF NOT EXISTS FOR (n:{element.label}) ON {columns}"}
    return {}


def _inherited_codes(schema: Schema, element: ElementType) -> Iterator[Property]:
    """What elements of a type with a parent are looked up by too: ``(:Library {ico: …})`` is a seek of its own."""
    if element.parent:
        common = {declared.name for declared in schema.common}
        yield from (p for p in schema.properties_of(element.parent) if p.identifies and p.name not in common)


def _unique(label: str, name: str) -> str:
    return f"CREATE CONSTRAINT {label}_{name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{name} IS UNIQUE"


def _searchable(schema: Schema) -> Iterator[Property]:
    properties = {p.name: p for element in schema.elements for p in schema.properties_of(element)}
    return (declared for declared in properties.values() if declared.searchable)


def _full_text(label: str, name: str, properties: list[Property]) -> str:
    fields = ", ".join(f"n.{declared.name}" for declared in properties)
    return (
        f"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (n:{label}) ON EACH [{fields}] "
        f"OPTIONS {{indexConfig: {{`fulltext.analyzer`: '{FULL_TEXT[name]}'}}}}"
    )
