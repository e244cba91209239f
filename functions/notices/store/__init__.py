"""The notices' table: what was delivered, who subscribed, and what each endpoint carries.

===================================  ======================================================
`INC#{incident}` / `NOTICE#{seq}#…`  delivery of one notice: entry, tier, unit, robot
`SETTINGS` / `V#{version}`, …        versions of the notice settings, `CURRENT` the newest
`PERSON#{person}` / `SUB#{id}`       a subscription, so that a person's list is one Query
`SUB#{id}` / `SUB`                   whose subscription it is
`ENDPOINT#{hash}` / `ENDPOINT`       an endpoint at one tier: its one SNS subscription
`ROBOT#{id}` / `ROBOT`, `CHANNEL`    a group robot, and how its channel is
`ROBOT#{id}` / `WAKE`                when it has something to do
`WEBHOOK#{hash}` / `WEBHOOK`         whose a webhook is
`IDEM#…` / `IDEM`                    answers to idempotency keys
===================================  ======================================================

Index `by_queue`, `queue` / `position`:

===============  =======================================================================
`HELD`           `{release_at}#{tier}#{unit}#{incident}#{seq}#…`: held by quiet hours
`ROBOT#{id}`     `{lined_up_at}#{incident}#{seq}`: waits for the robot
`WAKE`           `{at}#{robot}`: when robots have something to do
`ROBOTS`         `{unit}#{robot}`: all robots
===============  =======================================================================
"""
