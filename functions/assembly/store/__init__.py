"""Rows of village self-government, and the transactions that keep their promises."""
