"""The Model Context Protocol, by which assistants ask: at ``/mcp``, and over standard input and output."""
