"""What client generators need of `docs/openapi.json` beyond what the routes say by themselves."""
