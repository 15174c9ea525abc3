"""What others would serve the same graph with, measured beside the service."""
