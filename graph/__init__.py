"""The domain and its store; knows nothing of HTTP or GraphQL."""
