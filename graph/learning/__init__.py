"""How the ranking is fitted and measured; nothing that serves imports it."""
