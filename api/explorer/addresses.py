"""Which addresses are the explorer's."""

PAGES = ("/", "/partners", "/explore", "/meeting", "/sign-in", "/keep", "/keep/log", "/keep/proposals", "/keep/suggest")
"""The addresses of the explorer beside those of elements; its script has the same (``web/src/app/routes.tsx``)."""

FOLDERS = ("/elements/", "/assets/")
"""What the other addresses of the explorer begin with: elements, and the files of the page."""


def is_page(path: str) -> bool:
    """Whether an address is the explorer's, which holds nothing of the graph but what everybody sees."""
    return path in (*PAGES, "/icon.svg") or path.startswith(FOLDERS)
