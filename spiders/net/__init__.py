"""How a request travels."""
