"""Use cases of the services of the grid that no slice has to itself."""
