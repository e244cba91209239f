"""The rules of incidents: pure decisions, no I/O, no clock of their own.

`states` is the table, `policy` the limits, `clock` the wake-ups; `reporting`, `moves`, `waking` and `recounting` say what happens.
"""
