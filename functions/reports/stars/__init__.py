"""五星支部: a village rates itself by stars, the town checks, the county awards, every year; figures bear it out, and no person is rated."""
