"""Known faults, put back one at a time: each must be found by something that must hold, within a few seeds.

`python -m tests.simulation.mutants --seeds 3` plays them; what found which stands in `docs/reliability.md`.
"""
