"""A town in one process under one seed: the deployed handlers on a simulated cloud, people who do their work and people who cheat.

`python -m tests.simulation --days 14 --seed 7` plays it; `tests/simulation/test_fortnights.py` plays some of it in CI. What must hold is
in `invariants/`, in words of its own: nothing there knows the rules of the product.
"""
