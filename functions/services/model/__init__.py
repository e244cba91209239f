"""Requests and answers of the services of the grid."""
