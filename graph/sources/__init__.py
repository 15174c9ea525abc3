"""Where the seed is from: the Czech registers, and the files that come with the service."""
