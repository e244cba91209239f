"""巡格: a grid worker's round through the own grids, and what was found on it.

A round holds which grids, from when to when, and how many findings: no track, no position but those of findings, no duty to check in, and
no figure per person anywhere (DOMAIN 2.6; docs/decisions/0009-patrols.md).
"""
