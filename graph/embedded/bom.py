"""What the embedded Neo4j is made of, in CycloneDX: ``python -m graph.embedded.bom``.

Tools for Java would take it from a build of Maven; here the lock file is what decides.
"""

import orjson
from packageurl import PackageURL

from graph.embedded import artifacts


def bom() -> dict[str, object]:
    """The list of all jars of the lock."""
    components = [_component(artifact) for artifact in artifacts.load().server]
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": components}


def _component(artifact: artifacts.Artifact) -> dict[str, object]:
    qualifiers = {"classifier": artifact.classifier} if artifact.classifier else {}
    url = PackageURL("maven", artifact.group, artifact.name, artifact.version, qualifiers).to_string()
    return {
        "type": "library",
        "bom-ref": url,
        "group": artifact.group,
        "name": artifact.name,
        "version": artifact.version,
        "purl": url,
        "hashes": [{"alg": "SHA-256", "content": artifact.sha256}],
    }


if __name__ == "__main__":
    print(orjson.dumps(bom(), option=orjson.OPT_INDENT_2).decode())
