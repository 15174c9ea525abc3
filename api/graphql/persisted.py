"""Documents that requests name by their SHA-256: trusted ones of a manifest, and those that clients registered.

``documentId`` is that of GraphQL over HTTP (appendix A, persisted documents), ``extensions.persistedQuery`` the
protocol of Apollo's automatic persisted queries.
"""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

import orjson
from cachetools import LRUCache
from pydantic import BaseModel, ConfigDict

from graph.access import Viewer
from graph.errors import BadInput, SpojenciError
from graph.settings import Settings

LARGEST_SUM = 4_000_000
"""Characters that all registered documents may have together."""

MOST = 1000
"""How many documents may be registered; the one not asked for the longest makes room."""

_HASH = "extensions.persistedQuery.sha256Hash"
_ALGORITHM = "sha256:"


class DocumentNotFound(SpojenciError):
    """No document with this hash is known. The message is what Apollo's clients wait for to send it whole."""

    code = "PERSISTED_QUERY_NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("PersistedQueryNotFound")


class NotTrusted(SpojenciError):
    """The document is none of the manifests, and the caller is answered those alone."""

    code = "DOCUMENT_NOT_TRUSTED"

    def __init__(self) -> None:
        super().__init__(
            "this document is not among the trusted ones, which alone are answered here; name one with documentId",
            place="query",
        )


class GraphQLRequest(BaseModel):
    """A request in JSON; other keys are ignored, as GraphQL over HTTP says."""

    model_config = ConfigDict(strict=True)

    query: str | None = None
    documentId: str | None = None  # noqa: N815 - the names on the wire
    variables: dict[str, object] | None = None
    operationName: str | None = None  # noqa: N815
    extensions: dict[str, object] | None = None

    @property
    def digest(self) -> str | None:
        """The SHA-256 of the document, where the request names one. Raises BadInput."""
        if self.documentId is not None:
            return self.documentId.removeprefix(_ALGORITHM).lower()
        persisted = (self.extensions or {}).get("persistedQuery")
        if persisted is None:
            return None
        if not isinstance(persisted, dict) or persisted.get("version") != 1:
            raise BadInput("a persisted query is given in version 1", place="extensions.persistedQuery.version")
        digest = persisted.get("sha256Hash")
        if not isinstance(digest, str):
            raise BadInput("a persisted query is named by its SHA-256", place=_HASH)
        return digest.removeprefix(_ALGORITHM).lower()


class PersistedDocuments:
    """The documents of one application. Trusted are those of its settings, and its own, which may come later than it."""

    def __init__(self, settings: Settings, own: Callable[[], Mapping[str, str]] = dict) -> None:
        self._given = _manifest(settings.trusted_documents) if settings.trusted_documents else {}
        self._own = own
        self._only = settings.trusted_documents_only
        self._production = settings.profile == "production"
        self._registered: LRUCache[str, str] = LRUCache(LARGEST_SUM, getsizeof=_share)

    def find(self, request: GraphQLRequest, viewer: Viewer) -> str:
        """The document that a request of a viewer asks for.

        Raises
        ------
        BadInput
            The request has no document, or one that its hash does not belong to.
        DocumentNotFound
            Nothing is known under its hash.
        NotTrusted
            This viewer is answered trusted documents alone, and this is none.
        """
        digest, only = request.digest, self._only_trusted(viewer)
        if request.query is None:
            return self._named(digest, only)
        actual = hashlib.sha256(request.query.encode()).hexdigest() if digest or only else None
        if digest and digest != actual:
            raise BadInput("this is not the SHA-256 of the query", place=_HASH)
        if only and self._trusted(actual) is None:
            raise NotTrusted
        return request.query

    def register(self, request: GraphQLRequest) -> None:
        """Keep the document of a request that came with its hash and was found to be valid."""
        if request.query is not None and (digest := request.digest) and len(request.query) <= LARGEST_SUM:
            self._registered[digest] = request.query

    def _only_trusted(self, viewer: Viewer) -> bool:
        return (self._production and viewer.role is None) if self._only is None else self._only

    def _trusted(self, digest: str | None) -> str | None:
        return self._given.get(digest or "") or self._own().get(digest or "")

    def _named(self, digest: str | None, only: bool) -> str:
        if not digest:
            raise BadInput("a request needs a query, or the documentId of one", place="query")
        found = self._trusted(digest) or (None if only else self._registered.get(digest))
        if found is None:
            raise DocumentNotFound
        return found


def _share(document: str) -> int:
    """What a document takes of the sum: at least so much that there are never more than may be."""
    return max(len(document), LARGEST_SUM // MOST)


def _manifest(path: Path) -> Mapping[str, str]:
    place = "SPOJENCI_TRUSTED_DOCUMENTS"
    try:
        known = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise BadInput(f"{path} cannot be read as JSON: {error}", place=place) from error
    if not isinstance(known, dict):
        raise BadInput(f"{path} must hold one object, from SHA-256 to document", place=place)
    named = {name.removeprefix(_ALGORITHM): document for name, document in known.items()}
    for digest, document in named.items():
        if not isinstance(document, str) or hashlib.sha256(document.encode()).hexdigest() != digest:
            raise BadInput(f"in {path}, {digest!r:.80} is not the SHA-256 of its document", place=place)
    return named
