"""Phones that were offline: what was done meanwhile comes in as a batch, what changed meanwhile goes out by a cursor.

Every context takes part by one module of `parts`: which operations go by which of its routes, and which lists tell what changed.

What is guaranteed: an operation has its effect once, however often and by whichever way it is sent; one that cannot be done stops no other
but those that stand on it; a change is in the feed a cursor reads before the cursor passes its time (docs/decisions/0019-offline-sync.md).
"""
