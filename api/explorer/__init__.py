"""The explorer, the page for librarians: what `web/` is built into, and its addresses."""
