"""Bulk import: a file is staged in S3, tried out in a dry run, then applied in the background.

What is guaranteed: lines are applied in the order of the file, in chunks; each chunk is one
transaction that also moves the import's `rows_done`, so a chunk is applied whole, once, or not at
all, however often its message arrives. A file is applied only if the very same bytes passed the dry
run. Applying a file again writes nothing that is as the file says already.
"""
