"""The notices' table: what was delivered, who subscribed, and what each endpoint carries.

===================================  ======================================================
`INC#{incident}` / `NOTICE#{seq}#…`  delivery of one notice: entry, tier, unit
`SETTINGS` / `V#{version}`, …        versions of the notice settings, `CURRENT` the newest
`PERSON#{person}` / `SUB#{id}`       a subscription, so that a person's list is one Query
`SUB#{id}` / `SUB`                   whose subscription it is
`ENDPOINT#{hash}` / `ENDPOINT`       an endpoint at one tier: its one SNS subscription
`IDEM#…` / `IDEM`                    answers to idempotency keys
===================================  ======================================================

Index `by_queue`: what waits. `HELD` / `{release_at}#{tier}#{unit}#{incident}#{seq}`: notices that
quiet hours hold.
"""
