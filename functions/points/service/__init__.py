"""The use cases of the points, one a file: each is a decision on a unit of work, told who asks, and knows nothing of HTTP."""
