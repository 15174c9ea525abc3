"""Which addresses are the explorer's."""

_MEETING = tuple(
    f"/meeting/{use}" for use in ("town", "gaps", "similar", "connectors", "resources", "services", "visibility")
)
"""What is prepared for a meeting beside the founder brief (``web/src/meeting/uses.ts``)."""

_KEEP = (
    "/keep",
    *(
        f"/keep/{door}"
        for door in ("log", "proposals", "duplicates", "mismatches", "suggest", "links", "maps", "import")
    ),
)

PAGES = ("/", "/partners", "/explore", "/meeting", *_MEETING, "/keeper", "/sign-in", *_KEEP)
"""The addresses of the explorer beside those of elements; its script has the same (``web/src/app/routes.tsx``)."""

FOLDERS = ("/elements/", "/assets/")
"""What the other addresses of the explorer begin with: elements, and the files of the page."""


def is_page(path: str) -> bool:
    """Whether an address is the explorer's, which holds nothing of the graph but what everybody sees."""
    return path in (*PAGES, "/icon.svg") or path.startswith(FOLDERS)
