"""Webhooks: what happens on the map, told to addresses of others by the Standard Webhooks specification."""
