"""The log of changes: what is in it, how it is read and followed."""
