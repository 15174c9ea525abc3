"""Which element a name that somebody else wrote means."""
