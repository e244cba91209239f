"""Requests and answers of enforcement, a module per thing."""
