"""The notices' table: what was delivered, who subscribed, and what each endpoint carries.

===================================  ======================================================
`INC#{incident}` / `NOTICE#{seq}#…`  delivery of one notice: entry, tier, unit
`PERSON#{person}` / `SUB#{id}`       a subscription, so that a person's list is one Query
`SUB#{id}` / `SUB`                   whose subscription it is
`ENDPOINT#{hash}` / `ENDPOINT`       an endpoint at one tier: its one SNS subscription
`IDEM#…` / `IDEM`                    answers to idempotency keys
===================================  ======================================================
"""
