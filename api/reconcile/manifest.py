"""What the service says of itself: types, and where its parts are (specification 0.2, section 3)."""

from importlib.metadata import version

from graph.schema import ALLY, SCHEMA

BATCH = 50
"""Queries of one request at most."""

WIDTH, HEIGHT = 400, 220
"""Pixels of a preview."""

_ALL = {element.label: element.doc for element in SCHEMA.elements} | {ALLY.label: ALLY.doc}
TYPES = {label: {"id": label, "name": label, "description": doc("en")} for label, doc in _ALL.items()}
"""Types that can be asked for, by id."""

_DEFAULT = ("Library", "Organization", "Place", "Topic", "TargetGroup", "Activity")


def manifest(base: str) -> dict[str, object]:
    """The manifest of the service at an address."""
    reconcile = f"{base}/reconcile"
    suggest = {
        part: {"service_url": reconcile, "service_path": f"/suggest/{part}"} for part in ("entity", "type", "property")
    }
    return {
        "versions": ["0.2"],
        "name": "Spojenci",
        "identifierSpace": f"{base}/v1/elements/",
        "schemaSpace": f"{base}/reconcile/types/",
        "serviceVersion": version("spojenci"),
        "defaultTypes": [{"id": label, "name": label} for label in _DEFAULT],
        "view": {"url": f"{base}/v1/elements/{{{{id}}}}"},
        "preview": {"url": f"{reconcile}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": reconcile, "service_path": "/properties"},
            "property_settings": [],
        },
        "batchSize": BATCH,
    }


def properties(label: str | None) -> list[dict[str, str]]:
    """The properties of a type, or of any, by which values are fetched."""
    of = [SCHEMA.by_label[label]] if label in SCHEMA.by_label else SCHEMA.elements
    found = {declared.name: declared for element in of for declared in SCHEMA.properties_of(element)}
    return [
        {"id": name, "name": name, "description": declared.doc("en")}
        for name, declared in found.items()
        if not declared.internal and name != "id"
    ]
